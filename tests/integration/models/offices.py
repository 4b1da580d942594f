"""A company whose manager assigns a journey, at a database of one scope."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from app.models.assignment import Assignment
from app.models.assignment_draft import AssignmentDraft, Choices
from app.models.base import Database, Session
from app.models.company import Company
from app.models.issue import issue
from app.models.journey import publish
from app.models.tables import member, team
from app.models.user import User
from tests.integration.models.conftest import NOW
from tests.integration.models.samples import parsed

DAY = date(2026, 11, 22)
ANSWERED = Choices(
    journey="probe",
    audience="everybody",
    head_count=14,
    starts_on=DAY,
    ends_on=DAY + timedelta(days=21),
    mode="protected",
)


class Office:
    """A company with a manager, at a database of one scope."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            publish(session, parsed(), NOW)
            self.manager = User.create(session, "mo@reise.example", "Mo", NOW, "manager")
        self.company = self.found("Tischlerei Beispiel")

    def found(self, name: str) -> Company:
        """Found another company."""
        with self.database.write() as session:
            return Company.create(session, name, "other", 40, NOW, by=None)

    def people(self, *names: str, team_name: str = "") -> list[int]:
        """Put people on the list, those with an „@“ under their address."""
        with self.database.write() as session:
            team_id = self._team(session, team_name) if team_name else None
            rows = [
                {
                    "code": f"{self.company.id}{name:0>15}"[-16:],
                    "company_id": self.company.id,
                    "team_id": team_id,
                    "name": name.partition("@")[0],
                    "email": name if "@" in name else None,
                    "language": "de",
                    "added_at": NOW,
                }
                for name in names
            ]
            new = insert(member).returning(member.c.id, sort_by_parameter_order=True)
            return list(session.execute(new, rows).scalars())

    def draft(self, choices: Choices = ANSWERED, known: str = "") -> AssignmentDraft:
        """Begin a draft with these answers."""
        with self.database.write("office") as session:
            return AssignmentDraft.begin(
                session, self.company.id, choices, by=self.manager, now=NOW, known=known
            )

    def issue(self, draft: AssignmentDraft, now: datetime = NOW, seen: str = "") -> Assignment:
        """Issue a draft."""
        with self.database.write("office") as session:
            return issue(
                session,
                self.company,
                draft.code,
                title="Die Probe",
                seen=seen or draft.choices.mark,
                by=self.manager,
                now=now,
            )

    def issued(self, **values: Any) -> Assignment:
        """Issue an assignment with some other answers."""
        return self.issue(self.draft(replace(ANSWERED, **values)))

    def do(self, act: Callable[[Session], Any]) -> Any:
        """Do something as the office does."""
        with self.database.write("office") as session:
            return act(session)

    def again(self, made: Assignment) -> Assignment:
        """Return an assignment as it is stored now."""
        with self.database.read("office") as session:
            found = Assignment.find(session, made.id)
            assert found
            return found

    def count(self, table: Any) -> int:
        """Count the rows of a table."""
        with self.database.read() as session:
            return session.execute(select(func.count()).select_from(table)).scalar_one()

    def _team(self, session: Session, name: str) -> int:
        known = select(team.c.id).where(team.c.company_id == self.company.id, team.c.name == name)
        found = session.execute(known).scalar_one_or_none()
        new = insert(team).values(company_id=self.company.id, name=name).returning(team.c.id)
        return found or session.execute(new).scalar_one()
