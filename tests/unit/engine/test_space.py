"""The state space: what it says of all ways is what walking each of them finds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.engine import Counter, Journey, space
from app.engine import conditions as rule
from app.engine.space import At
from app.engine.steps import (
    Check,
    CheckAnswer,
    Choice,
    Criterion,
    Decision,
    Effects,
    Explore,
    Item,
    Jump,
    Place,
    Practice,
    Scale,
    Step,
    Story,
)
from tests.unit.author import Author
from tests.unit.engine.every_way import EveryWay, TooManyWays
from tests.unit.engine.small import journey_of
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


MINUTE = 360
PLACES = tuple(Place(id_, f"haus.{id_}") for id_ in "abc")
HOUSE = journey_of(
    Explore(id="haus", places=PLACES, visit=1, weight=MINUTE),
    inner={f"haus.{p}": [Story(id=f"in-{p}", weight=n * MINUTE)] for n, p in enumerate("abc", 1)},
)


def test_each_place_and_going_on_are_equally_likely() -> None:
    times = space.times(HOUSE)[None]
    assert _span(times) == (2.0, pytest.approx(1 + 2 * (1 + 2 / 3 + 2 / 3 * 1 / 2)), 7.0)
    assert times.stages["eins"].longest == 7.0


def test_the_rough_times_of_places_without_conditions_are_exact() -> None:
    exact, rough = space.survey(HOUSE), space.survey(HOUSE, budget=0)
    assert _span(rough.times[None]) == pytest.approx(_span(exact.times[None]))
    assert rough.places == exact.places == {"haus": 3}


def test_a_check_counts_each_set_of_answers_once() -> None:
    answers = (CheckAnswer("a", True), CheckAnswer("b", True), CheckAnswer("c"))
    journey = journey_of(
        Check(id="frage", answers=answers, several=True),
        Story(id="richtig", when=rule.Correct("frage", wanted=True), weight=MINUTE),
        Story(id="mit-c", when=rule.Includes("frage", "c"), weight=7 * MINUTE),
    )
    assert space.times(journey)[None].typical == pytest.approx(1 / 7 + 4)


def test_points_are_equally_likely_and_nobody_typical_skips() -> None:
    journey = journey_of(
        Scale(id="vorher", points=5, items=(Item("mut"), Item("ruhe"))),
        Story(id="wenig", when=rule.ItemNumber("vorher", "mut", "at_most", 2), weight=5 * MINUTE),
        Story(id="ohne", when=rule.Visited("vorher", wanted=False), weight=MINUTE),
        Story(id="leer", when=rule.Answered("vorher", wanted=False), weight=9 * MINUTE),
    )
    assert _span(space.times(journey)[None]) == (0.0, pytest.approx(2.0), 9.0)
    assert "ohne" not in space.survey(journey).shown


def test_a_way_names_what_was_answered_as_a_test_would() -> None:
    journey = journey_of(
        Explore(id="haus", places=PLACES[:2], visit=2),
        Practice(id="brief", criteria=(Criterion("kurz", Effects(add={"risiko": 1})),)),
        Scale(id="vorher", points=3, items=(Item("mut"), Item("ruhe"))),
        Decision(id="weiche", choices=(
            Choice("a", when=rule.Not(rule.All((
                rule.Includes("haus", "b"),
                rule.Number("risiko", "is", 1),
                rule.ItemNumber("vorher", "mut", "is", 2),
                rule.ItemNumber("vorher", "ruhe", "is", 3),
                rule.Role(("halle",)),
            )))),
        )),
        inner={"haus.a": [Story(id="in-a")], "haus.b": [Story(id="in-b")]},
        roles=("buero", "halle"),
        counters={"risiko": Counter()},
    )  # fmt: skip
    found = space.survey(journey).shut["weiche"]
    assert found is not None
    assert found.role == "halle"
    assert sorted(found.answers.pop("haus")) == ["a", "b"]
    assert found.answers == {"brief": ["kurz"], "vorher": {"mut": 2, "ruhe": 3}}
    assert space.survey(journey, budget=0).shut == {}


def test_counters_beyond_all_comparisons_are_one_state() -> None:
    steps = [
        Decision(id=f"d{n}", choices=(Choice("a", effects=Effects(add={"z": 2**n})), Choice("b")))
        for n in range(10)
    ]
    tail = Story(id="viel", when=rule.Number("z", "at_least", 3))
    survey = space.survey(journey_of(*steps, tail, counters={"z": Counter()}))
    assert survey.exact
    assert survey.states < 60


def test_long_conditions_count_towards_the_budget() -> None:
    steps = [Decision(id=f"d{n}", choices=tuple(map(Choice, "abc"))) for n in range(6)]
    asked = tuple(rule.Chose(f"d{n % 6}", (i,)) for n in range(200) for i in "ab")
    journey = journey_of(*steps, Story(id="s", when=rule.All(asked)))
    assert not space.survey(journey, budget=2_000).exact
    assert space.survey(journey).exact


def test_a_rough_survey_still_bounds_what_counters_can_be() -> None:
    steps = [
        Decision(id=f"d{n}", choices=(Choice("a", effects=Effects(add={"z": 2**n})), Choice("b")))
        for n in range(10)
    ]
    asked = [("genug", "at_least", 500), ("genau", "is", 700), ("anders", "is_not", 700),
             ("zu-viel", "more_than", 1023), ("unter-null", "less_than", 0)]  # fmt: skip
    stories = [Story(id=id_, when=rule.Number("z", op, value)) for id_, op, value in asked]
    still = Story(id="still", when=rule.Number("unberührt", "more_than", 4))
    counters = {"z": Counter(), "unberührt": Counter(start=4)}
    rough = space.survey(journey_of(*steps, *stories, still, counters=counters), budget=0)
    both = space.YES | space.NO
    assert [rough.asked[At("when", step.id)] for step in (*stories, still)] == [
        both, both, both, space.NO, space.NO, space.NO
    ]  # fmt: skip
    assert "still" not in rough.shown


def test_a_rough_typical_time_halves_what_it_cannot_tell() -> None:
    journey = journey_of(
        Decision(id="d", choices=(Choice("a", effects=Effects(add={"z": 1})), Choice("b"))),
        Story(id="s", jumps=(Jump("ende", rule.Number("z", "is", 1)), Jump("lang"))),
        Story(id="lang", weight=4 * MINUTE),
        counters={"z": Counter()},
    )
    assert _span(space.survey(journey, budget=0).times[None]) == (0.0, 2.0, 4.0)


def test_a_way_names_the_decisions_that_steer_and_no_others() -> None:
    two = (Choice("a"), Choice("b"))
    journey = journey_of(
        Decision(id="egal", choices=two),
        Decision(id="wichtig", choices=two),
        Decision(id="zu", choices=(Choice("c", when=rule.Chose("wichtig", ("a",))),)),
    )
    found = space.survey(journey).shut["zu"]
    assert found is not None
    assert found.answers == {"wichtig": "b"}
