"""Steps that every way crosses: small examples, and random walks that must all have met them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.engine import Journey, scene
from app.engine import conditions as c
from app.engine.crossing import crossed_by_all
from app.engine.steps import Choice, Decision, Jump, Poll, Scale, Story
from tests.unit.engine.small import journey_of
from tests.unit.strategies import journeys, walks

TWO = (Choice("a"), Choice("b"))


def test_a_step_that_some_answer_leads_past_is_not_crossed_by_all() -> None:
    wahl = Decision(id="wahl", choices=(Choice("a"), Choice("b", jumps=(Jump("danach"),))))
    journey = journey_of(wahl, Poll(id="mitte", choices=TWO), Scale(id="danach"))
    assert crossed_by_all(journey) == ("wahl", "danach", "ende")


def test_a_step_of_one_role_alone_is_not_crossed_by_all() -> None:
    mine = Decision(id="mein", choices=TWO, when=c.Role(("buero",)))
    ours = Decision(id="unser", choices=TWO, when=c.Role(("buero", "halle")))
    journey = journey_of(mine, ours, roles=("buero", "halle"))
    assert crossed_by_all(journey) == ("unser", "ende")


def test_a_step_that_depends_on_an_answer_is_not_crossed_by_all() -> None:
    first = Decision(id="erst", choices=TWO)
    then = Poll(id="dann", choices=TWO, when=c.Chose("erst", ("a",)))
    assert crossed_by_all(journey_of(first, then)) == ("erst", "ende")


def test_a_step_that_offers_more_after_some_answer_is_left_out() -> None:
    first = Decision(id="erst", choices=TWO)
    more = Choice("mehr", when=c.Chose("erst", ("a",)))
    then = Decision(id="dann", choices=(*TWO, more))
    assert crossed_by_all(journey_of(first, then)) == ("erst", "ende")


def test_a_step_in_a_detour_is_not_crossed_by_all() -> None:
    wahl = Decision(id="wahl", choices=(Choice("a", lane="wahl.a"), Choice("b")))
    journey = journey_of(wahl, inner={"wahl.a": [Poll(id="umweg", choices=TWO)]})
    assert crossed_by_all(journey) == ("wahl", "ende")


def test_a_jump_that_is_surely_taken_leads_everybody_past() -> None:
    begin = Story(id="beginn", jumps=(Jump("danach"),))
    journey = journey_of(begin, Story(id="nie"), Story(id="danach"))
    assert crossed_by_all(journey) == ("beginn", "danach", "ende")


def test_a_jump_of_a_step_that_nobody_reaches_leads_nobody_past() -> None:
    begin, never = (
        Story(id="beginn", jumps=(Jump("danach"),)),
        Story(id="nie", jumps=(Jump("ende"),)),
    )
    journey = journey_of(begin, never, Story(id="danach"), roles=("buero", "halle"))
    assert crossed_by_all(journey) == ("beginn", "danach", "ende")


@given(st.data())
def test_every_walk_crosses_them_and_is_offered_the_same(data: st.DataObject) -> None:
    journey = data.draw(journeys())
    crossed = crossed_by_all(journey)
    for _ in range(3):
        walk = data.draw(walks(journey, to_the_end=True, changes=True))
        last = walk.last
        arrived = {step for step in crossed if journey.steps[step].kind == "end"}
        assert set(crossed) - arrived <= set(last.way)
        assert arrived <= {last.at}
        for step in crossed:
            offered = {o.id for o in scene(journey, last, step, lang=journey.lang).options}
            assert offered == _all_of(journey, step)


def _all_of(journey: Journey, step: str) -> set[str]:
    found = journey.steps[step]
    parts = ("choices", "criteria", "answers")
    return {each.id for name in parts for each in getattr(found, name, ())}
