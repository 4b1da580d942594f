"""A learner asks for a certificate, prints it, deletes it; nobody else learns of it."""

import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.lib.tokens import digest
from app.models.tables import certificate, certificate_check, handed_certificate
from tests.firms import Firm
from tests.integration.player.companies import JOURNEY, arrive
from tests.people import Person
from tests.printed import Printed
from tests.walks import Walk

NAME = "Lea Łukaszewska"


@pytest.fixture
def arrived(guest: Walk) -> Walk:
    """Alice at the end of what her company assigned."""
    return arrive(guest)


def place(walk: Walk, end: str = "") -> str:
    """Return the address of the certificate of a run, or of a page below."""
    return f"/mein-nachweis/{walk.code}{end}"


def ask(walk: Walk, name: str = NAME, status: int = 303) -> str:
    """Ask for a certificate and return its code."""
    walk.person.send(place(walk), status, name=name)
    found = re.search(r"/nachweis/(\w{16})\b", walk.person.see(place(walk)))
    return found[1] if found else ""


def printed(walk: Walk) -> Printed:
    """Return the paper."""
    answer = walk.person.get(place(walk, "/nachweis.pdf"))
    assert answer.headers["Content-Disposition"] == 'inline; filename="nachweis.pdf"'
    return Printed(answer.data)


def test_whoever_is_under_way_reads_what_is_missing(guest: Walk, firm: Firm) -> None:
    page = guest.person.see(place(guest))
    assert "Den Nachweis gibt es am Ziel der Reise." in page
    assert 'name="name"' not in page
    guest.person.send(place(guest), 409, name=NAME)
    guest.person.see(place(guest, "/nachweis.pdf"), 404)
    assert firm.rows(select(certificate)) == []


def test_the_arrival_offers_it_and_the_page_says_first_who_learns_of_it(arrived: Walk) -> None:
    assert f'href="{place(arrived)}"' in arrived.see("ziel")
    assert f'href="{place(arrived)}"' in arrived.person.see(f"/tagebuch/{arrived.code}")
    page = arrived.person.see(place(arrived))
    for words in (
        "Niemand, auch nicht Ihr Betrieb.",
        "36 Monate lang zwei Prüfwerte",
        "bleiben auch, wenn Sie alle Ihre Daten löschen",
    ):
        assert words in page


def test_the_paper_says_who_took_part_in_what(arrived: Walk) -> None:
    code = ask(arrived, f"  {NAME} ")
    paper = printed(arrived)
    for words in (NAME, "KI in der Werkstatt", "Probe", "Ausgestellt am", f"nachweis/{code}"):
        assert paper.says(words), words
    for private in ("Eine Frage", "Frau Yıldız", "links"):
        assert not paper.says(private)
    assert paper.is_accessible()


def test_without_a_name_the_paper_has_none(arrived: Walk) -> None:
    ask(arrived, "")
    assert "ohne Namen" in arrived.person.see(place(arrived))
    paper = printed(arrived)
    assert paper.says("Wer dieses Blatt hat, war auf dieser Lernreise")
    assert paper.is_accessible()


def test_where_a_journey_names_no_topics_its_stages_stand_for_them(
    load, alice: Person, firm: Firm
) -> None:
    load(JOURNEY.replace("betriebsreise", "ohne-themen").replace("topics: [Probe]\n", ""))
    walk = arrive(Walk(alice, "ohne-themen", "fach"))
    ask(walk)
    assert "Bei die Leitung, Am Schluss" in alice.see(place(walk))
    assert "Sie gehören hier zu keinem Betrieb." in alice.see(place(walk))


def test_a_second_press_changes_nothing(arrived: Walk, firm: Firm) -> None:
    code = ask(arrived)
    assert ask(arrived, "Jemand anderes") == code
    assert NAME in arrived.person.see(place(arrived))
    assert len(firm.rows(select(certificate))) == len(firm.rows(select(certificate_check))) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("x" * 81, "Möglich sind 80 Zeichen."), ("李 Müller", "keine Schrift: 李")],
)
def test_a_name_that_does_not_fit_the_paper_is_refused(
    arrived: Walk, firm: Firm, typed: str, sentence: str
) -> None:
    page = arrived.person.send(place(arrived), 422, name=typed).get_data(as_text=True)
    assert sentence in page
    assert f'value="{typed}"' in page
    assert firm.rows(select(certificate)) == []


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script> \"&'",
        '#panic("x") *b* $x$ @r <l> // `c` \\ ])}',
        '=HYPERLINK("http://x")',
        "a\r\nSet-Cookie: x=1\tb",
        "Ada\u202e\u2066ecalevoL",
    ],
)
def test_hostile_names_stay_text(arrived: Walk, name: str) -> None:
    ask(arrived, name)
    seen = " ".join(re.sub("[\u202e\u2066]", "", name).split())
    assert seen in arrived.person.see(place(arrived))
    assert "<script>alert" not in arrived.person.get(place(arrived)).get_data(as_text=True)
    assert printed(arrived).says(seen)


