"""„Hier anders abbiegen“: a named act; later answers stay and count again where they are met."""

import json

from flask import Flask

from tests.integration.player.conftest import rows, walk_to
from tests.people import main_of
from tests.walks import Walk, forms_in

ENTRIES = "SELECT step, value FROM entry ORDER BY seq"


def test_the_page_says_what_may_change_above_the_form(walk: Walk) -> None:
    walk_to(walk, "runde")
    page = walk.see("weg/anders")
    assert "Sie ändern eine frühere Antwort" in page
    assert "Ihr Weg kann sich dadurch ändern" in page
    assert forms_in(page) == 1
    assert 'value="links" checked' in page
    assert walk.title().startswith("Ändern: Die Gabelung")


def test_a_change_appends_an_entry_and_tells_the_new_consequence(walk: Walk, app: Flask) -> None:
    walk_to(walk, "runde")
    walk.send("weg/anders", answer="rechts")
    assert walk.led_to() == "weg"
    told = walk.see("weg")
    assert "Rechts ist es still." in told
    assert f'href="{walk.at("runde")}">Weiter</a>' in told
    assert [step for step, _ in rows(app, ENTRIES)][-2:] == ["bach", "weg"]
    walk.see("bach", 404)


def test_changing_back_finds_the_later_answers_again(walk: Walk) -> None:
    walk_to(walk, "runde")
    walk.send("weg/anders", answer="rechts")
    walk.send("weg/anders", answer="links")
    assert forms_in(walk.see("bach")) == 0
    assert f'href="{walk.at("runde")}">Weiter</a>' in walk.see("weg")


def test_a_change_leads_to_a_step_not_met_before(walk: Walk) -> None:
    walk_to(walk, "weg")
    walk.send("weg", answer="rechts")
    walk.send("weg/anders", answer="links")
    assert f'href="{walk.at("bach")}">Weiter</a>' in walk.see("weg")
    assert forms_in(walk.see("bach")) == 1


def test_a_place_can_be_added(walk: Walk, app: Flask) -> None:
    walk_to(walk, "probe")
    page = walk.see("runde/anders")
    assert 'value="zwei"' in page
    assert 'value="eins"' not in page
    assert "Ich gehe weiter" not in page
    walk.send("runde/anders", answer="zwei")
    assert walk.led_to() == "tuer-zwei"
    step, value = rows(app, ENTRIES)[-1]
    assert (step, json.loads(value)) == ("runde", {"places": ["eins", "zwei"], "left": True})


def test_a_scale_and_a_text_can_be_changed(walk: Walk) -> None:
    walk_to(walk, "plan")
    assert "Ihr Text wird durch den neuen ersetzt." in walk.see("gedanke/anders")
    walk.send("vorher/anders", **{"item-mut": "5"})
    assert "5 von 5" in walk.see("vorher")
    walk.send("gedanke/anders", text="Ein neuer Gedanke")
    assert walk.led_to() == "plan"
    assert "Ein neuer Gedanke" in walk.see("gedanke")


def test_what_cannot_be_changed_shows_how_it_was_left(walk: Walk) -> None:
    walk_to(walk, "auftrag")
    for place in ("anfang", "probe", "auftrag"):
        response = walk.person.get(walk.at(f"{place}/anders"))
        assert response.status_code == 302
        assert response.headers["Location"] == walk.at(place)


def test_a_change_without_a_choice_is_asked_again_on_its_own_page(walk: Walk, app: Flask) -> None:
    walk_to(walk, "runde")
    before = rows(app, ENTRIES)
    walk.post("weg/anders", 422, walk.hidden("weg/anders"))
    page = main_of(walk.last)
    assert "Wählen Sie eine Antwort aus." in page
    assert f'action="{walk.at("weg/anders")}"' in page
    assert rows(app, ENTRIES) == before


def test_a_change_sent_twice_counts_once(walk: Walk, app: Flask) -> None:
    walk_to(walk, "runde")
    fields = walk.hidden("weg/anders") | {"answer": "rechts"}
    walk.post("weg/anders", None, fields)
    walk.post("weg/anders", None, fields)
    assert len(rows(app, ENTRIES)) == 6
    walk.post("weg/anders", 409, fields | {"answer": "links"})
    assert len(rows(app, ENTRIES)) == 6


def test_after_the_end_nothing_changes_any_more(walk: Walk, app: Flask) -> None:
    walk_to(walk, "weg")
    turn = walk.hidden("weg")["turn"]
    token = walk.hidden("weg")["csrf_token"]
    walk_on = [("weg", {"answer": "rechts"}), ("runde", {"answer": "eins"}), ("tuer-eins", {})]
    skips = [("probe", {"skip": "1"}), ("auftrag", {"skip": "1"}), ("stimmung", {"skip": "1"})]
    skips += [(step, {"skip": "1"}) for step in ("treffpunkt", "gedanke", "plan", "nachher")]
    for step, fields in [*walk_on, ("runde", {"answer": "go--on"}), *skips]:
        walk.send(step, **fields)
    assert walk.led_to() == "ziel"
    assert "Hier anders abbiegen" not in walk.see("weg")
    before = len(rows(app, ENTRIES))
    walk.post("weg/anders", 409, {"csrf_token": token, "turn": turn, "answer": "links"})
    walk.post("weg/anders", 409, {"csrf_token": token, "turn": str(before), "answer": "links"})
    assert len(rows(app, ENTRIES)) == before
