"""Two companies with somebody in charge of each."""

import pytest
from flask import Flask

from app.models.company import Company
from tests.offices import found, lead
from tests.people import Person


@pytest.fixture
def workshop(app: Flask) -> Company:
    """A company."""
    return found(app, "Tischlerei Beispiel")


@pytest.fixture
def bakery(app: Flask) -> Company:
    """Another company."""
    return found(app, "Bäckerei Fremd")


@pytest.fixture
def mia(app: Flask, workshop: Company) -> Person:
    """Who manages the workshop."""
    return lead(app, workshop, email="mia@tischlerei.example")


@pytest.fixture
def ben(app: Flask, bakery: Company) -> Person:
    """Who manages the bakery."""
    return lead(app, bakery, email="ben@baeckerei.example")
