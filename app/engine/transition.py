"""start, decide, follow, replay: from answers to states, without clock, chance or side effects."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.answers import Offer, accept
from app.engine.journey import Journey
from app.engine.state import Answer, Rejected, State, Value
from app.engine.steps import MAIN, Check, Decision, End, Explore, Poll, Showing, Step, Story
from app.engine.walker import Walker


def start(journey: Journey, role: str | None) -> State:
    """Begin a journey; ``role`` is None where it has none. Raise `Rejected` (unknown-role)."""
    if role not in (journey.roles or (None,)):
        raise Rejected("unknown-role")
    return replay(journey, role, {})


def replay(journey: Journey, role: str | None, values: Mapping[str, Value]) -> State:
    """Compute the state from all stored values. Never fails; what does not fit is asked again."""
    return _walk(journey, role, values)


def decide(journey: Journey, state: State, answer: Answer) -> State:
    """Answer the present step, or change an earlier one of the way (rule 12).

    Raise nothing but `Rejected` and never change ``state``. What is to be stored afterwards is
    ``result.values[answer.step]``, the whole new value of that step. The present step costs the
    same however long the way is, copies of its mappings aside; a change replays the whole way.
    """
    step = _step(journey, answer)
    if isinstance(journey.steps[state.at], End):
        raise Rejected("ended")
    if step.id == state.at:
        walker = Walker.resume(journey, state)
        walker.values = {**state.values, step.id: _accepted(walker, step, answer.value)}
        return walker.go(step)
    if step.id not in state.way:
        raise Rejected("not-on-way")
    return _change(journey, state, step, answer.value)


def follow(journey: Journey, state: State, step: str, value: Value) -> State:
    """Return the state that `decide` gave when it made this stored value.

    It costs as little as `decide` where the value answers the present step; nothing is judged.
    """
    values = {**state.values, step: value}
    if step != state.at:
        return replay(journey, state.role, values)
    walker = Walker.resume(journey, state)
    walker.values = values
    return walker.go(journey.steps[step])


def as_asked(journey: Journey, state: State, step: str) -> State:
    """Return the state as it was when this step of the way was answered (an explore: left)."""
    return _walk(journey, state.role, state.values, until=step)


def tells(journey: Journey, state: State, step: str) -> bool:
    """Return whether this step has a told face: a decision taken, a check finished by trying."""
    value, kind = state.way.get(step), journey.steps.get(step)
    if isinstance(kind, Check):
        return isinstance(value, dict) and "tries" in value
    return isinstance(kind, Decision) and value is not None


def may_change(journey: Journey, state: State, step: Step) -> bool:
    """Return whether this step of the way can be answered anew (rule 12)."""
    if step.id not in state.way or isinstance(step, Story | Showing | Check):
        return False
    if isinstance(step, Explore) and not state.way[step.id]["left"]:
        return False
    return not isinstance(journey.steps[state.at], End)


def _walk(
    journey: Journey, role: str | None, values: Mapping[str, Value], until: str | None = None
) -> State:
    counters = {name: counter.start for name, counter in journey.counters.items()}
    first = journey.first(MAIN)
    assert first is not None, "a journey has at least its end"
    return Walker(journey, role, dict(values), {}, counters, until=until).go(first)


def _change(journey: Journey, state: State, step: Step, value: Value) -> State:
    if not may_change(journey, state, step):
        raise Rejected("tries-used" if isinstance(step, Check) else "cannot-change")
    then = Walker.resume(journey, as_asked(journey, state, step.id))
    changed = _accepted(then, step, value, is_change=True)
    return replay(journey, state.role, {**state.values, step.id: changed})


def _accepted(walker: Walker, step: Step, value: Value, *, is_change: bool = False) -> Value:
    """Hold an answer against what the walk offers at its step."""
    open_ids: list[str] = []
    kept, enough = walker.values.get(step.id), False
    if isinstance(step, Decision | Poll):
        open_ids = [choice.id for choice in walker.open_choices(step)]
    elif isinstance(step, Explore):
        open_ids = [place.id for place in walker.open_places(step)]
        kept, enough = walker.way.get(step.id), walker.enough(step, len(open_ids))
    return accept(step, value, Offer(open_ids, kept, enough, is_change))


def _step(journey: Journey, answer: Answer) -> Step:
    step = journey.steps.get(answer.step) if isinstance(answer.step, str) else None
    if step is None:
        raise Rejected("unknown-step")
    return step
