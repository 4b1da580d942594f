"""The journey as a picture: lines for the map, roads not taken, nodes and edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.conditions import known
from app.engine.journey import Journey
from app.engine.state import State
from app.engine.steps import Decision, End, Explore, Jump, Step


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of the map. ``status``: done, here or open; ``steps`` passed, in order."""

    id: str
    status: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A possible move; ``via`` names the choice or place that leads there."""

    source: str
    target: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """All steps in the order of the file and all moves between them."""

    nodes: tuple[Step, ...]
    edges: tuple[Edge, ...]


def stage_lines(journey: Journey, state: State) -> list[StageLine]:
    """Tell each stage's status and the steps of the present way in it."""
    here = journey.steps[state.at].stage
    met: list[list[str]] = [[] for _ in journey.stages]
    for step in state.way:
        met[journey.steps[step].stage].append(step)
    return [
        StageLine(id_, _status(number, here), tuple(met[number]))
        for number, id_ in enumerate(journey.stages)
    ]


def roads_not_taken(journey: Journey, state: State) -> dict[str, int]:
    """Count the other branches by step of the way: choices and places the role does not exclude.

    Empty before the arrival, because it would give the story away.
    """
    if not isinstance(journey.steps[state.at], End):
        return {}
    counts = {step: _others(journey.steps[step], state) for step in state.way}
    return {step: count for step, count in counts.items() if count}


def closed_steps(journey: Journey, state: State) -> tuple[str, ...]:
    """Return steps with a stored value on ways given up: neither on the way nor still ahead."""
    return tuple(
        id_
        for id_ in state.values
        if id_ in journey.steps
        and id_ not in state.way
        and id_ != state.at
        and not _is_ahead(journey, state, journey.steps[id_])
    )


def outline(journey: Journey) -> Outline:
    """Return every step and every move that some learner might make."""
    edges = [edge for step in journey.steps.values() for edge in _edges(journey, step)]
    return Outline(tuple(journey.steps.values()), tuple(dict.fromkeys(edges)))


def _status(number: int, here: int) -> str:
    return "here" if number == here else "done" if number < here else "open"


def _others(step: Step, state: State) -> int:
    value = state.way[step.id]
    if isinstance(step, Decision):
        taken, branches = [value], [(c.id, c.when) for c in step.choices]
    elif isinstance(step, Explore):
        taken, branches = value["places"], [(p.id, p.when) for p in step.places]
    else:
        return 0
    return sum(id_ not in taken and known(when, state.role) is not False for id_, when in branches)


def _is_ahead(journey: Journey, state: State, step: Step) -> bool:
    """Compare where two steps part: later in the same list, or in a place not yet visited."""
    here = _ancestry(journey, journey.steps[state.at])
    there = _ancestry(journey, step)
    for mine, other in zip(here, there, strict=False):
        if mine.lane != other.lane:
            return _is_unvisited(journey, state, other)
        if mine.id != other.id:
            return other.position > mine.position
    return isinstance(here[-1], Decision) or _is_unvisited(journey, state, there[len(here)])


def _is_unvisited(journey: Journey, state: State, step: Step) -> bool:
    parent = journey.parent(step)
    if not isinstance(parent, Explore):
        return False
    value = state.way.get(parent.id)
    visited = value["places"] if value else ()
    return not any(p.lane == step.lane and p.id in visited for p in parent.places)


def _ancestry(journey: Journey, step: Step) -> list[Step]:
    """Return the steps that hold this one, the outermost first, itself last."""
    found: list[Step] = [step]
    parent = journey.parent(step)
    while parent is not None:
        found.insert(0, parent)
        parent = journey.parent(parent)
    return found


def _edges(journey: Journey, step: Step) -> Iterator[Edge]:
    if isinstance(step, End):
        return
    if isinstance(step, Decision):
        for choice in step.choices:
            first = journey.first(choice.lane) if choice.lane else None
            targets = [first.id] if first else _targets(journey, step, choice.jumps + step.jumps)
            yield from (Edge(step.id, target, choice.id) for target in targets)
        return
    if isinstance(step, Explore):
        for place in step.places:
            first = journey.first(place.lane)
            if first:
                yield Edge(step.id, first.id, place.id)
    yield from (Edge(step.id, target) for target in _targets(journey, step, step.jumps))


def _targets(journey: Journey, step: Step, jumps: tuple[Jump, ...]) -> list[str]:
    found = []
    for jump in jumps:
        found.append(jump.to)
        if jump.when is None:
            return found
    return [*found, *_following(journey, step)]


def _following(journey: Journey, step: Step) -> list[str]:
    """Return what follows in the list, or where its end leads."""
    following = journey.following(step)
    if following:
        return [following.id]
    parent = journey.parent(step)
    assert parent is not None, "the last step of a journey is an end"
    return [parent.id] if isinstance(parent, Explore) else _targets(journey, parent, parent.jumps)
