"""Honest progress by the formula that `app.engine.plan` states."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine import Journey, State, progress, range_of, start, weigh
from app.engine import conditions as c
from app.engine.steps import (
    MAIN,
    Check,
    Choice,
    Decision,
    End,
    Explore,
    Goal,
    Item,
    Jump,
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
from tests.unit.engine.small import journey_of, walk

MINUTE = 360
OPEN = c.Number("mut", "is", 1)


def story(id_: str, minutes: float = 1, **given: Any) -> Story:
    return Story(id=id_, weight=round(minutes * MINUTE), **given)


def span(journey: Journey, state: State | None = None, role: str | None = None) -> tuple[int, int]:
    now = progress(journey, state or start(journey, role))
    return now.rest_low // MINUTE, now.rest_high // MINUTE


@pytest.mark.parametrize(
    ("step", "minutes"),
    [
        (Story(id="x"), 0),
        (Decision(id="x"), 0.5),
        (Explore(id="x"), 0.25),
        (Scale(id="x", items=(Item("a"), Item("b"))), 0.5),
        (Check(id="x"), 1),
        (Poll(id="x"), 0.5),
        (Reflection(id="x"), 1.5),
        (Meeting(id="x"), 3),
        (Practice(id="x"), 4),
        (Goal(id="x"), 3),
        (End(id="x"), 0),
    ],
)
def test_a_step_weighs_its_words_and_its_kind(step: Step, minutes: float) -> None:
    assert weigh(step, 0) == minutes * MINUTE
    assert weigh(step, 180) == (minutes + 1) * MINUTE
    assert weigh(step, 180, 2.5) == 2.5 * MINUTE


def test_a_recording_comes_on_top_of_the_words() -> None:
    assert weigh(Showing(id="x"), 180, 3) == 4 * MINUTE


def test_a_straight_way_knows_exactly_what_is_left() -> None:
    journey = journey_of(story("a"), story("b", 2), story("c", 3))
    assert span(journey) == (6, 6)
    now = progress(journey, walk(journey, start(journey, None), True))
    assert (now.low, now.high, now.up_to, now.done, now.bar) == (5, 5, True, MINUTE, 1 / 6)


def test_the_end_weighs_its_words() -> None:
    journey = journey_of(story("a"), End(id="ziel", weight=2 * MINUTE), ends=False)
    assert span(journey) == (3, 3)
    assert span(journey, walk(journey, start(journey, None), True)) == (2, 2)


def test_an_end_in_between_is_nothing_but_itself() -> None:
    wahl = Decision(id="w", choices=(Choice("a"), Choice("b", jumps=(Jump("spaet"),))))
    journey = journey_of(wahl, End(id="frueh"), story("spaet", 5))
    assert span(journey) == (0, 5)


def test_minutes_are_rounded_outwards_and_narrow_ranges_say_up_to() -> None:
    wahl = Decision(id="w", choices=(Choice("a"), Choice("b", lane="w.b")))
    narrow = journey_of(story("a", 1.5), wahl, inner={"w.b": [story("um", 1)]})
    now = progress(narrow, start(narrow, None))
    assert (now.low, now.high, now.up_to) == (1, 3, True)
    wide = journey_of(story("a", 1.5), wahl, inner={"w.b": [story("um", 2)]})
    now = progress(wide, start(wide, None))
    assert (now.low, now.high, now.up_to) == (1, 4, False)


def test_a_decision_ranges_over_the_choices_the_role_does_not_exclude() -> None:
    wahl = Decision(
        id="w",
        choices=(
            Choice("a"),
            Choice("b", lane="w.b"),
            Choice("c", when=c.Role(("leitung",)), lane="w.c"),
            Choice("d", jumps=(Jump("kurz"),)),
        ),
        jumps=(Jump("mitte"),),
    )
    inner = {"w.b": [story("um", 4)], "w.c": [story("lang", 9)]}
    journey = journey_of(
        wahl, story("nie", 50), story("mitte", 2), story("kurz", 1), inner=inner,
        roles=("buero", "leitung"),
    )  # fmt: skip
    assert span(journey, role="buero") == (1, 7)
    assert span(journey, role="leitung") == (1, 12)
    inside = walk(journey, start(journey, "buero"), "b")
    assert span(journey, inside) == (7, 7)


def test_a_condition_on_the_role_is_known_others_stay_open() -> None:
    journey = journey_of(
        story("a", when=c.Role(("buero",))), story("b", 2, when=OPEN), story("c", 4),
        roles=("buero", "pflege"),
    )  # fmt: skip
    assert span(journey, role="buero") == (5, 7)
    assert range_of(journey, "pflege") == (4, 6)
    assert range_of(journey) == (4, 7)


def test_the_next_of_a_step_that_may_be_skipped_counts_either_way() -> None:
    journey = journey_of(story("a", 1, when=OPEN, jumps=(Jump("c"),)), story("b", 5), story("c"))
    state = start(journey, None)
    assert state.at == "c"
    assert range_of(journey) == (1, 2)


def test_a_sure_jump_hides_what_stands_behind_it() -> None:
    jumps = (Jump("kurz", c.Role(("buero",))), Jump("lang"))
    journey = journey_of(
        story("a", jumps=jumps), story("lang", 9), story("kurz"), roles=("buero", "pflege")
    )
    assert range_of(journey, "buero") == (2, 2)
    assert range_of(journey, "pflege") == (11, 11)


def hub(visit: int, **given: Any) -> Journey:
    haus = Explore(
        id="haus",
        visit=visit,
        weight=MINUTE,
        places=(
            Place("p", "haus.p"),
            Place("q", "haus.q"),
            Place("r", "haus.r", OPEN),
            Place("s", "haus.s", c.Role(("andere",))),
        ),
    )
    inner = {
        "haus.p": [story("in-p", 4)], "haus.q": [story("in-q", 2)],
        "haus.r": [story("in-r", 8)], "haus.s": [story("in-s", 99)],
    }  # fmt: skip
    return journey_of(haus, story("nach", 1), inner=inner, **given)


def test_an_explore_ranges_from_the_shortest_needed_places_to_all() -> None:
    assert span(hub(0)) == (2, 16)
    assert span(hub(1)) == (4, 16)
    assert span(hub(2)) == (8, 16)
    assert span(hub(3)) == (8, 16), "only two places are sure to open"


def test_inside_an_explore_only_what_is_unvisited_counts() -> None:
    journey = hub(2)
    state = walk(journey, start(journey, None), {"place": "p"})
    assert state.done == MINUTE
    assert span(journey, state) == (4 + 2 + 1, 4 + 2 + 8 + 1)
    state = walk(journey, state, True)
    assert span(journey, state) == (3, 11)


def test_an_explore_or_decision_that_may_be_closed_is_like_an_open_condition() -> None:
    place = Place("p", "haus.p", OPEN)
    haus = Explore(id="haus", places=(place,), weight=MINUTE, jumps=())
    journey = journey_of(story("a"), haus, inner={"haus.p": [story("in-p", 5)]})
    assert range_of(journey) == (1, 7)
    wahl = Decision(id="w", choices=(Choice("a", when=OPEN),), weight=MINUTE)
    assert range_of(journey_of(story("a"), wahl)) == (1, 2)
    never = Decision(id="w", choices=(Choice("a", when=c.Role(("x",))),), weight=MINUTE)
    assert range_of(journey_of(story("a"), never)) == (1, 1)


def test_a_place_whose_steps_may_all_be_hidden_is_not_sure_to_open() -> None:
    def shortest(*steps: Step) -> int:
        haus = Explore(id="haus", places=(Place("p", "haus.p"),))
        return range_of(journey_of(haus, inner={"haus.p": steps}))[0]

    assert shortest(story("a", 5, when=OPEN)) == 0
    assert shortest(story("a", 5, when=OPEN), story("b", 3)) == 3
    assert shortest(story("a", 5, when=c.Role(("x",))), story("b", 3)) == 3
    assert shortest() == 0


def test_stages_and_stations_are_counted_from_one() -> None:
    wahl = Decision(id="w", choices=(Choice("a"), Choice("b", lane="w.b")))
    journey = journey_of(
        story("a"), story("b"), Story(id="c", stage=1), Decision(
            id="w", stage=1, choices=wahl.choices), Story(id="d", stage=1), Story(id="e", stage=2),
        inner={"w.b": [Story(id="um", stage=1)]}, stages=("x", "y", "z"),
    )  # fmt: skip
    state = start(journey, None)
    seen = []
    for value in (True, True, True, "b", True, True, True):
        now = progress(journey, state)
        seen.append((now.stage, now.station, now.stations))
        state = walk(journey, state, value)
    assert seen == [(1, 1, 2), (1, 2, 2), (2, 1, None), (2, 2, None), (2, 3, 4), (2, 4, 4),
                    (3, 1, 2)]  # fmt: skip
    assert progress(journey, state).stages == 3
    back = progress(journey, state, "um")
    assert (back.stage, back.station, back.stations) == (2, 3, 4)
    assert progress(journey, state, "e").stations == 2


def test_meeting_an_explore_again_is_no_step_back() -> None:
    journey = hub(2)
    state = start(journey, None)
    stations = []
    for value in ({"place": "p"}, True, {"place": "q"}, True):
        state = walk(journey, state, value)
        stations.append(progress(journey, state).station)
    assert stations == [2, 2, 3, 4]


def test_a_journey_without_any_weight_is_always_full() -> None:
    journey = journey_of(Story(id="a"))
    assert progress(journey, start(journey, None)).bar == 1.0
    assert journey.lanes[MAIN] == ("a", "ende")


def test_the_times_of_a_role_are_planned_once() -> None:
    journey = journey_of(Story(id="a", weight=1))
    progress(journey, start(journey, None))
    planned = journey.plans[None]
    progress(journey, start(journey, None))
    assert planned is not None
    assert journey.plans[None] is planned
