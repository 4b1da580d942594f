"""The step screen: every kind asked, answered, told and looked back at, with htmx and without."""

import gzip
import json

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from tests.integration.player.conftest import ANSWERS, rows, walk_to
from tests.people import Person, main_of
from tests.walks import Walk, forms_in

ENTRIES = "SELECT seq, step, value FROM entry ORDER BY run_id, seq"
THOUGHTS = "SELECT step, field, answered FROM thought ORDER BY run_id, step, field"
WORDS = "Der Bus hält an der Ecke und alle steigen langsam in den hellen Morgen aus. "


def test_a_walk_through_every_kind_arrives(walk: Walk, app: Flask) -> None:
    for place, fields in ANSWERS:
        asked = walk.see(place)
        assert forms_in(asked) == 1, place
        assert asked.count("<h1") == 1, place
        walk.send(place, **fields)
    assert walk.led_to() == "ziel"
    assert [(seq, step, json.loads(value)) for seq, step, value in rows(app, ENTRIES)] == [
        (1, "anfang", True),
        (2, "bild", True),
        (3, "vorher", {"mut": 4}),
        (4, "weg", "links"),
        (5, "bach", True),
        (6, "runde", {"places": ["eins"], "left": False}),
        (7, "tuer-eins", True),
        (8, "runde", {"places": ["eins"], "left": True}),
        (9, "probe", {"tries": [["ja", "nein"]], "left": False}),
        (10, "probe", {"tries": [["ja", "nein"], ["ja"]], "left": False}),
        (11, "auftrag", {"ticked": ["ziel"]}),
        (12, "stimmung", "gut"),
        (13, "treffpunkt", True),
        (14, "gedanke", True),
        (15, "plan", True),
        (16, "nachher", {"mut": 2, "ruhe": 3}),
    ]
    assert [row[:2] for row in rows(app, THOUGHTS) if not row[2]] == []


def test_the_partial_is_what_the_whole_page_shows(alice: Person, every_kind: str) -> None:
    walk = Walk(alice, every_kind, htmx=True)
    for place, fields in ANSWERS:
        partial = walk.send(place, **fields)
        assert partial.headers["ZR-Part"] == "1"
        assert "<html" not in partial.get_data(as_text=True)
        title, main = walk.title(), main_of(partial)
        whole = walk.see(walk.led_to())
        assert title == walk.title()
        assert without_token(main) == without_token(whole)


def without_token(main: str) -> list[str]:
    return [line.split('name="csrf_token"')[0] for line in main.splitlines()]


def test_every_page_is_private_and_strict(walk: Walk) -> None:
    walk.see("anfang")
    assert walk.last.headers["Cache-Control"] == "no-store"
    assert walk.last.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_title_names_heading_stage_and_journey_without_soft_joints(walk: Walk) -> None:
    assert "Der An\u00adfang" in walk.see("anfang")
    assert walk.title() == "Der Anfang – Etappe 1 von 3 – Alle Arten"


def test_a_decision_tells_its_consequence_and_goes_on_by_a_link(walk: Walk) -> None:
    walk_to(walk, "weg")
    walk.send("weg", answer="links")
    assert walk.led_to() == "weg"
    told = walk.see("weg")
    for words in ("Nach links", "Links ist es hell.", "Eine Fremde", "Hier anders abbiegen"):
        assert words in told
    assert f'href="{walk.at("bach")}">Weiter</a>' in told
    assert forms_in(told) == 0
    assert walk.stands_at() == "weg"


def test_a_choice_not_made_is_said_at_the_top_and_at_the_question(walk: Walk) -> None:
    walk_to(walk, "weg")
    walk.send("weg", 422)
    assert walk.title().startswith("Fehler: Die Gabelung")
    page = main_of(walk.last)
    assert page.count("Wählen Sie eine Antwort aus.") == 2
    assert 'href="#answer-links"' in page
    assert walk.hidden("weg")["turn"] == "3"


def test_a_choice_that_does_not_exist_is_refused(walk: Walk) -> None:
    walk_to(walk, "weg")
    walk.send("weg", 422, answer="nirgends")
    assert "Diese Wahl gibt es hier nicht" in main_of(walk.last)


