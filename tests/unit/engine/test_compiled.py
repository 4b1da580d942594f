"""Compiled journeys as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.engine import from_json, to_json
from app.engine.steps import End, Goal, Story
from tests.unit.engine.small import journey_of, text

JOURNEY = journey_of(Story(id="a"), texts={"a.title": "Hallo"}, english={"a.title": "Hello"})


def test_words_are_found_after_the_round_trip() -> None:
    found = from_json(json.loads(json.dumps(to_json(JOURNEY))))
    assert found == JOURNEY
    assert found.text("en", "a.title") == text("Hello", "en")
    assert found.text("fr", "a.title") == text("Hallo")
    assert found.text("de", "a.text") is None
    assert found.text_list("de", "a.title") == ()


def test_lists_of_names_come_back_as_they_were() -> None:
    goal = Goal(id="ziel", fields=("picture", "until"), sources=("gesetz",))
    journey = journey_of(goal, End(id="ende", continue_with=("montag",)), ends=False)
    assert from_json(json.loads(json.dumps(to_json(journey)))) == journey


def test_words_are_made_once() -> None:
    found = from_json(to_json(JOURNEY))
    assert found.text("de", "a.title") is found.text("de", "a.title")
    assert list(found.texts["de"]) == ["a.title"]
    with pytest.raises(KeyError):
        found.texts["de"]["fehlt"]


def test_the_times_of_roles_are_no_part_of_a_journey() -> None:
    used = replace(JOURNEY, plans={None: "gerechnet"})
    assert used == JOURNEY
    assert "plans" not in to_json(used)


def test_the_front_is_read_without_unpacking_the_steps() -> None:
    words = {
        "title": "Titel", "summary": "S", "topics": "T", "roles.r.title": "R",
        "competences.k": "K", "slots.s.label": "L", "glossary.b.text": "G",
        "sources.q.title": "Q", "stages.eins.title": "E",
    }  # fmt: skip
    stored = to_json(journey_of(Story(id="a"), texts={**words, "a.title": "Hallo"}))
    assert set(stored["texts"]["de"]["front"]) == set(words)


def test_stored_words_can_be_counted() -> None:
    found = from_json(to_json(journey_of(Story(id="a"), texts={"a.title": "T", "title": "R"})))
    assert len(found.texts["de"]) == 2


def test_the_words_of_a_step_are_found_without_asking_for_the_front() -> None:
    found = from_json(to_json(JOURNEY))
    assert found.text("de", "a.title") == text("Hallo")
