"""Walking the ``tests:`` of a journey (rule 17)."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine import Counter, Failure, Untested, WalkTest, run_test, untested
from app.engine.steps import (
    Choice,
    Criterion,
    Decision,
    Effects,
    Explore,
    Goal,
    Item,
    Place,
    Practice,
    Reflection,
    Scale,
    Story,
)
from tests.unit.engine.small import fakten, journey_of

JOURNEY = journey_of(
    Story(id="anfang"),
    Scale(id="skala", items=(Item("i"),)),
    Decision(
        id="wahl",
        choices=(Choice("a", lane="wahl.a", effects=Effects(add={"risiko": 2})), Choice("b")),
    ),
    Explore(id="haus", places=(Place("p", "haus.p"), Place("q", "haus.q"))),
    fakten(tries=2, if_correct=Effects(add={"risiko": 1})),
    Practice(id="uebung", criteria=(Criterion("k", Effects(add={"risiko": 10})),)),
    Reflection(id="gedanke"),
    Goal(id="ziel"),
    inner={
        "wahl.a": [Story(id="anruf")],
        "haus.p": [Story(id="in-p")],
        "haus.q": [Story(id="in-q")],
    },
    roles=("buero", "leitung"),
    counters={"risiko": Counter()},
)


def run(answers: dict[str, Any], role: str | None = "buero", **expect: Any) -> list[Failure]:
    chosen = {"wahl": "a", "haus": ["p"], **answers}
    named = {step: value for step, value in chosen.items() if value != "weg"}
    return run_test(JOURNEY, WalkTest("Versuch", role, named, expect))


def codes(failures: list[Failure]) -> list[str]:
    return [failure.code for failure in failures]


def test_steps_not_named_are_gone_through_and_skipped() -> None:
    assert run({}, end="ende", risiko=2, passes=["anruf", "in-p", "ende"], avoids=["in-q"]) == []


@pytest.mark.parametrize(
    ("answers", "risk"),
    [
        ({"wahl": "b"}, 0),
        ({"fakten": "gut"}, 3),
        ({"fakten": ["gut"]}, 3),
        ({"fakten": ["schlecht"]}, 2),
        ({"fakten": {"tries": [["schlecht"], ["gut"]]}}, 3),
        ({"fakten": {"tries": ["schlecht", "gut"]}}, 3),
        ({"fakten": None}, 2),
        ({"uebung": ["k"]}, 12),
        ({"uebung": True, "gedanke": True, "ziel": True, "anfang": True}, 2),
        ({"skala": {"i": 3}, "haus": ["q", "p"]}, 2),
        ({"haus": "q"}, 2),
    ],
)
def test_values_are_written_as_the_kinds_want_them(answers: dict[str, Any], risk: int) -> None:
    assert run(answers, risiko=risk) == []


def test_an_unknown_role_fails() -> None:
    assert run({}, role="chefin") == [Failure("unknown-role", {"role": "chefin"})]
    assert codes(run({}, role=None)) == ["unknown-role"]


def test_a_decision_or_explore_that_is_met_must_be_named() -> None:
    assert run({"wahl": "weg"}) == [Failure("step-unnamed", {"step": "wahl"})]
    assert run({"haus": "weg"}) == [Failure("step-unnamed", {"step": "haus"})]


def test_naming_a_step_that_is_never_met_fails() -> None:
    assert run({"in-q": True, "niemals": "a"}) == [
        Failure("step-never-met", {"step": "in-q"}),
        Failure("step-never-met", {"step": "niemals"}),
    ]


def test_an_answer_that_is_refused_names_why() -> None:
    assert run({"wahl": "c"}) == [
        Failure("answer-rejected", {"step": "wahl", "code": "choice-unknown", "field": "c"})
    ]
    assert codes(run({"haus": []})) == ["answer-rejected"]
    assert codes(run({"haus": None})) == ["answer-rejected"]
    assert codes(run({"anfang": None})) == ["answer-rejected"]
    assert codes(run({"fakten": {"tries": [7]}})) == ["answer-rejected"]


def test_answers_never_asked_for_fail() -> None:
    assert run({"fakten": {"tries": [["gut"], ["schlecht"]]}}) == [
        Failure("answer-unused", {"step": "fakten"})
    ]
    assert codes(run({"haus": ["p", "q", "r"]})) == ["answer-unused"]


def test_what_differs_is_told_with_both_values() -> None:
    assert run({}, end="anderes", risiko=5, passes=["in-q"], avoids="anruf") == [
        Failure("end-differs", {"expected": "anderes", "found": "ende"}),
        Failure("counter-differs", {"name": "risiko", "expected": 5, "found": 2}),
        Failure("step-not-passed", {"step": "in-q"}),
        Failure("step-not-avoided", {"step": "anruf"}),
    ]


def test_it_names_what_no_test_passes() -> None:
    short = WalkTest("kurz", "buero", answers={"wahl": "b", "haus": ["q"]})
    assert untested(JOURNEY, [short]).choices == ("wahl.a", "haus.p")
    assert untested(JOURNEY, [short]).steps == ("anruf", "in-p")
    both = [short, WalkTest("lang", "buero", answers={"wahl": "a", "haus": ["p"]})]
    assert untested(JOURNEY, both) == Untested((), (), ())


def test_a_test_that_stops_counts_as_far_as_it_came() -> None:
    stops = WalkTest("hält", "buero", answers={"wahl": "a"})
    left = untested(JOURNEY, [stops, WalkTest("niemand", role="gibt-es-nicht")])
    assert "anruf" not in left.steps
    assert left.choices == ("wahl.b",)
    assert "uebung" in left.steps
    assert left.ends == ("ende",)
