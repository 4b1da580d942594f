"""Structures compared over random pairs of versions: nothing is told of what did not change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.content.diff import ADDED, REMOVED, Side, diff
from app.content.diff_structure import Structure
from app.engine import Journey, only_words
from tests.unit.strategies import journeys, revisions

data = st.data


def side(journey: Journey) -> Side:
    return Side({"de": {}}, {}, tuple(journey.steps), journey)


@given(journeys())
def test_a_journey_does_not_differ_from_itself(journey: Journey) -> None:
    assert diff(side(journey), side(journey)).sections == ()


@given(data())
def test_what_changes_more_than_words_is_told(draw: st.DataObject) -> None:
    old = draw.draw(journeys())
    new = draw.draw(revisions(old))
    found = diff(side(old), side(new))
    if not only_words(old, new):
        assert found.sections


@given(data())
def test_every_step_is_kept_added_or_removed_exactly_once(draw: st.DataObject) -> None:
    old = draw.draw(journeys())
    new = draw.draw(revisions(old))
    structure = Structure(old, new, "de")
    found = diff(side(old), side(new))
    added = {each.step for each in found.sections if each.step and each.fate == ADDED}
    removed = {each.step for each in found.sections if each.step and each.fate == REMOVED}
    assert added == set(new.steps) - set(structure.kept.values())
    assert removed == set(old.steps) - set(structure.kept)
    assert len(found.sections) == len({(each.step, each.fate) for each in found.sections})
