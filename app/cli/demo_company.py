"""Demo data of companies: one with a manager who can look around."""

from flask import current_app

from app.lib import clock
from app.models.base import Database
from app.models.company import Company
from app.models.user import User
from app.ui import mails

MANAGER = "mia@demo.example"
NAME = "Demo: Tischlerei Beispiel"
HEAD_COUNT = 14


def seed() -> list[str]:
    """Make what is missing; return where to look at it."""
    database: Database = current_app.extensions["database"]
    with database.write() as session:
        user, now = User.by_email(session, MANAGER), clock.now()
        assert user is not None, "the people were made before"
        known = [each for each in Company.all(session, is_open=True) if each.name == NAME]
        company = (
            known[0] if known else Company.create(session, NAME, "craft", HEAD_COUNT, now, by=None)
        )
        company.admit(session, user, None, now)
    return [f"Mia manages a company: {mails.address_of('workspace.show_overview')}"]