def test_going_on_stands_among_the_places_once_enough_are_visited(walk: Walk) -> None:
    walk_to(walk, "runde")
    assert "Ich gehe weiter" not in walk.see("runde")
    walk.send("runde", 422)
    assert "Wählen Sie aus, wohin Sie gehen." in main_of(walk.last)
    walk.send("runde", answer="eins")
    assert walk.led_to() == "tuer-eins"
    assert "Hier waren Sie" in walk.see("runde")
    walk.send("tuer-eins")
    hub = walk.see("runde")
    assert "Ich gehe weiter" in hub
    assert 'value="eins"' not in hub


def test_a_check_tells_the_last_try_above_its_form(walk: Walk) -> None:
    walk_to(walk, "probe")
    walk.send("probe", answer="nein")
    assert walk.led_to() == "probe"
    again = walk.see("probe")
    assert "Das nicht." in again
    assert "Sie haben noch einen Versuch." in again
    assert forms_in(again) == 1
    walk.send("probe", leave="1")
    told = walk.see("probe")
    assert forms_in(told) == 0
    assert "Das trifft zu:" in told


def test_weiss_ich_nicht_is_no_value(walk: Walk) -> None:
    walk_to(walk, "vorher")
    asked = walk.see("vorher")
    assert asked.count("Weiß ich nicht") == 2
    walk.send("vorher", **{"item-mut": ""})
    assert walk.see("vorher").count("Weiß ich nicht") == 2


def test_a_value_beyond_the_scale_is_refused(walk: Walk) -> None:
    walk_to(walk, "vorher")
    walk.send("vorher", 422, **{"item-mut": "9"})
    page = main_of(walk.last)
    assert page.count("Diese Eingabe passt hier nicht") == 2
    assert 'href="#item-mut"' in page


def test_a_practice_shows_its_sample_only_beside_a_text(walk: Walk) -> None:
    walk_to(walk, "auftrag")
    turn = walk.hidden("auftrag")["turn"]
    assert "Ein Beispiel." not in walk.see("auftrag")
    walk.send("auftrag", text="Mein Auftrag")
    second = walk.see(walk.led_to())
    assert "Ein Beispiel." in second
    assert "Das Ziel steht da." in second
    assert "Mein Auftrag" in second
    assert walk.hidden("auftrag")["turn"] == turn


def test_skipping_keeps_the_text_unanswered(walk: Walk, app: Flask) -> None:
    walk_to(walk, "gedanke")
    walk.send("gedanke", text="Nur so ein Gedanke", skip="1")
    assert walk.led_to() == "plan"
    assert ("gedanke", "text", 0) in rows(app, THOUGHTS)
    assert "Sie haben diese Station übersprungen." in walk.see("gedanke")


def test_an_empty_text_is_a_skip(walk: Walk, app: Flask) -> None:
    walk_to(walk, "gedanke")
    walk.send("gedanke", text="  ")
    assert json.loads(rows(app, ENTRIES)[-1][2]) is None


def test_a_text_too_long_is_refused_and_kept(walk: Walk, app: Flask) -> None:
    walk_to(walk, "gedanke")
    long = "ä" * 10_001
    walk.send("gedanke", 422, text=long)
    page = main_of(walk.last)
    assert long in page
    assert "Möglich sind 10.000 Zeichen, hier stehen 10.001." in page
    assert not [row for row in rows(app, THOUGHTS) if row[0] == "gedanke"]


@pytest.mark.parametrize("day", ["2026-12-24", "24.12.2026", "24. 12. 2026"])
def test_a_day_is_understood_in_two_ways(alice: Person, every_kind: str, day: str) -> None:
    walk = walk_to(Walk(alice, every_kind), "plan")
    walk.send("plan", until=day)
    assert "24.12.2026" in walk.see("plan")


def test_a_day_that_is_none_is_asked_again(walk: Walk) -> None:
    walk_to(walk, "plan")
    walk.send("plan", 422, picture="Ruhe", until="bald")
    page = main_of(walk.last)
    assert "Schreiben Sie das Datum so: 24.12.2026." in page
    assert "Ruhe" in page


def test_the_station_is_counted_and_its_total_said_only_where_it_is_sure(walk: Walk) -> None:
    assert "Station 1 von 3" in walk.see("anfang")
    walk_to(walk, "weg")
    page = walk.see("weg")
    assert "Station 1 · noch" in page


def test_private_input_says_so_before_the_field(walk: Walk) -> None:
    walk_to(walk, "gedanke")
    page = walk.see("gedanke")
    for words in ("Nur für Sie", "Was heißt das?", "keine Betriebsgeheimnisse."):
        assert page.index(words) < page.index("<textarea")


