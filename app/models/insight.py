"""Insight: the one way from answers to figures. Nothing else counts what learners answered.

It alone may import `contributing`, which a contract and a test see to. What it releases is frozen
in a `Batch`; totals, pages and exports are made of batches alone.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from app.engine import Journey, Renames, is_missed
from app.engine.state import Value
from app.engine.steps import Decision, Poll, Scale, Step
from app.models.base import Session
from app.models.batch import Batch, Cell
from app.models.contributing import contributing
from app.models.figures import LEAST, publishable
from app.models.journey import compiled
from app.models.partition import hold
from app.models.refusal import Refused
from app.models.run import Run

UNKNOWN = ""
"""The option of a scale for whoever does not know."""


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
    runs = contributing(session, partition_id)
    answers = _answers(journey, found, [run for run in runs if run.learner_id not in apart])
    if len(answers) < LEAST:
        raise Refused("too-few")
    cells = [cell for item in _items(found) for cell in _figures(found, item, answers)]
    return Batch.freeze(session, partition_id, step, version_id, len(answers), cells, now)


def released(session: Session, partition_id: int, journey: Journey, step: str) -> Batch | None:
    """Return what was released of a station, under its present name or a former one."""
    names = names_of(journey, step)
    batches = Batch.of_partition(session, partition_id)
    return next((batch for batch in batches if batch.step in names), None)


def is_counted(step: Step | None) -> bool:
    """Return whether a station asks what a group may be shown: a decision, a poll, a scale."""
    return isinstance(step, Decision | Poll | Scale)


def names_of(journey: Journey, step: str) -> set[str]:
    """Return the id of a station and all ids it ever had; a version names its former ids."""
    names = Renames(journey)
    present = names.step(step)
    return {present, *names.former(present)}


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


def _figures(step: Step, item: str, answers: Mapping[int, Mapping[str, str]]) -> Iterator[Cell]:
    options = _options(step)
    counts = Counter(chosen[item] for chosen in answers.values())
    for option, figure in zip(
        options, publishable([counts[each] for each in options]), strict=True
    ):
        yield Cell(item, option, figure)


def _items(step: Step) -> list[str]:
    return [item.id for item in step.items] if isinstance(step, Scale) else [""]


def _options(step: Step) -> list[str]:
    if isinstance(step, Scale):
        return [*(str(point) for point in range(1, step.points + 1)), UNKNOWN]
    assert isinstance(step, Decision | Poll)
    return [choice.id for choice in step.choices]
