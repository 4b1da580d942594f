"""A team: people of a company who are invited together. No figure is ever shown by team."""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import delete, exists, insert, select, update

from app.models.base import Session, take_turns
from app.models.refusal import Refused
from app.models.tables import assignment, assignment_team, team

LONGEST_NAME = 80
MOST_TEAMS = 500


@dataclass(frozen=True, slots=True)
class Team:
    """A team as it was read. Its name is unique in the company, however it is written."""

    id: int
    company_id: int
    name: str

    @classmethod
    def of_company(cls, session: Session, company_id: int) -> list[Self]:
        """Return the teams of a company by their names."""
        own = select(team).where(team.c.company_id == company_id)
        return sorted((cls(*row) for row in session.execute(own)), key=lambda each: each.key)

    @classmethod
    def within_reach(cls, session: Session, company_id: int, team_id: int) -> Self | None:
        """Return the team with this id if it is this company's; None else."""
        own = select(team).where(team.c.company_id == company_id, team.c.id == team_id)
        row = session.execute(own).one_or_none()
        return cls(*row) if row else None

    @classmethod
    def create(cls, session: Session, company_id: int, name: str) -> Self:
        """Make a team; one of this name that is there already is the same team.

        Raise `Refused` (teams-full).
        """
        take_turns(session, f"teams:{company_id}")
        known = cls.of_company(session, company_id)
        found = next((each for each in known if each.key == name.casefold()), None)
        if found:
            return found
        if len(known) >= MOST_TEAMS:
            raise Refused("teams-full")
        new = insert(team).values(company_id=company_id, name=name).returning(team.c.id)
        return cls(session.execute(new).scalar_one(), company_id, name)

    def rename(self, session: Session, name: str) -> None:
        """Take another name. Raise `Refused` (team-taken)."""
        take_turns(session, f"teams:{self.company_id}")
        others = (each for each in self.of_company(session, self.company_id) if each.id != self.id)
        if any(each.key == name.casefold() for each in others):
            raise Refused("team-taken")
        session.execute(update(team).where(team.c.id == self.id).values(name=name))

    def delete(self, session: Session) -> None:
        """Delete the team; its people stay. Raise `Refused` (team-invited)."""
        if self.is_invited(session):
            raise Refused("team-invited")
        session.execute(delete(team).where(team.c.id == self.id))

    def is_invited(self, session: Session) -> bool:
        """Return whether an assignment that is still open is for this team."""
        open_one = exists().where(
            assignment_team.c.team_id == self.id,
            assignment_team.c.assignment_id == assignment.c.id,
            assignment.c.closed_at.is_(None),
        )
        return bool(session.execute(select(open_one)).scalar_one())

    @property
    def key(self) -> str:
        """Its name as it is compared."""
        return self.name.casefold()
