"""An author's own tests: walk a journey with given answers and compare what comes out (rule 17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.engine.answers import tries_so_far
from app.engine.journey import Journey
from app.engine.state import Answer, Rejected, State, Value
from app.engine.steps import Check, Decision, End, Explore, Practice, Step
from app.engine.transition import decide, start


@dataclass(frozen=True, slots=True)
class WalkTest:
    """One entry of ``tests:``, as the author wrote it.

    ``answers`` by step: an id, a list of ids, a mapping for a scale, ``{"tries": [[…], […]]}``, a
    list of places, True for private kinds, None to skip. ``expect``: ``end``, ``passes``,
    ``avoids``, and counters by name.
    """

    name: str
    role: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    expect: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a test found. Codes with their values:

    unknown-role (role) · step-unnamed (step) · step-never-met (step) · answer-unused (step) ·
    answer-rejected (step, code, field) · end-differs (expected, found) · counter-differs (name,
    expected, found) · step-not-passed (step) · step-not-avoided (step).
    """

    code: str
    values: Mapping[str, Any]


def run_test(journey: Journey, test: WalkTest) -> list[Failure]:
    """Walk one test to its end; an empty list means it holds.

    Steps not named are gone through or skipped; a decision or explore that is met must be named.
    """
    state, failure = _walked(journey, test)
    if state is None or failure is not None:
        return [failure] if failure else []
    return _unmet(journey, state, test) + _differences(state, test.expect)


@dataclass(frozen=True, slots=True)
class Untested:
    """What no test passes: steps, choices and places as ``step.choice``, ends; as in the file.

    Of a step that no test passes the choices are not named again.
    """

    steps: tuple[str, ...]
    choices: tuple[str, ...]
    ends: tuple[str, ...]


def untested(journey: Journey, tests: Iterable[WalkTest]) -> Untested:
    """Return what is left over when all tests were walked as far as they come."""
    passed: set[str] = set()
    for test in tests:
        state, _ = _walked(journey, test)
        if state is not None:
            passed |= {*state.way, *_taken(journey, state)}
            if isinstance(journey.steps[state.at], End):
                passed.add(state.at)
    steps = journey.steps.values()
    return Untested(
        tuple(s.id for s in steps if s.id not in passed and not isinstance(s, End)),
        tuple(c for s in steps if s.id in passed for c in _branches(s) if c not in passed),
        tuple(s.id for s in steps if s.id not in passed and isinstance(s, End)),
    )


def _taken(journey: Journey, state: State) -> Iterator[str]:
    for id_, value in state.way.items():
        step = journey.steps[id_]
        if isinstance(step, Decision):
            yield f"{id_}.{value}"
        elif isinstance(step, Explore):
            yield from (f"{id_}.{place}" for place in value["places"])


def _branches(step: Step) -> Iterator[str]:
    if isinstance(step, Decision):
        yield from (f"{step.id}.{choice.id}" for choice in step.choices)
    elif isinstance(step, Explore):
        yield from (f"{step.id}.{place.id}" for place in step.places)


def _walked(journey: Journey, test: WalkTest) -> tuple[State | None, Failure | None]:
    """Walk as far as the answers of a test lead; say also what stopped it before an end."""
    try:
        state = start(journey, test.role)
    except Rejected:
        return None, Failure("unknown-role", {"role": test.role})
    while not isinstance(journey.steps[state.at], End):
        step = journey.steps[state.at]
        if isinstance(step, Decision | Explore) and step.id not in test.answers:
            return state, Failure("step-unnamed", {"step": step.id})
        try:
            state = decide(journey, state, Answer(step.id, answer_of(step, state, test)))
        except Rejected as refusal:
            values = {"step": step.id, "code": refusal.code, "field": refusal.field}
            return state, Failure("answer-rejected", values)
    return state, None


def answer_of(step: Step, state: State, test: WalkTest) -> Value:
    """Return what a test answers to the present step, in the form of `Answer`."""
    if step.id not in test.answers:
        return None if step.skippable else True
    named = test.answers[step.id]
    if isinstance(step, Explore):
        return _move(step, state, named)
    if named is None:
        return None
    if isinstance(step, Check):
        return _try(step, state, named)
    if isinstance(step, Practice):
        return {"ticked": _as_list(named) if named is not True else []}
    return named


def _move(step: Explore, state: State, named: Any) -> Value:
    visited = _visited(state, step.id)
    planned = _as_list(named)
    return {"place": planned[visited]} if visited < len(planned) else {"leave": True}


def _try(step: Check, state: State, named: Any) -> Value:
    made = len(tries_so_far(step, state.values.get(step.id)))
    planned = _tries(named)
    return _as_list(planned[made]) if made < len(planned) else {"leave": True}


def _unmet(journey: Journey, state: State, test: WalkTest) -> list[Failure]:
    """Name what the test says but the walk never asked for."""
    found = []
    for id_, named in test.answers.items():
        if id_ not in state.way:
            found.append(Failure("step-never-met", {"step": id_}))
        elif _is_left_over(journey.steps[id_], state, named):
            found.append(Failure("answer-unused", {"step": id_}))
    return found


def _is_left_over(step: Step, state: State, named: Any) -> bool:
    if isinstance(step, Explore):
        return _visited(state, step.id) < len(_as_list(named))
    if isinstance(step, Check) and named is not None:
        return len(tries_so_far(step, state.way[step.id])) < len(_tries(named))
    return False


def _differences(state: State, expect: Mapping[str, Any]) -> list[Failure]:
    found = []
    for name, expected in expect.items():
        if name == "end" and expected != state.at:
            found.append(Failure("end-differs", {"expected": expected, "found": state.at}))
        elif name == "passes":
            missing = [step for step in _as_list(expected) if not _passes(state, step)]
            found += [Failure("step-not-passed", {"step": step}) for step in missing]
        elif name == "avoids":
            met = [step for step in _as_list(expected) if _passes(state, step)]
            found += [Failure("step-not-avoided", {"step": step}) for step in met]
        elif name != "end" and state.counters.get(name) != expected:
            values = {"name": name, "expected": expected, "found": state.counters.get(name)}
            found.append(Failure("counter-differs", values))
    return found


def _passes(state: State, step: str) -> bool:
    return step in state.way or step == state.at


def _visited(state: State, step: str) -> int:
    return len((state.way.get(step) or {"places": ()})["places"])


def _tries(named: Any) -> list[Any]:
    """Return the tries of a check's value; an id or a list of ids is a single try."""
    return named.get("tries", []) if isinstance(named, dict) else [_as_list(named)]


def _as_list(named: Any) -> list[Any]:
    return named if isinstance(named, list) else [named]
