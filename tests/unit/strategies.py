"""Random journeys that the checker would accept, and random walks through them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from app.engine import Answer, Journey, State, decide, may_change, scene, start
from app.engine.steps import Check, Decision, End, Explore, Poll, Practice, Scale, Step
from tests.unit.author import Author
from tests.unit.editor import Editor


@dataclass(frozen=True, slots=True)
class Walk:
    """Answers in order and the states between them: one state more than answers."""

    role: str | None
    answers: tuple[Answer, ...]
    states: tuple[State, ...]

    @property
    def last(self) -> State:
        return self.states[-1]


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """Draw a journey with all kinds, nested lists, conditions, jumps, effects and variants."""
    return Author(draw(st.randoms(use_true_random=True))).journey()


@st.composite
def walks(
    draw: st.DrawFn, journey: Journey, *, to_the_end: bool = False, changes: bool = False
) -> Walk:
    """Draw a walk of answers that are accepted; it may stop on the way unless told otherwise."""
    chance = draw(st.randoms(use_true_random=True))
    role = chance.choice(journey.roles) if journey.roles else None
    states, answers = [start(journey, role)], []
    moves = 1000 if to_the_end else draw(st.integers(0, 25))
    while len(answers) < moves and not isinstance(journey.steps[states[-1].at], End):
        possible = possible_answers(journey, states[-1])
        if changes and chance.random() < 0.2:
            possible = possible_changes(journey, states[-1]) or possible
        answers.append(chance.choice(possible))
        states.append(decide(journey, states[-1], answers[-1]))
    return Walk(role, tuple(answers), tuple(states))


def possible_answers(journey: Journey, state: State) -> list[Answer]:
    """Return typical answers that the present step must accept; none after the arrival."""
    shown = scene(journey, state, lang=journey.lang)
    values = [] if shown.face == "end" else _values(shown.step, [o.id for o in shown.options])
    if isinstance(shown.step, Explore):
        values = [{"place": option.id} for option in shown.options if not option.chosen]
        values += [{"leave": True}] if shown.may_leave else []
    if shown.face == "retry":
        values.append({"leave": True})
    if shown.may_skip:
        values.append(None)
    return [Answer(state.at, value) for value in values]


def possible_changes(journey: Journey, state: State) -> list[Answer]:
    """Return answers that change an earlier step of the way."""
    found = []
    for id_ in state.way:
        if may_change(journey, state, journey.steps[id_]):
            shown = scene(journey, state, id_, lang=journey.lang)
            values = _values(shown.step, [option.id for option in shown.options])
            if isinstance(shown.step, Explore):
                values = [{"place": option.id} for option in shown.options if not option.chosen]
            found += [Answer(id_, value) for value in values]
    return found


def _values(step: Step, ids: list[str]) -> list[Any]:
    if isinstance(step, Decision | Poll):
        return list(ids)
    if isinstance(step, Check):
        right = [answer.id for answer in step.answers if answer.correct]
        return [[id_] for id_ in ids] + ([right, ids] if step.several else [])
    if isinstance(step, Scale):
        items = [item.id for item in step.items]
        return [{}, dict.fromkeys(items, 1), {items[-1]: step.points}]
    if isinstance(step, Practice):
        return [{"ticked": []}, {"ticked": ids}]
    return [True]


def junk() -> st.SearchStrategy[Any]:
    """Draw JSON of any shape, with the words of real values among it."""
    words = st.sampled_from(
        ["a", "b", "tries", "places", "left", "leave", "place", "ticked", "missed", "", "ä"]
    )
    scalars = st.none() | st.booleans() | st.integers(-2, 9) | st.floats(allow_nan=False) | words
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=3),
        max_leaves=8,
    )


@st.composite
def stored_values(draw: st.DrawFn, journey: Journey) -> dict[str, Any]:
    """Draw values as a database might hold them: fitting, outdated, missed, mangled."""
    chance = draw(st.randoms(use_true_random=True))
    values = {id_: _stored(step, chance) for id_, step in journey.steps.items()}
    for id_ in list(values):
        fate = chance.random()
        if fate < 0.15:
            del values[id_]
        elif fate < 0.25:
            values[id_] = draw(junk())
    return values


def _stored(step: Step, chance: Random) -> Any:
    if chance.random() < 0.15:
        return chance.choice([None, {"missed": True}])
    if isinstance(step, Explore):
        places = [place.id for place in step.places]
        visited = chance.sample(places, chance.randint(0, len(places)))
        return {"places": visited, "left": chance.random() < 0.7}
    ids = [
        each.id for name in ("choices", "answers", "criteria") for each in getattr(step, name, ())
    ]
    value = chance.choice(_values(step, ids))
    if isinstance(step, Check):
        made = [chance.choice(_values(step, ids)) for _ in range(chance.randint(1, 3))]
        return {"tries": made, "left": chance.random() < 0.5}
    return value


@st.composite
def revisions(draw: st.DrawFn, journey: Journey, *, most: int = 6) -> Journey:
    """Draw a next version of a journey, with all old names told where authors tell them."""
    chance = draw(st.randoms(use_true_random=True))
    return Editor(journey, chance).edit(draw(st.integers(0, most)))
