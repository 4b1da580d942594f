"""Reminding: who is reminded of an assignment, when, and how they stop it.

Nobody else may learn from it who has arrived. So a mail is asked for everybody with an address, and
only when it is sent it is asked who still is to be reminded; for the others nothing goes out, and
their rows look the same. A mail that was asked for is good on that day alone: where the mail server
was away it is asked for again on the next working day. So who is asked for once in twenty hours is
written to once a day, whatever happens in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from app.lib.crypto import Keyring
from app.lib.tokens import digest, random_code
from app.models.assignment import Assignment
from app.models.base import Database, Session, take_turns
from app.models.outbox import REMINDER, Outbox
from app.models.refusal import Refused
from app.models.reminder import SECOND, is_working_day
from app.models.tables import (
    assignment,
    company,
    completion,
    join_code,
    member,
    membership,
    muted,
    reminder,
    reminder_day,
    run,
    seat,
)

NINE: Final = time(9)
ASKED_BEFORE: Final = time(17)
SENT_BEFORE: Final = time(20)
QUIET: Final = timedelta(hours=20)
"""So long nobody gets another mail about an assignment, by whichever company."""
LASTS: Final = timedelta(days=7)
"""So long after its day a reminder is made up for, if it could not go out before."""
MUTE_BITS: Final = 130
BATCH: Final = 200

Due = tuple[int, int]
"""An assignment and a kind of reminder."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody whose reminder is to be settled now; `is_concerned` says whether it goes out."""

    assignment: Assignment
    company: str
    token: str
    is_concerned: bool


@dataclass(frozen=True, slots=True)
class Muting:
    """What the link in a reminder stops, and whether it is stopped already."""

    assignment_id: int
    member_id: int
    title: str
    company: str
    is_muted: bool


def ask_everywhere(database: Database, keyring: Keyring, now: datetime, most: int = BATCH) -> int:
    """Ask for all reminders that are due; return how many, which tells nothing about people.

    One transaction is about `most` people. Whoever was asked for is not asked for again, so it may
    be interrupted anywhere.
    """
    with database.read() as session:
        found = due(session, now)
    for each in found:
        is_more = True
        while is_more:
            with database.write() as session:
                is_more = ask(session, keyring, each, now, most) == most
    return len(found)


def due(session: Session, now: datetime) -> list[Due]:
    """Return what is due now: by day and hour alone, whoever has arrived."""
    return [(row.id, row.kind) for row in session.execute(_OPEN) if _is_due(row, now)]


def ask(session: Session, keyring: Keyring, which: Due, now: datetime, most: int = BATCH) -> int:
    """Ask for the next mails of one reminder; return for how many people.

    None where the way in is closed, or where it is not due any more.
    """
    take_turns(session, "reminders")
    made = Assignment.find(session, which[0])
    row = next((row for row in session.execute(_OPEN) if (row.id, row.kind) == which), None)
    if made is None or row is None or not _is_due(row, now):
        return 0
    try:
        entrance = made.held(session).entrance(session)
    except Refused:
        return 0
    if entrance is None or entrance.revoked_at or entrance.state(now) in ("paused", "ended"):
        return 0
    people = session.execute(_waiting(made, row, now).limit(most)).all()
    made.provide(session, [each.id for each in people], now, entrance.ends_at)
    _put(session, keyring, which, people, now)
    return len(people)


def addressee(session: Session, values: Mapping[str, Any], now: datetime) -> Addressee | None:
    """Return whom a reminder is for as things stand now, None where it does not hold any more.

    They still belong to those invited, have this address, their link still opens, it is still the
    day for which the mail was asked, and it was not settled before.
    """
    made = Assignment.find(session, values["assignment"])
    if made is None or made.closed_at is not None:
        return None
    named = {"who": values["member"], "email": values["email"], "mute": digest(values["mute"])}
    found = session.execute(_HELD.where(made.addressed()), named | {"moment": now}).one_or_none()
    if found is None or found.assignment_id != made.id or not _is_its_day(found, now):
        return None
    is_concerned = not (found.has_arrived or found.is_muted)
    return Addressee(made, found.name, found.token, is_concerned=is_concerned)


def settle(session: Session, values: Mapping[str, Any], now: datetime) -> None:
    """Note that a reminder is settled, whether it went out or was for nobody any more."""
    own = update(reminder).where(reminder.c.mute == digest(values["mute"]))
    session.execute(own.values(sent_at=now))


def muting_of(session: Session, token: str) -> Muting | None:
    """Return what a link stops, None for one that is unknown."""
    row = session.execute(_MUTING, {"mute": digest(token)}).one_or_none()
    return Muting(*row) if row else None


def mute(session: Session, found: Muting) -> None:
    """Let somebody get no reminder of this assignment any more; a second press changes nothing."""
    take_turns(session, f"muted:{found.assignment_id}:{found.member_id}")
    row = {"assignment_id": found.assignment_id, "member_id": found.member_id}
    if session.execute(select(muted).filter_by(**row)).first() is None:
        session.execute(insert(muted).values(row))


def _is_due(row: Any, now: datetime) -> bool:
    """Return whether the hour has come, and the day is not too long ago.

    The second takes the place of the first, so that no day has two.
    """
    here = now.astimezone(ZoneInfo(row.timezone))
    if not (is_working_day(here.date()) and NINE <= here.time() < ASKED_BEFORE):
        return False
    ends: date = min(row.ends_on + timedelta(days=1), row.day + LASTS)
    if row.kind != SECOND and row.second is not None:
        ends = min(ends, row.second)
    begins: date = max(row.starts_on, row.day)
    return begins <= here.date() < ends


