"""Whom an assignment may be for: the teams of a company and the people on its list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.models.base import Session
from app.models.tables import member, team
from app.models.tables_company import member_name

NO_TEAM: Final = 0


@dataclass(frozen=True, slots=True)
class TeamCount:
    """A team, and how many of the list are in it."""

    id: int
    name: str
    members: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list of a company; `name` is their address where they have no name."""

    id: int
    code: str
    name: str
    team: str | None
    email: str | None
    joined_at: datetime | None


def teams_of(session: Session, company_id: int) -> list[TeamCount]:
    """Return the teams of a company by their names."""
    counted = (
        select(team.c.id, team.c.name, func.count(member.c.id))
        .outerjoin(member, member.c.team_id == team.c.id)
        .where(team.c.company_id == company_id)
        .group_by(team.c.id, team.c.name)
        .order_by(team.c.name)
    )
    return [TeamCount(*row) for row in session.execute(counted)]


def count_of(
    session: Session, company_id: int, wanted: str = "", in_team: int | None = None
) -> int:
    """Count the people on the list, or those whose name, address or team has these signs."""
    source = _JOINED if wanted else member
    counted = select(func.count()).select_from(source).where(_are(company_id, wanted, in_team))
    return session.execute(counted).scalar_one()


def people_of(
    session: Session,
    company_id: int,
    wanted: str = "",
    in_team: int | None = None,
    *,
    start: int = 0,
    most: int | None = None,
) -> list[Listed]:
    """Return the people on the list by their names, from a place on, so many at most.

    `in_team` is the id of a team, NO_TEAM for those without one, None for all.
    """
    found = _PEOPLE.where(_are(company_id, wanted, in_team)).offset(start).limit(most)
    return [Listed(*row) for row in session.execute(found)]


def ids_of(session: Session, company_id: int, codes: Iterable[str]) -> set[int]:
    """Return the ids of people on the list by their codes; strangers are left out."""
    own = select(member.c.id).where(
        member.c.company_id == company_id, member.c.code.in_(set(codes))
    )
    return set(session.execute(own).scalars())


_JOINED = member.outerjoin(team, team.c.id == member.c.team_id)
_PEOPLE: Select[Any] = (
    select(
        member.c.id,
        member.c.code,
        member_name,
        team.c.name,
        member.c.email,
        member.c.joined_at,
    )
    .select_from(_JOINED)
    .order_by(func.lower(member_name), member.c.id)
)


def _are(company_id: int, wanted: str, in_team: int | None = None) -> ColumnElement[bool]:
    found = member.c.company_id == company_id
    if in_team is not None:
        found &= member.c.team_id.is_(None) if in_team == NO_TEAM else member.c.team_id == in_team
    if wanted:
        fields = (member.c.name, member.c.email, team.c.name)
        found &= or_(*(field.icontains(wanted, autoescape=True) for field in fields))
    return found
