"""A new version comes while somebody is under way: what the pages say, keep, and offer."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.content.source import parse
from app.models.journey import publish
from tests.integration.conftest import LONG_AGO
from tests.integration.player.conftest import rows
from tests.people import Person
from tests.walks import Walk, forms_in

FIRST = """\
format: zukunftsreise/1
id: im-wandel
title: "Im Wandel"
languages: [de]
roles:
  lager: {title: "Lager", text: "Sie packen."}
  leitung: {title: "Leitung", text: "Sie planen."}
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - {story: los, title: "Los", text: "Es geht los."}
      - decision: weg
        title: "Die Gabelung"
        question: "Wohin gehen Sie?"
        choices:
          - {id: links, label: "Nach links", feedback: "Hell."}
          - {id: rechts, label: "Nach rechts", feedback: "Still."}
      - poll: stimmung
        question: "Wie ist die Stimmung?"
        choices: [{id: gut, label: "gut"}, {id: so, label: "so lala"}]
      - {reflection: gedanke, prompt: "Was fällt Ihnen auf?"}
  - stage: schluss
    title: "Schluss"
    steps:
      - {reflection: rest, prompt: "Was bleibt?"}
      - {end: da, title: "Angekommen", text: "Schön."}
"""
NEW_STORY = '      - {story: neu, title: "Ganz neu", text: "Das ist neu."}\n'
DECISION = "      - decision: weg"
POLL = FIRST[FIRST.index("      - poll: stimmung") : FIRST.index("      - {reflection: gedanke")]
ADDED = FIRST.replace(DECISION, NEW_STORY + DECISION)
OTHER_CHOICES = FIRST.replace("id: links", "id: hinauf").replace("Nach links", "Nach oben")


@pytest.fixture
def revise(app: Flask) -> Callable[..., None]:
    """Publish a text as the next version, with a sentence about what is new."""

    def revise(source: str, note: str = "") -> None:
        parsed = parse(source)
        assert parsed.journey, [problem.message() for problem in parsed.problems]
        with app.extensions["database"].write() as session:
            publish(session, parsed, LONG_AGO, note)

    return revise


@pytest.fixture(params=[False, True], ids=["plain", "htmx"])
def walk(request: pytest.FixtureRequest, alice: Person, revise: Callable[..., None]) -> Walk:
    """Alice behind the fork and the vote, at her first thought, on the first version."""
    revise(FIRST)
    found = Walk(alice, "im-wandel", "lager", htmx=request.param)
    found.send("los")
    found.send("weg", answer="links")
    found.send("stimmung", answer="gut")
    return found


def pin(app: Flask) -> list[tuple[int, str]]:
    return rows(app, "SELECT version_id, at FROM run")


def test_other_words_are_there_at_the_next_page_and_nothing_is_said(
    walk: Walk, revise: Callable[..., None]
) -> None:
    revise(FIRST.replace("Was fällt Ihnen auf?", "Was sehen Sie?"), "Ein Wort.")
    page = walk.see("gedanke")
    assert "Was sehen Sie?" in page
    assert "neue Fassung" not in page


def test_a_new_version_is_told_in_one_sentence_until_the_next_answer(
    walk: Walk, revise: Callable[..., None], app: Flask
) -> None:
    revise(ADDED, "Neu ist ein Besuch im Lager.")
    before = pin(app)
    for _ in range(2):
        page = walk.see("gedanke")
        assert "Diese Reise hat eine neue Fassung" in page
        assert "Neu ist ein Besuch im Lager. Ihre Antworten sind alle da." in page
        assert "Eine Station ist hinter Ihnen dazugekommen" in page
        assert forms_in(page) == 1
    assert pin(app) == before
    walk.send("gedanke", text="Viel")
    assert pin(app) == [(before[0][0] + 1, "rest")]
    assert "neue Fassung" not in walk.see("rest")
    assert "neue Fassung" not in walk.last.get_data(as_text=True)


def test_the_words_of_an_author_are_escaped(walk: Walk, revise: Callable[..., None]) -> None:
    revise(ADDED, "<b>Neu</b> & gut")
    walk.see("gedanke")
    assert "&lt;b&gt;Neu&lt;/b&gt; &amp; gut" in walk.last.get_data(as_text=True)


def test_the_pages_speak_english_too(walk: Walk, revise: Callable[..., None]) -> None:
    revise(ADDED, "Neu ist ein Besuch.")
    page = walk.person.get(walk.at("gedanke"), Accept_Language="en").get_data(as_text=True)
    assert "This journey has a new version" in page
    assert '<span lang="de">Neu ist ein Besuch.</span>' in page


def test_a_missed_station_can_be_read_and_is_listed_at_the_end(
    walk: Walk, revise: Callable[..., None]
) -> None:
    revise(ADDED)
    page = walk.see("neu")
    assert "Das ist neu." in page
    assert "Diese Station gab es noch nicht" in page
    assert "neu dazugekommen" in walk.see("karte")
    walk.send("gedanke", text="Viel")
    walk.send("rest", text="Alles")
    end = walk.see("ziel")
    assert "Neu dazugekommen" in end
    assert f'<li><a href="{walk.at("neu")}">Ganz neu</a></li>' in end
    assert "5 Stationen" in end
    assert "Das ist neu." in walk.see("neu")


def test_a_station_that_was_missed_can_be_answered_until_the_end(
    walk: Walk, revise: Callable[..., None]
) -> None:
    question = '      - {reflection: frueh, prompt: "Was war zuerst?"}\n'
    revise(FIRST.replace(DECISION, question + DECISION))
    assert walk.at("frueh/anders") in walk.see("frueh")
    walk.send("frueh/anders", text="Der Anfang")
    assert "Der Anfang" in walk.see("frueh")
    walk.send("gedanke", text="Viel")
    walk.send("rest", text="Alles")
    assert "Neu dazugekommen" not in walk.see("ziel")


def test_a_form_left_open_under_an_old_name_reaches_its_step(
    walk: Walk, revise: Callable[..., None], app: Flask
) -> None:
    fields = walk.hidden("gedanke")
    walk.draft("gedanke", text="Ein Entwurf", seen="0")
    revise(
        FIRST.replace("reflection: gedanke", "reflection: notiz") + "renamed: {gedanke: notiz}\n"
    )
    assert walk.person.get(walk.at("gedanke")).headers["Location"] == walk.at("notiz")
    assert "Ein Entwurf" in walk.see("notiz")
    walk.draft("gedanke", text="Ein Entwurf mehr", seen="1")
    fields |= {"text": "Ein Gedanke", "seen-text": "2"}
    walk.post("gedanke", None, fields)
    assert walk.led_to() == "rest"
    assert rows(app, "SELECT step, value FROM entry WHERE seq = 4") == [("notiz", "true")]
    assert rows(app, "SELECT step, revision FROM thought") == [("gedanke", 3)]
    walk.post("gedanke", None, fields)
    assert walk.led_to() == "rest"
    assert "Ein Gedanke" in walk.see("notiz")
    assert "Ein Gedanke" in walk.person.see(f"/tagebuch/{walk.code}")


def test_a_form_of_a_station_that_is_gone_loses_no_text(
    walk: Walk, revise: Callable[..., None]
) -> None:
    fields = walk.hidden("gedanke")
    gone = FIRST.replace('      - {reflection: gedanke, prompt: "Was fällt Ihnen auf?"}\n', "")
    revise(gone + "removed: {gedanke: rest}\n")
    response = walk.post("gedanke", 404, fields | {"text": "Nicht verlieren"})
    assert "Nicht verlieren" in response.get_data(as_text=True)
    page = walk.see("rest")
    assert "Die Station, an der Sie standen, gibt es nicht mehr." in page


def test_answers_of_removed_stations_stay_in_the_diary_with_their_question(
    walk: Walk, revise: Callable[..., None]
) -> None:
    walk.send("gedanke", text="Mein Gedanke")
    without = FIRST.replace(POLL, "").replace(
        '      - {reflection: gedanke, prompt: "Was fällt Ihnen auf?"}\n', ""
    )
    revise(without + "removed: {stimmung: rest, gedanke: rest}\n")
    for answered in (False, True):
        if answered:
            walk.send("rest", text="Alles")
        diary = walk.person.see(f"/tagebuch/{walk.code}")
        former = diary[diary.index("Aus früheren Fassungen") :]
        for words in ("Wie ist die Stimmung?", "gut", "Was fällt Ihnen auf?", "Mein Gedanke"):
            assert words in former, words
    where = f"/tagebuch/{walk.code}/gedanke/text"
    assert "Mein Gedanke" in walk.person.see(where)
    seen = rows(walk.person.app, "SELECT revision FROM thought WHERE step = 'gedanke'")[0][0]
    walk.person.send(where, text="Geändert", seen=seen)
    assert "Geändert" in walk.person.see(f"/tagebuch/{walk.code}")
    assert "Geändert" in walk.person.see(f"{where}/loeschen")
    walk.person.send(f"{where}/loeschen")
    after = walk.person.see(f"/tagebuch/{walk.code}")
    assert "Geändert" not in after
    assert "Wie ist die Stimmung?" in after
    walk.person.see(f"/tagebuch/{walk.code}/nie/text", 404)


def test_an_answer_that_fits_no_more_stays_in_the_diary_as_it_was(
    walk: Walk, revise: Callable[..., None]
) -> None:
    revise(FIRST.replace("{id: gut, label: \"gut\"}", "{id: prima, label: \"prima\"}")
           .replace("Wie ist die Stimmung?", "Wie geht es?"))  # fmt: skip
    walk.send("gedanke", text="Viel")
    diary = walk.person.see(f"/tagebuch/{walk.code}")
    former = diary[diary.index("Aus früheren Fassungen") :]
    assert "Wie ist die Stimmung?" in former
    assert "gut" in former
    assert "Wie geht es?" not in former


# A version that the run does not fit


def test_a_breaking_version_waits_for_its_learner(
    walk: Walk, revise: Callable[..., None], app: Flask
) -> None:
    revise(OTHER_CHOICES, "Nach links geht es nicht mehr.")
    page = walk.see("gedanke")
    assert "Sie gehen auf Ihrer Fassung weiter." in page
    assert f'href="{walk.at("fassung")}"' in page
    assert f'href="{walk.at("fassung")}"' in walk.see("pause")
    page = walk.see("fassung")
    for words in (
        "Nach links geht es nicht mehr.",
        "Ihre Antwort bei „Die Gabelung“ passt nicht mehr.",
        "Die Gabelung: Nach links",
        "Nichts wird gelöscht.",
        "Etappe 1 von 2",
    ):
        assert words in page, words
    assert forms_in(page) == 1
    before = pin(app)
    walk.send("gedanke", text="Viel")
    assert pin(app) == [(before[0][0], "rest")]


def test_the_learner_switches_once_and_answers_anew(
    walk: Walk, revise: Callable[..., None], app: Flask
) -> None:
    revise(OTHER_CHOICES)
    fields = walk.hidden("fassung")
    walk.person.client.post(walk.at("fassung"), data=fields)
    assert walk.stands_at() == "weg"
    assert "Nach oben" in walk.see("weg")
    assert "neue Fassung" not in walk.see("weg")
    assert rows(app, "SELECT count(*) FROM entry") == [(3,)]
    again = walk.person.client.post(walk.at("fassung"), data=fields)
    assert again.status_code == 303
    walk.send("weg", answer="hinauf")
    assert walk.person.see(f"/unterwegs/{walk.code}/weg").count("Nach oben")
    assert walk.see("gedanke")
    diary = walk.person.see(f"/tagebuch/{walk.code}")
    now, former = diary.split("Aus früheren Fassungen")
    assert "Nach oben" in now
    assert "Nach links" in former


def test_a_page_about_another_version_asks_again(
    walk: Walk, revise: Callable[..., None], app: Flask
) -> None:
    revise(OTHER_CHOICES)
    fields = walk.hidden("fassung")
    revise(OTHER_CHOICES.replace("Nach oben", "Hinauf"))
    response = walk.person.client.post(walk.at("fassung"), data=fields)
    assert response.status_code == 409
    assert "Inzwischen hat sich etwas geändert" in response.get_data(as_text=True)
    assert rows(app, "SELECT count(*) FROM pin") == [(0,)]
    assert (
        walk.person.client.post(walk.at("fassung"), data=walk.hidden("fassung")).status_code == 303
    )
    assert rows(app, "SELECT count(*) FROM pin") == [(1,)]


def test_whoever_lost_their_role_chooses_one(walk: Walk, revise: Callable[..., None]) -> None:
    revise(FIRST.replace('  lager: {title: "Lager"', '  halle: {title: "Halle"'))
    page = walk.see("fassung")
    assert "Ihre Rolle „Lager“ gibt es dort nicht mehr." in page
    fields = walk.hidden("fassung")
    refused = walk.person.client.post(walk.at("fassung"), data=fields)
    assert refused.status_code == 422
    assert "Wählen Sie eine Rolle aus." in refused.get_data(as_text=True)
    taken = walk.person.client.post(walk.at("fassung"), data=fields | {"role": "halle"})
    assert (taken.status_code, walk.stands_at()) == (303, "gedanke")
    assert "als Halle" in walk.see("gedanke")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (FIRST.replace(DECISION, DECISION.replace("weg", "vorher") + """
        title: "Davor"
        question: "Was nun?"
        choices: [{id: a, label: "A", feedback: "A."}, {id: b, label: "B", feedback: "B."}]
