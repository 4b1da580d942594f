"""Runs on newer versions: the rules by small examples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.engine import (
    MISSED,
    Counter,
    Journey,
    from_json,
    only_words,
    replay,
    to_json,
)
from app.engine import conditions as c
from app.engine.steps import (
    Check,
    CheckAnswer,
    Choice,
    End,
    Goal,
    Jump,
    Media,
    Place,
    Poll,
    Practice,
    Scale,
    Step,
    Story,
    Variant,
)
from tests.unit.engine.versions import (
    GEDANKE,
    IN_RUNDE,
    RUNDE,
    WAHL,
    A,
    B,
    moved,
    on_round,
    version,
)

# Classes of change


def test_other_words_other_pictures_and_other_minutes_change_no_way() -> None:
    old = version(A, GEDANKE, texts={"a.text": "früher"})
    new = version(
        replace(A, weight=9, variants=(Variant("v", c.Answered("a", True)),), sources=("q",)),
        GEDANKE,
        texts={"a.text": "heute"},
    )
    assert only_words(old, new)
    found = moved(old, new, {"a": True})
    assert (found.kind, found.state.at, found.touched) == ("words", "gedanke", False)
    assert found.state.done == 9


@pytest.mark.parametrize(
    "new",
    [
        version(A),
        version(B, A),
        version(A, replace(GEDANKE, when=c.Visited("a", True))),
        version(A, GEDANKE, roles=("neu",)),
        version(A, GEDANKE, counters={"mut": Counter()}),
        version(A, replace(GEDANKE, jumps=(Jump("ende"),))),
    ],
)
def test_steps_ways_roles_and_counters_are_no_words(new: Journey) -> None:
    assert not only_words(version(A, GEDANKE), new)


def test_words_reach_also_those_who_have_arrived() -> None:
    old, new = version(A, texts={"a.text": "früher"}), version(A, texts={"a.text": "heute"})
    assert moved(old, new, {"a": True}).kind == "words"


def test_an_end_once_reached_and_the_way_to_it_stay() -> None:
    old = version(A)
    found = moved(old, version(A, B), {"a": True})
    assert (found.kind, found.state) == ("frozen", replay(old, None, {"a": True}))


# Where the replay stops


def test_whoever_meets_a_step_that_the_old_version_had_stands_there() -> None:
    found = moved(version(A, B, GEDANKE), version(A, GEDANKE, B), {"a": True})
    assert (found.kind, found.state.at, found.missed) == ("moves", "gedanke", ())
    assert found.touched


def test_a_new_step_ahead_is_met() -> None:
    found = moved(version(A, GEDANKE), version(A, B, GEDANKE), {"a": True})
    assert (found.kind, found.state.at, found.missed) == ("moves", "b", ())


def test_a_new_step_further_on_touches_nothing_so_far() -> None:
    found = moved(version(A, GEDANKE), version(A, GEDANKE, B), {"a": True})
    assert (found.kind, found.state.at, found.touched) == ("moves", "gedanke", False)


@pytest.mark.parametrize(
    "added", [B, GEDANKE, Poll(id="b", choices=(Choice("x"),)), Scale(id="b"), Goal(id="b")]
)
def test_a_new_step_behind_is_missed(added: Step) -> None:
    old = version(A, Story(id="c"), Story(id="d"))
    new = version(A, added, Story(id="c"), Story(id="d"))
    found = moved(old, new, {"a": True, "c": True})
    assert (found.kind, found.state.at, found.missed) == ("moves", "d", (added.id,))
    assert found.state.way == {"a": True, added.id: MISSED, "c": True}
    assert found.touched


@pytest.mark.parametrize(("added", "inner"), [(WAHL, {}), (RUNDE, IN_RUNDE)])
def test_a_new_decision_or_explore_behind_breaks(added: Step, inner: Any) -> None:
    found = moved(version(A, B), version(added, A, B, inner=inner), {"a": True})
    assert (found.kind, found.reason, found.state.at) == ("breaks", "added", added.id)


@pytest.mark.parametrize(("added", "inner"), [(WAHL, {}), (RUNDE, IN_RUNDE)])
def test_a_new_decision_or_explore_ahead_is_met(added: Step, inner: Any) -> None:
    found = moved(version(A, B), version(A, added, B, inner=inner), {"a": True})
    assert (found.kind, found.state.at) == ("moves", added.id)


def test_several_new_steps_in_a_row_are_missed_together_or_met_together() -> None:
    new = version(Story(id="n1"), Story(id="n2"), A, Story(id="n3"), Story(id="n4"), B)
    found = moved(version(A, B), new, {"a": True})
    assert (found.missed, found.state.at) == (("n1", "n2"), "n3")


def test_a_new_detour_behind_an_answered_decision_is_missed() -> None:
    bends = replace(WAHL, choices=(Choice("x", lane="wahl.x"), Choice("y")))
    old, new = version(WAHL, A, B), version(bends, A, B, inner={"wahl.x": [GEDANKE]})
    assert moved(old, new, {"wahl": "x", "a": True}).missed == ("gedanke",)
    assert moved(old, new, {"wahl": "x"}).state.at == "gedanke"
    assert moved(old, new, {"wahl": "y", "a": True}).missed == ()


@pytest.mark.parametrize("new", [replace(WAHL, choices=(Choice("y"), Choice("z"))), RUNDE])
def test_a_decision_whose_answer_fits_no_more_breaks(new: Step) -> None:
    new = replace(new, id="wahl")
    found = moved(version(WAHL, A), version(new, A, inner=IN_RUNDE), {"wahl": "x"})
    assert (found.kind, found.reason, found.state.at) == ("breaks", "answer", "wahl")
    assert found.lost == ("wahl",)


def test_a_choice_that_is_closed_now_breaks_too() -> None:
    closed = replace(WAHL, choices=(Choice("x", when=c.Visited("a", False)), Choice("y")))
    found = moved(version(A, WAHL, B), version(A, closed, B), {"a": True, "wahl": "x"})
    assert (found.reason, found.state.at, found.lost) == ("answer", "wahl", ())


def test_any_other_answer_that_fits_no_more_becomes_missed() -> None:
    old = version(Poll(id="p", choices=(Choice("x"), Choice("y"))), A, B)
    new = version(Poll(id="p", choices=(Choice("y"), Choice("z"))), A, B)
    found = moved(old, new, {"p": "x", "a": True})
    assert (found.kind, found.missed, found.lost, found.state.at) == ("moves", ("p",), ("p",), "b")


def test_who_would_be_at_an_end_at_once_stays() -> None:
    found = moved(version(A, B), version(A), {"a": True})
    assert (found.kind, found.reason, found.state.at) == ("breaks", "arrives", "ende")


def test_a_check_with_a_try_left_goes_on_where_it_stands() -> None:
    check = Check(id="k", answers=(CheckAnswer("gut", True), CheckAnswer("nie")), tries=2)
    tried = {"k": {"tries": [["nie"]], "left": False}}
    found = moved(version(check, A), version(check, A, B), tried)
    assert (found.state.at, found.missed, found.touched) == ("k", (), False)
    other = replace(check, answers=(CheckAnswer("gut", True), CheckAnswer("neu")))
    assert moved(version(check, A), version(other, A, B), tried).state.at == "k"
    left = {"k": {"tries": [["nie"]], "left": True}}
    assert moved(version(check, A), version(other, A, B), left).missed == ("k",)


# Explores


def test_an_explore_under_way_keeps_its_places_or_breaks() -> None:
    old = version(RUNDE, A, inner=IN_RUNDE)
    values = on_round("p", **{"bei-p": True})
    more = replace(RUNDE, places=(*RUNDE.places, Place("r", "runde.r")))
    grown = version(more, A, inner={**IN_RUNDE, "runde.r": [B]})
    assert moved(old, grown, values).state.way["runde"] == {"places": ["p"], "left": False}
    shrunk = version(
        replace(RUNDE, places=RUNDE.places[1:]), A, inner={"runde.q": IN_RUNDE["runde.q"]}
    )
    found = moved(old, shrunk, values)
    assert (found.kind, found.reason, found.state.at) == ("breaks", "answer", "runde")


def test_an_explore_that_was_left_too_early_by_the_new_rule_breaks() -> None:
    old = version(RUNDE, A, inner=IN_RUNDE)
    new = version(replace(RUNDE, visit=2), A, inner=IN_RUNDE)
    found = moved(old, new, on_round("p", left=True, **{"bei-p": True}))
    assert (found.reason, found.state.at) == ("answer", "runde")


def test_whoever_stands_in_a_place_that_ends_now_is_back_at_the_choice_of_places() -> None:
    inside = {"runde.p": [Story(id="bei-p"), B], "runde.q": [Story(id="bei-q")]}
    old, new = version(RUNDE, A, inner=inside), version(RUNDE, A, inner=IN_RUNDE)
    found = moved(old, new, on_round("p", **{"bei-p": True}))
    assert (found.kind, found.state.at, found.missed) == ("moves", "runde", ())


def test_a_new_step_in_a_place_is_missed_once_the_explore_was_left() -> None:
    more = {**IN_RUNDE, "runde.p": [Story(id="bei-p"), B]}
    old, new = version(RUNDE, A, inner=IN_RUNDE), version(RUNDE, A, inner=more)
    left = on_round("p", left=True, **{"bei-p": True})
    assert moved(old, new, left).missed == ("b",)
    assert moved(old, new, on_round("p", **{"bei-p": True})).state.at == "b"
    both = on_round("p", "q", **{"bei-p": True})
    assert (moved(old, new, both).missed, moved(old, new, both).state.at) == (("b",), "bei-q")


# Steps that are gone


def test_whoever_stands_on_a_removed_step_goes_to_its_target() -> None:
    old = version(A, B, GEDANKE, Story(id="d"))
    values = {"a": True}
    to_d = version(A, GEDANKE, Story(id="d"), removed={"b": "d"})
    found = moved(old, to_d, values)
    assert (found.kind, found.state.at, found.missed) == ("moves", "d", ("gedanke",))


@pytest.mark.parametrize("removed", [{}, {"b": "a"}, {"b": "ende"}, {"b": "weg"}])
def test_else_to_the_next_step_that_is_left(removed: dict[str, str]) -> None:
    new = version(A, GEDANKE, Story(id="d"), removed=removed)
    found = moved(version(A, B, GEDANKE, Story(id="d")), new, {"a": True})
    assert (found.kind, found.state.at, found.missed) == ("moves", "gedanke", ())


def test_no_target_leads_over_a_decision() -> None:
    new = version(A, GEDANKE, WAHL, Story(id="d"), removed={"b": "d"})
    found = moved(version(A, B, GEDANKE, WAHL, Story(id="d")), new, {"a": True})
    assert (found.state.at, found.missed) == ("gedanke", ())


def test_the_answer_of_a_removed_step_is_kept_and_told() -> None:
    old, new = version(WAHL, A, B), version(A, B, removed={"wahl": "a"})
    found = moved(old, new, {"wahl": "x", "a": True})
    assert (found.kind, found.lost, found.state.at) == ("moves", ("wahl",), "b")
    assert found.state.values["wahl"] == "x"
    assert found.touched


def test_chains_of_removed_and_renamed_are_followed() -> None:
    new = version(
        A, GEDANKE, Story(id="z"), renamed={"b": "c", "y": "z"}, removed={"c": "d", "d": "y"}
    )
    found = moved(version(A, B, GEDANKE, Story(id="y")), new, {"a": True})
    assert (found.state.at, found.missed) == ("z", ("gedanke",))
    circle = replace(new, removed={"c": "d", "d": "c"})
    assert moved(version(A, B, GEDANKE), circle, {"a": True}).state.at == "gedanke"


# Roles


def test_a_renamed_role_is_the_same_role() -> None:
    old = version(A, replace(B, when=c.Role(("office",))), GEDANKE, roles=("office", "pflege"))
    new = version(
        A, replace(B, when=c.Role(("buero",))), GEDANKE, roles=("buero", "pflege"),
        renamed={"role.office": "role.amt", "role.amt": "role.buero"},
    )  # fmt: skip
    found = moved(old, new, {"a": True}, role="office")
    assert (found.kind, found.role, found.state.at) == ("moves", "buero", "b")


def test_the_learners_of_a_role_that_is_gone_stay_until_they_take_another() -> None:
    old, new = version(A, B, roles=("weg", "da")), version(A, B, roles=("da", "neu"))
    found = moved(old, new, {"a": True}, role="weg")
    assert (found.kind, found.reason, found.role) == ("breaks", "role", "da")
    taken = moved(old, new, {"a": True}, role="weg", as_role="neu")
    assert (taken.kind, taken.reason, taken.role, taken.state.at) == ("moves", None, "neu", "b")
    assert moved(old, new, {"a": True}, role="weg", as_role="nie").kind == "breaks"
    assert moved(old, version(A, B), {"a": True}, role="weg").reason == "role"
    assert moved(version(A, B), new, {"a": True}).reason == "role"


def test_a_role_of_ones_own_is_not_exchanged() -> None:
    old, new = version(A, B, roles=("da",)), version(A, B, roles=("da", "neu"))
    assert moved(old, new, {"a": True}, role="da", as_role="neu").role == "da"


# Totality


def test_a_step_that_became_another_kind_breaks_or_is_missed() -> None:
    found = moved(version(A, B, GEDANKE), version(A, replace(WAHL, id="b"), GEDANKE),
                  {"a": True, "b": True})  # fmt: skip
    assert (found.kind, found.reason, found.state.at) == ("breaks", "answer", "b")


def test_old_names_survive_the_compiled_form() -> None:
    new = version(A, renamed={"b": "a"}, removed={"c": "a"})
    read = from_json(to_json(new))
    assert (read.renamed, read.removed) == ({"b": "a"}, {"c": "a"})


def test_an_end_that_moved_ahead_lets_go_on() -> None:
    old = version(A, B)
    new = version(A, B, GEDANKE)
    assert isinstance(new.steps["ende"], End)
    assert moved(old, new, {"a": True}).state.at == "b"


# What does not count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (A, replace(A, media=Media("image", "bild.png"))),
        (Practice(id="a"), Practice(id="a", has_sample=True)),
        (Goal(id="a"), Goal(id="a", remind_after_days=7)),
    ],
)
def test_pictures_samples_and_reminders_are_words(old: Step, new: Step) -> None:
    assert only_words(version(old), version(new))


def test_other_journeys_that_an_end_names_are_words() -> None:
    old = version(A)
    further = replace(old.steps["ende"], continue_with=("weiter",))
    assert only_words(old, replace(old, steps={**old.steps, "ende": further}))


def test_where_only_words_changed_no_step_is_gone() -> None:
    old, new = version(A, texts={"a.text": "früher"}), version(A, texts={"a.text": "heute"})
    assert not moved(old, new, {}).gone


def test_a_counter_that_is_gone_touches_nothing() -> None:
    old = version(A, B, counters={"mut": Counter()})
    assert not moved(old, version(A, B, GEDANKE), {"a": True}).touched


def test_what_was_skipped_or_missed_is_not_lost_but_what_follows_is() -> None:
    old = version(GEDANKE, Poll(id="p", choices=(Choice("x"), Choice("y"))), WAHL, A, B)
    values = {"gedanke": None, "p": MISSED, "wahl": "x", "a": True}
    assert moved(old, version(A, B), values).lost == ("wahl",)


def test_a_place_that_was_visited_and_is_gone_is_lost_and_all_places_kept_are_not() -> None:
    old = version(RUNDE, A, B, inner=IN_RUNDE)
    less = replace(RUNDE, places=RUNDE.places[1:])
    shrunk = version(less, A, B, inner={"runde.q": IN_RUNDE["runde.q"]})
    both = on_round("p", "q", **{"bei-p": True, "bei-q": True})
    assert moved(old, shrunk, both).lost == ("runde", "bei-p")
    assert moved(old, version(RUNDE, A, GEDANKE, inner=IN_RUNDE), both).lost == ()
