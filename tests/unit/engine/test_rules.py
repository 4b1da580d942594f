"""The rules of flow, effects and changes, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine import Answer, Counter, Journey, Rejected, State, decide, replay, start
from app.engine import conditions as c
from app.engine.steps import (
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
    Reflection,
    Scale,
    Step,
    Story,
)
from tests.unit.engine.small import fakten, journey_of, walk

NEVER = c.Role(("niemand",))


def story(id_: str, **given: Any) -> Story:
    return Story(id=id_, **given)


def begin(journey: Journey, *values: Any, role: str | None = None) -> State:
    return walk(journey, start(journey, role), *values)


def refusal(journey: Journey, state: State, answer: Answer) -> str:
    with pytest.raises(Rejected) as caught:
        decide(journey, state, answer)
    return caught.value.code


def test_a_role_must_be_one_of_the_journey() -> None:
    with pytest.raises(Rejected, match=r"^unknown-role$"):
        start(journey_of(roles=("buero",)), None)
    with pytest.raises(Rejected, match=r"^unknown-role$"):
        start(journey_of(), "buero")
    assert start(journey_of(roles=("buero",)), "buero").role == "buero"
    assert start(journey_of(), None).role is None


def test_replay_takes_a_role_that_is_gone() -> None:
    journey = journey_of(story("nur", when=c.Role(("buero",))), roles=("buero",))
    assert replay(journey, "weg", {}).at == "ende"


def test_counters_begin_at_their_start() -> None:
    journey = journey_of(counters={"risiko": Counter(start=2), "mut": Counter()})
    assert start(journey, None).counters == {"risiko": 2, "mut": 0}


def test_a_step_that_is_neither_present_nor_passed_cannot_be_answered() -> None:
    journey = journey_of(story("a"), story("b"))
    state = start(journey, None)
    assert refusal(journey, state, Answer("b", True)) == "not-on-way"
    assert refusal(journey, state, Answer("niemals", True)) == "unknown-step"
    assert refusal(journey, state, Answer(["a"], True)) == "unknown-step"  # type: ignore[arg-type]


def test_the_first_jump_that_holds_is_taken_else_the_list_goes_on() -> None:
    wahl = Decision(
        id="wahl",
        choices=(Choice("a"), Choice("b"), Choice("c")),
        jumps=(Jump("drei", c.Chose("wahl", ("a",))), Jump("zwei", c.Chose("wahl", ("a", "b")))),
    )
    journey = journey_of(wahl, story("eins"), story("zwei"), story("drei"))
    assert begin(journey, "a").at == "drei"
    assert begin(journey, "b").at == "zwei"
    assert begin(journey, "c").at == "eins"


def test_a_choices_next_wins_over_the_steps() -> None:
    wahl = Decision(
        id="wahl",
        choices=(Choice("a", jumps=(Jump("drei"),)), Choice("b")),
        jumps=(Jump("zwei"),),
    )
    journey = journey_of(wahl, story("eins"), story("zwei"), story("drei"))
    assert begin(journey, "a").at == "drei"
    assert begin(journey, "b").at == "zwei"


def test_a_detour_comes_before_the_decisions_next() -> None:
    wahl = Decision(
        id="wahl",
        choices=(Choice("um", lane="wahl.um"), Choice("gerade")),
        jumps=(Jump("zwei", c.Visited("umweg", True)), Jump("eins")),
    )
    inner: dict[str, list[Step]] = {"wahl.um": [story("umweg", jumps=(Jump("umweg-2"),)),
                                                story("nie"), story("umweg-2")]}  # fmt: skip
    journey = journey_of(wahl, story("eins"), story("zwei"), inner=inner)
    state = begin(journey, "um")
    assert state.at == "umweg"
    assert list(walk(journey, state, True, True).way) == ["wahl", "umweg", "umweg-2"]
    assert walk(journey, state, True, True).at == "zwei"
    assert begin(journey, "gerade").at == "eins"


def test_a_detour_without_any_step_shown_is_passed() -> None:
    wahl = Decision(id="wahl", choices=(Choice("um", lane="wahl.um"), Choice("b")))
    journey = journey_of(wahl, inner={"wahl.um": [story("umweg", when=NEVER)]})
    assert begin(journey, "um").at == "ende"
    leer = journey_of(wahl, inner={"wahl.um": []})
    assert begin(leer, "um").at == "ende"


def test_a_skipped_step_keeps_its_own_next() -> None:
    journey = journey_of(
        story("a", when=NEVER, jumps=(Jump("c"),)), story("b"), story("c", when=NEVER), story("d")
    )
    assert start(journey, None).at == "d"


def test_a_decision_without_an_open_choice_is_skipped() -> None:
    closed = (Choice("a", when=NEVER), Choice("b", when=NEVER))
    journey = journey_of(Decision(id="wahl", choices=closed, jumps=(Jump("b"),)), story("a"),
                         story("b"))  # fmt: skip
    state = start(journey, None)
    assert (state.at, state.way) == ("b", {})


def explore(visit: int, *places: Place, **given: Any) -> Explore:
    return Explore(id="haus", visit=visit, places=places, **given)


def test_an_explore_asks_for_no_more_places_than_can_open() -> None:
    haus = explore(2, Place("p", "haus.p"), Place("q", "haus.q", NEVER))
    journey = journey_of(haus, inner={"haus.p": [story("in-p")], "haus.q": [story("in-q")]})
    state = begin(journey, {"place": "p"}, True)
    assert state.at == "ende"
    assert state.way["haus"] == {"places": ["p"], "left": True}
    assert state.values["haus"] == {"places": ["p"], "left": False}


def test_an_explore_may_be_left_at_once_where_no_visit_is_needed() -> None:
    journey = journey_of(explore(0, Place("p", "haus.p")), inner={"haus.p": [story("in-p")]})
    state = begin(journey, {"leave": True})
    assert (state.at, state.way) == ("ende", {"haus": {"places": [], "left": True}})


def test_a_place_in_which_nothing_would_be_shown_is_closed() -> None:
    haus = explore(1, Place("p", "haus.p"), Place("q", "haus.q"))
    inner = {"haus.p": [story("a", when=NEVER), story("b", when=NEVER)], "haus.q": []}
    state = start(journey_of(haus, inner=inner), None)
    assert (state.at, state.way) == ("ende", {})


def test_a_place_is_looked_into_as_if_it_were_entered() -> None:
    inside = story("innen", when=c.Includes("haus", "p"))
    journey = journey_of(explore(1, Place("p", "haus.p")), inner={"haus.p": [inside]})
    assert start(journey, None).at == "haus"
    assert begin(journey, {"place": "p"}).at == "innen"


def test_a_place_may_wait_for_another() -> None:
    haus = explore(
        2, Place("p", "haus.p"), Place("q", "haus.q", c.Includes("haus", "p")), jumps=(Jump("z"),)
    )
    inner = {"haus.p": [story("in-p")], "haus.q": [story("in-q")]}
    journey = journey_of(haus, story("nie"), story("z"), inner=inner)
    with pytest.raises(Rejected, match="place-closed"):
        begin(journey, {"place": "q"})
    assert begin(journey, {"place": "p"}, True, {"place": "q"}, True).at == "z"


def test_stored_places_count_up_to_the_first_that_is_closed() -> None:
    haus = explore(1, Place("p", "haus.p"), Place("q", "haus.q", NEVER), Place("r", "haus.r"))
    inner = {f"haus.{x}": [story(f"in-{x}")] for x in "pqr"}
    journey = journey_of(haus, inner=inner)
    stored = {"haus": {"places": ["p", "q", "r"], "left": True}, "in-p": True, "in-r": True}
    state = replay(journey, None, stored)
    assert (state.at, list(state.way)) == ("haus", ["haus", "in-p"])
    state = walk(journey, state, {"place": "r"})
    assert state.at == "ende"
    assert state.values["haus"] == {"places": ["p", "r"], "left": False}


def test_leaving_that_came_too_early_is_asked_again() -> None:
    haus = explore(2, Place("p", "haus.p"), Place("q", "haus.q"))
    journey = journey_of(haus, inner={"haus.p": [story("in-p")], "haus.q": [story("in-q")]})
    stored = {"haus": {"places": ["p"], "left": True}, "in-p": True}
    assert replay(journey, None, stored).at == "haus"


def test_detours_and_places_nest_twice() -> None:
    haus = explore(1, Place("p", "haus.p"))
    wahl = Decision(id="wahl", choices=(Choice("a", lane="wahl.a"), Choice("b")))
    inner: dict[str, list[Step]] = {"haus.p": [wahl, story("danach")], "wahl.a": [story("tief")]}
    journey = journey_of(haus, inner=inner)
    state = begin(journey, {"place": "p"}, "a")
    assert state.at == "tief"
    assert walk(journey, state, True).at == "danach"
    assert walk(journey, state, True, True).at == "ende"
    assert list(walk(journey, state, True, True).way) == ["haus", "wahl", "tief", "danach"]


def test_effects_run_in_the_order_of_the_way_and_are_clamped() -> None:
    counters = {"risiko": Counter(start=1, min=0, max=3), "mut": Counter(min=0, competence=True)}
    hoch = Choice("hoch", effects=Effects(add={"risiko": 9}), lane="wahl.hoch")
    tief = Choice("tief", effects=Effects(add={"risiko": -1, "mut": -5}))
    fest = Choice("fest", effects=Effects(set={"risiko": 7}, add={"mut": 2}))
    wahl = Decision(id="wahl", choices=(hoch, tief, fest))
    zwei = Decision(id="zwei", choices=(tief, Choice("nichts")))
    journey = journey_of(
        wahl, zwei, inner={"wahl.hoch": [story("umweg", when=c.Number("risiko", "is", 3))]},
        counters=counters,
    )  # fmt: skip
    assert begin(journey, "hoch").at == "umweg"
    assert begin(journey, "hoch", True, "tief").counters == {"risiko": 2, "mut": 0}
    assert begin(journey, "fest", "nichts").counters == {"risiko": 3, "mut": 2}


def test_a_check_counts_only_when_it_ends_correctly() -> None:
    check = fakten(tries=2, if_correct=Effects(add={"mut": 2}))
    journey = journey_of(check, counters={"mut": Counter(min=0)})
    assert begin(journey, ["schlecht"]).counters == {"mut": 0}
    assert begin(journey, ["schlecht"], ["gut"]).counters == {"mut": 2}
    assert begin(journey, ["schlecht"], ["schlecht"]).counters == {"mut": 0}
    assert begin(journey, None).counters == {"mut": 0}


def test_criteria_take_effect_in_the_order_of_the_file() -> None:
    criteria = (
        Criterion("eins", Effects(set={"mut": 5})),
        Criterion("zwei", Effects(add={"mut": 1})),
    )
    journey = journey_of(Practice(id="p", criteria=criteria), counters={"mut": Counter()})
    assert begin(journey, {"ticked": ["zwei", "eins"]}).counters == {"mut": 6}
    assert begin(journey, None).counters == {"mut": 0}


def changeable() -> Journey:
    wahl = Decision(id="wahl", choices=(Choice("a", lane="wahl.a"), Choice("b")))
    haus = explore(1, Place("p", "haus.p"), Place("q", "haus.q"))
    return journey_of(
        story("anfang"),
        wahl,
        haus,
        fakten(),
        Poll(id="stimme", choices=(Choice("ja"), Choice("nein"))),
        Scale(id="skala", items=(Item("i"),)),
        Practice(id="uebung", criteria=(Criterion("k"),)),
        Reflection(id="gedanke"),
        story("hier"),
        inner={"wahl.a": [Reflection(id="umweg")], "haus.p": [story("in-p")],
               "haus.q": [story("in-q")]},
    )  # fmt: skip


WALKED = (True, "a", True, {"place": "p"}, True, {"leave": True}, ["gut"], "ja", {"i": 2},
          {"ticked": []}, True)  # fmt: skip


@pytest.mark.parametrize(
    ("step", "value", "stored"),
    [
        ("wahl", "b", "b"),
        ("stimme", "nein", "nein"),
        ("skala", {"i": 5}, {"i": 5}),
        ("uebung", {"ticked": ["k"]}, {"ticked": ["k"]}),
        ("gedanke", True, True),
        ("gedanke", None, None),
    ],
)
def test_an_earlier_answer_can_be_changed_and_later_ones_stay(
    step: str, value: Any, stored: Any
) -> None:
    journey = changeable()
    state = begin(journey, *WALKED)
    changed = decide(journey, state, Answer(step, value))
    assert changed.at == "hier"
    assert changed.way[step] == stored
    assert changed == replay(journey, None, {**state.values, step: stored})


def test_answers_on_a_way_given_up_stay_and_count_again_when_met() -> None:
    journey = changeable()
    state = begin(journey, *WALKED)
    changed = decide(journey, state, Answer("wahl", "b"))
    assert "umweg" in changed.values
    assert "umweg" not in changed.way
    assert decide(journey, changed, Answer("wahl", "a")) == state


def test_an_explore_changes_by_adding_a_place() -> None:
    journey = changeable()
    state = begin(journey, *WALKED)
    changed = decide(journey, state, Answer("haus", {"place": "q"}))
    assert changed.at == "in-q"
    assert changed.values["haus"] == {"places": ["p", "q"], "left": True}
    assert walk(journey, changed, True).at == "hier"
    assert refusal(journey, state, Answer("haus", {"place": "p"})) == "place-closed"
    assert refusal(journey, state, Answer("haus", {"leave": True})) == "cannot-change"
    inside = begin(journey, True, "b", {"place": "p"})
    assert refusal(journey, inside, Answer("haus", {"place": "q"})) == "cannot-change"


@pytest.mark.parametrize(
    ("step", "value", "code"),
    [
        ("anfang", True, "cannot-change"),
        ("fakten", ["gut"], "tries-used"),
        ("wahl", "c", "choice-unknown"),
        ("skala", {"i": 9}, "value-wrong"),
        ("wahl", None, "cannot-skip"),
    ],
)
def test_what_is_told_and_tried_stays(step: str, value: Any, code: str) -> None:
    journey = changeable()
    assert refusal(journey, begin(journey, *WALKED), Answer(step, value)) == code


def test_nothing_changes_after_the_end() -> None:
    journey = changeable()
    arrived = begin(journey, *WALKED, True)
    assert arrived.at == "ende"
    assert refusal(journey, arrived, Answer("wahl", "b")) == "ended"


def test_a_change_is_held_against_what_was_open_then() -> None:
    open_at_first = Choice("frueh", when=c.Number("mut", "at_most", 0))
    first = Decision(id="eins", choices=(open_at_first, Choice("b")))
    second = Decision(id="zwei", choices=(Choice("a", effects=Effects(add={"mut": 1})),))
    journey = journey_of(first, second, story("hier"), counters={"mut": Counter()})
    state = begin(journey, "b", "a")
    assert decide(journey, state, Answer("eins", "frueh")).way["eins"] == "frueh"


def test_a_missed_step_may_be_answered_later() -> None:
    journey = journey_of(Reflection(id="neu"), story("hier"))
    state = replay(journey, None, {"neu": {"missed": True}})
    assert decide(journey, state, Answer("neu", True)).way == {"neu": True}


def test_an_end_before_the_last_step_is_an_arrival_too() -> None:
    wahl = Decision(id="wahl", choices=(Choice("a"), Choice("b", jumps=(Jump("ende"),))))
    journey = journey_of(wahl, End(id="frueher"))
    assert begin(journey, "a").at == "frueher"
    assert begin(journey, "b").at == "ende"
