"""The list of people: looked through, changed, and known by nobody else."""

import re

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from app.lib import clock
from app.lib.tokens import random_code
from app.models.audit import Audit
from app.models.tables import join_code, member
from tests.assigning import Office
from tests.people import Person

PEOPLE = "/betrieb/menschen"
TOKEN = re.compile(r"/m/(\w{16})")


@pytest.fixture
def office(app: Flask) -> Office:
    """A company with an empty list, and who manages it."""
    return Office(app)


def at(code: str, place: str = "") -> str:
    return f"{PEOPLE}/{code}{place}"


def names(page: str) -> list[str]:
    """Return who stands on a page of the list."""
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', page)


def test_an_empty_list_says_what_will_be_here(office: Office) -> None:
    page = office.see(PEOPLE)
    assert "sobald Sie eine Liste einfügen" in page and "<table" not in page


def test_the_list_shows_name_address_team_and_how_somebody_came(office: Office) -> None:
    office.people("Lea@luft.example", team_name="Halle")
    office.people("ben")
    page = office.see(PEOPLE)
    assert names(page) == ["ben", "Lea"]
    for words in ("Lea@luft.example", "Halle", "aus der Liste", "2 Menschen"):
        assert words in page


def test_a_search_finds_names_addresses_and_teams(office: Office) -> None:
    office.people("Lea@luft.example", team_name="Halle")
    office.people("Ben", "100%")
    assert names(office.see(f"{PEOPLE}?suche=LUFT")) == ["Lea"]
    assert names(office.see(f"{PEOPLE}?suche=hal")) == ["Lea"]
    assert names(office.see(f"{PEOPLE}?suche=%25")) == ["100%"]
    assert "Niemand passt" in office.see(f"{PEOPLE}?suche=niemand")


def test_the_list_of_one_team_and_of_those_without(office: Office) -> None:
    office.people("Lea", team_name="Halle")
    office.people("Ben")
    team = office.team("Halle")
    assert names(office.see(f"{PEOPLE}?team={team}")) == ["Lea"]
    assert names(office.see(f"{PEOPLE}?team=0")) == ["Ben"]
    for odd in ("", "x", "-1", "9" * 40, "%00"):
        assert office.get(f"{PEOPLE}?team={odd}").status_code == 200, odd


def test_ten_thousand_people_are_shown_fifty_at_a_time(office: Office) -> None:
    rows = [
        {"code": random_code(80), "company_id": office.company.id, "name": f"Mensch {number:05}",
         "language": "de", "added_at": clock.now()}
        for number in range(10_000)
    ]  # fmt: skip
    with office.app.extensions["database"].write() as session:
        session.execute(insert(member), rows)
    first, last = office.get(PEOPLE), office.see(f"{PEOPLE}?seite=200")
    assert len(first.data) < 40_000
    assert names(first.text)[0] == "Mensch 00000" and names(last)[-1] == "Mensch 09999"
    assert names(office.see(f"{PEOPLE}?seite=201")) == names(last)
    assert len(names(office.see(f"{PEOPLE}?suche=mensch&seite=3"))) == 50


def test_the_page_of_the_list_is_found_by_an_index(office: Office) -> None:
    database, sent = office.app.extensions["database"], []

    def keep(_c: object, _k: object, statement: str, values: object, *_: object) -> None:
        sent.append((statement, values))

    for engine in database.engines:
        event.listen(engine, "before_cursor_execute", keep)
    office.see(PEOPLE)
    ((statement, values),) = (each for each in sent if "FROM member" in each[0] and "BY" in each[0])
    with database.read() as session:
        asked = session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        plan = str(asked.all())
    assert "ix_member_by_name" in plan and "TEMP B-TREE" not in plan


def test_somebody_gets_another_name_address_and_team(office: Office) -> None:
    (lea,) = office.people("Lea@luft.example")
    team = office.team("Halle")
    office.send(at(lea), name="  Lea   Luft ", email="LEA@Luft.example", team=str(team))
    page = office.see(PEOPLE)
    assert names(page) == ["Lea Luft"]
    assert "lea@luft.example" in page and "Halle" in page
    office.send(at(lea), name="Lea", email="", team="0")
    page = office.see(PEOPLE)
    assert "luft.example" not in page and page.count(">–</td>") == 2


