"""Where a run stands: on which version of its journey, and in which state there.

A run is pinned to one version. It is shown on the newest one that it fits, from the next page on,
but never ahead of the group that leads it (`run_statements.NEWEST`); the pin follows with its next
entry (`Run.decide`), so that reading never writes. Entries keep the names of the version they were
made on. The pinned version's ``renamed`` reads them, and the row of the run holds what no entry
says: for each step that was missed, and each explore that had ended by itself before it gained a
place, how many entries there were then. Until a later entry answers it, the step counts as missed,
the explore as left. So a state is always computed, and a version, a role and the steps passed over
are all that moving a run ever stores.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from app.engine import Journey, Realigned, Renames, State, follow, passed_over, realign, replay
from app.engine.state import Value
from app.lib.lru import Lru
from app.models.base import Session, when_safe
from app.models.entry import entry
from app.models.journey import compiled_by_hash, newer
from app.models.prepared import Prepared

STANDINGS_KEPT = 1000
COMPATIBLE = ("words", "moves")

Key = tuple[int, int, int | None]
"""The turn of a run, its pinned version, and the newest version offered to it then."""

_known: Lru[str, tuple[Key, "Standing"]] = Lru(STANDINGS_KEPT)
"""The latest known standing of a run. By code, since an id may be used again."""

_ENTRIES = Prepared(
    select(entry.c.seq, entry.c.step, entry.c.value, entry.c.at)
    .where(
        entry.c.run_id == bindparam("run"),
        entry.c.seq > bindparam("after"),
        entry.c.seq <= bindparam("upto"),
    )
    .order_by(entry.c.seq)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored answer: the whole new value of its step. `at` is the full hour."""

    seq: int
    step: str
    value: Value
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A newer version that a run does not fit; its learner may switch. `change` says what then."""

    version_id: int
    number: int
    note: str
    journey: Journey
    change: Realigned
    left: "Standing"

    def as_role(self, role: str | None) -> "Offer":
        """Return the offer for somebody who takes a new role, where the old one is gone."""
        mine = self.left
        change = realign(
            mine.journey, self.journey, mine.role, mine.state.values, mine.state, as_role=role
        )
        return replace(self, change=change)


@dataclass(frozen=True, slots=True)
class Standing:
    """A run as it is shown. `change` and `note` tell of a newer version than the pinned one.

    `number` is that of a newer version, None on the pinned one.
    """

    version_id: int
    journey: Journey
    role: str | None
    state: State
    number: int | None = None
    note: str = ""
    change: Realigned | None = None
    offer: Offer | None = None


def standing(session: Session, row: Any) -> Standing:
    """Return how a run is shown: from memory, or by replay of what memory lacks.

    ``row`` has the columns of the run, the `hash` of its version and the `newest` offered to it.
    """
    key = (row.turn, row.version_id, row.newest)
    known = _known.get(row.code)
    if known and known[0] == key:
        return known[1]
    found = pinned(session, row, known)
    if row.newest is not None and row.newest > row.version_id:
        found = shown(session, found, row.newest)
    when_safe(session, lambda: _known.put(row.code, (key, found)))
    return found


def pinned(session: Session, row: Any, known: tuple[Key, Standing] | None = None) -> Standing:
    """Return where a run stands on its own version."""
    if not known or not _leads_to(known, row):
        return stand(session, row, entries(session, row.id, 0, row.turn))
    # Another process took the last steps; going on from here is cheap, however long the way.
    journey, state = known[1].journey, known[1].state
    for each in read(journey, entries(session, row.id, known[0][0], row.turn)):
        state = follow(journey, state, each.step, each.value)
    return Standing(row.version_id, journey, row.role, state)


def stand(session: Session, row: Any, stored: Iterable[Entry]) -> Standing:
    """Return where these entries lead on the version of a run."""
    journey = compiled_by_hash(session, row.version_id, row.hash)
    state = replay(journey, row.role, fold(journey, stored, missed_of(row)))
    return Standing(row.version_id, journey, row.role, state)


def shown(session: Session, mine: Standing, upto: int) -> Standing:
    """Return the standing on the newest version that a run fits, else its own, with the offer.

    ``upto`` is the newest version offered to the run.
    """
    offer = None
    for each in newer(session, mine.journey.id, mine.version_id, upto):
        journey = compiled_by_hash(session, each.id, each.hash)
        change = realign(mine.journey, journey, mine.role, mine.state.values, mine.state)
        if change.kind in COMPATIBLE:
            role, state = change.role, change.state
            return Standing(each.id, journey, role, state, each.number, each.note, change, offer)
        if change.kind == "breaks" and offer is None:
            offer = Offer(each.id, each.number, each.note, journey, change, mine)
    return replace(mine, offer=offer)


def remember(code: str, key: Key, found: Standing) -> None:
    """Keep how a run is shown, once it is certain that the database holds it so."""
    _known.put(code, (key, found))


def forget(codes: Iterable[str]) -> None:
    """Drop runs from this process's memory."""
    for code in codes:
        _known.drop(code)


def fold(journey: Journey, stored: Iterable[Entry], missed: Mapping[str, int]) -> dict[str, Value]:
    """Return the values that entries and missed steps come to, under the journey's names."""
    values: dict[str, Value] = {}
    latest: dict[str, int] = {}
    for each in read(journey, stored):
        values[each.step] = each.value
        latest[each.step] = each.seq
    names = Renames(journey)
    for step, turn in missed.items():
        name = names.step(step)
        if latest.get(name, 0) <= turn:
            values[name] = passed_over(values.get(name))
    return values


def read(journey: Journey, stored: Iterable[Entry]) -> list[Entry]:
    """Return entries under the names of a version."""
    if not journey.renamed:
        return list(stored)
    names = Renames(journey)
    return [
        replace(each, step=names.step(each.step), value=names.value(each.step, each.value))
        for each in stored
    ]


def missed_of(row: Any) -> dict[str, int]:
    """Return the steps that a run missed, each with the number of entries there were then."""
    found: dict[str, int] = json.loads(row.missed) if row.missed else {}
    return found


def entries(session: Session, run_id: int, after: int, upto: int) -> list[Entry]:
    """Return the entries of a run behind one number up to another, as they are stored."""
    rows = _ENTRIES.all(session, {"run": run_id, "after": after, "upto": upto})
    return [Entry(row.seq, row.step, json.loads(row.value), row.at) for row in rows]


def _leads_to(known: tuple[Key, Standing], row: Any) -> bool:
    """Return whether a known state on the run's own version is only some entries behind."""
    (turn, version_id, _), found = known
    return bool(version_id == found.version_id == row.version_id and turn <= row.turn)
