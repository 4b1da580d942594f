"""Demo data of companies: one with a manager, and a journey that it has assigned."""

from datetime import datetime, timedelta

from flask import current_app

from app.cli.demo_studio import PUBLISHED
from app.lib import clock
from app.models.assignment import Assignment, today
from app.models.assignment_draft import AssignmentDraft, Choices
from app.models.base import Database, Session
from app.models.company import Company
from app.models.group import spaced
from app.models.issue import issue
from app.models.journey import newest
from app.models.user import User
from app.ui import mails
from app.ui.scene import Teller, bare

MANAGER = "mia@demo.example"
NAME = "Demo: Tischlerei Beispiel"
HEAD_COUNT = 14
DAYS = 21


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
        code = _assigned(session, company, user, now)
    invitation = mails.address_of("player.show_invitation", code=spaced(code))
    return [
        f"Mia manages a company: {mails.address_of('workspace.show_overview')}",
        f"  its people are invited to a journey: {invitation}",
    ]


def _assigned(session: Session, company: Company, user: User, now: datetime) -> str:
    """Return the code of the journey that is assigned to everybody, which is made if need be."""
    made = next(iter(Assignment.of_company(session, company.id)), None)
    made = made or _assign(session, company, user, now)
    entrance = made.entrance(session)
    assert entrance and entrance.code, "it is for everybody"
    return entrance.code


def _assign(session: Session, company: Company, user: User, now: datetime) -> Assignment:
    _, journey = newest(session, PUBLISHED) or (0, None)
    assert journey is not None, "it was published before"
    day = today(now, company.timezone)
    chosen = Choices(
        journey=journey.id,
        audience="everybody",
        head_count=HEAD_COUNT,
        starts_on=day,
        ends_on=day + timedelta(days=DAYS),
        mode="protected",
    )
    draft = AssignmentDraft.begin(session, company.id, chosen, by=user, now=now, known="")
    title = bare(Teller(journey, None, company.language).words("title"))
    return issue(session, company, draft.code, title=title, seen=chosen.mark, by=user, now=now)
