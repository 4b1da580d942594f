"""A facilitator with a password, and an operator with a second factor."""

import pytest
from flask import Flask

from tests.colleagues import Colleague


@pytest.fixture
def lea(app: Flask) -> Colleague:
    """A facilitator who signs in with a password."""
    return Colleague(app, "lea@reise.example", "facilitator")


@pytest.fixture
def otto(app: Flask) -> Colleague:
    """An operator with an app on the phone."""
    return Colleague(app, "otto@reise.example", "operator", app_on_phone=True)