def _is_its_day(row: Any, now: datetime) -> bool:
    zone = ZoneInfo(row.timezone)
    here = now.astimezone(zone)
    is_today = row.due_at.astimezone(zone).date() == here.date()
    return is_today and is_working_day(here.date()) and NINE <= here.time() < SENT_BEFORE


def _waiting(made: Assignment, row: Any, now: datetime) -> Select[Any]:
    """Return who is asked for: on the list that morning, not settled, not written to lately."""
    morning = datetime.combine(row.day, NINE, ZoneInfo(row.timezone)).astimezone(UTC)
    own = _of(made.id, row.kind) & (reminder.c.member_id == member.c.id)
    settled = exists().where(own, reminder.c.sent_at.is_not(None))
    anybody = member.alias()
    lately = reminder.c.due_at.between(now - QUIET, now + QUIET)
    written = select(anybody.c.email).join(reminder, reminder.c.member_id == anybody.c.id)
    return (
        select(member.c.id, member.c.email, member.c.language)
        .where(
            made.addressed(),
            member.c.email.is_not(None),
            member.c.email.not_in(written.where(lately, anybody.c.email.is_not(None))),
            member.c.added_at <= morning,
            ~settled,
        )
        .order_by(member.c.id)
    )


def _put(
    session: Session, keyring: Keyring, which: Due, people: Sequence[Any], now: datetime
) -> None:
    if not people:
        return
    assignment_id, kind = which
    some = reminder.c.member_id.in_([each.id for each in people])
    session.execute(delete(reminder).where(_of(assignment_id, kind), some))
    mails = [
        (
            each.email,
            {
                "assignment": assignment_id,
                "member": each.id,
                "kind": kind,
                "email": each.email,
                "lang": each.language,
                "mute": random_code(MUTE_BITS),
            },
        )
        for each in people
    ]
    rows = [
        {
            "assignment_id": assignment_id,
            "member_id": values["member"],
            "kind": kind,
            "due_at": now,
            "mute": digest(values["mute"]),
        }
        for _, values in mails
    ]
    session.execute(insert(reminder), rows)
    Outbox.put_all(session, keyring, REMINDER, mails, now)


def _of(assignment_id: int, kind: int) -> ColumnElement[bool]:
    return and_(reminder.c.assignment_id == assignment_id, reminder.c.kind == kind)


_second = reminder_day.alias()
_OPEN: Select[Any] = (
    select(
        assignment.c.id,
        assignment.c.starts_on,
        assignment.c.ends_on,
        company.c.timezone,
        reminder_day.c.kind,
        reminder_day.c.day,
        _second.c.day.label("second"),
    )
    .join(assignment, assignment.c.id == reminder_day.c.assignment_id)
    .join(company, company.c.id == assignment.c.company_id)
    .outerjoin(_second, (_second.c.assignment_id == assignment.c.id) & (_second.c.kind == SECOND))
    .where(assignment.c.closed_at.is_(None), company.c.closed_at.is_(None))
    .order_by(assignment.c.id, reminder_day.c.kind)
)
_HAS_ARRIVED = or_(
    exists().where(
        completion.c.assignment_id == reminder.c.assignment_id,
        completion.c.member_id == member.c.id,
    ),
    exists().where(
        seat.c.assignment_id == reminder.c.assignment_id,
        run.c.id == seat.c.run_id,
        or_(seat.c.told, run.c.finished_at.is_not(None)),
        or_(
            seat.c.member_id == member.c.id,
            run.c.learner_id.in_(
                select(membership.c.learner_id)
                .where(membership.c.member_id == member.c.id)
                .correlate(member)
            ),
        ),
    ),
)
_IS_MUTED = exists().where(
    muted.c.assignment_id == reminder.c.assignment_id, muted.c.member_id == member.c.id
)
_HELD: Select[Any] = (
    select(
        reminder.c.assignment_id,
        reminder.c.due_at,
        company.c.name,
        company.c.timezone,
        join_code.c.token,
        _HAS_ARRIVED.label("has_arrived"),
        _IS_MUTED.label("is_muted"),
    )
    .select_from(member)
    .join(company, company.c.id == member.c.company_id)
    .join(reminder, reminder.c.member_id == member.c.id)
    .join(
        join_code,
        (join_code.c.member_id == member.c.id)
        & (join_code.c.assignment_id == reminder.c.assignment_id),
    )
    .where(
        member.c.id == bindparam("who"),
        member.c.email == bindparam("email"),
        reminder.c.mute == bindparam("mute"),
        reminder.c.sent_at.is_(None),
        company.c.closed_at.is_(None),
        join_code.c.revoked_at.is_(None),
        join_code.c.paused_at.is_(None),
        join_code.c.ends_at > bindparam("moment"),
    )
)
_MUTING: Select[Any] = (
    select(
        reminder.c.assignment_id,
        reminder.c.member_id,
        assignment.c.title,
        company.c.name,
        _IS_MUTED.label("is_muted"),
    )
    .select_from(reminder)
    .join(member, member.c.id == reminder.c.member_id)
    .join(assignment, assignment.c.id == reminder.c.assignment_id)
    .join(company, company.c.id == assignment.c.company_id)
    .where(reminder.c.mute == bindparam("mute"))
)
