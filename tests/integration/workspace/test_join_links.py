"""The company's own link: made, limited, paused, renewed and revoked by its managers alone."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.lib import clock
from app.models.audit import Audit
from tests.assigning import Office
from tests.people import Person

LINK = "/betrieb/menschen/link"
TOKEN = re.compile(r"/m/([0-9a-z]{16})\b")
CODE = re.compile(r"<code>([^<]+)</code>")


@pytest.fixture
def office(app: Flask) -> Office:
    """A company without a link, and who manages it."""
    return Office(app)


def token(office: Office) -> str:
    """Return the token of the link that the page shows, made if need be."""
    office.send(LINK)
    found = TOKEN.search(office.see(LINK))
    assert found
    return found[1]


def join(app: Flask, word: str, status: int = 303, name: str = "Ada") -> None:
    Person(app).send(f"/m/{word}", status, name=name)


def test_a_company_makes_its_link_once(office: Office, app: Flask) -> None:
    assert TOKEN.search(office.see(LINK)) is None
    first = token(office)
    assert token(office) == first
    assert office.get(f"{LINK}/qr.svg").data.startswith(b"<?xml")
    join(app, first)
    typed = CODE.search(office.see(LINK))
    assert typed
    join(app, typed[1], name="Ben")
    page = office.see("/betrieb/menschen")
    assert "Ada" in page and "Ben" in page and "über den Link" in page
    assert "2 Menschen sind so beigetreten." in office.see(LINK)


def test_the_limit_and_the_last_day_hold_at_once(office: Office, app: Flask) -> None:
    word, today = token(office), clock.now()
    office.send(f"{LINK}/grenzen", seats="1", ends_on=f"{today + timedelta(days=2):%d.%m.%Y}")
    join(app, word)
    join(app, word, 422)
    assert "Alle Plätze sind vergeben" in office.see(LINK)
    page = office.see(LINK)
    assert 'value="1"' in page and f'value="{today + timedelta(days=2):%d.%m.%Y}"' in page
    office.send(f"{LINK}/grenzen", seats="", ends_on="")
    join(app, word)


@pytest.mark.parametrize(
    "fields",
    [{"seats": "0"}, {"seats": "x"}, {"seats": "9" * 12}, {"ends_on": "gestern"},
     {"ends_on": "01.01.2020"}],
)  # fmt: skip
def test_a_limit_that_cannot_be_is_refused(office: Office, fields: dict[str, str]) -> None:
    token(office)
    assert "Fehler:" in office.send(f"{LINK}/grenzen", 422, **fields).text


def test_a_pause_holds_until_it_is_lifted(office: Office, app: Flask) -> None:
    word = token(office)
    office.send(f"{LINK}/pause")
    join(app, word, 422)
    assert "angehalten" in office.see(LINK)
    office.send(f"{LINK}/weiter")
    join(app, word)


def test_another_link_makes_the_old_one_void_once(office: Office, app: Flask) -> None:
    first = token(office)
    assert "auch nicht auf Papier" in office.see(f"{LINK}/neu")
    office.send(f"{LINK}/neu", seen=first)
    second = token(office)
    office.send(f"{LINK}/neu", seen=first)
    assert token(office) == second != first
    join(app, first, 404)
    join(app, second)


def test_a_revoked_link_is_unknown_until_another_is_made(office: Office, app: Flask) -> None:
    first = token(office)
    office.see(f"{LINK}/entzug")
    office.send(f"{LINK}/entzug")
    join(app, first, 404)
    for place in ("/qr.svg", "/neu", "/entzug"):
        assert office.get(LINK + place).status_code == 404
    office.send(LINK, seen=first)
    assert token(office) != first


def test_everybody_else_stays_outside(office: Office, app: Flask) -> None:
    first = token(office)
    other = Office(app, "Bäckerei Fremd")
    for place in ("/grenzen", "/pause", "/weiter", "/neu", "/entzug"):
        other.send(LINK + place, 404, seen=first)
    assert first not in other.see(LINK)
    assert token(other) != token(office) == first


def test_what_is_done_with_the_link_is_written_down(office: Office) -> None:
    first = token(office)
    for place in ("/grenzen", "/pause", "/weiter", "/neu", "/entzug"):
        office.send(LINK + place, seen=first)
    with office.app.extensions["database"].read() as session:
        acts = [each.act for each in Audit.all(session) if each.act.startswith("join-link:")]
    assert [act.partition(":")[2] for act in acts] == [
        "create", "limit", "pause", "resume", "renew", "revoke"
    ]  # fmt: skip
