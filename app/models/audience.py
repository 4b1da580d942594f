"""Whom an assignment may be for: the teams of a company and the people on its list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.models.base import Session
from app.models.tables import member, team


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
    has_address: bool


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


def count_of(session: Session, company_id: int, wanted: str = "") -> int:
    """Count the people on the list, or those whose name, address or team has these signs."""
    counted = select(func.count()).select_from(_JOINED).where(_are(company_id, wanted))
    return session.execute(counted).scalar_one()


def people_of(
    session: Session, company_id: int, wanted: str = "", *, start: int = 0, most: int | None = None
) -> list[Listed]:
    """Return the people on the list by their names, from a place on, so many at most."""
    found = _PEOPLE.where(_are(company_id, wanted)).offset(start).limit(most)
    return [Listed(*row) for row in session.execute(found)]


def ids_of(session: Session, company_id: int, codes: Iterable[str]) -> set[int]:
    """Return the ids of people on the list by their codes; strangers are left out."""
    own = select(member.c.id).where(
        member.c.company_id == company_id, member.c.code.in_(set(codes))
    )
    return set(session.execute(own).scalars())


_JOINED = member.outerjoin(team, team.c.id == member.c.team_id)
_NAME = func.coalesce(member.c.name, member.c.email, "")
_PEOPLE: Select[Any] = (
    select(member.c.id, member.c.code, _NAME, team.c.name, member.c.email.is_not(None))
    .select_from(_JOINED)
    .order_by(func.lower(_NAME), member.c.id)
)


def _are(company_id: int, wanted: str) -> ColumnElement[bool]:
    own = member.c.company_id == company_id
    if not wanted:
        return own
    fields = (member.c.name, member.c.email, team.c.name)
    return own & or_(*(field.icontains(wanted, autoescape=True) for field in fields))
