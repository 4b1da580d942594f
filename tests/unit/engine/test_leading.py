"""Leading to a step: what the survey found leads there, and a detour is taken for what it holds."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings

from app.engine import Journey, space
from app.engine import conditions as rule
from app.engine.leading import lead
from app.engine.steps import (
    Check,
    CheckAnswer,
    Choice,
    Decision,
    Effects,
    Explore,
    Item,
    Place,
    Scale,
    Story,
)
from tests.unit.engine.small import journey_of
from tests.unit.engine.test_space import brief_journeys


@given(brief_journeys())
@settings(deadline=None)
def test_every_step_that_a_role_is_shown_is_led_to(journey: Journey) -> None:
    survey = space.survey(journey)
    assume(survey.exact)
    reached = set()
    for role in journey.roles or (None,):
        for step in journey.steps:
            way = survey.way_to(role, step)
            if way is None:
                continue
            assert way.role == role
            state = lead(journey, role, way.answers, step)
            assert state is not None, (role, step, way)
            assert state.at == step
            reached.add(step)
    assert reached == survey.shown


def test_over_the_budget_a_way_names_no_answers() -> None:
    journey = journey_of(
        Decision(id="wahl", choices=(Choice("a", effects=Effects({"n": 1})), Choice("b"))),
        Story(id="nur-a", when=rule.Chose("wahl", ("a",))),
    )
    rough = space.survey(journey, budget=0)
    found = rough.way_to(None, "nur-a")
    assert found is not None and found.answers == {}
    assert rough.way_to(None, "gibt-es-nicht") is None
    assert rough.way_to("fremd", "wahl") is None


def test_answers_that_are_given_count_and_the_first_that_is_open_else() -> None:
    journey = journey_of(
        Decision(id="wahl", choices=(Choice("a"), Choice("b"))),
        Decision(id="zweite", choices=(Choice("c"), Choice("d"))),
    )
    state = lead(journey, None, {"wahl": "b"}, "ende")
    assert state is not None
    assert state.way == {"wahl": "b", "zweite": "c"}


def test_an_answer_that_does_not_fit_gives_way_to_one_that_does() -> None:
    journey = journey_of(
        Decision(id="wahl", choices=(Choice("a"), Choice("b"))),
        Check(id="frage", answers=(CheckAnswer("gut", correct=True), CheckAnswer("schlecht"))),
        Scale(id="skala", points=3, items=(Item("mut"),)),
    )
    wrong = {"wahl": "weg", "frage": [], "skala": {"mut": 9}}
    state = lead(journey, None, wrong, "ende")
    assert state is not None
    assert state.way["wahl"] == "a"
    assert state.way["frage"]["tries"] == [["gut"]]
    assert state.way["skala"] is None


def test_a_place_that_holds_the_step_is_visited_after_those_that_are_named() -> None:
    journey = journey_of(
        Explore(id="rundgang", places=(Place("a", "rundgang.a"), Place("b", "rundgang.b"),
                                       Place("c", "rundgang.c")), visit=2),
        inner={
            "rundgang.a": (Story(id="in-a"),),
            "rundgang.b": (Story(id="in-b"),),
            "rundgang.c": (Story(id="in-c"),),
        },
    )  # fmt: skip
    state = lead(journey, None, {"rundgang": ["c", "b"]}, "in-b")
    assert state is not None
    assert state.way["rundgang"]["places"] == ["c", "b"]
    state = lead(journey, None, {}, "ende")
    assert state is not None
    assert state.way["rundgang"]["places"] == ["a", "b"]


@pytest.mark.parametrize("target", ["nie", "gibt-es-nicht"])
def test_a_step_nobody_is_shown_is_not_led_to(target: str) -> None:
    journey = journey_of(Story(id="nie", when=rule.Not(rule.All(()))), Story(id="los"))
    assert lead(journey, None, {}, target) is None


def test_a_place_inside_a_detour_is_led_to() -> None:
    journey = journey_of(
        Decision(id="wahl", choices=(Choice("gerade"), Choice("um", lane="wahl.um"))),
        inner={
            "wahl.um": (Explore(id="rundgang", places=(Place("a", "rundgang.a"),
                                                       Place("b", "rundgang.b"))),),
            "rundgang.a": (Story(id="in-a"),),
            "rundgang.b": (Story(id="in-b"),),
        },
    )  # fmt: skip
    state = lead(journey, None, {}, "in-b")
    assert state is not None
    assert state.way["wahl"] == "um"
    assert state.way["rundgang"]["places"] == ["b"]


def test_a_scale_of_which_only_an_answer_is_known_is_answered_without_numbers() -> None:
    journey = journey_of(Scale(id="skala", points=3, items=(Item("mut"),)))
    state = lead(journey, None, {"skala": True}, "ende")
    assert state is not None
    assert state.way["skala"] == {}


def test_a_scene_that_was_given_nonsense_is_read_all_the_same() -> None:
    state = lead(journey_of(Story(id="los")), None, {"los": "unsinn"}, "ende")
    assert state is not None
    assert state.way == {"los": True}