def test_zurueck_shows_the_step_before_as_it_was_left(walk: Walk) -> None:
    assert 'href="/reise/alle-arten"' in walk.see("anfang")
    walk_to(walk, "bach")
    assert f'href="{walk.at("weg")}"' in walk.see("bach")
    assert f'href="{walk.at("vorher")}"' in walk.see("weg")
    left = walk.see("vorher")
    assert "4 von 5" in left
    assert forms_in(left) == 0


def test_own_words_and_choices_fill_later_texts(walk: Walk) -> None:
    walk_to(walk, "ziel")
    raw = walk.person.get(walk.at("ziel")).get_data(as_text=True)
    assert "Ihr Weg: Nach links." in raw
    assert "Ihr Gedanke: Zwei<br>Zeilen &amp; &lt;mehr&gt;" in raw


def test_slots_terms_and_sources_stand_on_the_page(walk: Walk) -> None:
    page = walk.see("anfang")
    assert "die Person am Empfang" in page
    assert "Ein Programm, das rechnet." in page
    assert 'id="quelle-gesetz"' in page
    assert "geprüft am 01.11.2026" in page


def test_a_foreign_text_is_marked_with_its_language(walk: Walk) -> None:
    page = walk.person.see(walk.at("anfang"), Accept_Language="en")
    assert '<div lang="de"><p>' in page
    assert '<h1 tabindex="-1"><span lang="de">' in page


def test_an_answer_sent_twice_counts_once(walk: Walk, app: Flask) -> None:
    walk_to(walk, "weg")
    fields = walk.hidden("weg") | {"answer": "links"}
    first = walk.post("weg", None, fields)
    second = walk.post("weg", None, fields)
    assert main_of(first) == main_of(second) or not walk.htmx
    assert len(rows(app, ENTRIES)) == 4


def test_a_text_sent_twice_counts_once(walk: Walk, app: Flask) -> None:
    walk_to(walk, "gedanke")
    fields = walk.hidden("gedanke") | {"text": "Einmal"}
    walk.post("gedanke", None, fields)
    walk.post("gedanke", None, fields)
    assert len(rows(app, ENTRIES)) == 14
    walk.post("gedanke", 409, fields | {"text": "Ein anderer Text aus dem zweiten Fenster"})
    page = main_of(walk.last)
    assert "Ein anderer Text aus dem zweiten Fenster" in page
    assert "Einmal" in walk.see("gedanke")


def test_a_second_tab_learns_what_is_recorded(walk: Walk, app: Flask) -> None:
    walk_to(walk, "weg")
    fields = walk.hidden("weg")
    walk.post("weg", None, fields | {"answer": "links"})
    walk.post("weg", 409, fields | {"answer": "rechts"})
    page = main_of(walk.last)
    assert "Hier ist schon etwas gespeichert" in page
    assert "Nach links" in page
    assert f'href="{walk.at("bach")}">Weiter</a>' in page
    assert f'href="{walk.at("weg/anders")}"' in page
    assert forms_in(page) == 0
    assert len(rows(app, ENTRIES)) == 4


def test_an_earlier_step_changes_only_by_its_own_page(walk: Walk, app: Flask) -> None:
    walk_to(walk, "bach")
    fields = walk.hidden("bach") | {"answer": "rechts"}
    walk.post("weg", 409, fields)
    assert len(rows(app, ENTRIES)) == 4


@pytest.mark.parametrize("turn", ["", "99", "-1", "x", "9999999999999"])
def test_a_turn_that_cannot_be_is_a_bad_request(walk: Walk, app: Flask, turn: str) -> None:
    walk.send("anfang", 400, turn=turn)
    assert rows(app, ENTRIES) == []


def test_strangers_find_no_page_and_store_nothing(walk: Walk, bob: Person, app: Flask) -> None:
    stranger = Walk(bob, walk.journey, htmx=walk.htmx, code=walk.code)
    for place in ("", "anfang", "karte", "pause", "ziel", "anfang/anders"):
        assert bob.get(walk.at(place)).status_code == 404
    unknown = bob.get("/unterwegs/0123456789abcdef/anfang")
    assert unknown.data == bob.get(walk.at("anfang")).data
    stranger.post("anfang", 404, {"csrf_token": bob.token(), "turn": "0"})
    assert rows(app, ENTRIES) == []


