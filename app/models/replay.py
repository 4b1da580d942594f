"""Proof that the facts in the rows of runs are what their entries say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from app.engine.steps import End
from app.models.base import Database, Session
from app.models.entry import entry
from app.models.standing import Entry, stand
from app.models.tables import run, version

BATCH = 200
REPAIRABLE = ("turn", "at", "finished_at")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not what the entries say. Names no person: `run` is an inner number."""

    run: int
    fact: str
    stored: object
    computed: object


def differences(database: Database) -> Iterator[Difference]:
    """Recompute every run and yield what differs; the memory needed does not grow with the runs."""
    last = 0
    while True:
        with database.read() as session:
            rows = session.execute(
                select(run, version.c.hash)
                .join(version, version.c.id == run.c.version_id)
                .where(run.c.id > last)
                .order_by(run.c.id)
                .limit(BATCH)
            ).all()
            found = [each for row in rows for each in _differences(session, row)]
        yield from found
        if not rows:
            return
        last = rows[-1].id


def repair(database: Database, difference: Difference) -> bool:
    """Write the computed fact, unless it has changed since; return whether it was written.

    Damaged entries are left alone: they are the truth, and only a backup can mend them.
    """
    if difference.fact not in REPAIRABLE:
        return False
    column = run.c[difference.fact]
    with database.write() as session:
        written = session.execute(
            update(run)
            .where(run.c.id == difference.run, column.is_not_distinct_from(difference.stored))
            .values({difference.fact: difference.computed})
        )
    return written.rowcount == 1


def _differences(session: Session, row: Any) -> Iterator[Difference]:
    entries = session.execute(
        select(entry.c.seq, entry.c.step, entry.c.value, entry.c.at)
        .where(entry.c.run_id == row.id)
        .order_by(entry.c.seq)
    ).all()
    numbers = [each.seq for each in entries]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Difference(row.id, "entries", numbers, f"1 to {len(numbers)} without a gap")
    if row.turn != len(entries):
        yield Difference(row.id, "turn", row.turn, len(entries))
    try:
        stored = [Entry(e.seq, e.step, json.loads(e.value), e.at) for e in entries]
    except ValueError as error:
        yield Difference(row.id, "values", str(error), "JSON")
        return
    found = stand(session, row, stored)
    journey, state = found.journey, found.state
    if row.at != state.at:
        yield Difference(row.id, "at", row.at, state.at)
    arrived = isinstance(journey.steps[state.at], End)
    if arrived != (row.finished_at is not None):
        yield Difference(
            row.id, "finished_at", row.finished_at, row.updated_at if arrived else None
        )
