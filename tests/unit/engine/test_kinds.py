"""The table of kinds, row by row: what a POST carries, what is stored, what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.engine import Answer, Rejected, decide, replay, scene, start, tells
from app.engine import conditions as c
from app.engine.compiled import STEP_CLASSES
from app.engine.steps import (
    Check,
    Choice,
    Criterion,
    Decision,
    Explore,
    Goal,
    Item,
    Meeting,
    Place,
    Poll,
    Practice,
    Reflection,
    Scale,
    Showing,
    Step,
    Story,
)
from app.engine.text import Block, Text
from tests.unit.engine.small import fakten, journey_of, walk

CHOICES = (Choice("a"), Choice("b"), Choice("zu", when=c.Role(("niemand",))))
SCALE = Scale(id="x", points=5, items=(Item("i"), Item("k")))
PRACTICE = Practice(id="x", criteria=(Criterion("k"), Criterion("l")))
SEVERAL = fakten(several=True, tries=2)
EXPLORE = Explore(
    id="x",
    visit=1,
    places=(Place("p", "x.p"), Place("q", "x.q"), Place("zu", "x.zu", c.Role(("niemand",)))),
)
PLACES = {"x.p": [Story(id="in-p")], "x.q": [Story(id="in-q")], "x.zu": [Story(id="in-zu")]}


def refused(step: Step, value: Any, **lists: Any) -> tuple[str, str | None]:
    journey = journey_of(step, **lists)
    with pytest.raises(Rejected) as refusal:
        decide(journey, start(journey, None), Answer(step.id, value))
    return refusal.value.code, refusal.value.field


@pytest.mark.parametrize("cls", [Story, Showing, Reflection, Goal, Meeting])
def test_steps_without_an_answer_of_their_own_store_true(cls: type[Step]) -> None:
    journey = journey_of(cls(id="x"))
    state = walk(journey, start(journey, None), True)
    assert (state.at, state.values, state.way) == ("ende", {"x": True}, {"x": True})
    assert refused(cls(id="x"), "text") == ("value-wrong", None)


@pytest.mark.parametrize(
    "step", [Showing(id="x"), Poll(id="x"), SCALE, PRACTICE, Reflection(id="x"), Goal(id="x"),
             Meeting(id="x"), fakten()]
)  # fmt: skip
def test_everything_but_story_decision_and_explore_can_be_skipped(step: Step) -> None:
    if isinstance(step, Poll):
        step = Poll(id="x", choices=CHOICES[:2])
    journey = journey_of(step)
    state = walk(journey, start(journey, None), None)
    assert (state.at, state.way) == ("ende", {step.id: None})


@pytest.mark.parametrize("step", [Story(id="x"), Decision(id="x", choices=CHOICES), EXPLORE])
def test_compulsory_steps_cannot_be_skipped(step: Step) -> None:
    assert refused(step, None, inner=PLACES) == ("cannot-skip", None)


@pytest.mark.parametrize("cls", [Decision, Poll])
def test_a_choice_is_stored_by_its_id(cls: type[Decision] | type[Poll]) -> None:
    step = cls(id="x", choices=CHOICES)
    journey = journey_of(step)
    assert walk(journey, start(journey, None), "b").way == {"x": "b"}
    assert refused(step, "") == ("choice-missing", None)
    assert refused(step, "c") == ("choice-unknown", "c")
    assert refused(step, "zu") == ("choice-closed", "zu")
    assert refused(step, ["a"]) == ("value-wrong", None)


def test_an_explore_is_visited_place_by_place_and_then_left() -> None:
    journey = journey_of(EXPLORE, inner=PLACES)
    state = walk(journey, start(journey, None), {"place": "q"})
    assert (state.at, state.way["x"]) == ("in-q", {"places": ["q"], "left": False})
    state = walk(journey, state, True)
    assert state.at == "x"
    left = walk(journey, state, {"leave": True})
    assert (left.at, left.values["x"]) == ("ende", {"places": ["q"], "left": True})


@pytest.mark.parametrize("stored", [
    {"places": ["nirgends"], "left": True}, {"places": ["p", "p"], "left": True},
    {"places": [], "left": 1}, {"places": [], "left": True, "mehr": 1}, "left",
])  # fmt: skip
def test_an_explore_is_not_left_by_what_does_not_fit(stored: Any) -> None:
    journey = journey_of(replace(EXPLORE, visit=0), inner=PLACES)
    assert replay(journey, None, {"x": stored}).at == "x"
    assert replay(journey, None, {"x": {"places": [], "left": True}}).at == "ende"


def test_an_explore_refuses_what_is_closed_visited_or_too_early() -> None:
    def code(value: Any) -> tuple[str, str | None]:
        return refused(EXPLORE, value, inner=PLACES)

    assert code({"leave": True}) == ("visit-more", None)
    assert code({"place": "zu"}) == ("place-closed", "zu")
    assert code({"place": "y"})[0] == "choice-unknown"
    assert code({"place": ["p"]})[0] == "choice-unknown"
    assert code({"place": ""}) == ("choice-missing", None)
    assert code({}) == ("choice-missing", None)
    assert code({"places": ["p"]}) == ("value-wrong", None)
    assert code("p") == ("value-wrong", None)
    journey = journey_of(EXPLORE, inner=PLACES)
    state = walk(journey, start(journey, None), {"place": "p"}, True)
    with pytest.raises(Rejected, match="place-closed"):
        walk(journey, state, {"place": "p"})


def test_a_check_ends_when_correct_when_tries_are_used_or_when_left() -> None:
    journey = journey_of(fakten(tries=2))
    asked = start(journey, None)
    correct = walk(journey, asked, ["gut"])
    assert (correct.at, correct.way["fakten"]) == ("ende", {"tries": [["gut"]], "left": False})
    again = walk(journey, asked, ["schlecht"])
    assert again.at == "fakten"
    assert "fakten" not in again.way
    assert walk(journey, again, ["schlecht"]).at == "ende"
    left = walk(journey, again, {"leave": True})
    assert (left.at, left.way["fakten"]) == ("ende", {"tries": [["schlecht"]], "left": True})
    assert walk(journey, again, None) == left
    assert walk(journey, asked, {"leave": True}).way["fakten"] is None


def test_a_check_wants_answers_it_knows() -> None:
    assert refused(fakten(), []) == ("choice-missing", None)
    assert refused(fakten(), ["nie"]) == ("choice-unknown", "nie")
    assert refused(fakten(), ["gut", "schlecht"]) == ("only-one", None)
    assert refused(fakten(), "gut") == ("value-wrong", None)
    assert refused(fakten(), [{}])[0] == "choice-unknown"


def test_several_answers_are_kept_in_the_order_of_the_file() -> None:
    journey = journey_of(SEVERAL)
    one = walk(journey, start(journey, None), ["schlecht", "gut"])
    assert one == walk(journey, start(journey, None), ["gut", "schlecht", "gut"])
    assert one.values["fakten"]["tries"] == [["gut", "schlecht"]]


def test_a_scale_takes_a_number_for_each_item_or_none() -> None:
    journey = journey_of(SCALE)
    state = walk(journey, start(journey, None), {"k": 1, "i": 5})
    assert list(state.way["x"].items()) == [("i", 5), ("k", 1)]
    assert walk(journey, start(journey, None), {}).way == {"x": {}}
    for wrong in (0, 6, "3", 3.0, True, None):
        assert refused(SCALE, {"i": wrong}) == ("value-wrong", "i")
    assert refused(SCALE, {"nie": 1}) == ("value-wrong", "nie")
    assert refused(SCALE, [1]) == ("value-wrong", None)


def test_a_practice_stores_the_ticked_criteria() -> None:
    journey = journey_of(PRACTICE)
    state = walk(journey, start(journey, None), {"ticked": ["l", "k"]})
    assert state.way["x"] == {"ticked": ["k", "l"]}
    assert refused(PRACTICE, {"ticked": ["nie"]}) == ("choice-unknown", "nie")
    assert refused(PRACTICE, {"ticked": "k"}) == ("value-wrong", None)
    assert refused(PRACTICE, True) == ("value-wrong", None)


def test_an_end_is_the_arrival_and_takes_no_answer() -> None:
    journey = journey_of(Story(id="x"))
    arrived = walk(journey, start(journey, None), True)
    assert scene(journey, arrived, lang="de").face == "end"
    for step in ("ende", "x"):
        with pytest.raises(Rejected, match="ended"):
            decide(journey, arrived, Answer(step, True))


def test_only_a_decision_and_a_finished_check_tell() -> None:
    decision = Decision(id="wahl", choices=CHOICES)
    poll = Poll(id="stimme", choices=CHOICES)
    journey = journey_of(decision, poll, fakten(), Showing(id="film"))
    state = walk(journey, start(journey, None), "a", "a", ["schlecht"], None)
    told = [step for step in state.way if tells(journey, state, step)]
    assert told == ["wahl", "fakten"]
    skipped = walk(journey, start(journey, None), "a", "a", None)
    assert not tells(journey, skipped, "fakten")
    assert not tells(journey, skipped, "niemals")


JUNK: list[tuple[Step, list[Any]]] = [
    (Story(id="x"), [None, False, 1, {"missed": False}, "a", []]),
    (Showing(id="x"), [False, "a", {}]),
    (Decision(id="x", choices=CHOICES), [None, "c", "zu", {"missed": True}, True, ["a"]]),
    (Poll(id="x", choices=CHOICES), ["c", "zu", True, {}]),
    (
        EXPLORE,
        [
            None, {"missed": True}, {"left": True}, {"places": ["y"], "left": True}, True, [],
            {"places": ["p", "p"], "left": True}, {"places": [], "left": True}, {"places": "p"},
            {"places": [["p"]]}, {"places": ["p"], "left": "ja"}, {"places": ["zu"], "left": True},
            {"places": ["p"], "left": True, "mehr": 1}, {"places": None},
        ],
    ),
    (
        fakten(tries=2),
        [
            {"tries": []}, {"tries": [["nie"]]}, {"tries": [[]], "left": True}, ["gut"], True,
            {"tries": [["schlecht"], ["schlecht"], ["gut"]]}, {"tries": [["gut"], ["gut"]]},
            {"tries": [["gut", "schlecht"]], "left": True}, {"tries": "gut"}, {"left": True},
            {"tries": [["gut"]], "extra": 1}, {"tries": ["gut"]}, {"tries": [[{}]]},
        ],
    ),
    (SCALE, [{"i": 0}, {"i": 6}, {"nie": 1}, {"i": "3"}, {"i": True}, [], True]),
    (PRACTICE, [{}, {"ticked": None}, {"ticked": ["nie"]}, {"ticked": ["k", "k"]}, True]),
    (Reflection(id="x"), [{}, "mein Text", False]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "value"), [(step, value) for step, values in JUNK for value in values]
)
def test_a_value_that_does_not_fit_is_kept_not_used_and_asked_again(step: Step, value: Any) -> None:
    journey = journey_of(step, inner=PLACES if step is EXPLORE else None)
    state = replay(journey, None, {step.id: value, "niemals": 1})
    assert state.at == step.id
    assert state.way == {}
    assert state.values == {step.id: value, "niemals": 1}
    assert scene(journey, state, lang="de").face in ("ask", "retry")


@pytest.mark.parametrize(
    "step",
    [
        Story(id="x"),
        Showing(id="x"),
        Poll(id="x", choices=CHOICES),
        SCALE,
        PRACTICE,
        Goal(id="x"),
        fakten(),
    ],
)
def test_a_missed_step_is_passed_and_not_answered(step: Step) -> None:
    asks = Story(id="frage", when=c.Answered(step.id, False))
    journey = journey_of(step, asks)
    state = replay(journey, None, {step.id: {"missed": True}})
    assert (state.at, state.way) == ("frage", {step.id: {"missed": True}})
    assert scene(journey, state, step.id, lang="de").face == "seen"


def test_kinds_are_called_as_in_the_format() -> None:
    assert set(STEP_CLASSES) == {
        "story", "media", "decision", "explore", "check", "scale", "poll", "practice",
        "reflection", "goal", "meeting", "end",
    }  # fmt: skip
    assert all(cls.kind == name for name, cls in STEP_CLASSES.items())


def test_only_four_kinds_are_private() -> None:
    private = {name for name, cls in STEP_CLASSES.items() if cls.private}
    assert private == {"reflection", "practice", "goal", "meeting"}


def test_what_an_author_leaves_out_has_its_usual_value() -> None:
    assert (Check(id="k").tries, Scale(id="s").points, Story(id="a").position) == (1, 5, 0)
    assert not Practice(id="p").has_sample
    assert Goal(id="z").fields == ("picture",)
    assert (Text("de", ()).words, Block(()).tag) == (0, "")
