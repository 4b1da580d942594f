"""Companies and the people in charge of them, for tests of their rooms."""

import re

from flask import Flask

from app.lib import clock
from app.models.company import Company
from tests.people import Person


def found(app: Flask, name: str = "Tischlerei Beispiel", head_count: int = 14) -> Company:
    """Make a company that nobody manages yet."""
    with app.extensions["database"].write() as session:
        return Company.create(session, name, "craft", head_count, clock.now(), by=None)


def lead(app: Flask, *companies: Company, email: str = "") -> Person:
    """Return somebody who is signed in and manages these companies."""
    person = Person(app)
    user = person.sign_in("manager", email=email)
    now = clock.now()
    with app.extensions["database"].write() as session:
        for company in companies:
            company.admit(session, user, None, now)
    return person


def link_on(page: str) -> str:
    """Return the path of the invitation that stands on a page."""
    match = re.search(r"/einladung/\w+", page)
    assert match, page
    return match[0]


def stored(app: Flask, company: Company) -> Company:
    """Return a company as it is stored now."""
    with app.extensions["database"].read() as session:
        again = Company.with_id(session, company.id)
    assert again
    return again
