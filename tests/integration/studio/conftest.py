"""Facilitators, and a draft that one of them writes."""

import pytest
from flask import Flask

from app.lib import clock
from app.models.draft import Draft
from app.models.draft_files import Files
from app.models.user import User
from tests.integration.conftest import SMALL_JOURNEY
from tests.people import Person

SLUG = "kleine-reise"


class Writer(Person):
    """A facilitator at a device of their own."""

    def __init__(self, app: Flask, email: str) -> None:
        super().__init__(app)
        self.user: User = self.sign_in("facilitator", email=email)

    def writes(self, text: str = SMALL_JOURNEY, slug: str = SLUG, **files: object) -> str:
        """Begin a draft with this text and return its id."""
        with self.app.extensions["database"].write() as session:
            given = Files(text, **files)
            Draft.create(session, slug, given, by=self.user, now=clock.now())
        return slug

    def draft(self, slug: str = SLUG) -> Draft:
        """Return the draft as it is stored."""
        with self.app.extensions["database"].read() as session:
            found = Draft.within_reach(session, slug, self.user)
            assert found is not None
            return found


@pytest.fixture
def ada(app: Flask) -> Writer:
    """Somebody who writes."""
    return Writer(app, "ada@reise.example")


@pytest.fixture
def ben(app: Flask) -> Writer:
    """Somebody else who writes."""
    return Writer(app, "ben@reise.example")


@pytest.fixture
def slug(ada: Writer) -> str:
    """The id of Ada's draft."""
    return ada.writes()