""" + DECISION), "Hinter Ihnen ist „Davor“ dazugekommen."),
        (FIRST.replace('      - {reflection: gedanke, prompt: "Was fällt Ihnen auf?"}\n', "")
         .replace('      - {reflection: rest, prompt: "Was bleibt?"}\n', "")
         + "removed: {gedanke: da, rest: da}\n", "Sie wären am Ziel: „Angekommen“."),
    ],
)  # fmt: skip
def test_the_page_says_why_a_version_does_not_fit(
    walk: Walk, revise: Callable[..., None], source: str, sentence: str
) -> None:
    revise(source)
    assert sentence in walk.see("fassung")


def test_without_another_version_there_is_nothing_to_switch_to(walk: Walk) -> None:
    for response in (
        walk.person.get(walk.at("fassung")),
        walk.person.client.post(walk.at("fassung"), data={"csrf_token": walk.person.token()}),
    ):
        assert response.headers["Location"] == walk.at("gedanke")


def test_who_has_arrived_stays_where_they_are(walk: Walk, revise: Callable[..., None]) -> None:
    walk.send("gedanke", text="Viel")
    walk.send("rest", text="Alles")
    revise(ADDED)
    assert "Neu dazugekommen" not in walk.see("ziel")
    walk.see("neu", 404)
    assert walk.person.get(walk.at("fassung")).headers["Location"] == walk.at("ziel")
