"""The Reisetagebuch: everything written and decided, to read, change, delete and print."""

import pytest

from tests.people import Person

OWN = "Ein eigener <b>Gedanke</b>"


@pytest.fixture
def run(alice: Person, small: str) -> str:
    """A run of Alice that has arrived, by the brook."""
    code = alice.depart(small, "lager")
    walk(
        alice,
        code,
        ("vorher", {"item-mut": 4}),
        ("weg", {"answer": "links"}),
        ("am-bach", {"text": "Das Wasser", "seen-text": 0}),
        ("gedanke", {"text": OWN, "seen-text": 0}),
        ("plan", {"picture": "Alle fragen nach", "if": "es eilt", "then": "frage ich",
                  "until": "24.12.2026"}),
        ("nachher", {"item-mut": 2}),
    )  # fmt: skip
    return code


def walk(person: Person, code: str, *steps: tuple[str, dict[str, object]]) -> None:
    for turn, (step, fields) in enumerate(steps):
        person.send(f"/unterwegs/{code}/{step}", turn=turn, **fields)


def test_the_diary_tells_everything_in_order(alice: Person, run: str) -> None:
    page = alice.see(f"/tagebuch/{run}")
    told = (
        "Am Anfang",
        "Die Gabelung",
        "Wohin gehen Sie?",
        "Nach links",
        "Was hören Sie am Bach?",
        "Das Wasser",
        "Am Schluss",
        "Was nehmen Sie mit?",
        "Mein Zielbild",
        "Alle fragen nach",
        "24.12.2026",
        "Auch das ist Lernen.",
        "vorher 4, nachher 2",
    )
    places = [page.find(words) for words in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)
    assert "noch nicht abgeschickt" not in page
    assert "Früherer Weg" not in page


def test_own_words_are_never_markup(alice: Person, run: str) -> None:
    html = alice.get(f"/tagebuch/{run}").get_data(as_text=True)
    assert "&lt;b&gt;Gedanke&lt;/b&gt;" in html
    assert "<b>Gedanke</b>" not in html


def test_a_draft_is_marked(alice: Person, small: str) -> None:
    code = alice.depart(small, "lager")
    walk(alice, code, ("vorher", {"skip": ""}), ("weg", {"answer": "rechts"}))
    alice.send(f"/unterwegs/{code}/gedanke/entwurf", field="text", text="Halb fertig", seen=0)
    page = alice.see(f"/tagebuch/{code}")
    assert "Halb fertig" in page
    assert "noch nicht abgeschickt" in page


def test_a_way_given_up_stays_readable(alice: Person, small: str) -> None:
    code = alice.depart(small, "lager")
    walk(
        alice,
        code,
        ("vorher", {"skip": ""}),
        ("weg", {"answer": "links"}),
        ("am-bach", {"text": "Das Wasser", "seen-text": 0}),
    )
    alice.send(f"/unterwegs/{code}/weg/anders", turn=3, answer="rechts")
    page = alice.see(f"/tagebuch/{code}")
    assert page.find("Nach rechts") < page.find("Vorher gewählt: Nach links")
    assert page.find("Früherer Weg") < page.find("Das Wasser")
    assert "Früherer Weg" in page


def test_a_text_can_be_changed(alice: Person, run: str) -> None:
    form = alice.see(f"/tagebuch/{run}/gedanke/text")
    assert OWN in form
    assert 'name="seen" value="1"' in form
    response = alice.send(f"/tagebuch/{run}/gedanke/text", text="Besser so", seen=1)
    assert response.headers["Location"] == f"/tagebuch/{run}#gedanke-text"
    page = alice.see(f"/tagebuch/{run}")
    assert "Besser so" in page
    assert "eigener" not in page


def test_an_older_form_loses_nothing_and_shows_both(alice: Person, run: str) -> None:
    alice.send(f"/tagebuch/{run}/gedanke/text", text="Vom Telefon", seen=1)
    response = alice.send(f"/tagebuch/{run}/gedanke/text", 409, text="Vom Rechner", seen=1)
    page = response.get_data(as_text=True)
    assert "Vom Telefon" in page
    assert "Vom Rechner" in page
    assert 'name="seen" value="2"' in page
    assert "Vom Rechner" not in alice.see(f"/tagebuch/{run}")
    alice.send(f"/tagebuch/{run}/gedanke/text", text="Vom Rechner", seen=2)
    assert "Vom Rechner" in alice.see(f"/tagebuch/{run}")


