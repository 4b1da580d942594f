"""The drawing of a journey: always the same, always small, never in anybody's way."""

import gzip
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from app.ui.horizon import horizon

SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,40}", fullmatch=True)
STAGES = st.integers(1, 6)


@given(slug=SLUGS, stages=STAGES, strip=st.booleans())
def test_it_is_a_well_formed_hidden_drawing_of_integers_below_two_kilobytes(slug, stages, strip):
    drawing = str(horizon(slug, stages, strip=strip))
    root = ElementTree.fromstring(drawing)
    assert root.get("aria-hidden") == "true"
    assert not any(element.get("id") or element.get("style") for element in root.iter())
    assert not re.search(r"\d\.\d", drawing)
    assert len(drawing) <= 1945
    assert len(gzip.compress(drawing.encode(), 6)) <= 820


@given(slug=SLUGS, stages=STAGES)
def test_it_draws_the_same_hills_again_when_nothing_is_remembered(slug, stages):
    first = horizon(slug, stages)
    horizon.cache_clear()
    assert horizon(slug, stages) == first


def test_it_draws_other_hills_for_another_journey():
    assert len({horizon(f"reise-{number}", 4) for number in range(200)}) == 200


@given(slug=SLUGS, stages=STAGES)
def test_it_keeps_the_drawing_inside_its_frame(slug, stages):
    numbers = re.findall(r'd="M0 280V(-?\d+)', horizon(slug, stages))
    assert len(numbers) == 4
    assert all(40 < int(number) < 260 for number in numbers)


def test_it_marks_one_waypoint_for_each_stage_and_the_one_reached():
    drawing = horizon("montag", 5, 3)
    marks = re.findall(r'<circle class="(w[^"]*)"', drawing)
    assert marks == ["w been", "w been", "w here", "w", "w"]


def test_it_numbers_the_waypoints_of_a_strip_so_that_the_style_sheet_can_mark_them():
    drawing = horizon("montag", 3, strip=True)
    assert re.findall(r'<circle class="(w[^"]*)"', drawing) == ["w w1", "w w2", "w w3"]
    assert 'viewBox="0 84 960 170"' in drawing


def test_it_never_puts_the_slug_into_the_page():
    assert "script" not in horizon('"><script>', 2)
