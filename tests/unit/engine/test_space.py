"""The state space: what it says of all ways is what walking each of them finds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.engine import Journey, space
from app.engine.steps import Decision, Explore, Item, Scale, Step
from tests.unit.author import Author
from tests.unit.engine.every_way import EveryWay, TooManyWays
from tests.unit.strategies import journeys

MOST_MOVES = 1_000


class Brief(Author):
    """Writes journeys so small that every way through them can be walked."""

    def _lane(
        self, name: str, stages: list[int], depth: int, last: type[Step] | None = None
    ) -> None:
        if last:
            numbers = range(stages[-1] + 1)
            stages = [n for n in numbers for _ in range(self.chance.randint(1, 2))] + stages[-1:]
        super()._lane(name, stages, depth, last)

    def _filled(self, step: Step, ahead: list[str], depth: int) -> Step:
        step = super()._filled(step, ahead, depth)
        if isinstance(step, Explore):
            return replace(step, places=step.places[: self.chance.randint(1, 3)])
        return replace(step, choices=step.choices[:2]) if isinstance(step, Decision) else step

    def _scale(self, step: Scale) -> Step:
        return replace(super()._scale(step), points=3, items=(Item("a"),))


@st.composite
def brief_journeys(draw: st.DrawFn) -> Journey:
    return Brief(Random(draw(st.integers(0, 2**32)))).journey()


def every_way(journey: Journey) -> EveryWay:
    try:
        return EveryWay(journey, MOST_MOVES).walk()
    except TooManyWays:
        assume(False)
        raise


@given(brief_journeys())
@settings(deadline=None)
def test_it_finds_what_walking_every_way_finds(journey: Journey) -> None:
    slow = every_way(journey)
    quick = space.survey(journey)
    assert quick.exact
    assert (quick.met, quick.shown) == (slow.met, slow.shown)
    assert (set(quick.shut), set(quick.missed)) == (slow.shut, slow.missed)
    assert quick.places == slow.places
    assert {at: slow.answers_of(at) for at in quick.asked} == quick.asked
    assert len(quick.asked) == len(slow.asked)
    for role, times in quick.times.items():
        assert _span(times) == pytest.approx(slow.span(role))
        for stage, within in times.stages.items():
            assert _span(within) == pytest.approx(slow.span(role, stage)), stage


@given(brief_journeys() | journeys())
@settings(deadline=None)
def test_over_the_budget_it_says_never_only_where_that_is_so(journey: Journey) -> None:
    exact = space.survey(journey)
    rough = space.survey(journey, budget=0)
    assume(exact.exact)
    assert not rough.exact
    assert rough.met >= exact.met
    assert rough.shown >= exact.shown
    assert rough.shut.keys() <= exact.shut.keys()
    assert rough.missed.keys() <= exact.missed.keys()
    for at, answers in exact.asked.items():
        assert answers | rough.asked[at] == rough.asked[at], at
    for step, most in exact.places.items():
        assert rough.places[step] >= most
    for role, times in exact.times.items():
        assert _holds(rough.times[role], times)
        for stage, within in times.stages.items():
            assert _holds(rough.times[role].stages[stage], within), stage


def _span(times: space.Times) -> tuple[float, float, float]:
    return times.shortest, times.typical, times.longest


def _holds(bounds: space.Times, times: space.Times) -> bool:
    return bounds.shortest <= times.shortest and times.longest <= bounds.longest
