"""What was released of an assignment, in words: each station over all rounds, before and after.

All of it is made of batches. Page, print and exports draw from the same `Section`s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.engine.steps import Scale, Step
from app.models.base import Session
from app.models.batch import Batch
from app.models.figures import STEP
from app.models.journey import compiled
from app.models.totals import Part, bounds, totals
from app.ui.insights import Table, Told, tell
from app.ui.scene import bare
from app.ui.words import gettext as _

UPPER = -2
"""Where the upper points stand among the options of a scale; the last one is „Keine Angabe“."""
ROUGHLY = 2 * STEP
"""A share put together from several rounds is known within so many points."""


@dataclass(frozen=True, slots=True)
class Change:
    """One statement before and after: a sentence, bars of the upper points, then all options.

    `bars` are for `c.bars`; `rows` are triples: an option, its words before, its words after.
    """

    label: Markup
    sentence: str
    upper: Markup
    bars: list[tuple[str, int | None, str]]
    rows: list[tuple[Markup, str, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A station as a company reads it. A scale asked twice has the first one as `before`."""

    told: Told
    kind: str
    before: Told | None
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Release:
    """One round: its day, and how many people it is about, rounded down to steps of five."""

    day: datetime
    people: int


@dataclass(frozen=True, slots=True)
class _Station:
    batch: Batch
    step: Step
    told: Told


def sections(session: Session, batches: Sequence[Batch]) -> list[Section]:
    """Return all stations released of an assignment, in the order of the journey."""
    found = [_station(session, batch, batches) for batch in totals(session, batches)]
    firsts = {each.batch.id: first for each in found if (first := _first(found, each))}
    shown_later = {first.batch.id for first in firsts.values()}
    return [
        _section(each, firsts.get(each.batch.id))
        for each in found
        if each.batch.id not in shown_later
    ]


def rows_of(found: Sequence[Section]) -> Iterator[tuple[str | int, ...]]:
    """Yield the rows of an export: the head, then every cell that the page tells."""
    yield (_("Station"), _("Aussage"), _("Antwort"), _("Anteil"), _("Mindestens so viele Menschen"))
    for section in found:
        for told in filter(None, (section.before, section.told)):
            for table in told.tables:
                statement = bare(table.label)
                for option, _length, words in table.rows:
                    yield told.plain_title, statement, bare(option), words, told.people


def releases(batches: Sequence[Batch]) -> list[Release]:
    """Return each round, the first one first: all that was ever released."""
    rounds = {batch.round: Release(batch.released_at, batch.people) for batch in batches}
    return [rounds[number] for number in sorted(rounds)]


def _station(session: Session, batch: Batch, batches: Sequence[Batch]) -> _Station:
    step = compiled(session, batch.version_id).steps[batch.step]
    return _Station(batch, step, tell(session, batch, is_rough=batch not in batches))


def _first(found: Sequence[_Station], later: _Station) -> _Station | None:
    """Return the scale that a station repeats, if the very same people were asked both."""
    if not isinstance(later.step, Scale) or not later.step.repeats:
        return None
    asked = [each for each in found if each.step.id == later.step.repeats]
    same = [each for each in asked if _people(each) == _people(later)]
    return same[0] if len(same) == len(asked) == 1 else None


def _people(station: _Station) -> tuple[int, int, int]:
    return station.batch.version_id, station.batch.round, station.batch.people


def _section(later: _Station, first: _Station | None) -> Section:
    if first is None:
        return Section(later.told, later.step.kind, None, [])
    pairs = zip(first.told.tables, later.told.tables, strict=True)
    changes = [
        _change(before, after, _direction(first, later, number))
        for number, (before, after) in enumerate(pairs)
    ]
    return Section(later.told, later.step.kind, first.told, changes)


def _change(before: Table, after: Table, direction: int | None) -> Change:
    bars = [
        (_("Vorher"), *before.rows[UPPER][1:]),
        (_("Nachher"), *after.rows[UPPER][1:]),
    ]
    rows = [
        (option, told_before, told_after)
        for (option, _length, told_before), (_option, _other, told_after) in zip(
            before.rows, after.rows, strict=True
        )
    ]
    return Change(after.label, _sentence(direction), after.rows[UPPER][0], bars, rows)


def _sentence(direction: int | None) -> str:
    if direction is None:
        return _("Was sich verändert hat, lassen die Zahlen offen.")
    if direction > 0:
        return _("Am Ende schätzen sich mehr Menschen hoch ein als am Anfang.")
    if direction < 0:
        return _(
            "Am Ende schätzen sich weniger Menschen hoch ein. Sie sehen es jetzt kritischer: "
            "Auch das ist Lernen."
        )
    return _("Am Anfang und am Ende schätzen sich ähnlich viele Menschen hoch ein.")


def _direction(first: _Station, later: _Station, number: int) -> int | None:
    """Return 1 for more people with the upper points, -1 for fewer, 0 for about as many.

    None where what is told leaves that open.
    """
    low_before, high_before = _upper(first, number)
    low_after, high_after = _upper(later, number)
    if low_after > high_before:
        return 1
    if high_after < low_before:
        return -1
    is_close = max(high_before, high_after) - min(low_before, low_after) <= 2 * ROUGHLY
    return 0 if is_close else None


def _upper(station: _Station, number: int) -> tuple[float, float]:
    """Return between which shares the truth lies for the upper points of one statement."""
    items = list(dict.fromkeys(cell.item for cell in station.batch.cells))
    cells = [cell for cell in station.batch.cells if cell.item == items[number]]
    low, high = bounds([Part(cells[UPPER].figure, station.batch.people)])
    widening = ROUGHLY - STEP / 2 if station.told.is_rough and high - low <= STEP else 0
    return low - widening, high + widening
