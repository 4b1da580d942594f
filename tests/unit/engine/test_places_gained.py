"""Explores that gain a place: whoever had gone on goes on, whoever is under way may visit it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.engine import MISSED, Answer, Journey, decide, passed_over
from app.engine import conditions as c
from app.engine.steps import Place, Story
from tests.unit.engine.versions import GEDANKE, IN_RUNDE, RUNDE, A, B, moved, on_round, version

GROWN = replace(RUNDE, places=(*RUNDE.places, Place("r", "runde.r")))
IN_GROWN = {**IN_RUNDE, "runde.r": [Story(id="bei-r")]}
BOTH = {"bei-p": True, "bei-q": True}


def passed(*visited: str) -> dict[str, object]:
    """Return the value of a round that a newer version passed over."""
    return {"places": list(visited), "left": True, "missed": True}


def test_a_place_gained_behind_somebody_is_not_visited_and_holds_nobody_back() -> None:
    old, new = version(RUNDE, A, B, inner=IN_RUNDE), version(GROWN, A, B, inner=IN_GROWN)
    found = moved(old, new, on_round("p", "q", a=True, **BOTH))
    assert (found.kind, found.state.at, found.reason) == ("moves", "b", None)
    assert (found.left, found.missed, found.lost, found.touched) == (("runde",), (), (), False)
    assert found.state.values["runde"] == passed("p", "q")
    assert found.state.way["runde"] == {"places": ["p", "q"], "left": True}


def test_whoever_stands_right_behind_the_round_stays_there_when_it_gains_a_place() -> None:
    old, new = version(RUNDE, A, B, inner=IN_RUNDE), version(GROWN, A, B, inner=IN_GROWN)
    found = moved(old, new, on_round("p", "q", **BOTH))
    assert (found.kind, found.state.at, found.left) == ("moves", "a", ("runde",))


def test_a_place_gained_by_a_round_under_way_is_open() -> None:
    old, new = version(RUNDE, A, inner=IN_RUNDE), version(GROWN, A, inner=IN_GROWN)
    inside = moved(old, new, on_round("p", "q", **{"bei-p": True}))
    assert (inside.kind, inside.state.at, inside.left) == ("moves", "bei-q", ())
    back = decide(new, inside.state, Answer("bei-q", True))
    assert back.at == "runde"
    assert decide(new, back, Answer("runde", {"place": "r"})).at == "bei-r"


def test_who_left_a_round_in_their_own_words_is_no_case_of_a_place_gained() -> None:
    old, new = version(RUNDE, A, inner=IN_RUNDE), version(GROWN, A, inner=IN_GROWN)
    found = moved(old, new, on_round("p", left=True, **{"bei-p": True}))
    assert (found.kind, found.state.at, found.left) == ("moves", "a", ())


def test_several_rounds_that_gained_a_place_are_all_left() -> None:
    def two_rounds(grown: bool) -> Journey:
        second = replace(RUNDE, id="zwei", places=(Place("p", "zwei.p"),))
        more = replace(second, places=(*second.places, Place("q", "zwei.q")))
        inner = {**IN_RUNDE, "zwei.p": [Story(id="zwei-p")]}
        if not grown:
            return version(RUNDE, second, A, B, inner=inner)
        inner |= {"runde.r": [Story(id="bei-r")], "zwei.q": [Story(id="zwei-q")]}
        return version(GROWN, GEDANKE, more, A, B, inner=inner)

    values = on_round("p", "q", **BOTH) | {"zwei": {"places": ["p"], "left": False}}
    found = moved(two_rounds(False), two_rounds(True), {**values, "zwei-p": True, "a": True})
    assert (found.kind, found.state.at) == ("moves", "b")
    assert (found.left, found.missed) == (("runde", "zwei"), ("gedanke",))


@pytest.mark.parametrize("visit", [0, 1, 2, 3, 9])
def test_who_visited_all_there_was_is_not_held_back_by_more_visits_asked_for(visit: int) -> None:
    new = version(replace(GROWN, visit=visit), A, inner=IN_GROWN)
    found = moved(version(RUNDE, A, inner=IN_RUNDE), new, on_round("p", "q", **BOTH))
    assert (found.kind, found.state.at, found.left) == ("moves", "a", ("runde",))


def test_who_visited_the_only_place_open_to_them_is_not_held_back_by_another() -> None:
    closed = Place("q", "runde.q", when=c.Visited("a", True))
    old = version(replace(RUNDE, visit=2, places=(RUNDE.places[0], closed)), B, inner=IN_RUNDE)
    new = version(replace(RUNDE, visit=2), B, inner=IN_RUNDE)
    found = moved(old, new, on_round("p", **{"bei-p": True}))
    assert (found.kind, found.state.at, found.left) == ("moves", "b", ("runde",))


def test_a_place_gained_can_be_visited_later_and_the_round_is_judged_anew() -> None:
    old, new = version(RUNDE, A, B, inner=IN_RUNDE), version(GROWN, A, B, inner=IN_GROWN)
    found = moved(old, new, on_round("p", "q", a=True, **BOTH))
    there = decide(new, found.state, Answer("runde", {"place": "r"}))
    assert (there.at, there.way["runde"]["places"]) == ("bei-r", ["p", "q", "r"])
    assert there.values["runde"] == {"places": ["p", "q", "r"], "left": True}
    assert decide(new, there, Answer("bei-r", True)).at == "b"


def test_a_round_passed_over_stays_so_when_it_grows_again() -> None:
    more = replace(GROWN, visit=4, places=(*GROWN.places, Place("s", "runde.s")))
    new = version(more, A, B, inner={**IN_GROWN, "runde.s": [Story(id="bei-s")]})
    found = moved(version(GROWN, A, B, inner=IN_GROWN), new,
                  {"runde": passed("p", "q"), **BOTH, "a": True})  # fmt: skip
    assert (found.kind, found.state.at, found.left, found.touched) == ("moves", "b", (), False)


def test_a_round_passed_over_that_loses_a_visited_place_breaks() -> None:
    fewer = replace(RUNDE, places=RUNDE.places[1:])
    new = version(fewer, A, inner={"runde.q": IN_RUNDE["runde.q"]})
    found = moved(version(GROWN, A, inner=IN_GROWN), new, {"runde": passed("p", "q"), **BOTH})
    assert (found.kind, found.reason, found.left) == ("breaks", "answer", ())


def test_a_round_that_gained_one_place_and_lost_a_visited_one_breaks() -> None:
    places = (RUNDE.places[1], Place("r", "runde.r"))
    inner = {"runde.q": IN_RUNDE["runde.q"], "runde.r": [Story(id="bei-r")]}
    new = version(replace(RUNDE, places=places), A, inner=inner)
    found = moved(version(RUNDE, A, inner=IN_RUNDE), new, on_round("p", "q", **BOTH))
    assert (found.kind, found.reason, found.left) == ("breaks", "answer", ())


def test_a_visit_that_counts_no_more_keeps_a_round_from_being_left_for_somebody() -> None:
    closed = (replace(RUNDE.places[0], when=c.Visited("a", True)), *GROWN.places[1:])
    new = version(replace(GROWN, places=closed), A, B, inner=IN_GROWN)
    found = moved(version(RUNDE, A, B, inner=IN_RUNDE), new, on_round("q", "p", a=True, **BOTH))
    assert (found.kind, found.reason, found.left) == ("breaks", "answer", ())


def test_a_renamed_place_is_a_place_visited() -> None:
    places = (Place("x", "runde.x"), *GROWN.places[1:])
    inner = {"runde.x": IN_RUNDE["runde.p"], **{k: v for k, v in IN_GROWN.items() if k[-1] != "p"}}
    new = version(replace(GROWN, places=places), A, inner=inner, renamed={"runde.p": "runde.x"})
    found = moved(version(RUNDE, A, inner=IN_RUNDE), new, on_round("p", "q", **BOTH))
    assert (found.kind, found.left) == ("moves", ("runde",))
    assert found.state.values["runde"] == passed("x", "q")


def test_a_round_that_was_never_a_round_before_breaks() -> None:
    found = moved(version(replace(A, id="runde"), B), version(RUNDE, B, inner=IN_RUNDE),
                  {"runde": True})  # fmt: skip
    assert (found.kind, found.reason, found.left) == ("breaks", "answer", ())


def test_what_is_passed_over_is_left_or_missed() -> None:
    assert passed_over({"places": ["p"], "left": False}) == passed("p")
    assert passed_over(passed("p")) == passed("p")
    for value in (None, True, "x", {"tries": [["a"]], "left": False}, MISSED, []):
        assert passed_over(value) == MISSED
