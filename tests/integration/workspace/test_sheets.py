"""The works-council sheet: made of what is set, the same on page and paper, told by a checksum."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.models import figures, retention, scopes
from app.models.company import Company
from app.models.personal_data import personal_data
from app.models.tables import assignment
from app.ui import registers, samples, sheets, view
from tests import assignments, offices
from tests.assignments import JOURNEY
from tests.houses import House
from tests.people import Person
from tests.printed import Printed, squeezed

SHEET = "/betrieb/mitbestimmung"
LONG = "Überbetriebliche Beschäftigtendatenschutzgrundverordnungsanpassungsgesellschaft"


@pytest.fixture
def house(app: Flask, load: Callable[..., str]) -> House:
    load(JOURNEY)
    return House(app)


def checksum(page: str) -> str:
    found = re.search(r"<code>((?:[0-9a-f]{4} ?){5})</code>", page)
    assert found, page
    return found[1]


def printed(person: Person, **headers: str) -> Printed:
    answer = person.get(f"{SHEET}.pdf", **headers)
    assert answer.mimetype == "application/pdf"
    return Printed(answer.data)


def all_words(paper: Printed) -> str:
    return "".join(squeezed(paper.words(page)) for page in range(paper.pages))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_page_and_paper_tell_everything_that_the_register_says(
    app: Flask, mia: Person, lang: str
) -> None:
    page = squeezed(re.sub("<[^>]+>", "", mia.see(SHEET, Accept_Language=lang)))
    paper = printed(mia, Accept_Language=lang)
    told = all_words(paper)
    with app.app_context():
        view.choose(view.View(lang=lang))
        rows = list(registers.rows())
        view.choose(None)
    assert len(rows) >= 20
    for row in rows:
        for words in (row.what, row.purpose, row.basis, row.retention, row.erase, *row.fields):
            assert squeezed(words) in page, words
            # Where a line of the paper is full, a word goes on in the next one behind a hyphen.
            assert squeezed(words).replace("-", "") in told.replace("-", ""), words
    assert paper.is_accessible()
    assert paper.language == lang


def test_it_says_who_may_never_read_what_from_the_scopes_themselves(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = {name for name, entry in personal_data.items() if entry.fields} & scopes.OFFICE_NEVER
    with app.test_request_context():
        told = {row.what: row.company for row in registers.rows()}
        for name in never - {"arrival", "handed_certificate"}:
            assert told[registers.said(personal_data[name].what)] == "nie"
        monkeypatch.setattr(registers, "OFFICE_NEVER", scopes.OFFICE_NEVER - {"entry"})
        told = {row.what: row.company for row in registers.rows()}
    assert told["Entscheidungen und Antworten zum Ankreuzen"] == "nein"


def test_whoever_is_named_as_a_reader_can_read_the_table() -> None:
    for name, entry in personal_data.items():
        if set(entry.seen_by) & {"manager", "operator"} and name != "arrival":
            assert name not in scopes.OFFICE_NEVER, name


def test_equal_content_has_one_checksum_on_every_day_in_both_languages(house: House) -> None:
    own = checksum(house.leader.see(SHEET))
    assert own == checksum(house.leader.see(SHEET, Accept_Language="en"))
    assert squeezed(own) in all_words(printed(house.leader))
    later = house.now + timedelta(days=400)
    with house.app.test_request_context(), house.database.read() as session:
        told = sheets.sheet_of(session, house.company, later)
    assert (told.day, told.checksum) == (later.date(), own)


def test_it_says_since_when_its_content_holds_and_what_held_before(house: House) -> None:
    run = house.app.test_cli_runner().invoke
    first = house.now - timedelta(days=40)
    with house.app.app_context():
        assert sheets.note_editions(house.database, first) == 1
        assert sheets.note_editions(house.database, first + timedelta(days=1)) == 0
    page = house.leader.see(SHEET)
    assert f"{first:%d.%m.%Y}" in page
    assert "Frühere Prüfsummen" not in page
    house.change(mode="proof", legal_basis="Betriebsvereinbarung")
    assert checksum(page) in re.split("Frühere Prüfsummen", house.leader.see(SHEET))[1]
    assert "sheets for works councils: 1 say something new." in run(args=["jobs", "run"]).output
    again = house.leader.see(SHEET)
    assert f"{house.now:%d.%m.%Y}" in again
    assert f"{checksum(page)}</code>, ab {first:%d.%m.%Y}" in again


def test_releases_stand_in_it_beside_the_head_count_and_leave_the_checksum(house: House) -> None:
    own = checksum(house.leader.see(SHEET))
    house.come(7)
    assert "noch nichts" in house.leader.see(SHEET)
    house.next_morning()
    page = house.leader.see(SHEET)
    row = page[page.index("Was bisher veröffentlicht wurde") :]
    assert ">14</td>" in row
    assert f"{house.now:%d.%m.%Y}: mindestens 5" in row
    assert "Nach links" not in page
    assert checksum(page) == own


def test_more_contributions_than_people_are_pointed_out(house: House) -> None:
    house.come(17)
    house.next_morning()
    assert "mehr, als eingeladen sind" in house.leader.see(SHEET)


def test_reading_it_can_be_ticked_off_there(workshop: Company, mia: Person) -> None:
    assert "Gelesen: als erledigt abhaken" in mia.see(SHEET)
    mia.send("/betrieb/aufgaben/mitbestimmung")
    assert "Gelesen: als erledigt abhaken" not in mia.see(SHEET)


@pytest.mark.parametrize(
    ("module", "name", "value", "words"),
    [
        (sheets, "LEAST", 8, "ab 8 Menschen"),
        (sheets, "LEAST_BY_LINK", 20, "sind es 20"),
        (sheets, "STEP", 10, "auf 10 Prozentpunkte"),
    ],
)
def test_another_rule_is_another_sheet(
    mia: Person, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, value: int, words: str
) -> None:
    before = mia.see(SHEET)
    assert words not in before
    monkeypatch.setattr(module, name, value)
    after = mia.see(SHEET)
    assert words in after
    assert checksum(after) != checksum(before)


def test_another_retention_is_another_sheet() -> None:
    told = personal_data["thought"].retention
    assert told.values == {
        "days": retention.DRAFTS_KEPT.days,
        "months": retention.RUNS_KEPT.days // 30,
    }


def test_the_mode_proof_is_told_with_who_confirmed_it_and_when(house: House) -> None:
    before = house.leader.see(SHEET)
    assert "bei keiner Zuweisung verlangt" in before
    house.change(mode="proof", legal_basis="Betriebsvereinbarung vom 1. März")
    asked = house.leader.see(SHEET)
    assert "Betriebsvereinbarung vom 1. März" in asked
    assert "noch nicht" in asked
    operator = Person(house.app).sign_in("operator", email="olga@reise.example")
    house.change(proof_confirmed_at=house.now, proof_confirmed_by=operator.id)
    confirmed = house.leader.see(SHEET)
    assert f"am {house.now:%d.%m.%Y} durch olga" in confirmed
    house.change(mode="protected")
    assert "abgelehnt" in house.leader.see(SHEET)
    assert len({checksum(page) for page in (before, asked, confirmed)}) == 3


def test_closing_an_assignment_changes_nothing_that_was_signed(house: House) -> None:
    proves = {"mode": "proof", "legal_basis": "Betriebsvereinbarung"}
    house.change(**proves)
    with house.database.write() as session:
        other = assignments.assign(session, house.company.id, "betriebsreise", house.now)
        session.execute(update(assignment).where(assignment.c.id == other.id).values(proves))
    before = house.leader.see(SHEET)
    house.change(closed_at=house.now)
    after = house.leader.see(SHEET)
    assert checksum(before) == checksum(after)


def test_the_privacy_page_and_the_data_page_say_the_same(app: Flask, alice: Person) -> None:
    with app.test_request_context():
        rows, rights = (
            list(registers.rows()),
            [registers.said(e) for e in registers.RIGHTS_OF_MEMBERS],
        )
    pages = [alice.see("/datenschutz"), alice.see("/meine-daten")]
    for page in pages:
        for row in rows:
            assert f">{row.what}</th>" in page and f">{row.retention}</td>" in page
            assert f">{row.purpose}</td>" in page and f">{row.company}</td>" in page
    assert [each for each in rights if each not in pages[0]] == []


def test_the_samples_are_the_very_parts_and_say_that_they_are_invented(mia: Person) -> None:
    page = mia.see(SHEET)
    assert page.count("Alle Namen und Zahlen hier sind erfunden.") == 3
    assert "Ada Erfunden" in page
    for words in ("Noch zu wenige", "Mindestens 20 Menschen, gerundet", "Alle Antworten"):
        assert (words in page) == (words != "Noch zu wenige")
    paper = all_words(printed(mia))
    for words in ("Ada Erfunden", "abgeschlossen: nein", "Eine eilige Anfrage", "55 %"):
        assert squeezed(words) in paper


def test_the_samples_are_rounded_by_the_real_rules(app: Flask) -> None:
    with app.test_request_context():
        told = samples.insight()[0].told
    assert told.people == figures.coarse(samples.PEOPLE)
    assert [words for _option, _length, words in told.tables[0].rows] == ["55 %", "30 %", "15 %"]


def test_the_longest_name_of_a_company_stays_whole(app: Flask) -> None:
    leader = offices.lead(app, offices.found(app, LONG))
    assert LONG in leader.see(SHEET)
    assert squeezed(LONG) in all_words(printed(leader)).replace("-", "")


def test_only_whoever_manages_a_company_reads_it(app: Flask, workshop: Company) -> None:
    stranger = Person(app)
    for path in (SHEET, f"{SHEET}.pdf"):
        assert stranger.get(path).status_code == 303
