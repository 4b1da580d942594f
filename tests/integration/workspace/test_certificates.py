"""A company sees the certificates that were handed over, fetches them, and sees nothing else."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.lib import tables
from app.models.audit import Audit
from app.models.company import Company
from app.models.handed_certificate import HandedCertificate
from app.models.tables import handed_certificate
from app.workspace import certificates
from tests.handed import give
from tests.integration.conftest import LONELY_JOURNEY
from tests.people import Person
from tests.printed import Printed

HERE = "/betrieb/nachweise"
HOSTILE = '=HYPERLINK("http://x") <b>&'


@pytest.fixture(autouse=True)
def journey(load) -> None:
    """A journey that somebody can have walked."""
    load(LONELY_JOURNEY)


def fetched(app: Flask) -> set[str]:
    """Return the codes of those that some company fetched."""
    with app.extensions["database"].read() as session:
        done = handed_certificate.c.fetched_at.is_not(None)
        return set(session.execute(select(handed_certificate.c.code).where(done)).scalars())


def fetch(person: Person, codes: list[str] | None = None) -> str:
    """Press the button for all that the page shows, and return where it leads."""
    found = re.search('name="codes" value="([^"]*)"', person.see(HERE))
    shown = found[1] if found else ""
    sent = person.send(f"{HERE}/abholung", codes=shown if codes is None else " ".join(codes))
    return sent.headers["Location"]


def test_an_empty_list_explains_that_learners_decide(mia: Person) -> None:
    page = mia.see(HERE)
    assert "entscheidet jede Person selbst" in page
    assert "<table" not in page
    mia.see(f"{HERE}.pdf", 404)
    assert f'href="{HERE}"' in mia.see("/betrieb")


def test_the_list_has_name_journey_day_and_code_and_nothing_else(
    app: Flask, mia: Person, workshop: Company
) -> None:
    (code, nameless) = give(app.extensions["database"], workshop.id, "Lea Luft", "")
    table = re.search("<table.*</table>", mia.see(HERE), re.DOTALL)
    assert table
    for words in ("Lea Luft", "ohne Namen", "Ohne Rollen", "20.11.2026", code, nameless):
        assert words in table[0]
    for unsaid in ("25", "Lernen", "Minuten"):
        assert unsaid not in re.sub("<[^>]*>", "", table[0].replace(code, "").replace(nameless, ""))


def test_looking_fetches_nothing_and_gives_no_paper(
    app: Flask, mia: Person, workshop: Company
) -> None:
    (code,) = give(app.extensions["database"], workshop.id, "Lea Luft")
    mia.see(HERE)
    mia.see(f"{HERE}/{code}.pdf", 404)
    mia.see(f"{HERE}.pdf", 404)
    assert "Lea" not in mia.get(f"{HERE}.csv").get_data(as_text=True)
    assert fetched(app) == set()


def test_one_paper_is_fetched_by_its_button(app: Flask, mia: Person, workshop: Company) -> None:
    code, other = give(app.extensions["database"], workshop.id, "Lea Luft", "Bea Berg")
    ahead = mia.send(f"{HERE}/{code}/abholung").headers["Location"]
    answer = mia.get(ahead)
    assert answer.headers["Content-Disposition"] == 'inline; filename="nachweis.pdf"'
    paper = Printed(answer.data)
    for words in ("Lea Luft", "Ohne Rollen", "25 Minuten", "Lernen", f"nachweis/{code}"):
        assert paper.says(words)
    assert fetched(app) == {code}
    mia.send(f"{HERE}/{code}/abholung")
    mia.see(f"{HERE}/{other}.pdf", 404)
    with app.extensions["database"].read() as session:
        acts = [(act.act, act.about) for act in Audit.all(session)]
    assert acts.count(("certificates:fetch", workshop.code)) == 1


def test_all_that_the_page_shows_are_fetched_into_one_file(
    app: Flask, mia: Person, workshop: Company
) -> None:
    first = give(app.extensions["database"], workshop.id, "Lea Luft", "Bea Berg")
    fetch(mia)
    later = give(app.extensions["database"], workshop.id, "Cem Çelik")
    ahead = fetch(mia)
    paper = Printed(mia.get(ahead).data)
    assert (paper.pages, paper.says("Cem Çelik")) == (1, True)
    assert fetched(app) == {*first, *later}
    whole = mia.get(f"{HERE}.pdf")
    assert whole.headers["Content-Disposition"] == 'inline; filename="nachweise.pdf"'
    assert Printed(whole.data).pages == 3
    assert fetch(mia, first) == f"{HERE}.pdf?ab=1"


def test_a_second_press_fetches_nothing_more(app: Flask, mia: Person, workshop: Company) -> None:
    codes = give(app.extensions["database"], workshop.id, "Lea Luft")
    ahead = fetch(mia, codes)
    (later,) = give(app.extensions["database"], workshop.id, "Bea Berg")
    assert fetch(mia, codes) == ahead
    assert later not in fetched(app)
    for junk in (["0" * 16], [], ["ä\u0001", "%00"], ["0"] * 1000):
        assert fetch(mia, junk) == HERE
    assert later not in fetched(app)


def test_a_file_has_so_many_papers_and_the_list_so_many_rows(
    app: Flask, mia: Person, workshop: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "A_FILE", 2)
    give(app.extensions["database"], workshop.id, *(f"Person {number}" for number in range(5)))
    assert "Die ersten 2 als PDF abholen" in mia.see(HERE)
    assert [fetch(mia) for _ in range(3)] == [f"{HERE}.pdf?ab={ab}" for ab in (1, 3, 5)]
    page = mia.see(HERE)
    assert "5 bis 5 von 5" in page
    assert "1 bis 2 von 5" in mia.see(f"{HERE}?ab=1")
    assert f"{HERE}?ab=3" in mia.see(f"{HERE}?ab=1")
    assert Printed(mia.get(f"{HERE}.pdf?ab=3").data).pages == 2
    for odd in ("0", "-5", "x", "99999999999999999999"):
        mia.see(f"{HERE}?ab={odd}")


def test_the_list_as_csv_holds_what_was_fetched_and_no_formula(
    app: Flask, mia: Person, workshop: Company
) -> None:
    give(app.extensions["database"], workshop.id, HOSTILE, "", "a;b\r\n=1")
    fetch(mia)
    answer = mia.get(f"{HERE}.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="nachweise.csv"'
    head, *rows = [row.cells for row in tables.read(answer.data).rows]
    assert head == ("Name", "Reise", "Ausgestellt am", "Prüfcode")
    assert sorted(row[0] for row in rows) == sorted([f"'{HOSTILE}", "ohne Namen", "a;b =1"])
    page = mia.get(HERE).get_data(as_text=True)
    assert "<b>&" not in page
    mia.send(f"{HERE}/{rows[0][3]}/abholung")


def test_another_company_reaches_nothing(
    app: Flask, mia: Person, ben: Person, workshop: Company
) -> None:
    code, fetched_one = give(app.extensions["database"], workshop.id, "Lea Luft", "Bea Berg")
    mia.send(f"{HERE}/{fetched_one}/abholung")
    assert "Lea Luft" not in ben.see(HERE)
    unknown = ben.get(f"{HERE}/{'0' * 16}.pdf")
    foreign = ben.get(f"{HERE}/{fetched_one}.pdf")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.data == unknown.data
    ben.send(f"{HERE}/{code}/abholung", 404)
    ben.send(f"{HERE}/{'0' * 16}/abholung", 404)
    assert fetch(ben, [code]) == HERE
    ben.see(f"{HERE}.pdf", 404)
    assert "Bea" not in ben.get(f"{HERE}.csv").get_data(as_text=True)
    assert fetched(app) == {fetched_one}


def test_one_that_was_taken_back_is_unknown(app: Flask, mia: Person, workshop: Company) -> None:
    (code,) = give(app.extensions["database"], workshop.id, "Lea Luft")
    with app.extensions["database"].write() as session:
        HandedCertificate.take_back(session, code, workshop.id)
    mia.send(f"{HERE}/{code}/abholung", 404)
    assert fetch(mia, [code]) == HERE
    assert "Lea Luft" not in mia.see(HERE)
