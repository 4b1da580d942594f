"""Conditions are two-valued and total."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from app.engine import conditions as c
from app.engine import holds
from app.engine.conditions import known


@dataclass
class View:
    role: str | None = None
    way: dict[str, Any] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    right: dict[str, bool] = field(default_factory=dict)

    def solved(self, step: str) -> bool | None:
        return self.right.get(step)


def test_a_role_is_one_of_several() -> None:
    assert holds(c.Role(("leitung", "buero")), View(role="buero"))
    assert not holds(c.Role(("leitung",)), View(role="buero"))
    assert not holds(c.Role(("leitung",)), View())


def test_a_choice_was_taken_or_is_in_the_last_try() -> None:
    view = View(way={"wahl": "a", "fakten": {"tries": [["a"], ["b", "c"]], "left": False}})
    assert holds(c.Chose("wahl", ("b", "a")), view)
    assert not holds(c.Chose("wahl", ("b",)), view)
    assert holds(c.Chose("fakten", ("c",)), view)
    assert not holds(c.Chose("fakten", ("a",)), view)


@pytest.mark.parametrize(
    ("operator", "numbers"),
    [
        ("is", [3]),
        ("is_not", [2, 4]),
        ("at_least", [3, 4]),
        ("at_most", [2, 3]),
        ("more_than", [4]),
        ("less_than", [2]),
    ],
)
def test_numbers_are_compared(operator: str, numbers: list[int]) -> None:
    held = [n for n in (2, 3, 4) if holds(c.Number("n", operator, 3), View(counters={"n": n}))]
    assert held == numbers
    items = [
        n
        for n in (2, 3, 4)
        if holds(c.ItemNumber("s", "i", operator, 3), View(way={"s": {"i": n}}))
    ]
    assert items == numbers


@pytest.mark.parametrize(
    "condition",
    [
        c.Chose("x", ("a",)),
        c.Includes("x", "a"),
        c.Correct("x", True),
        c.Correct("x", False),
        c.ItemNumber("x", "i", "is_not", 1),
        c.ItemNumber("x", "i", "at_most", 9),
        c.Visited("x", True),
        c.Answered("x", True),
    ],
)
@pytest.mark.parametrize("way", [{}, {"x": {"missed": True}}])
def test_a_comparison_with_a_step_without_answer_never_holds(
    condition: c.Condition, way: dict[str, Any]
) -> None:
    assert not holds(condition, View(way=way))
    assert holds(c.Not(condition), View(way=way))


def test_an_item_left_out_of_a_scale_is_no_number() -> None:
    assert not holds(c.ItemNumber("s", "i", "is_not", 1), View(way={"s": {}}))
    assert not holds(c.ItemNumber("s", "i", "is_not", 1), View(way={"s": None}))


def test_a_check_is_correct_or_not_only_after_a_try() -> None:
    assert holds(c.Correct("x", True), View(right={"x": True}))
    assert holds(c.Correct("x", False), View(right={"x": False}))
    assert not holds(c.Correct("x", False), View(way={"x": None}))


def test_includes_asks_for_a_place_or_an_answer_of_the_last_try() -> None:
    view = View(way={"haus": {"places": ["b"], "left": False}, "f": {"tries": [["a"], ["b"]]}})
    assert holds(c.Includes("haus", "b"), view)
    assert not holds(c.Includes("haus", "a"), view)
    assert holds(c.Includes("f", "b"), view)
    assert not holds(c.Includes("f", "a"), view)


@pytest.mark.parametrize(
    ("value", "visited", "answered"),
    [
        (True, True, True),
        (None, True, False),
        ({"missed": True}, False, False),
        ("a", True, True),
        ({"places": ["a"], "left": False}, False, False),
        ({"places": [], "left": True}, True, True),
        ({"tries": [["a"]], "left": False}, True, True),
        ({}, True, True),
    ],
)
def test_visited_counts_skips_answered_does_not(value: Any, visited: bool, answered: bool) -> None:
    view = View(way={"x": value})
    assert holds(c.Visited("x", True), view) is visited
    assert holds(c.Visited("x", False), view) is not visited
    assert holds(c.Answered("x", True), view) is answered
    assert holds(c.Answered("x", False), view) is not answered


def test_all_any_and_not_combine() -> None:
    yes, no = c.Role(("a",)), c.Role(("b",))
    view = View(role="a")
    assert holds(c.All((yes, yes)), view)
    assert not holds(c.All((yes, no)), view)
    assert holds(c.Any((no, yes)), view)
    assert not holds(c.Any((no, no)), view)
    assert holds(c.Not(no), view)
    assert holds(None, view)


def test_a_condition_on_a_step_of_another_kind_is_false_and_no_failure() -> None:
    ways: list[Any] = [True, None, "a", {"ticked": []}, {"places": ["a"]}, {"tries": [["a"]]}]
    for value in ways:
        view = View(way={"x": value})
        for condition in (
            c.Chose("x", ("z",)),
            c.Includes("x", "z"),
            c.ItemNumber("x", "z", "is", 1),
            c.Correct("x", True),
            c.Number("fehlt", "is_not", 1),
        ):
            assert not holds(condition, view)


def test_what_only_the_role_decides_is_known_before_the_walk() -> None:
    yes, no, open_ = c.Role(("a",)), c.Role(("b",)), c.Visited("x", True)
    assert known(None, "a") is True
    assert known(yes, "a") is True
    assert known(no, "a") is False
    assert known(open_, "a") is None
    assert known(c.All((yes, open_)), "a") is None
    assert known(c.All((no, open_)), "a") is False
    assert known(c.Any((yes, open_)), "a") is True
    assert known(c.Any((no, open_)), "a") is None
    assert known(c.Not(no), "a") is True
    assert known(c.Not(open_), "a") is None
