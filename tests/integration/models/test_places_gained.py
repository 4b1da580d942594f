"""Runs whose explore gains a place behind them: what is shown, and what their row keeps."""

from dataclasses import replace

import pytest

from app.engine.steps import Explore, Place, Step, Story
from app.models.impact import impact
from tests.integration.models.conftest import Walker
from tests.integration.models.test_versions_under_way import (
    A,
    B,
    C,
    begin,
    honest,
    put,
    seen,
    stored,
    walk,
)
from tests.unit.engine.versions import IN_RUNDE, RUNDE, version

GROWN = replace(RUNDE, places=(*RUNDE.places, Place("r", "runde.r")))
IN_GROWN = {**IN_RUNDE, "runde.r": [Story(id="bei-r")]}
LEFT = {"places": ["p", "q"], "left": True}


@pytest.fixture
def behind(walker: Walker) -> Walker:
    """A run that has visited all there was, and one station more."""
    put(walker.database, RUNDE, A, B, C, inner=IN_RUNDE)
    found = begin(walker.database, walker)
    for place, inside in (("p", "bei-p"), ("q", "bei-q")):
        walk(found, {"runde": {"place": place}, inside: True})
    walk(found, {"a": True})
    return found


def grow(walker: Walker, explore: Explore = GROWN, *more: Step) -> int:
    return put(walker.database, explore, A, B, C, *more, inner=IN_GROWN)


def test_a_run_goes_on_behind_an_explore_that_gained_a_place(behind: Walker) -> None:
    new = grow(behind)
    run = seen(behind)
    assert (run.version_id, run.state.at, run.offer) == (new, "b", None)
    walk(behind, {"b": True})
    assert stored(behind) == (new, "c", 6, None, '{"runde":5}')
    run = seen(behind)
    assert (run.pinned_id, run.state.way["runde"], run.state.at) == (new, LEFT, "c")
    assert honest(behind)


def test_it_stays_left_on_every_later_version(behind: Walker) -> None:
    grow(behind)
    walk(behind, {"b": True})
    new = grow(behind, replace(GROWN, visit=3), Story(id="d"))
    assert (seen(behind).version_id, seen(behind).state.at) == (new, "c")
    walk(behind, {"c": True})
    assert (seen(behind).state.at, seen(behind).state.way["runde"]) == ("d", LEFT)
    assert honest(behind)


def test_the_place_can_still_be_visited(behind: Walker) -> None:
    grow(behind)
    walk(behind, {"runde": {"place": "r"}})
    assert seen(behind).state.at == "bei-r"
    walk(behind, {"bei-r": True})
    run = seen(behind)
    assert (run.state.at, run.state.way["runde"]["places"]) == ("b", ["p", "q", "r"])
    assert honest(behind)


def test_the_impact_says_that_nothing_changes_for_them(behind: Walker) -> None:
    new = replace(version(GROWN, A, B, C, inner=IN_GROWN), id="kurs")
    with behind.database.read() as session:
        found = impact(session, "kurs", new)
    assert (found.total, found.untouched, found.moving, found.staying) == (1, 1, 0, {})
