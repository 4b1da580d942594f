"""What the state space asks and answers: small journeys on which one wrong sign would show."""

from __future__ import annotations

import pytest

from app.engine import Counter, Journey, space
from app.engine import conditions as rule
from app.engine.space import NO, YES, At
from app.engine.steps import (
    Check,
    CheckAnswer,
    Choice,
    Criterion,
    Decision,
    Effects,
    End,
    Explore,
    Item,
    Jump,
    Place,
    Poll,
    Practice,
    Scale,
    Step,
    Story,
)
from tests.unit.engine.small import journey_of

MINUTE = 360
LESS = Effects(add={"n": -2})
NEVER = rule.Any(())
TWO = (Choice("a"), Choice("b"))


def asked(journey: Journey, step: str, budget: int = space.BUDGET) -> int:
    """Return what the condition of a step answers."""
    return space.survey(journey, budget).asked[At("when", step)]


def test_all_roles_share_one_budget() -> None:
    journey = journey_of(Decision(id="d", choices=TWO), Story(id="s"), roles=("x", "y"))
    states = space.survey(journey).states
    assert space.survey(journey, budget=states).exact
    assert not space.survey(journey, budget=states - 1).exact


def test_a_rough_survey_names_no_way_past_a_stage() -> None:
    late = End(id="ziel", stage=1)
    journey = journey_of(Story(id="s", when=NEVER), late, stages=("eins", "zwei"), ends=False)
    exact, rough = space.survey(journey), space.survey(journey, budget=0)
    assert exact.missed == {"eins": space.Way(None, {})}
    assert rough.missed in ({}, {"eins": None})


def test_a_closed_choice_of_a_poll_is_asked_and_never_taken() -> None:
    journey = journey_of(
        Poll(id="p", choices=(Choice("zu", when=NEVER), Choice("auf"))),
        Story(id="s", when=rule.Chose("p", ("zu",))),
    )
    survey = space.survey(journey)
    assert survey.asked[At("when", "p", "zu")] == NO
    assert survey.asked[At("when", "s")] == NO


def test_choices_of_a_poll_that_steers_nothing_are_asked_as_well() -> None:
    tested = Choice("x", when=rule.Visited("los", wanted=False))
    journey = journey_of(Story(id="los"), Poll(id="p", choices=(tested, *TWO)))
    assert space.survey(journey).asked[At("when", "p", "x")] == NO


def test_an_entry_of_next_is_named_by_its_place() -> None:
    jump = Jump("ende", rule.Visited("a", wanted=True))
    journey = journey_of(Story(id="a", jumps=(jump,)), Story(id="b"))
    assert space.survey(journey).asked == {At("next", "a", None, 0): YES}


def test_points_that_nobody_asks_for_leave_the_stage_met() -> None:
    journey = journey_of(
        Scale(id="s", points=3, items=(Item("i"),)),
        Story(id="t", stage=1, when=rule.ItemNumber("s", "i", "is", 3)),
        stages=("eins", "zwei"),
    )
    assert space.survey(journey).missed == {}


@pytest.mark.parametrize(
    "step",
    [
        Decision(id="d", choices=(Choice("a", effects=LESS), Choice("b"))),
        Practice(id="d", criteria=(Criterion("k", LESS),)),
        Check(id="d", answers=(CheckAnswer("gut", True), CheckAnswer("nie")), if_correct=LESS),
    ],
)
def test_what_a_counter_may_still_lose_is_not_forgotten(step: Step) -> None:
    genug = Story(id="genug", when=rule.Number("n", "at_least", 6))
    journey = journey_of(Story(id="los"), step, genug, counters={"n": Counter(start=9)})
    assert asked(journey, "genug") == YES


# Over the budget


def test_one_place_is_as_likely_as_can_be() -> None:
    journey = journey_of(
        Explore(id="haus", places=(Place("a", "haus.a"),)),
        inner={"haus.a": [Story(id="in-a", weight=2 * MINUTE)]},
    )
    assert space.survey(journey, budget=0).times[None].typical == pytest.approx(2.0)


def test_the_shortest_way_through_a_stage_counts_its_places() -> None:
    places = tuple(Place(id_, f"haus.{id_}") for id_ in "ab")
    journey = journey_of(
        Explore(id="haus", places=places),
        inner={f"haus.{id_}": [Story(id=f"in-{id_}", weight=MINUTE)] for id_ in "ab"},
    )
    exact, rough = space.survey(journey), space.survey(journey, budget=0)
    assert rough.times[None].stages["eins"].shortest == exact.times[None].stages["eins"].shortest


def test_what_always_or_never_holds_is_told_also_over_the_budget() -> None:
    journey = journey_of(
        Story(id="a"),
        Story(id="nie", when=NEVER),
        Story(id="immer", when=rule.Visited("a", wanted=True)),
        Story(id="da", stage=1, when=rule.Visited("nie", wanted=True)),
        Story(id="null", stage=1, when=rule.Number("n", "is", 0)),
        Story(id="b", stage=1),
        Story(id="spaet", stage=1, when=rule.Visited("nie", wanted=True)),
        stages=("eins", "zwei"),
        counters={"n": Counter()},
    )
    assert asked(journey, "immer", budget=0) == YES
    assert asked(journey, "da", budget=0) == asked(journey, "spaet", budget=0) == NO
    assert asked(journey, "null", budget=0) == YES


def test_few_values_of_a_counter_stay_apart_and_of_many_none_is_lost() -> None:
    def adding(*numbers: int) -> list[Step]:
        return [
            Decision(id=f"d{n}", choices=(Choice("a", effects=Effects({"n": n})), Choice("b")))
            for n in numbers
        ]

    def number(wanted: int) -> Story:
        return Story(id=f"ist-{wanted}", when=rule.Number("n", "is", wanted))

    between = Story(id="dazwischen", when=rule.Chose("d10", ("a",)))
    few = journey_of(*adding(10), between, number(5), number(9), counters={"n": Counter()})
    assert asked(few, "ist-5", budget=0) == NO
    powers = [2**power for power in range(7)]
    many = journey_of(*adding(*powers), number(0), number(127), counters={"n": Counter()})
    assert asked(many, "ist-127", budget=0) == YES | NO
