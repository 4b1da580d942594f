"""What is forgotten by time alone; `flask jobs run` calls it.

Each verb takes the database, works in short transactions of its own, may run at any moment and as
often as one likes, and returns how much it forgot. What is to go is looked for while nothing is
locked and asked once more when it goes, so that whoever comes back in between loses nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, tuple_, update

from app.models.attempt import WINDOW
from app.models.base import Database, Session, when_safe
from app.models.diary import thought
from app.models.partition import hold
from app.models.standing import forget
from app.models.tables import attempt, author_invitation, device, learner, run
from app.models.tables_company import assignment_draft, certificate_check

DRAFTS_KEPT = timedelta(days=90)
RUNS_KEPT = timedelta(days=365)
NOTICE = timedelta(days=60)
CHECKS_KEPT = timedelta(days=3 * 365)
BATCH = 200

Act = Callable[[Session, Sequence[Any]], int]
"""Forgets some of the rows that were found, and returns how many."""


def forget_drafts(database: Database, now: datetime) -> int:
    """Empty the texts that nobody sent off or touched for 90 days; their rows stay, as ever."""
    old = and_(~thought.c.answered, thought.c.text != b"", thought.c.saved_at <= now - DRAFTS_KEPT)
    place = tuple_(thought.c.run_id, thought.c.step, thought.c.field)
    emptied = update(thought).values(text=b"", revision=thought.c.revision + 1)

    def empty(session: Session, places: Sequence[Any]) -> int:
        some = place.in_([tuple(each) for each in places])
        return session.execute(emptied.where(old, some)).rowcount

    return _in_batches(database, [thought.c.run_id, thought.c.step, thought.c.field], old, empty)


def forget_runs(database: Database, now: datetime) -> int:
    """Delete the runs on which nothing was answered or written for 12 months.

    Answers that were still to be counted are not counted any more.
    """
    written = exists().where(thought.c.run_id == run.c.id, thought.c.saved_at > now - RUNS_KEPT)
    old = and_(run.c.updated_at <= now - RUNS_KEPT, ~written)

    def drop(session: Session, rows: Sequence[Any]) -> int:
        for partition_id in sorted({row.partition_id for row in rows} - {None}):
            hold(session, partition_id)
        some = run.c.id.in_([row.id for row in rows])
        codes = session.execute(delete(run).where(old, some).returning(run.c.code)).scalars().all()
        when_safe(session, lambda: forget(codes))
        return len(codes)

    return _in_batches(database, [run.c.id, run.c.partition_id], old, drop)


def end_of_run(
    session: Session, run_id: int, updated_at: datetime, now: datetime
) -> datetime | None:
    """Return when `forget_runs` deletes a run that nobody goes on with, None until 60 days before.

    ``updated_at`` is the run's own; writing in its diary moves the end too.
    """
    if now < updated_at + RUNS_KEPT - NOTICE:
        return None
    written = session.execute(
        select(func.max(thought.c.saved_at)).where(thought.c.run_id == run_id)
    )
    end = max(updated_at, written.scalar_one() or updated_at) + RUNS_KEPT
    return end if end - NOTICE <= now else None


def forget_learners(database: Database, now: datetime) -> int:
    """Delete the learners who have neither a run nor a device that knows them."""
    walks = exists().where(run.c.learner_id == learner.c.id)
    known = exists().where(device.c.learner_id == learner.c.id, device.c.expires_at > now)
    left = and_(~walks, ~known)
    return _in_batches(database, [learner.c.id], left, _deleting(learner.c.id, left))


def forget_devices(database: Database, now: datetime) -> int:
    """Delete the devices whose 90 days are over."""
    over = device.c.expires_at <= now
    return _in_batches(database, [device.c.token], over, _deleting(device.c.token, over))


def forget_attempts(database: Database, now: datetime) -> int:
    """Delete the tries in vain that count no more."""
    over = attempt.c.at <= now - WINDOW
    return _in_batches(database, [attempt.c.id], over, _deleting(attempt.c.id, over))


def forget_author_invitations(database: Database, now: datetime) -> int:
    """Delete the invitations to write along that nobody took in time."""
    over, token = author_invitation.c.expires_at <= now, author_invitation.c.token
    return _in_batches(database, [token], over, _deleting(token, over))


def forget_assignment_drafts(database: Database, now: datetime) -> int:
    """Delete the assignments that somebody began to put together 90 days ago and never issued."""
    draft_id = assignment_draft.c.id
    old = assignment_draft.c.created_at <= now - DRAFTS_KEPT
    return _in_batches(database, [draft_id], old, _deleting(draft_id, old))


def forget_certificate_checks(database: Database, now: datetime) -> int:
    """Delete what tells that a certificate is genuine, 36 months after it was issued."""
    code = certificate_check.c.code
    over = certificate_check.c.issued_on <= (now - CHECKS_KEPT).date()
    return _in_batches(database, [code], over, _deleting(code, over))


def _in_batches(
    database: Database,
    columns: Sequence[ColumnElement[Any]],
    due: ColumnElement[bool],
    act: Act,
) -> int:
    with database.read() as session:
        rows = session.execute(select(*columns).where(due)).all()
    count = 0
    for start in range(0, len(rows), BATCH):
        with database.write() as session:
            count += act(session, rows[start : start + BATCH])
    if count:
        database.scrub()
    return count


def _deleting(key: ColumnElement[Any], due: ColumnElement[bool]) -> Act:
    """Return what deletes rows by their key, as long as they are still due."""

    def act(session: Session, rows: Sequence[Any]) -> int:
        some = key.in_([row[0] for row in rows])
        return session.execute(delete(key.table).where(due, some)).rowcount

    return act
