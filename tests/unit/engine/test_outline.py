"""The map: stages, roads not taken, ways given up, nodes and edges."""

from __future__ import annotations

from app.engine import (
    Answer,
    Edge,
    StageLine,
    closed_steps,
    decide,
    outline,
    progress,
    range_of,
    replay,
    roads_not_taken,
    stage_lines,
    start,
)
from app.engine import conditions as c
from app.engine.steps import Choice, Decision, Explore, Jump, Place, Reflection, Story
from tests.unit.engine.small import journey_of, walk

WAHL = Decision(
    id="wahl",
    choices=(
        Choice("a", lane="wahl.a"),
        Choice("b", jumps=(Jump("gedanke"),)),
        Choice("fremd", when=c.Role(("andere",))),
    ),
)
HAUS = Explore(id="haus", stage=1, places=(Place("p", "haus.p"), Place("q", "haus.q")))
JOURNEY = journey_of(
    WAHL,
    Story(id="mitte"),
    Reflection(id="gedanke"),
    HAUS,
    inner={
        "wahl.a": [Reflection(id="umweg")],
        "haus.p": [Reflection(id="in-p", stage=1)],
        "haus.q": [Reflection(id="in-q", stage=1)],
    },
    stages=("eins", "zwei", "drei"),
)
BEGIN = start(JOURNEY, None)


def test_stages_are_done_here_or_open_and_name_what_was_passed() -> None:
    state = walk(JOURNEY, BEGIN, "a", True, True, True, {"place": "q"})
    assert stage_lines(JOURNEY, state) == [
        StageLine("eins", "done", ("wahl", "umweg", "mitte", "gedanke")),
        StageLine("zwei", "here", ("haus",)),
        StageLine("drei", "open", ()),
    ]


def test_roads_not_taken_are_told_after_the_arrival_only() -> None:
    state = walk(JOURNEY, BEGIN, "b", True, {"place": "q"}, True)
    assert roads_not_taken(JOURNEY, state) == {}
    arrived = walk(JOURNEY, state, {"leave": True})
    assert roads_not_taken(JOURNEY, arrived) == {"wahl": 1, "haus": 1}


def test_a_way_given_up_is_closed_what_lies_ahead_is_not() -> None:
    state = walk(JOURNEY, BEGIN, "a", True, True, True)
    assert closed_steps(JOURNEY, state) == ()
    changed = decide(JOURNEY, state, Answer("wahl", "b"))
    assert closed_steps(JOURNEY, changed) == ("umweg", "mitte")


def test_answers_stored_ahead_may_still_be_met() -> None:
    ahead = {"umweg": True, "gedanke": True, "in-p": True, "in-q": True, "niemals": True}
    assert closed_steps(JOURNEY, replay(JOURNEY, None, ahead)) == ()
    in_detour = replay(JOURNEY, None, {"wahl": "a", "gedanke": True, "in-p": True})
    assert in_detour.at == "umweg"
    assert closed_steps(JOURNEY, in_detour) == ()
    at_hub = replay(JOURNEY, None, {**ahead, "wahl": "b", "haus": {"places": ["p"]}})
    assert at_hub.at == "haus"
    assert closed_steps(JOURNEY, at_hub) == ("umweg",)
    inside = walk(JOURNEY, replay(JOURNEY, None, {"wahl": "b", "gedanke": True, "in-p": True}),
                  {"place": "q"})  # fmt: skip
    assert closed_steps(JOURNEY, inside) == ()


def test_another_choices_detour_is_closed_while_one_is_walked() -> None:
    wahl = Decision(id="w", choices=(Choice("a", lane="w.a"), Choice("b", lane="w.b")))
    inner = {"w.a": [Reflection(id="in-a")], "w.b": [Reflection(id="in-b")]}
    journey = journey_of(wahl, inner=inner)
    state = replay(journey, None, {"w": "b", "in-a": True})
    assert (state.at, closed_steps(journey, state)) == ("in-b", ("in-a",))


def test_the_outline_names_every_move() -> None:
    assert [step.id for step in outline(JOURNEY).nodes] == list(JOURNEY.steps)
    assert set(outline(JOURNEY).edges) == {
        Edge("wahl", "umweg", "a"),
        Edge("wahl", "gedanke", "b"),
        Edge("wahl", "mitte", "fremd"),
        Edge("umweg", "mitte"),
        Edge("mitte", "gedanke"),
        Edge("gedanke", "haus"),
        Edge("haus", "in-p", "p"),
        Edge("haus", "in-q", "q"),
        Edge("in-p", "haus"),
        Edge("in-q", "haus"),
        Edge("haus", "ende"),
    }


def test_a_conditional_jump_leaves_the_list_as_a_second_way() -> None:
    jumps = (Jump("c", c.Visited("a", True)),)
    journey = journey_of(Story(id="a", jumps=jumps), Story(id="b"), Story(id="c"))
    edges = outline(journey).edges
    assert {Edge("a", "c"), Edge("a", "b")} <= set(edges)


def test_all_roads_but_the_one_taken_count() -> None:
    three = Decision(id="wahl", choices=(Choice("x"), Choice("y"), Choice("z")))
    journey = journey_of(three)
    arrived = walk(journey, start(journey, None), "x")
    assert roads_not_taken(journey, arrived) == {"wahl": 2}


def test_an_answer_in_a_place_that_was_visited_without_it_is_closed() -> None:
    places = (Place("p", "runde.p"), Place("q", "runde.q"))
    asked = Story(id="bei-p", when=c.Chose("wahl", ("x",)))
    journey = journey_of(
        Decision(id="wahl", choices=(Choice("x"), Choice("y"))),
        Explore(id="runde", places=places),
        inner={"runde.p": [asked, Story(id="auch-p")], "runde.q": [Story(id="bei-q")]},
    )
    values = {"wahl": "y", "runde": {"places": ["p"], "left": False}, "auch-p": True}
    state = replay(journey, None, {**values, "bei-p": True})
    assert (state.at, closed_steps(journey, state)) == ("runde", ("bei-p",))


def test_what_was_computed_on_first_use_is_no_part_of_a_journey() -> None:
    one, other = journey_of(Story(id="a")), journey_of(Story(id="a"))
    range_of(one)
    progress(one, start(one, None))
    assert one == other