def test_what_cannot_be_is_refused_and_stays_on_the_page(office: Office) -> None:
    lea, _ = office.people("Lea@luft.example", "ben@luft.example")
    for fields, words in (
        ({"name": "", "email": ""}, "Schreiben Sie einen Namen."),
        ({"name": "x" * 81}, "Möglich sind 80 Zeichen."),
        ({"name": "Lea", "email": "keine"}, "Adresse"),
        ({"name": "Lea", "email": "a@b.example\r\nBcc: c@d.example"}, "Adresse"),
        ({"name": "Lea", "email": "ben@luft.example"}, "bei einer anderen Person"),
    ):
        sent = office.send(at(lea), 422, **fields)
        assert words in sent.text, fields
    assert "Lea@luft.example" in office.see(PEOPLE)


def test_a_team_of_another_company_is_none(office: Office, app: Flask) -> None:
    (lea,) = office.people("Lea")
    foreign = Office(app, "Bäckerei Fremd").team("Backstube")
    office.send(at(lea), name="Lea", team=str(foreign))
    assert "Backstube" not in office.see(PEOPLE)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "{{ 7*7 }}", '" onclick="'])
def test_hostile_names_are_shown_as_they_are(office: Office, name: str) -> None:
    (lea,) = office.people("Lea")
    office.send(at(lea), name=name)
    for page in (office.get(PEOPLE), office.get(at(lea)), office.get(at(lea, "/entfernen"))):
        assert name in page.text or "&" in page.text
        assert "<script>alert" not in page.text and '" onclick="' not in page.text
        assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", page.text)


def test_somebody_is_taken_off_the_list(office: Office) -> None:
    (lea,) = office.people("Lea@luft.example")
    office.send(at(lea, "/link"))
    assert "bleiben bei der Person" in office.see(at(lea, "/entfernen"))
    office.send(at(lea, "/entfernen"))
    office.send(at(lea, "/entfernen"), 404)
    assert names(office.see(PEOPLE)) == []
    with office.app.extensions["database"].read() as session:
        assert session.execute(select(join_code)).all() == []


def test_a_personal_link_is_made_renewed_once_and_revoked(office: Office) -> None:
    (lea,) = office.people("Lea")
    office.send(at(lea, "/link"))
    (first,) = TOKEN.findall(office.see(at(lea)))[:1]
    office.send(at(lea, "/link"), seen=first)
    (second,) = TOKEN.findall(office.see(at(lea)))[:1]
    office.send(at(lea, "/link"), seen=first)
    assert first != second and second in office.see(at(lea))
    office.send(at(lea, "/link/entzug"))
    assert TOKEN.search(office.see(at(lea))) is None


def test_nobody_else_reaches_a_member(office: Office, app: Flask) -> None:
    (lea,) = office.people("Lea")
    stranger = Office(app, "Bäckerei Fremd")
    unknown = "0" * 16
    for place in ("", "/entfernen"):
        foreign, none = (stranger.get(at(code, place)) for code in (lea, unknown))
        assert foreign.status_code == none.status_code == 404
        assert foreign.text.replace(lea, unknown) == none.text
    for place in ("", "/entfernen", "/link", "/link/entzug"):
        stranger.send(at(lea, place), 404, name="Fremd")
    for person in (Person(app), Person(app)):
        assert person.get(at(lea)).status_code in (302, 303, 403)
    assert "Lea" not in stranger.see(PEOPLE)
    assert names(office.see(PEOPLE)) == ["Lea"]


def test_what_was_done_is_written_down_without_a_name(office: Office) -> None:
    (lea,) = office.people("Lea Luft")
    office.send(at(lea), name="Lea Wolke")
    office.send(at(lea, "/link"))
    office.send(at(lea, "/link/entzug"))
    office.send(at(lea, "/entfernen"))
    with office.app.extensions["database"].read() as session:
        found = Audit.all(session)
    acts = ["member:change", "member:link", "member:unlink", "member:remove"]
    assert [each.act for each in found if each.about == lea] == acts
    assert not any("Lea" in each.about for each in found)
