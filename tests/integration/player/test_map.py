"""The map, the pause and the arrival: where one stands, how to stop, what was."""

import re
from collections.abc import Callable

from tests.integration.player.conftest import walk_to
from tests.people import Person
from tests.walks import Walk

LAST_IN_ITS_STAGE = """\
format: zukunftsreise/1
id: gabelung
title: "Die Gabelung"
languages: [de]
stages:
  - stage: heute
    title: "Heute"
    steps:
      - decision: weg
        question: "Wohin gehen Sie?"
        choices:
          - {id: links, label: "Nach links", feedback: "Links ist es hell."}
          - {id: rechts, label: "Nach rechts", feedback: "Rechts ist es still."}
  - stage: morgen
    title: "Morgen"
    steps:
      - {reflection: gedanke, prompt: "Was nehmen Sie mit?"}
      - {end: da, title: "Angekommen", text: "Sie sind da."}
"""


def test_the_map_names_what_was_met_and_hides_what_lies_ahead(walk: Walk) -> None:
    walk_to(walk, "runde")
    page = walk.see("karte")
    for place in ("anfang", "vorher", "weg", "bach"):
        assert f'href="{walk.at(place)}"' in page
    assert "Nach links" in page
    assert 'aria-current="step"' in page
    assert page.count("noch offen") == 1
    for unseen in ("Wen fragen Sie?", "Ihr Plan", "Nach rechts"):
        assert unseen not in page


def test_the_map_of_a_beginning_draws_itself_while_walking(walk: Walk) -> None:
    assert "Ihre Karte zeichnet sich beim Gehen." in walk.see("karte")


def test_roads_not_taken_are_counted_only_after_the_arrival(walk: Walk) -> None:
    walk_to(walk, "nachher")
    assert "Abzweigung" not in walk.see("karte")
    walk.send("nachher", skip="1")
    page = walk.see("karte")
    assert "2 andere Abzweigungen haben Sie nicht genommen." in page
    assert "Noch einmal gehen" in page


def test_the_map_beside_a_step_follows_when_a_stage_is_passed(
    alice: Person, every_kind: str
) -> None:
    walk = walk_to(Walk(alice, every_kind, htmx=True), "anfang")
    assert 'hx-swap-oob="true"' not in walk.send("anfang").get_data(as_text=True)
    walk.send("bild")
    partial = walk.send("vorher", skip="1").get_data(as_text=True)
    assert 'id="map"' in partial
    assert 'hx-swap-oob="true"' in partial
    assert "3 Stationen" in partial


def test_the_map_says_once_where_the_learner_stands(walk: Walk) -> None:
    walk_to(walk, "weg")
    assert walk.see("karte").count("Sie sind hier") == 1


def test_after_the_arrival_no_station_says_that_minutes_are_left(walk: Walk) -> None:
    walk_to(walk, "ziel")
    assert "Minute" not in walk.see("gedanke")


def test_the_pause_says_where_everything_is(walk: Walk) -> None:
    walk_to(walk, "weg")
    page = walk.see("pause")
    assert "90 Tage" in page
    assert 'href="/meine-daten/reisecode"' in page
    assert 'href="/meine-daten/beenden"' in page
    assert f'href="{walk.at("weg")}"' in page


def test_the_arrival_tells_facts_first_step_change_and_profile(walk: Walk) -> None:
    walk_to(walk, "ziel")
    page = walk.see("ziel")
    for words in (
        "Angekommen.",
        "14 Stationen",
        "1 Entscheidung",
        "4 Gedanken",
        "Wenn <q>es eilt</q>, dann <q>frage ich</q> (bis 24.12.2026)",
        "vorher 4, nachher 2",
        "auch das ist Lernen",
        "vorher weiß nicht, nachher 3",
        "Das ist keine Note.",
        "3 Wegmarken",
        f'href="/tagebuch/{walk.code}"',
        'href="/reise/alle-arten/rolle"',
        'href="/meine-daten/beenden"',
    ):
        assert words in page, words
    assert "<table" in page


def test_the_arrival_leads_on_to_journeys_that_are_there(walk: Walk, lonely: str) -> None:
    walk_to(walk, "ziel")
    page = walk.see("ziel")
    assert "Wie es weitergehen kann" in page
    assert f'<a href="/reise/{lonely}">Ohne Rollen</a>' in page
    assert "noch-nicht-da" not in page


def test_an_arrival_without_a_goal_shows_no_first_step(walk: Walk) -> None:
    walk_to(walk, "plan")
    walk.send("plan", skip="1")
    walk.send("nachher", skip="1")
    page = walk.see("ziel")
    assert "Mein erster Schritt" not in page
    assert "3 Gedanken" in page


def test_an_arrival_with_a_picture_alone_names_no_first_step(walk: Walk) -> None:
    walk_to(walk, "plan")
    walk.send("plan", picture="Alle reden offen.")
    walk.send("nachher", skip="1")
    page = walk.see("ziel")
    assert "Mein erster Schritt" not in page
    assert page.count("Mein Zielbild") == 1
    assert "Alle reden offen." in page


def test_coming_back_leads_to_what_was_told_last(walk: Walk) -> None:
    assert walk.stands_at() == "anfang"
    walk_to(walk, "weg")
    assert walk.stands_at() == "weg"
    walk.send("weg", answer="links")
    assert walk.stands_at() == "weg"
    walk.send("bach")
    assert walk.stands_at() == "runde"


def beside(walk: Walk, place: str) -> list[tuple[str, str]]:
    """Return the stages of the map beside a page: their class and what stands below the title."""
    html = walk.person.get(walk.at(place)).get_data(as_text=True)
    aside = html[html.index('<aside class="map-aside') :]
    aside = aside[: aside.index("</aside>")]
    found = re.findall(r'<li class="(\w+)">.*?<div class="stage-status">(.*?)</div>', aside)
    return [(status, re.sub("<.*>", "", note)) for status, note in found]


def test_the_map_beside_what_a_last_decision_told_waits_with_the_next_stage(
    alice: Person, load: Callable[..., str]
) -> None:
    walk = Walk(alice, load(LAST_IN_ITS_STAGE))
    walk.send("weg", answer="links")
    assert walk.led_to() == "weg"
    assert beside(walk, "weg") == [("here", "Sie sind hier"), ("open", "noch offen")]
    assert beside(walk, "gedanke") == [("done", "1 Station"), ("here", "Sie sind hier")]


def test_the_map_beside_a_station_looked_back_at_marks_its_stage(walk: Walk) -> None:
    walk_to(walk, "gedanke")
    assert beside(walk, "anfang") == [
        ("here", "Sie sind hier"),
        ("done", "6 Stationen"),
        ("open", "2 Stationen"),
    ]
    for step in ("gedanke", "plan", "nachher"):
        walk.send(step, skip="1")
    assert [status for status, _ in beside(walk, "weg")] == ["done", "here", "done"]
    assert [status for status, _ in beside(walk, "ziel")] == ["done"] * 3
