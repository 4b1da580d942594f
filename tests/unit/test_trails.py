"""Trails: an address says where an author stands, and any other word says nothing."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.source import parse
from app.engine import Journey
from app.studio.trails import LARGEST, Trail
from tests.integration.conftest import SMALL_JOURNEY


@pytest.fixture(scope="module")
def journey() -> Journey:
    found = parse(SMALL_JOURNEY).journey
    assert found is not None
    return found


def packed(plain: bytes) -> str:
    return urlsafe_b64encode(zlib.compress(plain)).decode().rstrip("=")


def test_a_trail_is_read_as_it_was_written() -> None:
    trail = Trail("lager", "weg", {"vorher": {"mut": 3}}, {"ki": "Öl & Co"}, ("weg",), "fort")
    assert Trail.decode(trail.encode()) == trail


@given(st.text() | st.binary().map(lambda raw: packed(raw)))
def test_any_other_word_is_no_trail(word: str) -> None:
    assert Trail.decode(word) is None or Trail.decode(word) == Trail.decode(
        Trail.decode(word).encode()  # type: ignore[union-attr]
    )


@pytest.mark.parametrize(
    "junk",
    [
        "{}",
        "[1,2,3,4,5,6]",
        '[null,"",[],{},[],""]',
        '[null,"",{},{},7,""]',
        '[null,"",{},[],[],""]',
        '[null,"","",{},[],"x"]',
        '["\\ud800","",{},{},[],""]',
        "[" * 100_000,
    ],
)
def test_junk_is_no_trail(junk: str) -> None:
    assert Trail.decode(packed(junk.encode())) is None


def test_a_bomb_does_not_explode() -> None:
    bomb = json.dumps([None, "a" * 50_000_000, {}, {}, [], ""]).encode()
    assert len(packed(bomb)) < LARGEST * 2
    assert Trail.decode(packed(bomb)) is None


def test_it_stands_at_the_first_step_unless_told_otherwise(journey: Journey) -> None:
    assert Trail().state(journey).at == "vorher"
    assert Trail("unbekannt").state(journey).role == "lager"


def test_it_goes_through_what_is_not_named(journey: Journey) -> None:
    state = Trail("leitung", "gedanke", {"weg": "rechts"}).state(journey)
    assert (state.role, state.at) == ("leitung", "gedanke")
    assert state.way == {"vorher": None, "weg": "rechts"}


def test_it_stops_at_a_decision_that_is_not_taken(journey: Journey) -> None:
    assert Trail("lager", "gedanke").state(journey).at == "weg"
    assert Trail("lager", "gedanke", {"weg": "nirgends"}).state(journey).at == "weg"


def test_an_answer_goes_on_from_there_and_an_invented_one_becomes_the_own(
    journey: Journey,
) -> None:
    trail = Trail("lager", "weg", {}, invented=("weg",), lost="x")
    after = trail.answered(journey, trail.state(journey), journey.steps["weg"], "links")
    assert (after.at, after.answers, after.invented, after.lost) == (
        "am-bach", {"weg": "links"}, (), "",
    )  # fmt: skip
    back = after.again(journey.steps["weg"])
    assert (back.at, back.answers) == ("weg", {})
    assert back.state(journey).at == "weg"


def test_it_is_led_to_a_step_and_says_what_was_invented(journey: Journey) -> None:
    survey = parse(SMALL_JOURNEY).ways
    trail = Trail("lager").led_to(journey, survey, "am-bach")
    assert trail.state(journey).at == "am-bach"
    assert (trail.answers, trail.invented) == ({"weg": "links"}, ("weg",))
    own = Trail("lager", "", {"weg": "rechts", "vorher": {"mut": 4}})
    kept = own.led_to(journey, survey, "gedanke")
    assert kept.state(journey).at == "gedanke"
    assert (kept.answers, kept.invented) == (own.answers, ())
    turned = own.led_to(journey, survey, "am-bach")
    assert turned.answers == {"weg": "links", "vorher": {"mut": 4}}
    assert turned.invented == ("weg",)


def test_where_no_way_leads_the_trail_stays_and_says_so(journey: Journey) -> None:
    trail = Trail("lager", "weg").led_to(journey, None, "gibt-es-nicht")
    assert (trail.at, trail.lost) == ("weg", "gibt-es-nicht")
