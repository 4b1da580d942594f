"""Rounds: once a day an assignment's figures are released, and once more when it has ended.

Nothing of what people do shows in between, however often the job runs: not that somebody arrived,
nor that they agreed. The day is that of the company; it begins for this at four in the morning.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from app.models.base import Database, Session
from app.models.figures import LEAST, STEP
from app.models.insight import release_round
from app.models.partition import hold
from app.models.tables import arrival, assignment, company, release_day, run

HOUR = 4
"""From this hour on, while nobody walks, a new day is looked at."""
GRACE = timedelta(days=14)
"""After the last day of its period an assignment stays open so long, for whoever is late."""
LEAST_BY_LINK = 10
"""Where nobody is known by name, so many have to wait, and at least half of those invited."""

_OPEN = (
    select(
        assignment.c.id,
        assignment.c.journey_id,
        assignment.c.audience,
        assignment.c.ends_on,
        assignment.c.head_count,
        assignment.c.closed_at,
        company.c.timezone,
        release_day.c.day,
    )
    .join(company, company.c.id == assignment.c.company_id)
    .outerjoin(release_day, release_day.c.assignment_id == assignment.c.id)
    .where(or_(release_day.c.assignment_id.is_(None), ~release_day.c.is_last))
    .order_by(assignment.c.id)
)
_ONE = _OPEN.where(assignment.c.id == bindparam("assignment"))


def look_everywhere(database: Database, now: datetime) -> int:
    """Look at every assignment that is due, each in its own transaction; return at how many."""
    with database.read() as session:
        found = due(session, now)
    for assignment_id in found:
        with database.write() as session:
            look(session, assignment_id, now)
    return len(found)


def due(session: Session, now: datetime) -> list[int]:
    """Return the assignments to be looked at now."""
    return [row.id for row in session.execute(_OPEN) if _is_due(row, now)]


def look(session: Session, assignment_id: int, now: datetime) -> int:
    """Release what may be released of one assignment; return how many were counted.

    Close it once its period and the days of grace are over. After its end, what is left is never
    counted. Does nothing where it is not due, so two jobs at once do no harm.
    """
    hold(session, assignment_id)
    row = session.execute(_ONE, {"assignment": assignment_id}).one_or_none()
    if row is None or not _is_due(row, now):
        return 0
    is_last = row.closed_at is not None or _today(row, now) > row.ends_on + GRACE
    counted = release_round(
        session,
        row.id,
        row.journey_id,
        now,
        least=least_of(row.audience, row.head_count),
        named=row.audience != "everybody",
    )
    _count_arrivals(session, row.id)
    if is_last:
        _end(session, row.id, now)
    _note(session, row.id, _today(row, now), is_last=is_last)
    return counted


def least_of(audience: str, head_count: int) -> int:
    """Return how many have to wait before any of them is counted."""
    return LEAST if audience != "everybody" else max(LEAST_BY_LINK, -(-head_count // 2))


def _is_due(row: Any, now: datetime) -> bool:
    return row.closed_at is not None or row.day is None or row.day < _today(row, now)


def _today(row: Any, now: datetime) -> date:
    return (now.astimezone(ZoneInfo(row.timezone)) - timedelta(hours=HOUR)).date()


def _count_arrivals(session: Session, assignment_id: int) -> None:
    """Count arrivals in steps of five, and forget those that are counted.

    Which ones go does not matter: nothing tells them apart.
    """
    here = arrival.c.assignment_id == assignment_id
    waiting = session.execute(select(func.count()).select_from(arrival).where(here)).scalar_one()
    whole = waiting - waiting % STEP
    if whole:
        some = select(arrival.c.token).where(here).order_by(arrival.c.token).limit(whole)
        session.execute(delete(arrival).where(arrival.c.token.in_(some)))
        raised = update(assignment).where(assignment.c.id == assignment_id)
        session.execute(raised.values(arrived=assignment.c.arrived + whole))


def _end(session: Session, assignment_id: int, now: datetime) -> None:
    """Discard what waits, and let nothing more be counted; every run goes on for its learner."""
    rest = update(run).where(run.c.partition_id == assignment_id, ~run.c.counted)
    session.execute(rest.values(contributes=False))
    session.execute(delete(arrival).where(arrival.c.assignment_id == assignment_id))
    open_ = update(assignment).where(
        assignment.c.id == assignment_id, assignment.c.closed_at.is_(None)
    )
    session.execute(open_.values(closed_at=now))


def _note(session: Session, assignment_id: int, day: date, *, is_last: bool) -> None:
    session.execute(delete(release_day).where(release_day.c.assignment_id == assignment_id))
    session.execute(
        insert(release_day).values(assignment_id=assignment_id, day=day, is_last=is_last)
    )
