"""What must hold on every journey and every walk."""

from __future__ import annotations

import json
from copy import deepcopy
from itertools import pairwise

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.engine import (
    Answer,
    Journey,
    Rejected,
    State,
    as_asked,
    closed_steps,
    decide,
    follow,
    from_json,
    outline,
    progress,
    range_of,
    replay,
    roads_not_taken,
    scene,
    stage_lines,
    start,
    tells,
    to_json,
)
from app.engine.steps import Check, Decision, End, Explore
from tests.unit.strategies import (
    Walk,
    journeys,
    junk,
    possible_answers,
    possible_changes,
    stored_values,
    walks,
)

# Shrinking a drawn journey takes minutes and hardly makes it smaller.
at_random = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
data = st.data


@at_random
@given(data())
def test_replaying_the_values_gives_the_state_that_deciding_gave(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    walk = draw.draw(walks(journey, changes=True))
    entries: dict[str, object] = {}
    for answer, state in zip(walk.answers, walk.states[1:], strict=True):
        entries[answer.step] = state.values[answer.step]
        assert replay(journey, walk.role, entries) == state


@at_random
@given(data())
def test_following_stored_values_one_by_one_leads_where_deciding_led(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    walk = draw.draw(walks(journey, changes=True))
    state = walk.states[0]
    for answer, decided in zip(walk.answers, walk.states[1:], strict=True):
        state = follow(journey, state, answer.step, decided.values[answer.step])
        assert state == decided


@at_random
@given(data())
def test_the_order_of_stored_values_means_nothing(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    values = draw.draw(stored_values(journey))
    shuffled = dict(draw.draw(st.permutations(list(values.items()))))
    role = _role(journey)
    one, other = replay(journey, role, values), replay(journey, role, shuffled)
    assert one == other
    assert list(one.way) == list(other.way)


@at_random
@given(data())
def test_a_change_and_its_change_back_lead_to_where_one_stood(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    state = draw.draw(walks(journey)).last
    for change in possible_changes(journey, state):
        before = state.way[change.step]
        changed = decide(journey, state, change)
        adds_a_place = isinstance(journey.steps[change.step], Explore)
        arrived = isinstance(journey.steps[changed.at], End)
        if not adds_a_place and not arrived:
            assert decide(journey, changed, Answer(change.step, before)) == state


@at_random
@given(data())
def test_deciding_raises_nothing_but_rejected_and_keeps_its_input(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    state = replay(journey, _role(journey), draw.draw(stored_values(journey)))
    copy = deepcopy(state)
    steps = st.sampled_from([state.at, *state.way, "niemals", "s1"]) | junk()
    for _ in range(5):
        answer = Answer(draw.draw(steps), draw.draw(junk()))
        try:
            after = decide(journey, state, answer)
        except Rejected as refusal:
            assert refusal.code
        else:
            assert after == replay(journey, state.role, after.values)
        assert state == copy


@at_random
@given(data())
def test_replay_takes_any_junk_and_asks_again_what_does_not_fit(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    values = draw.draw(stored_values(journey))
    state = replay(journey, _role(journey), values)
    assert state.values == values
    assert state.at not in state.way or isinstance(journey.steps[state.at], Explore)
    assert replay(journey, state.role, {**values, **state.way}).way.keys() >= state.way.keys()


@at_random
@given(data())
def test_there_is_no_dead_end_wherever_the_stored_values_lead(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    state = replay(journey, _role(journey), draw.draw(stored_values(journey)))
    chance = draw.draw(st.randoms(use_true_random=True))
    for _ in range(10 * len(journey.steps)):
        if isinstance(journey.steps[state.at], End):
            break
        answer = chance.choice(possible_answers(journey, state))
        after = decide(journey, state, answer)
        assert after == replay(journey, state.role, after.values)
        assert after != state
        state = after
    assert isinstance(journey.steps[state.at], End)


@at_random
@given(data())
def test_states_and_journeys_survive_json(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    state = draw.draw(walks(journey)).last
    assert from_json(json.loads(json.dumps(to_json(journey)))) == journey
    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state


@at_random
@given(data())
def test_the_bar_never_falls_and_the_ranges_hold_what_is_really_left(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    walk = draw.draw(walks(journey, to_the_end=True))
    end = walk.last
    total = end.done + journey.steps[end.at].weight
    told = [progress(journey, state) for state in walk.states]
    for state, now in zip(walk.states, told, strict=True):
        assert now.rest_low <= total - state.done <= now.rest_high
        assert state.done == sum(journey.steps[step].weight for step in state.way)
    for earlier, later in pairwise(told):
        assert earlier.bar <= later.bar <= 1
        assert earlier.done + earlier.rest_low <= later.done + later.rest_low
        assert earlier.done + earlier.rest_high >= later.done + later.rest_high
        assert (earlier.stage, earlier.station) <= (later.stage, later.station)
    shortest, longest = range_of(journey, walk.role)
    assert shortest * 360 <= total <= longest * 360
    assert range_of(journey)[0] <= shortest <= longest <= range_of(journey)[1]


@at_random
@given(data())
def test_a_number_of_stations_is_a_promise_that_is_kept(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    walk = draw.draw(walks(journey, to_the_end=True))
    lines = stage_lines(journey, walk.last)
    for state in walk.states:
        now = progress(journey, state)
        at_end = now.stage == progress(journey, walk.last).stage
        met = len(lines[now.stage - 1].steps) + at_end
        assert now.stations in (None, met)
        assert now.station <= met


@at_random
@given(data())
def test_an_earlier_step_looks_as_it_did_when_it_was_answered(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    walk = draw.draw(walks(journey))
    for answer, before in zip(walk.answers, walk.states, strict=False):
        step = journey.steps[answer.step]
        leaves = not isinstance(step, Explore) or "leave" in answer.value
        if leaves and step.id in walk.last.way:
            then = as_asked(journey, walk.last, step.id)
            assert (then.at, then.way, then.counters) == (step.id, before.way, before.counters)
            given = scene(journey, walk.last, step.id, lang="de", before=before)
            assert given == scene(journey, walk.last, step.id, lang="de")


@at_random
@given(data())
def test_every_step_of_a_way_can_be_shown(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    state = replay(journey, _role(journey), draw.draw(stored_values(journey)))
    for lang in ("de", "en", "fr"):
        for step in (None, *state.way):
            shown = scene(journey, state, step, lang=lang, easy=lang == "en")
            told = step is not None and step != state.at and tells(journey, state, step)
            assert (shown.face == "told") is told
            if told:
                assert isinstance(shown.step, Decision | Check)


@at_random
@given(data())
def test_the_map_knows_every_step_of_the_way(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    walk: Walk = draw.draw(walks(journey, changes=True))
    state = walk.last
    lines = stage_lines(journey, state)
    assert sorted(step for line in lines for step in line.steps) == sorted(state.way)
    assert [line.status for line in lines].count("here") == 1
    assert not {*closed_steps(journey, state)} & {*state.way, state.at}
    assert roads_not_taken(journey, state).keys() <= state.way.keys()
    moves = {(edge.source, edge.target) for edge in outline(journey).edges}
    assert {edge for pair in moves for edge in pair} <= journey.steps.keys()


@at_random
@given(data())
def test_a_step_given_up_never_counts_again_without_a_change(draw: st.DataObject) -> None:
    journey = draw.draw(journeys())
    state = replay(journey, _role(journey), draw.draw(stored_values(journey)))
    closed = set(closed_steps(journey, state))
    for _ in range(10 * len(journey.steps)):
        if isinstance(journey.steps[state.at], End):
            break
        state = decide(journey, state, possible_answers(journey, state)[0])
        assert not closed & state.way.keys()


def _role(journey: Journey) -> str | None:
    return start(journey, journey.roles[0] if journey.roles else None).role
