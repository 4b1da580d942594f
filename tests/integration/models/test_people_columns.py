"""Lists of people: what their columns mean, and which lines cannot be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib import tables
from app.lib.tables import Unreadable
from app.models.people_columns import MOST_LINES, Found, people_in

Said = tuple[int, str, str, str]


def read(text: str | bytes) -> Found:
    data = text.encode() if isinstance(text, str) else text
    return people_in(tables.read(data))


def said(found: Found) -> list[Said]:
    return [(each.line, each.name, each.email, each.team) for each in found.people]


def told(found: Found) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in found.troubles]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Name;E-Mail;Team", "Lea Luft;lea@luft.example;Halle"),
        ("E-MAIL;TEAM;NAME", "lea@luft.example;Halle;Lea Luft"),
        ("Name;Vorname;E-Mail-Adresse;Abteilung", "Luft;Lea;lea@luft.example;Halle"),
        ("Nr.;Nachname;Vorname;Mail;Ort;Gruppe", "7;Luft;Lea;lea@luft.example;Kassel;Halle"),
        ("first_name,last name,email,department", "Lea,Luft,lea@luft.example,Halle"),
        ("Vorname\tNachname\tE-Mail\tTeam", "Lea\tLuft\tLEA@Luft.example\tHalle"),
    ],
)
def test_the_first_line_says_what_the_columns_mean(head: str, line: str) -> None:
    assert said(read(f"{head}\n{line}\n")) == [(2, "Lea Luft", "lea@luft.example", "Halle")]


def test_without_heads_each_line_is_understood_by_its_look() -> None:
    lines = "Lea Luft;lea@luft.example;Halle\nben@luft.example\nKim Kern;Halle\nJo;;jo@luft.example"
    assert said(read(lines)) == [
        (1, "Lea Luft", "lea@luft.example", "Halle"),
        (2, "", "ben@luft.example", ""),
        (3, "Kim Kern", "", "Halle"),
        (4, "Jo", "jo@luft.example", ""),
    ]


def test_addresses_pasted_from_a_mail_are_people() -> None:
    found = people_in(tables.pasted("Lea Luft <lea@luft.example>, ben@luft.example"))
    assert [(each.name, each.email) for each in found.people] == [
        ("Lea Luft", "lea@luft.example"),
        ("", "ben@luft.example"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_umlauts_survive_every_usual_encoding(encoding: str) -> None:
    found = read("Name;Team\nJürgen Größe;Küche\n".encode(encoding))
    assert said(found) == [(2, "Jürgen Größe", "", "Küche")]


def test_a_workbook_says_the_same_as_the_text() -> None:
    rows = [("Name", "E-Mail", "Team"), ("=1+1", "lea@luft.example", "Halle")]
    expected = [(2, "=1+1", "lea@luft.example", "Halle")]
    assert said(read(tables.as_xlsx(rows, "Liste"))) == expected


def test_every_line_that_cannot_be_used_is_named() -> None:
    lines = [
        "Name;E-Mail;Team",
        "Lea;keine Adresse;",
        ";;Halle",
        "x" * 81 + ";;",
        "Ben;;" + "y" * 81,
        "Kim;kim@luft.example;Halle",
        "Kim Kern;KIM@luft.example;",
        "Jo;;Halle",
        "JO;;halle",
        "Jo;;Büro",
        'Ada;"ada',
    ]
    found = read("\n".join(lines))
    assert told(found) == [
        (2, "member-email"),
        (3, "member-nobody"),
        (4, "member-name-long"),
        (5, "team-name-long"),
        (7, "member-twice"),
        (9, "member-twice"),
        (11, "list-quote"),
    ]
    assert found.troubles[4].values == {"first": 6}
    assert [each.line for each in found.people] == [6, 8, 10]


def test_too_many_columns_without_heads_are_not_guessed() -> None:
    assert told(read("Lea;Luft;Halle;lea@luft.example")) == [(1, "member-columns")]


def test_a_head_alone_is_an_empty_list() -> None:
    with pytest.raises(Unreadable) as refused:
        read("Name;E-Mail;Team\n")
    assert refused.value.code == "list-empty"


def test_more_lines_than_may_be_are_refused() -> None:
    lines = "".join(f"Mensch {number}\n" for number in range(MOST_LINES))
    assert len(read(lines).people) == MOST_LINES
    with pytest.raises(Unreadable) as refused:
        read(lines + "einer zu viel\n")
    assert refused.value.code == "list-rows"


@given(st.text(max_size=300))
def test_whatever_is_pasted_gives_people_or_a_reason(text: str) -> None:
    try:
        found = people_in(tables.pasted(text))
    except Unreadable as refused:
        assert refused.code.startswith("list-")
        return
    for each in found.people:
        assert each.name or each.email
        assert "\n" not in each.name + each.email + each.team
        assert len(each.name) <= 80 and len(each.team) <= 80
