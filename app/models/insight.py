"""Insight: the one way from answers to figures. Nothing else counts what learners answered.

It alone may import `contributing`, which a contract and a test see to. What it releases is frozen
in a `Batch`; totals, pages and exports are made of batches alone.

Why rounds of an assignment cannot be subtracted from one another, nor their stations combined:

1. All stations of a round are about the very same people, at least five. No two figures of a round
   differ by anybody, and how many met this station or that one is never told.
2. For that, only stations count that every way of the journey crosses, in every role and with the
   same choices (`engine.crossing`). A station met behind one choice alone would be a cross table,
   and how many met it would tell what `figures` keeps back about that choice. Having skipped it, or
   missed it where a newer version put it behind somebody, is an answer of its own.
3. Nobody is in two rounds, nor in two sets that figures of the journey are about (`contributing`).
4. Within a station `figures` guards every part of the options against a reader who knows the exact
   number of people; and as no answer decides what another station offers, no figure says more about
   another one.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from app.engine import Journey, Renames, is_missed
from app.engine.crossing import crossed_by_all
from app.engine.state import Value
from app.engine.steps import Decision, Poll, Scale, Step
from app.models.base import Session
from app.models.batch import Batch, Cell
from app.models.contributing import contributing, counted_elsewhere, waiting
from app.models.figures import LEAST, publishable
from app.models.journey import compiled
from app.models.partition import hold, hold_figures, mark_counted
from app.models.refusal import Refused
from app.models.run import Run

UNKNOWN = ""
"""The option of a scale for whoever does not know."""
NO_ANSWER = "-"
"""The option of rounds for whoever skipped a poll or a scale, or does not know."""


def release(
    session: Session,
    partition_id: int,
    version_id: int,
    step: str,
    now: datetime,
    *,
    apart: Collection[int] = (),
) -> Batch:
    """Freeze the figures of one station over all learners who answered it and agreed.

    At most once a station, so that no two figures differ by a few people: what was released before
    is returned as it is, also under a former name of the station. `apart` are learners who never
    count. Raise `Refused` (station-uncounted, too-few); the refusal tells no number.
    """
    hold(session, partition_id)
    journey = compiled(session, version_id)
    found = journey.steps.get(step)
    if not is_counted(found):
        raise Refused("station-uncounted")
    assert found is not None
    before = released(session, partition_id, journey, step)
    if before:
        return before
    hold_figures(session, journey.id)
    left_out = counted_elsewhere(session, partition_id, journey.id) | set(apart)
    runs = contributing(session, partition_id)
    answers = _answers(journey, found, [run for run in runs if run.learner_id not in left_out])
    if len(answers) < LEAST:
        raise Refused("too-few")
    mark_counted(session, [run.id for run in runs if run.learner_id in answers])
    cells = [cell for item in _items(found) for cell in _figures(found, item, answers)]
    return Batch.freeze(session, partition_id, step, version_id, len(answers), cells, now)


def release_round(
    session: Session, partition_id: int, journey_id: str, now: datetime, *, least: int, named: bool
) -> int:
    """Freeze what everybody says who waits to be counted in an assignment; return how many.

    Nothing is released while fewer than `least` wait, or fewer than five. People on different
    versions of the journey are rounds of their own. Where no station can be told, all go on
    waiting. See `contributing.waiting` for `named`.
    """
    hold(session, partition_id)
    hold_figures(session, journey_id)
    runs = waiting(session, partition_id, journey_id, named=named)
    if len(runs) < max(least, LEAST):
        return 0
    versions = sorted({run.version_id for run in runs})
    same = [[run for run in runs if run.version_id == version_id] for version_id in versions]
    return sum(_freeze(session, partition_id, each, now) for each in same if len(each) >= LEAST)


def released(session: Session, partition_id: int, journey: Journey, step: str) -> Batch | None:
    """Return what was released of a station, under its present name or a former one."""
    names = names_of(journey, step)
    batches = Batch.of_partition(session, partition_id)
    return next((batch for batch in batches if batch.step in names), None)


def told_stations(journey: Journey) -> list[Step]:
    """Return the stations of a journey that an assignment is told about, in its order."""
    steps = [journey.steps[step] for step in crossed_by_all(journey)]
    return [step for step in steps if is_counted(step)]


def is_counted(step: Step | None) -> bool:
    """Return whether a station asks what a group may be shown: a decision, a poll, a scale."""
    return isinstance(step, Decision | Poll | Scale)


def names_of(journey: Journey, step: str) -> set[str]:
    """Return the id of a station and all ids it ever had; a version names its former ids."""
    names = Renames(journey)
    present = names.step(step)
    return {present, *names.former(present)}


def _freeze(session: Session, partition_id: int, runs: list[Run], now: datetime) -> int:
    """Freeze one round of people on the same version; return how many were counted."""
    version_id, number = runs[0].version_id, Batch.next_round(session, partition_id)
    journey = compiled(session, version_id)
    told = {step.id: _cells(journey, step, runs) for step in told_stations(journey)}
    for step, cells in told.items():
        if cells:
            Batch.freeze(session, partition_id, step, version_id, len(runs), cells, now, number)
    if not any(told.values()):
        return 0
    mark_counted(session, [run.id for run in runs])
    return len(runs)


def _cells(journey: Journey, step: Step, runs: list[Run]) -> list[Cell]:
    """Return what a round tells about a station, nothing where fewer than five answered."""
    said = [_chosen(journey, step, step.id, run.state.way.get(step.id)) for run in runs]
    given = [each for each in said if each is not None]
    if len(given) < LEAST or (isinstance(step, Decision) and len(given) < len(said)):
        return []
    skipped = dict.fromkeys(_items(step), UNKNOWN)
    answers = {place: each or skipped for place, each in enumerate(said)}
    return [cell for item in _items(step) for cell in _figures(step, item, answers, coarsely=True)]


def _answers(journey: Journey, step: Step, runs: list[Run]) -> dict[int, Mapping[str, str]]:
    """Return the option that each learner chose of each item; the newest run counts."""
    found: dict[int, Mapping[str, str]] = {}
    for run in runs:
        for name in names_of(journey, step.id) & set(run.state.way):
            chosen = _chosen(journey, step, name, run.state.way[name])
            if chosen is not None:
                found[run.learner_id] = chosen
    return found


def _chosen(journey: Journey, step: Step, name: str, value: Value) -> Mapping[str, str] | None:
    """Return the option of each item under the names of this version, None without an answer."""
    value = Renames(journey).value(name, value)
    if is_missed(value):
        return None
    if isinstance(step, Scale) and isinstance(value, dict):
        return {item: str(value.get(item, UNKNOWN)) for item in _items(step)}
    is_choice = isinstance(step, Decision | Poll) and isinstance(value, str)
    return {"": value} if is_choice and value in _options(step) else None


def _figures(
    step: Step, item: str, answers: Mapping[int, Mapping[str, str]], *, coarsely: bool = False
) -> Iterator[Cell]:
    options = coarse_options(step) if coarsely else {each: (each,) for each in _options(step)}
    counts = Counter(chosen[item] for chosen in answers.values())
    figures = publishable([sum(counts[each] for each in parts) for parts in options.values()])
    for option, figure in zip(options, figures, strict=True):
        yield Cell(item, option, figure)


def _items(step: Step) -> list[str]:
    return [item.id for item in step.items] if isinstance(step, Scale) else [""]


def _options(step: Step) -> list[str]:
    if isinstance(step, Scale):
        return [*(str(point) for point in range(1, step.points + 1)), UNKNOWN]
    assert isinstance(step, Decision | Poll)
    return [choice.id for choice in step.choices]


def coarse_options(step: Step) -> dict[str, tuple[str, ...]]:
    """Return the options of a round with what belongs to each.

    A scale has its lower points, the one in the middle and its upper points, so that few people
    still say something.
    """
    if not isinstance(step, Scale):
        told: dict[str, tuple[str, ...]] = {each: (each,) for each in _options(step)}
        return told if isinstance(step, Decision) else told | {NO_ANSWER: (UNKNOWN,)}
    *points, unknown = _options(step)
    half = len(points) // 2
    parts = [points[:half], points[half : len(points) - half], points[len(points) - half :]]
    named = {"-".join(dict.fromkeys((part[0], part[-1]))): tuple(part) for part in parts if part}
    return named | {NO_ANSWER: (unknown,)}
