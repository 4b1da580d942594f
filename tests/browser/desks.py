"""Authors at their desks: somebody of the staff is signed in and has drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from app.content.media import Media
from app.models.company import Company
from app.models.draft import Draft
from app.models.draft_files import Files
from app.models.tables import user_account
from app.models.user import User
from app.ui.staff import SEEN
from tests.browser.watching import watched
from tests.integration.conftest import SMALL_JOURNEY

DESK = {"width": 1280, "height": 900}
EDITOR = "**/editor.*.js"


class Desk:
    """Gives each test an author of its own with a browser that is signed in."""

    def __init__(self, app: Flask, browser: Browser, base_url: str) -> None:
        self.app, self.browser, self.base_url = app, browser, base_url
        self.numbers = count(1)
        self.contexts: list[Iterator[Page]] = []
        self.author = self._author()

    def sit(self, *, editor: bool = True, **how: Any) -> Page:
        """Open a browser in which the author is signed in.

        Without `editor` the one with colours does not come, as over a bad line.
        """
        context = self.browser.new_context(
            **{
                "base_url": self.base_url,
                "viewport": DESK,
                "locale": "de-DE",
                "reduced_motion": "reduce",
                **how,
            }
        )
        self._sign_in(context)
        if not editor:
            context.route(EDITOR, lambda route: route.abort())
        pages = watched(context)
        self.contexts.append(pages)
        return next(pages)

    def write(
        self,
        text: str = SMALL_JOURNEY,
        media: Mapping[str, bytes] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> str:
        """Begin a draft of these files under an id that nobody has."""
        name = f"entwurf-{next(self.numbers)}-{self.author.id}"
        own, *others = (
            re.sub(r"^id: .*$", f"id: {name}", each, flags=re.MULTILINE)
            for each in (text, *(texts or {}).values())
        )
        files = Files(own, dict(zip(texts or {}, others, strict=True)), Media(media or {}))
        with self.app.extensions["database"].write() as session:
            Draft.create(session, name, files, by=self.author, now=datetime.now(UTC))
        return name

    def code_of_company(self, name: str) -> str:
        """Make a company that gives a code to authors, and return the code."""
        now = datetime.now(UTC)
        with self.app.extensions["database"].write() as session:
            made = Company.create(session, name, "craft", 14, now, by=None)
            made.renew_journey_code(session, "", by=self.author, now=now)
            found = Company.with_id(session, made.id)
        assert found and found.journey_code
        return found.journey_code

    def edit(self, name: str, old: str, new: str) -> None:
        """Put other words in the place of some in the text of a draft."""
        draft, now = self.draft(name), datetime.now(UTC)
        text = draft.text.replace(old, new)
        with self.app.extensions["database"].write() as session:
            draft.edit(session, text, by=self.author, seen=draft.revision, now=now)

    def draft(self, name: str) -> Draft:
        """Return a draft as it is stored now."""
        with self.app.extensions["database"].read() as session:
            found = Draft.within_reach(session, name, self.author)
            assert found is not None
            return found

    def close(self) -> None:
        """Close all browsers; what they complained about fails the test."""
        for pages in self.contexts:
            next(pages, None)

    def _author(self) -> User:
        now = datetime.now(UTC)
        email = f"author-{now.timestamp()}@reise.example"
        with self.app.extensions["database"].write() as session:
            return User.create(session, email, "Ada", now, "facilitator")

    def _sign_in(self, context: BrowserContext) -> None:
        with self.app.extensions["database"].read() as session:
            own = select(user_account.c.fs_uniquifier).where(user_account.c.id == self.author.id)
            mark = session.execute(own).scalar_one()
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = signer.dumps({"_user_id": mark, SEEN: datetime.now(UTC).timestamp()})
        context.add_cookies([{"name": "zr_session", "value": value, "url": self.base_url}])
