"""People are added by a list: looked at first, taken once."""

import io
import json
import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.lib import tables
from app.models.tables import audit, member, team
from tests.assigning import Office

NEW, PREVIEW = "/betrieb/menschen/neu", "/betrieb/menschen/neu/pruefen"
KEPT = re.compile(r'name="people" value="([^"]*)"')
LIST = "Name;E-Mail;Team\nLea Luft;lea@luft.example;Halle\nBen;;Halle\nKim;kim@luft.example;\n"


@pytest.fixture
def office(app: Flask) -> Office:
    """A company with an empty list, and who manages it."""
    return Office(app)


def preview(office: Office, text: str, status: int = 200) -> str:
    return office.send(PREVIEW, status, list=text).text


def send_file(office: Office, data: bytes, name: str = "liste.csv", status: int = 200) -> str:
    return office.send(PREVIEW, status, file=FileStorage(io.BytesIO(data), name)).text


def kept(page: str) -> str:
    found = KEPT.search(page)
    assert found, page
    return unescape(found[1])


def count(office: Office, table: object = member) -> int:
    with office.app.extensions["database"].read() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def acts(office: Office) -> int:
    """Return how often it was written down that people were added."""
    added = select(func.count()).where(audit.c.act == "member:add")
    with office.app.extensions["database"].read() as session:
        return int(session.execute(added).scalar_one())


def test_nothing_is_written_before_the_list_is_taken(office: Office) -> None:
    page = preview(office, LIST)
    assert "Noch ist nichts gespeichert." in page and "3 Menschen übernehmen" in page
    assert "Neue Teams" in page
    assert (count(office), count(office, team), acts(office)) == (0, 0, 0)
    office.send(NEW, people=kept(page))
    assert (count(office), count(office, team)) == (3, 1)
    listed = office.see("/betrieb/menschen")
    for words in ("Lea Luft", "lea@luft.example", "Halle", "Ben", "Kim"):
        assert words in listed


def test_a_list_that_is_sent_twice_adds_nobody_twice(office: Office) -> None:
    people = kept(preview(office, LIST))
    office.send(NEW, people=people)
    office.send(NEW, people=people)
    assert count(office) == 3 and acts(office) == 1
    again = preview(office, LIST + "Neu;;\n")
    assert "1 Mensch übernehmen" in again and "3 Menschen" in again
    assert "übernehmen" not in preview(office, LIST)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "utf-16"])
def test_a_file_is_read_like_what_is_pasted(office: Office, kind: str) -> None:
    rows = [line.split(";") for line in LIST.splitlines()]
    data = {
        "csv": lambda: tables.as_csv(rows),
        "xlsx": lambda: tables.as_xlsx(rows, "Liste"),
        "utf-16": lambda: LIST.encode("utf-16"),
    }[kind]()
    page = send_file(office, data, f"liste.{kind}")
    assert json.loads(kept(page)) == json.loads(kept(preview(office, LIST)))


def test_lines_that_cannot_be_used_are_named_with_a_cure_and_left_out(office: Office) -> None:
    page = preview(office, LIST + "Jo;jo(at)luft.example;\nLea;LEA@luft.example;\n")
    text = " ".join(re.sub("<[^>]+>", " ", unescape(page)).split())
    assert "2 Zeilen" in text
    assert "Zeile 5: „jo(at)luft.example“ ist keine E-Mail-Adresse." in text
    assert "Zeile 6: Diese Person steht schon in Zeile 2." in text
    office.send(NEW, people=kept(page))
    assert count(office) == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "steht nichts"),
        (b"Name;E-Mail\n", "steht nichts"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1alt", "Excel"),
        (b"PK\x03\x04kaputt", "lesen"),
        (b"\xff\xfe\x00", ""),
    ],
)
def test_a_file_that_is_no_list_is_refused(office: Office, data: bytes, words: str) -> None:
    page = send_file(office, data, status=422)
    assert words in unescape(page) and "Fehler:" in page


def test_what_was_pasted_stays_when_it_is_refused(office: Office) -> None:
    page = preview(office, "Name\n", 422)
    assert 'id="list-error"' in page and ">\nName</textarea>" in page


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "=HYPERLINK(A1)",
    "'; DROP TABLE member; --",
    "%(word)s",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_texts(office: Office, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    page = preview(office, f"Name;E-Mail;Team\n{quoted};;{quoted}\nx;{quoted};\n")
    assert "<script>alert" not in page and "<img src=x" not in page
    office.send(NEW, people=kept(page))
    with office.app.extensions["database"].read() as session:
        assert session.execute(select(member.c.name, team.c.name).join(team)).all() == [
            (name, name)
        ]
    assert "<script>alert" not in office.get("/betrieb/menschen").text


@pytest.mark.parametrize(
    "people",
    ["", "x", "1", "{}", "[1]", '[["a","b"]]', "[[1,2,3,4]]", '[[1,"a",null,""]]', "[" * 5000],
)
def test_a_form_that_no_preview_made_is_refused(office: Office, people: str) -> None:
    office.send(NEW, 400, people=people)
    assert count(office) == 0


def test_a_list_made_by_hand_is_examined_like_any_other(office: Office) -> None:
    rows = [
        [1, "x" * 81, "", ""],
        [2, "Lea\u0000\n", "", ""],
        [3, "Ben", "a\r\nBcc: b@c.example", ""],
    ]
    office.send(NEW, people=json.dumps(rows))
    with office.app.extensions["database"].read() as session:
        assert session.execute(select(member.c.name, member.c.email)).all() == [("Lea", None)]


def test_more_teams_than_may_be_are_refused(office: Office) -> None:
    lines = "".join(f"Mensch {number};Team {number}\n" for number in range(501))
    assert "Mehr als 500 Teams" in preview(office, lines, 422)
    few = "".join(f"Mensch {number};Team {number}\n" for number in range(400))
    page = preview(office, few)
    office.send(NEW, people=kept(page))
    other = few.replace("Mensch", "Person").replace("Team ", "Gruppe ")
    assert "Mehr als 500 Teams" in preview(office, other, 422)


def test_ten_thousand_people_come_in_with_one_list(office: Office) -> None:
    lines = "".join(
        f"Mensch {number};mensch-{number}@luft.example;Team {number % 20}\n"
        for number in range(10_000)
    )
    page = preview(office, lines)
    assert page.count("<tr>") == 51 and "und 9.950 weitere" in page
    office.send(NEW, people=kept(page))
    assert (count(office), count(office, team)) == (10_000, 20)
    assert "Möglich sind 10.000 Zeilen" in preview(office, lines + "einer zu viel\n", 422)


def test_the_list_of_another_company_is_not_compared_with(office: Office, app: Flask) -> None:
    office.send(NEW, people=kept(preview(office, LIST)))
    other = Office(app, "Bäckerei Fremd")
    page = preview(other, LIST)
    assert "3 Menschen übernehmen" in page
    other.send(NEW, people=kept(page))
    assert count(office) == 6
