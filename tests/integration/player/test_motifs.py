"""The picture of a goal: one of six motifs or none, as private as the words beside it."""

import json

import pytest
from flask import Flask

from tests.integration.player.conftest import rows, walk_to
from tests.people import Person, main_of
from tests.walks import Walk

STORED = "SELECT field, revision, answered FROM thought WHERE step = 'plan' ORDER BY field"
MOTIFS = ("table", "morning", "path", "bridge", "tailwind", "balloons")


@pytest.fixture
def planning(walk: Walk) -> Walk:
    """Alice stands at the goal, without the script and with it."""
    return walk_to(walk, "plan")


def checked(page: str) -> str:
    """Return the value of the radio button that is chosen."""
    (chosen,) = [
        tag for tag in page.split("<input")[1:] if 'type="radio"' in tag and " checked>" in tag
    ]
    return chosen.split('value="')[1].split('"')[0]


def test_a_goal_offers_six_pictures_and_none_without_a_script(planning: Walk) -> None:
    page = planning.see("plan")
    for name in MOTIFS:
        assert f'<input type="radio" id="motif-{name}" name="motif" value="{name}">' in page
    assert checked(page) == ""
    assert "Ohne Bild" in page
    assert page.count('class="horizon motif"') == 6


def test_a_chosen_picture_stands_wherever_the_goal_stands(planning: Walk) -> None:
    planning.send("plan", picture="Ruhe", motif="table")
    assert rows(planning.person.app, STORED) == [("motif", 1, 1), ("picture", 1, 1)]
    seen = planning.see("plan")
    assert "Zusammen am Tisch" in seen
    assert seen.count('class="horizon motif"') == 1
    assert checked(planning.see("plan/anders")) == "table"
    planning.send("nachher", skip="1")
    arrived = planning.see("ziel")
    assert "Zusammen am Tisch" in arrived
    assert arrived.count('class="horizon motif"') == 1
    for query in ("", "?druck=1"):
        diary = planning.person.see(f"/tagebuch/{planning.code}{query}")
        assert "Zusammen am Tisch" in diary
        assert diary.count('class="horizon motif"') == 1


def test_without_a_picture_nothing_is_stored_or_shown(planning: Walk) -> None:
    planning.send("plan", picture="Ruhe", motif="")
    assert rows(planning.person.app, STORED) == [("picture", 1, 1)]
    planning.send("nachher", skip="1")
    for page in (planning.see("ziel"), planning.person.see(f"/tagebuch/{planning.code}")):
        assert "horizon motif" not in page
        assert "Mein Bild dazu" not in page


def test_a_picture_alone_is_an_answer(planning: Walk) -> None:
    planning.send("plan", motif="bridge")
    assert rows(planning.person.app, STORED) == [("motif", 1, 1)]
    planning.send("nachher", skip="1")
    assert "Brücken bauen" in planning.see("ziel")


def test_what_is_no_picture_is_refused_and_the_words_stay(planning: Walk) -> None:
    answer = planning.send("plan", 422, picture="Ruhe im Haus", motif="<b>junk</b>")
    page = main_of(answer)
    assert "Ruhe im Haus" in page
    assert "Dieses Bild gibt es hier nicht." in page
    assert "junk" not in page
    assert checked(page) == ""
    assert rows(planning.person.app, STORED) == []


def test_a_picture_saves_itself_and_refuses_junk(planning: Walk) -> None:
    planning.draft("plan", field="motif", motif="path", seen="0")
    planning.draft("plan", 422, field="motif", motif="junk", seen="1")
    assert checked(planning.see("plan")) == "path"
    assert planning.hidden("plan")["seen-motif"] == "1"
    assert planning.stands_at() == "plan"


def test_a_picture_can_be_changed_and_taken_back(planning: Walk) -> None:
    planning.send("plan", picture="Ruhe", motif="table")
    diary = f"/tagebuch/{planning.code}"
    person = planning.person
    assert checked(person.see(f"{diary}/plan/motif")) == "table"
    person.send(f"{diary}/plan/motif", text="morning", seen=1)
    assert "Ruhiger Morgen" in person.see(diary)
    refused = person.send(f"{diary}/plan/motif", 422, text="junk", seen=2)
    assert "Dieses Bild gibt es hier nicht." in main_of(refused)
    conflict = person.send(f"{diary}/plan/motif", 409, text="path", seen=1)
    assert "Ruhiger Morgen" in main_of(conflict)
    person.send(f"{diary}/plan/motif", text="", seen=2)
    assert "Ruhiger Morgen" not in person.see(diary)
    assert "Ohne Bild" in planning.see("plan")


@pytest.mark.parametrize(("which", "name"), [("mine", "path"), ("theirs", "table")])
def test_two_pictures_meet_as_two_texts_do(planning: Walk, which: str, name: str) -> None:
    old = planning.hidden("plan") | {"picture": "Ruhe", "motif": "path"}
    planning.draft("plan", field="motif", motif="table", seen="0")
    page = main_of(planning.post("plan", 409, old))
    assert "Zusammen am Tisch" in page
    assert 'value="motif.both"' not in page
    both = old | {"other-motif": "1", "keep": "motif.both"}
    planning.post("plan", 400, both)
    planning.post("plan", None, both | {"keep": f"motif.{which}"})
    assert checked(planning.see("plan")) == name


def test_the_export_has_the_picture(planning: Walk) -> None:
    planning.send("plan", motif="tailwind")
    person = planning.person
    data = json.loads(person.get("/meine-daten/export.json").data)
    (text,) = [each for each in data["runs"][0]["texts"] if each["step"] == "plan"]
    assert (text["field"], text["text"]) == ("motif", "tailwind")
    assert "Mit Rückenwind" in person.get("/meine-daten/export.html").get_data(as_text=True)


def test_a_picture_is_encrypted_and_goes_with_the_rest(
    alice: Person, every_kind: str, app: Flask
) -> None:
    walk = walk_to(Walk(alice, every_kind), "plan")
    walk.send("plan", motif="balloons")
    (stored,) = rows(app, "SELECT text FROM thought WHERE field = 'motif'")[0]
    assert b"balloons" not in bytes(stored)
    alice.send("/meine-daten/loeschen")
    assert rows(app, "SELECT text FROM thought") == []
