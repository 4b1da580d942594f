"""My data: everything is shown, taken along and erased; nobody else's ever is."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from app.lib import clock
from app.models.diary import thought
from app.models.entry import entry
from app.models.tables import device, learner, run
from tests.people import Person

CANARY = "Kanarienvogel-im-Bergwerk"


@pytest.fixture
def code(alice: Person, small: str) -> str:
    """A run of Alice with an answer, a sent text and a draft."""
    code = alice.depart(small, "leitung")
    alice.send(f"/unterwegs/{code}/vorher", turn=0, item_mut="3")
    alice.send(f"/unterwegs/{code}/weg", turn=1, answer="rechts")
    alice.send(f"/unterwegs/{code}/gedanke", turn=2, text=f"{CANARY} singt", seen_text=0)
    alice.send(f"/unterwegs/{code}/plan/entwurf", field="if", seen=0, **{"if": f"{CANARY} ruht"})
    return code


def test_an_empty_device_says_so(alice: Person) -> None:
    page = alice.see("/meine-daten")
    assert "Auf diesem Gerät ist nichts gespeichert." in page
    assert "Was wird gespeichert?" in page
    assert "Alles löschen" not in page


def test_the_page_counts_what_is_stored(alice: Person, code: str) -> None:
    page = alice.see("/meine-daten")
    for words in ("Die kleine Reise", "Teamleitung", "3 Schritte", "2 eigene Texte", "1 Gerät"):
        assert words in page
    assert f"/tagebuch/{code}" in page


def test_every_page_that_lists_runs_tells_when_one_would_be_deleted(
    alice: Person, small: str, code: str
) -> None:
    pages = ("/", "/tagebuch", "/meine-daten")
    sentence = "gelöscht, wenn Sie bis dahin nichts eintragen"
    assert not any(sentence in alice.see(path) for path in pages)
    with time_machine.travel(clock.now(), tick=False) as moment:
        # Another run keeps the device known meanwhile.
        sent = alice.send(f"/reise/{small}/rolle", role="leitung", known=code)
        other = sent.headers["Location"].rsplit("/", 1)[1]
        answers = ({"item_mut": "3"}, {"answer": "rechts"}, {"skip": "1"}, {"skip": "1"})
        for turn, step in enumerate(("vorher", "weg", "gedanke", "plan")):
            moment.shift(timedelta(days=77))
            alice.send(f"/unterwegs/{other}/{step}", turn=turn, **answers[turn])
        for path in pages:
            assert alice.see(path).count(sentence) == 1, path


def test_the_json_file_holds_every_field(alice: Person, code: str) -> None:
    response = alice.get("/meine-daten/export.json")
    assert response.mimetype == "application/json"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="zukunftsreise')
    data = json.loads(response.data)
    assert data["runs"][0]["code"] == code
    assert [entry["step"] for entry in data["runs"][0]["entries"]] == ["vorher", "weg", "gedanke"]
    texts = {(text["step"], text["field"]): text["text"] for text in data["runs"][0]["texts"]}
    assert texts == {("gedanke", "text"): f"{CANARY} singt", ("plan", "if"): f"{CANARY} ruht"}


def test_the_readable_page_holds_the_same(alice: Person, code: str) -> None:
    response = alice.get("/meine-daten/export.html")
    assert response.headers["Content-Disposition"].endswith('.html"')
    page = response.get_data(as_text=True)
    for leaf in leaves(json.loads(alice.get("/meine-daten/export.json").data)):
        assert leaf in page, leaf
    for words in ("Die kleine Reise", "Die Gabelung", "Teamleitung", "Eigene Texte", "begonnen"):
        assert words in page
    assert "http" not in page


def test_the_readable_page_puts_answers_into_words(alice: Person, small: str) -> None:
    code = alice.depart(small, "leitung")
    alice.send(f"/unterwegs/{code}/vorher", turn=0, item_mut="3")
    alice.send(f"/unterwegs/{code}/weg", turn=1, answer="rechts")
    alice.send(f"/unterwegs/{code}/gedanke", turn=2, skip="1")
    page = alice.get("/meine-daten/export.html").get_data(as_text=True)
    assert "Ich frage nach.: 3" in page
    assert "Nach rechts (rechts)" in page
    assert "übersprungen" in page
    assert ">null<" not in page


def leaves(value: object) -> list[str]:
    """Return ids, numbers and texts; instants are written for people and looked at elsewhere."""
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner)]
    if value is None or isinstance(value, bool) or "T" in str(value):
        return []
    return [str(value)]


def test_markup_in_own_words_stays_words_in_the_file(alice: Person, code: str) -> None:
    alice.send(f"/tagebuch/{code}/gedanke/text", text="<script>alert(1)</script>", seen=1)
    page = alice.get("/meine-daten/export.html").get_data(as_text=True)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_each_file_holds_only_the_own_data(
    alice: Person, bob: Person, code: str, lonely: str
) -> None:
    his = bob.depart(lonely)
    for form in ("json", "html"):
        theirs = bob.get(f"/meine-daten/export.{form}").get_data(as_text=True)
        assert CANARY not in theirs
        assert code not in theirs
        assert his in theirs


def test_without_a_learner_there_is_no_file(alice: Person) -> None:
    alice.see("/meine-daten/export.json", 404)
    alice.see("/meine-daten/export.html", 404)
    alice.see("/meine-daten/export.xml", 404)


def test_erasing_asks_first_and_counts(alice: Person, code: str) -> None:
    page = alice.see("/meine-daten/loeschen")
    assert "1 Reise mit allen Antworten" in page
    assert "2 eigene Texte" in page
    assert "Zuerst herunterladen" in page
    alice.see(f"/tagebuch/{code}")


def test_erasing_leaves_nothing_anywhere(alice: Person, bob: Person, code: str) -> None:
    bob.client.set_cookie("zr_device", alice.device or "")
    response = alice.send("/meine-daten/loeschen")
    assert response.headers["Location"] == "/meine-daten"
    assert alice.device is None
    assert "Auf diesem Gerät ist nichts gespeichert." in alice.see("/meine-daten")
    bob.see(f"/tagebuch/{code}", 404)
    assert "Auf diesem Gerät ist nichts gespeichert." in bob.see("/meine-daten")
    with alice.app.extensions["database"].read() as session:
        for table in (learner, device, run, entry, thought):
            assert session.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_no_file_of_the_database_remembers(alice: Person, code: str) -> None:
    folder = Path(alice.app.instance_path)
    assert any(code.encode() in file.read_bytes() for file in files(folder))
    assert not any(CANARY.encode() in file.read_bytes() for file in files(folder))
    alice.send("/meine-daten/loeschen")
    assert not any(code.encode() in file.read_bytes() for file in files(folder))


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_erasing_twice_does_no_harm(alice: Person, code: str) -> None:
    alice.send("/meine-daten/loeschen")
    alice.send("/meine-daten/loeschen")
    assert "Hier gibt es nichts zu löschen." in alice.see("/meine-daten/loeschen")


def test_erasing_touches_nobody_else(alice: Person, bob: Person, code: str, lonely: str) -> None:
    his = bob.depart(lonely)
    alice.send("/meine-daten/loeschen")
    bob.see(f"/tagebuch/{his}")
    assert "Ohne Rollen" in bob.see("/meine-daten")