def test_the_same_words_twice_are_no_conflict(alice: Person, run: str) -> None:
    for _ in range(2):
        alice.send(f"/tagebuch/{run}/gedanke/text", text="Zweimal gedrückt", seen=1)
    assert alice.see(f"/tagebuch/{run}").count("Zweimal gedrückt") == 1


def test_a_text_too_long_stays_in_its_field(alice: Person, run: str) -> None:
    long = "Wort " * 2500
    response = alice.send(f"/tagebuch/{run}/gedanke/text", 422, text=long, seen=1)
    page = response.get_data(as_text=True)
    assert long.strip() in page
    assert "10.000" in page
    assert "<title>Fehler:" in page


def test_a_day_is_written_and_read_as_people_do(alice: Person, run: str) -> None:
    assert "24.12.2026" in alice.see(f"/tagebuch/{run}/plan/until")
    alice.send(f"/tagebuch/{run}/plan/until", 422, text="bald", seen=1)
    alice.send(f"/tagebuch/{run}/plan/until", text="3.1.2027", seen=1)
    assert "03.01.2027" in alice.see(f"/tagebuch/{run}")


def test_a_text_can_be_deleted_after_a_question(alice: Person, run: str) -> None:
    path = f"/tagebuch/{run}/gedanke/text/loeschen"
    assert OWN in alice.see(path)
    alice.send(path)
    assert "eigener" not in alice.see(f"/tagebuch/{run}")
    alice.see(path, 404)
    alice.see(f"/tagebuch/{run}/gedanke/text", 404)
    alice.send(path)


def test_a_deleted_text_does_not_come_back_from_an_old_form(alice: Person, run: str) -> None:
    alice.send(f"/tagebuch/{run}/am-bach/text/loeschen")
    form = alice.send(f"/tagebuch/{run}/am-bach/text", 409, text="Das Wasser, wieder", seen=1)
    assert "Das Wasser, wieder" in form.get_data(as_text=True)
    assert "Der Text wurde dort gelöscht." in form.get_data(as_text=True)
    assert "wieder" not in alice.see(f"/tagebuch/{run}")


def test_a_form_of_somebody_else_stores_nothing_and_keeps_the_words(
    alice: Person, bob: Person, run: str, lonely: str
) -> None:
    form = alice.see(f"/tagebuch/{run}/gedanke/text")
    tag = form.split('name="learner" value="')[1].split('"')[0]
    bob.depart(lonely)
    response = bob.send(
        f"/tagebuch/{run}/gedanke/text", 409, text="Lang getippt", seen=1, learner=tag
    )
    assert "Lang getippt" in response.get_data(as_text=True)
    assert "Lang getippt" not in alice.see(f"/tagebuch/{run}")


def test_the_print_view_has_no_buttons(alice: Person, run: str) -> None:
    page = alice.see(f"/tagebuch/{run}?druck=1")
    assert "Alle fragen nach" in page
    assert "Ändern" not in page
    assert "Löschen" not in page


def test_an_empty_diary_says_what_will_be_there(alice: Person, small: str) -> None:
    assert "Noch keine Einträge." in alice.see("/tagebuch")
    code = alice.depart(small, "lager")
    assert f"/tagebuch/{code}" in alice.see("/tagebuch")
    assert "Noch keine Einträge." in alice.see(f"/tagebuch/{code}")


def test_somebody_elses_diary_is_like_an_unknown_one(
    alice: Person, bob: Person, run: str, lonely: str
) -> None:
    bob.depart(lonely)
    for path in ("", "/gedanke/text", "/gedanke/text/loeschen"):
        theirs = bob.get(f"/tagebuch/{run}{path}")
        unknown = bob.get(f"/tagebuch/{'0' * 16}{path}")
        assert theirs.status_code == unknown.status_code == 404
        assert theirs.data == unknown.data
    bob.send(f"/tagebuch/{run}/gedanke/text", 404, text="Fremd", seen=1)
    bob.send(f"/tagebuch/{run}/gedanke/text/loeschen", 404)
    assert OWN in alice.see(f"/tagebuch/{run}")


@pytest.mark.parametrize("place", ["unbekannt/text", "weg/text", "gedanke/feld", "plan/who_helps"])
def test_a_place_without_a_text_is_a_404(alice: Person, run: str, place: str) -> None:
    alice.see(f"/tagebuch/{run}/{place}", 404)
    alice.send(f"/tagebuch/{run}/{place}", 404, text="x", seen=0)


def test_private_pages_are_not_kept_by_browsers(alice: Person, run: str) -> None:
    for path in ("/", "/tagebuch", f"/tagebuch/{run}", "/meine-daten", "/meine-daten/export.json"):
        assert alice.get(path).headers["Cache-Control"] == "no-store", path
