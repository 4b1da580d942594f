"""The door of a journey: who finds it, who sees its cover, and who may set out.

Its authors choose: everybody, whoever has its link, or some companies. Those come in by a company
who are on its list, who have a seat in what it assigned, or who manage it. Whoever is under way
does not come through here any more, and an invitation of a company has a door of its own.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, or_, select

from app.engine import Journey
from app.lib.tokens import is_plain
from app.models.base import Session
from app.models.journey import newest_ones
from app.models.tables import (
    assignment,
    company,
    company_manager,
    draft,
    draft_company,
    member,
    membership,
    run,
    seat,
    version,
    withdrawal,
)

_HIDDEN = select(draft.c.journey_id).where(
    (draft.c.visibility != "everybody") | draft.c.archived_at.is_not(None)
)
_KEPT_FOR = (
    select(draft.c.journey_id)
    .join(draft_company, draft_company.c.draft_id == draft.c.id)
    .where(
        draft_company.c.company_id == bindparam("company"),
        draft.c.visibility == "companies",
        draft.c.archived_at.is_(None),
    )
)
_DOOR = select(draft.c.id, draft.c.visibility, draft.c.link_code, draft.c.archived_at).where(
    draft.c.journey_id == bindparam("journey")
)
_OF_LINK = select(draft.c.journey_id).where(
    draft.c.link_code == bindparam("code"),
    draft.c.visibility == "link",
    draft.c.archived_at.is_(None),
)
_BEGINS = select(version.c.id).where(
    version.c.id == bindparam("version"),
    ~exists().where(withdrawal.c.version_id == version.c.id),
    ~exists().where(draft.c.journey_id == version.c.journey_id, draft.c.archived_at.is_not(None)),
)
_listing = (
    select(member.c.company_id)
    .join(membership, membership.c.member_id == member.c.id)
    .where(membership.c.learner_id == bindparam("learner"))
)
_seating = (
    select(assignment.c.company_id)
    .join(seat, seat.c.assignment_id == assignment.c.id)
    .join(run, run.c.id == seat.c.run_id)
    .where(run.c.learner_id == bindparam("learner"))
)
_managing = select(company_manager.c.company_id).where(
    company_manager.c.user_id == bindparam("user")
)
_COMES_IN = (
    select(draft_company.c.company_id)
    .join(company, company.c.id == draft_company.c.company_id)
    .where(
        draft_company.c.draft_id == bindparam("draft"),
        company.c.closed_at.is_(None),
        or_(*(company.c.id.in_(ways) for ways in (_listing, _seating, _managing))),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands before a door: the learner of a device, an account, both or neither."""

    learner_id: int | None = None
    user_id: int | None = None


NOBODY = Visitor()


def is_open(
    session: Session,
    journey_id: str,
    link: str = "",
    *,
    known: bool = False,
    visitor: Visitor = NOBODY,
) -> bool:
    """Return whether somebody may set out on a journey: all may, who has its link, or some.

    `known` says that somebody has walked it before: they need no link for another time. Nobody sets
    out on one that is in the archive.
    """
    row = session.execute(_DOOR, {"journey": journey_id}).one_or_none()
    if row is None:
        return True
    if row.archived_at is not None:
        return False
    if row.visibility == "companies":
        who = {"learner": visitor.learner_id, "user": visitor.user_id}
        return session.execute(_COMES_IN, {"draft": row.id, **who}).first() is not None
    return row.visibility == "everybody" or known or (bool(link) and link == row.link_code)


def can_begin(session: Session, version_id: int) -> bool:
    """Return whether anybody may set out on a version: not if it is withdrawn or in the archive."""
    return session.execute(_BEGINS, {"version": version_id}).one_or_none() is not None


def by_link(session: Session, code: str) -> str | None:
    """Return the id of the journey that a link leads to."""
    found = session.execute(_OF_LINK, {"code": code}) if is_plain(code) else None
    return found.scalar_one_or_none() if found else None


def listed(session: Session, company_id: int | None = None) -> list[Journey]:
    """Return the newest version offered of each journey all may find, in the order of their ids.

    With a company, those that are kept for it are among them.
    """
    journeys = newest_ones(session)
    hidden = set(session.execute(_HIDDEN).scalars())
    if hidden and company_id is not None:
        hidden -= kept_for(session, company_id)
    return [journey for journey in journeys if journey.id not in hidden] if hidden else journeys


def kept_for(session: Session, company_id: int) -> set[str]:
    """Return the ids of the journeys that this company finds and not everybody."""
    return set(session.execute(_KEPT_FOR, {"company": company_id}).scalars())