def test_the_name_is_sealed_in_the_database_and_in_no_log(
    arrived: Walk, firm: Firm, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(arrived, "Kanarienvogel")
        printed(arrived)
        arrived.person.send(place(arrived), 422, name="Kanarienvogel" * 9)
    assert "Kanarienvogel" not in caplog.text
    (row,) = firm.rows(select(certificate))
    assert b"Kanarienvogel" not in row.name
    (check,) = firm.rows(select(certificate_check))
    assert (check.code, check.issued_on) == (digest(row.code), row.issued_on)


def test_nobody_else_reaches_it(arrived: Walk, bob: Person) -> None:
    ask(arrived)
    for end in ("", "/nachweis.pdf", "/loeschen", "/weitergabe"):
        foreign = bob.get(place(arrived, end))
        unknown = bob.get(f"/mein-nachweis/{'0' * 16}{end}")
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.data == unknown.data
    bob.send(place(arrived, "/loeschen"), 404)
    assert NAME in arrived.person.see(place(arrived))


def test_deleting_it_makes_its_papers_void_and_a_new_one_possible(
    arrived: Walk, firm: Firm, bob: Person
) -> None:
    code = ask(arrived)
    assert "Gültig" in bob.see(f"/nachweis/{code}")
    assert "gelten nicht mehr" in arrived.person.see(place(arrived, "/loeschen"))
    arrived.person.send(place(arrived, "/loeschen"))
    arrived.person.send(place(arrived, "/loeschen"))
    assert firm.rows(select(certificate)) == firm.rows(select(certificate_check)) == []
    assert "Nicht gültig" in bob.see(f"/nachweis/{code}", 404)
    arrived.person.see(place(arrived, "/loeschen"), 404)
    assert ask(arrived, "Lea L.") not in ("", code)


def test_the_own_data_name_it_and_the_export_holds_it(arrived: Walk) -> None:
    assert "Nachweis der Teilnahme" not in re.sub(
        "<table.*</table>", "", arrived.person.see("/meine-daten"), flags=re.DOTALL
    )
    code = ask(arrived)
    assert f'href="{place(arrived)}"' in arrived.person.see("/meine-daten")
    data = arrived.person.get("/meine-daten/export.json").get_json()
    (exported,) = data["certificates"]
    assert (exported["name"], exported["code"], exported["run"]) == (NAME, code, arrived.code)
    told = arrived.person.get("/meine-daten/export.html").get_data(as_text=True)
    assert NAME in told
    assert "Code des Nachweises" in told


def test_erasing_everything_leaves_no_name_and_the_paper_valid(
    app: Flask, arrived: Walk, firm: Firm, bob: Person
) -> None:
    code = ask(arrived, "Kanarienvogel")
    page = arrived.person.see("/meine-daten/loeschen")
    assert "1 Nachweis. Das Papier gilt weiter" in page
    arrived.person.send("/meine-daten/loeschen")
    assert firm.rows(select(certificate)) == firm.rows(select(handed_certificate)) == []
    assert "Gültig" in bob.see(f"/nachweis/{code}")
    bob.send(f"/nachweis/{code}", 200, name="Kanarienvogel")
    folder = Path(app.instance_path)
    stored = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"Kanarienvogel" not in stored
    assert code.encode() not in stored


def test_the_page_of_a_paper_says_valid_or_not_and_nothing_else(arrived: Walk, bob: Person) -> None:
    code = ask(arrived)
    page = bob.see(f"/nachweis/{code}")
    for private in (NAME, "KI in der Werkstatt", "Tischlerei", "2026"):
        assert private not in page
    unknown = bob.get(f"/nachweis/{'0' * 16}")
    arrived.person.send(place(arrived, "/loeschen"))
    deleted = bob.get(f"/nachweis/{code}")
    assert deleted.status_code == unknown.status_code == 404
    assert deleted.data == unknown.data
    assert bob.get("/nachweis/%00%F0%9F").data == unknown.data


def test_a_changed_name_on_the_paper_is_found_out(arrived: Walk, bob: Person) -> None:
    code = ask(arrived)
    right = bob.send(f"/nachweis/{code}", 200, name=" lea  łukaszewska").get_data(as_text=True)
    assert "Prüfcode und Name gehören zu einem gültigen Nachweis." in right
    for wrong in ("Lea Luft", ""):
        page = bob.send(f"/nachweis/{code}", 422, name=wrong).get_data(as_text=True)
        assert "Dieser Name steht nicht auf dem Nachweis." in page
    assert NAME not in page
    bob.send(f"/nachweis/{'0' * 16}", 404, name=NAME)


def test_codes_and_names_cannot_be_tried_out(arrived: Walk, bob: Person) -> None:
    code = ask(arrived)
    for number in range(5):
        bob.see(f"/nachweis/{number:016}", 404)
        bob.send(f"/nachweis/{code}", 422, name=f"Name {number}")
    bob.see(f"/nachweis/{code}", 429)
    bob.see(f"/nachweis/{'0' * 16}", 429)
    bob.send(f"/nachweis/{code}", 429, name=NAME)
