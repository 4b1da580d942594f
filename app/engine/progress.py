"""Honest progress: what surely lies ahead at least and at most.

Everything that only the role decides is worked out once a journey and role, and kept in
``journey.plans``; a state then adds up as many numbers as lists enclose its step.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.journey import Journey
from app.engine.plan import Plan, Span, hull
from app.engine.state import State
from app.engine.steps import (
    MAIN,
    TICKS_PER_MINUTE,
    TICKS_PER_WORD,
    Scale,
    Showing,
    Step,
)

_KIND_MINUTES = {
    "decision": 0.5,
    "explore": 0.25,
    "check": 1,
    "poll": 0.5,
    "reflection": 1.5,
    "meeting": 3,
    "practice": 4,
    "goal": 3,
}
_ITEM_MINUTES = 0.25
_NARROW_MINUTES = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """Honest progress. ``stage`` and ``station`` count from 1; ``low`` and ``high`` are minutes.

    ``station`` counts the stations met in this stage; ``stations`` is given only where every
    remaining way through the stage is equally long. ``up_to`` is true where the range is narrower
    than three minutes: then only ``high`` is shown, with „bis zu“. ``bar`` is 0…1; ``done``,
    ``rest_low`` and ``rest_high`` are ticks.
    """

    stage: int
    stages: int
    station: int
    stations: int | None
    low: int
    high: int
    up_to: bool
    bar: float
    done: int
    rest_low: int
    rest_high: int


def progress(journey: Journey, state: State, step: str | None = None) -> Progress:
    """Say how far the learner is. ``step`` moves stage and station to a step looked back at."""
    here = journey.steps[step or state.at]
    plan, stations = _plans(journey, state.role)
    rest = plan.rest(state)
    low, high = _minutes(rest)
    station, total = _stations(journey, state, here, stations)
    return Progress(
        stage=here.stage + 1,
        stages=len(journey.stages),
        station=station,
        stations=total,
        low=low,
        high=high,
        up_to=high - low < _NARROW_MINUTES,
        bar=state.done / (state.done + rest.hi) if rest.hi else 1.0,
        done=state.done,
        rest_low=rest.lo,
        rest_high=rest.hi,
    )


def weigh(step: Step, words: int, minutes: float | None = None) -> int:
    """Return the planned ticks of a step whose longest variant has so many words.

    ``minutes`` is the author's own number: it overrides the estimate, but at a media step it is
    the time of the recording and comes on top of the reading.
    """
    if minutes is not None and not isinstance(step, Showing):
        return round(minutes * TICKS_PER_MINUTE)
    extra = _KIND_MINUTES.get(step.kind, 0) + (minutes or 0)
    if isinstance(step, Scale):
        extra += _ITEM_MINUTES * len(step.items)
    return words * TICKS_PER_WORD + round(extra * TICKS_PER_MINUTE)


def range_of(journey: Journey, role: str | None = None) -> tuple[int, int]:
    """Return the shortest and longest way in minutes, over all roles where none is named."""
    roles = [role] if role is not None or not journey.roles else journey.roles
    return _minutes(hull([_span(journey, each) for each in roles]))


def _span(journey: Journey, role: str | None) -> Span:
    """Return what lies ahead at the start; who only looks does not need the plan behind it."""
    found: Span | None = journey.spans.get(role)
    if found is None:
        first = journey.first(MAIN)
        assert first is not None, "a journey has at least its end"
        found = journey.spans[role] = Plan(journey, role, stations=False).met[first.id]
    return found


def _plans(journey: Journey, role: str | None) -> tuple[Plan, Plan]:
    found = journey.plans.get(role)
    if found is None:
        found = (Plan(journey, role, stations=False), Plan(journey, role, stations=True))
        journey.plans[role] = found
    time, stations = found
    return time, stations


def _stations(journey: Journey, state: State, here: Step, plan: Plan) -> tuple[int, int | None]:
    """Count the stations of this stage up to this step, and all of them where that is sure."""
    met = _met_in_stage(journey, state, here.stage)
    station = len({*met, here.id}) if here.id == state.at else met.index(here.id) + 1
    if here.stage != journey.steps[state.at].stage:
        return station, len(met)
    rest = plan.rest(state)
    return station, len(met) + rest.lo if rest.lo == rest.hi else None


def _met_in_stage(journey: Journey, state: State, stage: int) -> list[str]:
    found: list[str] = []
    for id_ in reversed(list(state.way)):
        at = journey.steps[id_].stage
        if at == stage:
            found.append(id_)
        elif at < stage:
            break
    return found[::-1]


def _minutes(span: Span) -> tuple[int, int]:
    return span.lo // TICKS_PER_MINUTE, -(-span.hi // TICKS_PER_MINUTE)
