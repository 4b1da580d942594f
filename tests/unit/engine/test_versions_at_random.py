"""What must hold for every run on every pair of versions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.engine import (
    MISSED,
    Journey,
    Realigned,
    Renames,
    State,
    conditions,
    decide,
    is_missed,
    only_words,
    realign,
    replay,
    start,
)
from app.engine.steps import Decision, End, Explore, Place, Story
from scripts import figures
from tests.unit.author import Author
from tests.unit.editor import Editor
from tests.unit.engine.test_walks_at_random import at_random
from tests.unit.strategies import journeys, possible_answers, revisions, stored_values, walks

data = st.data
PAIRS = 800


def drawn(draw: st.DataObject) -> tuple[Journey, Journey, State, Realigned]:
    """Draw a journey, a later version of it, a run of the first, and what becomes of it."""
    old = draw.draw(journeys())
    new = draw.draw(revisions(old))
    walk = draw.draw(walks(old, changes=True))
    on_the_way = [state for state in walk.states if not isinstance(old.steps[state.at], End)]
    before = draw.draw(st.sampled_from(on_the_way or [walk.last]))
    return old, new, before, realign(old, new, before.role, before.values)


@at_random
@given(data())
def test_every_run_has_a_way_on_or_an_end(draw: st.DataObject) -> None:
    _, new, _, found = drawn(draw)
    if found.kind == "frozen":
        return
    assert replay(new, found.role, found.state.values) == found.state
    chance = draw.draw(st.randoms(use_true_random=True))
    state = found.state
    for _ in range(10 * len(new.steps)):
        if isinstance(new.steps[state.at], End):
            break
        state = decide(new, state, chance.choice(possible_answers(new, state)))
    assert isinstance(new.steps[state.at], End)


@at_random
@given(data())
def test_no_answer_is_lost(draw: st.DataObject) -> None:
    _, new, before, found = drawn(draw)
    names = Renames(new)
    if found.kind == "frozen":
        assert found.state == before
        return
    kept = names.values(before.values)
    left = {id_: {**kept[id_], "left": True, "missed": True} for id_ in found.left}
    assert {**kept, **dict.fromkeys(found.missed, MISSED), **left} == found.state.values


@at_random
@given(data())
def test_a_run_that_moved_stays_as_it_is_on_the_same_version(draw: st.DataObject) -> None:
    _, new, _, found = drawn(draw)
    if found.kind in ("frozen", "breaks"):
        return
    again = realign(new, new, found.role, found.state.values)
    assert (again.kind, again.state, again.missed) == ("words", found.state, ())
    assert again.left == ()
    # One more role changes the journey and concerns nobody; so nothing is passed over again.
    wider = replace(new, roles=(*new.roles, "niemand")) if new.roles else new
    once_more = realign(new, wider, found.role, found.state.values)
    assert (once_more.state, once_more.missed, once_more.touched) == (found.state, (), False)
    assert once_more.left == ()


@at_random
@given(data())
def test_an_end_once_reached_stays(draw: st.DataObject) -> None:
    old = draw.draw(journeys())
    new = draw.draw(revisions(old))
    before = draw.draw(walks(old, to_the_end=True)).last
    found = realign(old, new, before.role, before.values)
    assert found.kind == ("words" if only_words(old, new) else "frozen")
    assert found.state.at == before.at
    assert found.state.way == before.way


@at_random
@given(data())
def test_names_are_followed_through_several_versions(draw: st.DataObject) -> None:
    first = draw.draw(journeys())
    second = draw.draw(revisions(first))
    third = draw.draw(revisions(second))
    names, between = Renames(third), Renames(second)
    for id_ in first.steps:
        assert names.step(between.step(id_)) == names.step(id_)
    values = draw.draw(stored_values(first))
    once = names.values(values)
    assert names.values(once) == once
    assert names.values(between.values(values)) == once
    for id_ in third.removed:
        target = names.target(id_)
        assert target is None or target in third.steps


@at_random
@given(data())
def test_realigning_takes_any_junk(draw: st.DataObject) -> None:
    old = draw.draw(journeys())
    new = draw.draw(revisions(old))
    role = old.roles[0] if old.roles else None
    values = draw.draw(stored_values(old))
    found = realign(old, new, role, values)
    if found.kind != "frozen":
        assert replay(new, found.role, found.state.values) == found.state
        assert len(set(found.missed)) == len(found.missed)


def test_places_gained_hold_nobody_back_who_had_gone_on() -> None:
    met: Counter[str] = Counter()
    for seed in range(PAIRS):
        chance = Random(seed)
        old = Author(chance).journey()
        new = with_more_places(old)
        before = walked(old, chance, most=25)
        found = realign(old, new, before.role, before.values)
        if found.kind in ("words", "frozen"):
            assert found.kind == "frozen" or not grown(old), seed
            continue
        if found.state.at not in (before.at, *before.way):
            # No place of this explore was open before: it is met like a step without an answer.
            assert isinstance(old.steps[found.state.at], Explore), seed
            continue
        assert (found.kind, found.missed, found.touched) == ("moves", (), False), seed
        assert found.state.at == before.at, seed
        assert dict(found.state.way) == dict(before.way), seed
        assert all(before.way[id_]["left"] for id_ in found.left), seed
        assert all(not before.values[id_]["left"] for id_ in found.left), seed
        met["left"] += bool(found.left)
        met["none"] += not found.left
    assert min(met["left"], met["none"]) > PAIRS / 20, met


def grown(journey: Journey) -> list[Explore]:
    return [step for step in journey.steps.values() if isinstance(step, Explore)]


def with_more_places(journey: Journey) -> Journey:
    """Let explores gain a place that is always open; what they ask for stays the same."""
    steps, lanes = dict(journey.steps), dict(journey.lanes)
    for each in grown(journey):
        lane = f"{each.id}.mehr"
        inner = Story(id=f"{each.id}-mehr", stage=each.stage, lane=lane)
        steps[inner.id], lanes[lane] = inner, (inner.id,)
        steps[each.id] = replace(each, places=(*each.places, Place("mehr", lane)))
    return replace(journey, steps=steps, lanes=lanes, plans={}, spans={})


def test_the_class_is_what_a_plain_reading_of_the_rules_says() -> None:
    met: Counter[str] = Counter()
    for seed in range(PAIRS):
        chance = Random(seed)
        old = Author(chance).journey()
        new = Editor(old, chance).edit(chance.randint(0, 6))
        before = walked(old, chance)
        found = realign(old, new, before.role, before.values)
        expected = plain_reading(old, new, before)
        assert (found.kind, found.state.at, set(found.missed)) == expected, seed
        met[found.reason or found.kind] += 1
        met["missed"] += bool(found.missed)
        met["left"] += bool(found.left)
    wanted = {"words", "moves", "frozen", "added", "answer", "arrives", "role", "missed", "left"}
    assert wanted == met.keys()
    kinds = ", ".join(f"{name} {times}" for name, times in sorted(met.items()))
    figures.record(
        "Pairs of versions judged as an independent reading does", f"{PAIRS} ({kinds})", "all",
        True, "make test", quiet=True,
    )  # fmt: skip


def walked(journey: Journey, chance: Random, most: int = 9) -> State:
    """Return a run that has gone so many steps at most, and so rarely has arrived."""
    state = start(journey, chance.choice(journey.roles) if journey.roles else None)
    for _ in range(chance.randint(0, most)):
        if isinstance(journey.steps[state.at], End):
            break
        state = decide(journey, state, chance.choice(possible_answers(journey, state)))
    return state


def plain_reading(old: Journey, new: Journey, before: State) -> tuple[str, str, set[str]]:
    """Apply the rules one by one, each as it is written, without regard to cost."""
    names = Renames(new)
    role = names.role(before.role)
    values = names.values(before.values)
    if only_words(old, new):
        return "words", replay(new, role, values).at, set()
    if isinstance(old.steps[before.at], End):
        return "frozen", before.at, set()
    is_gone = role not in (new.roles or (None,))
    role = (new.roles[0] if new.roles else None) if is_gone else role
    missed: set[str] = set()
    while True:
        values |= dict.fromkeys(missed, MISSED)
        stop = replay(new, role, values)
        verdict = judged(old, new, names, before, stop)
        if verdict == "leave":
            values[stop.at] = {**values[stop.at], "left": True, "missed": True}
        elif verdict == "miss":
            missed.add(stop.at)
        else:
            break
    if verdict == "stand" and names.step(before.at) not in new.steps:
        missed |= on_the_way_to(names.target(before.at), new, role, values)
        values |= dict.fromkeys(missed, MISSED)
        stop = replay(new, role, values)
    kind = "breaks" if is_gone or verdict == "break" else "moves"
    return kind, stop.at, missed


def judged(old: Journey, new: Journey, names: Renames, before: State, stop: State) -> str:
    step = new.steps[stop.at]
    passed = {names.step(id_): names.value(id_, value) for id_, value in before.way.items()}
    compulsory = isinstance(step, Decision | Explore)
    if isinstance(step, End):
        return "break"
    if step.id in passed:
        kept = passed[step.id]
        if isinstance(step, Explore) and stop.way.get(step.id) == kept and not kept["left"]:
            return "stand"
        if isinstance(step, Explore) and had_ended(kept, stop):
            return "leave"
        return "break" if compulsory else "miss"
    if step.id in {names.step(id_) for id_ in old.steps}:
        return "stand"
    if not answered_follows(old, new, names, passed, stop):
        return "stand"
    return "break" if compulsory else "miss"


def had_ended(kept: Any, stop: State) -> bool:
    """Return whether an explore was over because all there was had been visited."""
    stored, here = stop.values[stop.at], stop.way.get(stop.at, {})
    was_over = isinstance(kept, dict) and kept.get("left") is True and stored["left"] is False
    return was_over and stored["places"] == kept["places"] == here.get("places")


def answered_follows(
    old: Journey, new: Journey, names: Renames, passed: dict[str, Any], stop: State
) -> bool:
    """Pass over one new step after the other, until an answer of the old way or a stop is met."""
    known = {names.step(id_) for id_ in old.steps}
    steps = dict(new.steps)
    while True:
        steps[stop.at] = replace(steps[stop.at], when=conditions.Any(()))
        on = replay(replace(new, steps=steps), stop.role, stop.values)
        gained = {id_ for id_, value in on.way.items() if stop.way.get(id_, "not") != value}
        if gained & passed.keys():
            return True
        at = on.at
        if at in passed and at not in on.way:
            return True
        if at in known or isinstance(new.steps[at], End):
            return False
        stop = on


def on_the_way_to(
    target: str | None, new: Journey, role: str | None, values: dict[str, Any]
) -> set[str]:
    """Return what lies between the stop and the target, nothing where it cannot be reached so."""
    passed: set[str] = set()
    while target is not None:
        at = replay(new, role, {**values, **dict.fromkeys(passed, MISSED)}).at
        if at == target:
            return set() if isinstance(new.steps[at], End) else passed
        if isinstance(new.steps[at], Decision | Explore | End) or at in passed:
            return set()
        passed.add(at)
    return set()


def test_a_missed_value_is_told_from_others() -> None:
    assert is_missed(MISSED)
    assert not any(is_missed(value) for value in (None, True, {}, {"missed": False}, "missed"))
