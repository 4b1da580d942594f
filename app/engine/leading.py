"""Leading to a step: a walk that takes given answers, and what stands open where none is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.journey import Journey
from app.engine.state import Answer, Rejected, State, Value
from app.engine.steps import Check, Decision, End, Explore, Scale, Step
from app.engine.transition import decide, start
from app.engine.walker import Walker
from app.engine.walks import WalkTest, answer_of


def lead(
    journey: Journey, role: str | None, answers: Mapping[str, Any], target: str
) -> State | None:
    """Walk until the learner stands at a step; None where the way does not lead there.

    ``answers`` are those of a `WalkTest` or of a `space.Way`. Detours and places that hold the
    target or a step that is answered are taken. Else what is not named is skipped where it can be,
    and takes the first that is open.
    """
    if target not in journey.steps:
        return None
    state = start(journey, role)
    wanted: dict[str, str] = {}
    for step_id in (*answers, target):
        wanted |= _around(journey, journey.steps.get(step_id))
    test = WalkTest("", role, answers)
    while state.at != target:
        step = journey.steps[state.at]
        if isinstance(step, End):
            return None
        try:
            state = decide(journey, state, Answer(step.id, _value(journey, state, wanted, test)))
        except Rejected:
            state = decide(journey, state, Answer(step.id, _first(journey, step, state)))
    return state


def _around(journey: Journey, step: Step | None) -> dict[str, str]:
    """Return the choices and places that hold a step, by their decisions and explores."""
    around: dict[str, str] = {}
    while step is not None and step.lane:
        parent, _, part = step.lane.partition(".")
        around[parent] = part
        step = journey.parent(step)
    return around


def _value(journey: Journey, state: State, wanted: Mapping[str, str], test: WalkTest) -> Value:
    step = journey.steps[state.at]
    if isinstance(step, Decision) and step.id in wanted:
        return wanted[step.id]
    if isinstance(step, Explore):
        return _move(step, state, wanted.get(step.id), test.answers.get(step.id))
    if isinstance(step, Decision) and step.id not in test.answers:
        return _first(journey, step, state)
    value = answer_of(step, state, test)
    # A way says of a scale only that it was answered where no number matters.
    return {} if isinstance(step, Scale) and value is True else value


def _move(step: Explore, state: State, wanted: str | None, named: Any) -> Value:
    """Visit the places that are named, then the one that holds the target, then leave."""
    visited = (state.way.get(step.id) or {"places": ()})["places"]
    planned = [place for place in (named or ()) if place != wanted] + [wanted or ""]
    ahead = [place for place in planned if place and place not in visited]
    return {"place": ahead[0]} if ahead else {"leave": True}


def _first(journey: Journey, step: Step, state: State) -> Value:
    """Return the first answer that is open here."""
    walker = Walker.resume(journey, state)
    if isinstance(step, Decision):
        return walker.open_choices(step)[0].id
    if isinstance(step, Explore):
        return {"place": walker.open_places(step)[0].id}
    if isinstance(step, Check):
        return [step.answers[0].id]
    return None if step.skippable else True
