"""Reminders as a company wants them: on which days, at most two for each assignment.

Who of its people gets one stands here as little as who got one; that is `reminding`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import delete, insert, select

from app.models.assignment import Assignment
from app.models.base import Session
from app.models.refusal import Refused
from app.models.tables import reminder_day

FIRST, SECOND = 1, 2
"""As kinds of reminders; 0 is the invitation, see `mailing`."""
KINDS: Final = (FIRST, SECOND)
AFTER_START, BEFORE_END = timedelta(days=7), timedelta(days=3)
DAY = timedelta(days=1)
SATURDAY = 5


def days_of(session: Session, made: Assignment) -> dict[int, date]:
    """Return on which days the people of an assignment are reminded, by kind."""
    own = select(reminder_day.c.kind, reminder_day.c.day).where(
        reminder_day.c.assignment_id == made.id
    )
    return {row.kind: row.day for row in session.execute(own)}


def suggested(made: Assignment, today: date) -> dict[int, date]:
    """Return good days that are still to come: a week after the start, three days before the end.

    Both are working days. Where the period is too short for two there is one, or none.
    """
    first, second = made.starts_on + AFTER_START, made.ends_on - BEFORE_END
    while not is_working_day(first):
        first += DAY
    while not is_working_day(second):
        second -= DAY
    found = {FIRST: first, SECOND: second} if first < second else {SECOND: second}
    return {kind: day for kind, day in found.items() if day > max(today, made.starts_on)}


def choose(session: Session, made: Assignment, days: Mapping[int, date], today: date) -> None:
    """Let people be reminded on these days, a kind without one not at all.

    What has begun stays as it is, so nobody is reminded anew. Raise `Refused` (assignment-closed,
    and those of `check_day` and `check_order`).
    """
    held = made.held(session)
    begun = begun_of(days_of(session, held), today)
    wanted = {kind: days[kind] for kind in KINDS if kind in days and kind not in begun}
    for day in wanted.values():
        check_day(held, day, today)
    check_order(begun | wanted)
    own = reminder_day.c.assignment_id == held.id
    session.execute(delete(reminder_day).where(own, reminder_day.c.kind.not_in(begun)))
    rows = [{"assignment_id": held.id, "kind": kind, "day": day} for kind, day in wanted.items()]
    if rows:
        session.execute(insert(reminder_day), rows)


def check_day(made: Assignment, day: date, today: date) -> None:
    """Raise `Refused` where nobody could be reminded on a day.

    reminder-past (also today), reminder-early, reminder-late, reminder-weekend.
    """
    if day <= today:
        raise Refused("reminder-past")
    if day <= made.starts_on:
        raise Refused("reminder-early")
    if day > made.ends_on:
        raise Refused("reminder-late")
    if not is_working_day(day):
        raise Refused("reminder-weekend")


def check_order(days: Mapping[int, date]) -> None:
    """Raise `Refused` (reminder-order) where the second would not come after the first."""
    if len(days) == len(KINDS) and days[FIRST] >= days[SECOND]:
        raise Refused("reminder-order")


def begun_of(days: Mapping[int, date], today: date) -> dict[int, date]:
    """Return the days that have begun: they cannot be changed any more."""
    return {kind: day for kind, day in days.items() if day <= today}


def is_working_day(day: date) -> bool:
    """Return whether it is a day from Monday to Friday; holidays are not known here."""
    return day.weekday() < SATURDAY