def test_a_form_of_another_learner_stores_nothing_and_keeps_the_text(
    walk: Walk, bob: Person, every_kind: str, app: Flask
) -> None:
    walk_to(walk, "gedanke")
    fields = walk.hidden("gedanke") | {"text": "Was Alice schrieb"}
    before = len(rows(app, ENTRIES))
    other = Walk(bob, every_kind, htmx=walk.htmx)
    intruder = Walk(bob, every_kind, htmx=walk.htmx, code=walk.code)
    for place in (intruder, other):
        place.post("gedanke", 409, fields | {"csrf_token": bob.token()})
        assert "ZR-Part" not in place.last.headers
        assert "Was Alice schrieb" in main_of(place.last)
    assert len(rows(app, ENTRIES)) == before
    assert not [row for row in rows(app, THOUGHTS) if row[0] == "gedanke"]


def test_a_step_beside_the_way_says_so_and_leads_back(walk: Walk) -> None:
    walk_to(walk, "weg")
    for place in ("bach", "gedanke", "da"):
        page = walk.see(place, 404)
        assert "Diese Station liegt nicht auf Ihrem Weg" in page
        assert f'href="{walk.at("weg")}"' in page
    walk.see("gibt-es-nicht", 404)


def test_text_sent_to_a_step_beside_the_way_can_be_copied(walk: Walk) -> None:
    fields = walk.hidden("anfang") | {"text": "Ein Gedanke zu früh"}
    walk.post("gedanke", 404, fields)
    assert "Ein Gedanke zu früh" in main_of(walk.last)


def test_the_end_is_shown_at_the_destination_alone(walk: Walk) -> None:
    assert walk.person.get(walk.at("ziel")).headers["Location"] == walk.at("anfang")
    walk_to(walk, "ziel")
    assert walk.person.get(walk.at("da")).headers["Location"] == walk.at("ziel")
    assert walk.stands_at() == "ziel"


def test_nothing_can_be_answered_after_the_end(walk: Walk, app: Flask) -> None:
    walk_to(walk, "nachher")
    fields = walk.hidden("nachher")
    walk.post("nachher", None, fields | {"skip": "1"})
    before = len(rows(app, ENTRIES))
    walk.post("nachher", 409, fields | {"turn": str(before), "item-mut": "1"})
    assert len(rows(app, ENTRIES)) == before


def test_a_step_without_a_token_is_refused(walk: Walk, app: Flask) -> None:
    walk.post("anfang", 400, {"turn": "0"})
    assert rows(app, ENTRIES) == []


def test_a_failing_commit_says_that_nothing_was_saved(
    walk: Walk, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk_to(walk, "gedanke")
    fields = walk.hidden("gedanke") | {"text": "Was auf der vollen Platte blieb"}

    def fail(_connection: Connection) -> None:
        raise OperationalError("COMMIT", None, Exception("disk full"))

    app.testing = False
    with monkeypatch.context() as full_disk:
        full_disk.setattr(Connection, "commit", fail)
        walk.post("gedanke", 503, fields)
    assert "Was auf der vollen Platte blieb" in main_of(walk.last)
    assert "ZR-Part" not in walk.last.headers
    walk.post("gedanke", None, fields)
    assert walk.led_to() == "plan"


def test_a_partial_of_ninety_words_is_small(load: object, alice: Person) -> None:
    source = (
        "format: zukunftsreise/1\nid: kurz\ntitle: \"Ein kurzer Gang\"\nlanguages: [de]\nstages:\n"
        "  - stage: eins\n    title: \"Eins\"\n    steps:\n"
        "      - {story: los, title: \"Los\", text: \"Los.\"}\n"
        "      - decision: wahl\n        title: \"Die Prüfsoftware widerspricht\"\n"
        f"        text: \"{WORDS * 6}\"\n        question: \"Was tun Sie jetzt?\"\n"
        "        choices: [{id: a, label: \"Ich vertraue der Software\", feedback: \"A.\"},"
        " {id: b, label: \"Ich prüfe von Hand nach\", feedback: \"B.\"}]\n"
        "      - {end: da, title: \"Da\", text: \"Schön.\"}\n"
    )  # fmt: skip
    walk = Walk(alice, load(source), htmx=True)  # type: ignore[operator]
    body = walk.send("los").data
    assert body.count(b" ") > 90
    assert len(body) <= 4096
    assert len(gzip.compress(body, 6)) <= 1536
