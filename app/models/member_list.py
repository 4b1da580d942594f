"""Lists of people: what one would add to the list of a company, and adding it, once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from app.lib.tokens import random_code
from app.models.base import Session, take_turns
from app.models.company import Company
from app.models.member import CODE_BITS
from app.models.people_columns import Person, key_of
from app.models.refusal import Refused
from app.models.tables import member, team
from app.models.team import MOST_TEAMS, Team


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would be added, who is there already, and which teams would be made."""

    new: tuple[Person, ...]
    known: tuple[Person, ...]
    teams: tuple[str, ...]


def plan(session: Session, company_id: int, people: Iterable[Person]) -> Plan:
    """Return what adding these people would do; nothing is written. Raise `Refused` (teams-full).

    Somebody with an address is known by it, everybody else by name and team.
    """
    there = _keys(session, company_id)
    new: list[Person] = []
    known: list[Person] = []
    for each in people:
        is_known = key_of(each.name, each.email, each.team) in there
        (known if is_known else new).append(each)
    own = {each.key for each in Team.of_company(session, company_id)}
    teams: dict[str, str] = {}
    for each in new:
        if each.team and each.team.casefold() not in own:
            teams.setdefault(each.team.casefold(), each.team)
    if len(own) + len(teams) > MOST_TEAMS:
        raise Refused("teams-full")
    return Plan(tuple(new), tuple(known), tuple(teams.values()))


def add(session: Session, company: Company, people: Sequence[Person], now: datetime) -> int:
    """Put people on the list of a company and return how many are new on it.

    Whoever sends the same list at the same moment waits, and adds nobody. Raise `Refused`
    (teams-full).
    """
    take_turns(session, f"people:{company.id}")
    found = plan(session, company.id, people)
    for name in found.teams:
        Team.create(session, company.id, name)
    ids = {each.key: each.id for each in Team.of_company(session, company.id)}
    rows = [
        {
            "code": random_code(CODE_BITS),
            "company_id": company.id,
            "team_id": ids[each.team.casefold()] if each.team else None,
            "name": each.name or None,
            "email": each.email or None,
            "language": company.language,
            "added_at": now,
        }
        for each in found.new
    ]
    if rows:
        session.execute(insert(member), rows)
    return len(rows)


def _keys(session: Session, company_id: int) -> set[tuple[str, ...]]:
    rows = session.execute(
        select(member.c.name, member.c.email, team.c.name.label("team"))
        .outerjoin(team, team.c.id == member.c.team_id)
        .where(member.c.company_id == company_id)
    )
    return {key for row in rows for key in _keys_of(row.name, row.email, row.team)}


def _keys_of(
    name: str | None, email: str | None, team_name: str | None
) -> Iterator[tuple[str, ...]]:
    if email:
        yield key_of("", email, "")
    if name:
        yield key_of(name, "", team_name or "")
