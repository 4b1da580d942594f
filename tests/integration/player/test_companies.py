"""Somebody becomes a member of companies by a link, sees them, and leaves."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.company import Company
from app.models.tables import company, join_code, learner, member, membership
from tests.firms import LONG_AGO, Firm
from tests.offices import lead
from tests.people import Person

OWN = "/meine-betriebe"
LEAVING = re.compile(rf"{OWN}/\w+/austritt")


@pytest.fixture
def firm(app: Flask) -> Firm:
    """A company with a team."""
    made = Firm.of(app)
    made.team("Halle")
    return made


@pytest.fixture
def ada(app: Flask) -> Person:
    return Person(app)


def link_of(firm: Firm, **facts: Any) -> str:
    """Return the address of the company's own link, or of a personal one."""
    return f"/m/{firm.link(None, **facts)}"


def listed(firm: Firm) -> list[tuple[str | None, int | None]]:
    return [(row.name, row.team_id) for row in firm.rows(select(member).order_by(member.c.id))]


def count(firm: Firm, table: Any) -> int:
    return int(firm.rows(select(func.count()).select_from(table))[0][0])


def leave(person: Person) -> None:
    found = LEAVING.search(person.see(OWN))
    assert found
    assert "Ihre Reisen und Texte bleiben bei Ihnen." in person.see(found[0])
    person.send(found[0])


def test_the_link_says_who_invites_and_what_they_see_and_never_see(firm: Firm, ada: Person) -> None:
    page = ada.see(link_of(firm))
    assert "Tischlerei Beispiel lädt Sie ein" in page
    assert "den Namen und das Team" in page and "Das sieht der Betrieb nie" in page
    assert "Halle" in page and ada.device is None


def test_somebody_joins_with_a_name_and_a_team_once(firm: Firm, ada: Person) -> None:
    link = link_of(firm)
    team = firm.team("Büro")
    for _ in range(3):
        ada.send(link, name="  Ada   Lauf ", team=str(team))
    assert listed(firm) == [("Ada Lauf", team)]
    assert (count(firm, membership), count(firm, learner)) == (1, 1)
    assert firm.rows(select(join_code.c.used)) == [(1,)]
    assert firm.rows(select(member.c.joined_at.is_not(None))) == [(True,)]
    assert "Sie gehören schon zu" in ada.see(link)
    assert "Ada Lauf" in ada.see(OWN) and "Tischlerei Beispiel" in ada.see("/meine-daten")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "\x00\x01"])
def test_a_name_that_cannot_be_is_refused(firm: Firm, ada: Person, name: str) -> None:
    assert "Fehler" in ada.send(link_of(firm), 422, name=name).text
    assert listed(firm) == [] and ada.device is None


def test_a_team_of_another_company_is_none(app: Flask, firm: Firm, ada: Person) -> None:
    foreign = Firm.of(app, "Bäckerei Fremd").team("Backstube")
    ada.send(link_of(firm), name="Ada", team=str(foreign))
    assert listed(firm) == [("Ada", None)]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><b onclick=x>', "{{ 7*7 }}"])
def test_hostile_names_stay_texts(app: Flask, firm: Firm, ada: Person, name: str) -> None:
    ada.send(link_of(firm), name=name)
    assert listed(firm) == [(name, None)]
    with app.extensions["database"].read() as session:
        own = Company.with_id(session, firm.id)
    assert own
    for page in (ada.get(OWN).text, lead(app, own).get("/betrieb/menschen").text):
        assert "<script>alert" not in page and "<b onclick" not in page


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"paused_at": LONG_AGO}, "macht gerade Pause"),
        ({"ends_at": LONG_AGO}, "ist abgelaufen"),
        ({"seats": 1, "used": 1}, "alle Plätze vergeben"),
    ],
)
def test_a_door_that_is_closed_says_so_and_lets_nobody_in(
    firm: Firm, ada: Person, facts: dict[str, Any], words: str
) -> None:
    link = link_of(firm, **facts)
    assert words in ada.see(link)
    ada.send(link, 422, name="Ada")
    assert listed(firm) == []


def test_a_revoked_link_and_one_that_never_was_are_the_same(firm: Firm, ada: Person) -> None:
    revoked, unknown = link_of(firm, revoked_at=LONG_AGO), "/m/0000000000000000"
    assert ada.get(revoked).data == ada.get(unknown).data
    ada.send(revoked, 404, name="Ada")


def test_nobody_joins_a_closed_company(firm: Firm, ada: Person) -> None:
    link = link_of(firm)
    firm.change(company, firm.id, closed_at=LONG_AGO)
    assert "ist abgelaufen" in ada.see(link)
    ada.send(link, 422, name="Ada")


def test_whoever_is_signed_in_with_an_account_never_becomes_a_member(
    app: Flask, firm: Firm
) -> None:
    anna, token = firm.member("Anna"), link_of(firm)
    personal = link_of(firm, member_id=anna)
    for role in ("facilitator", "manager"):
        person = Person(app)
        person.sign_in(role)  # type: ignore[arg-type]
        for link in (token, personal):
            assert "mit einem Konto angemeldet" in person.see(link)
            person.send(link, 200, name="Mo")
    assert count(firm, membership) == 0 and listed(firm) == [("Anna", None)]


def test_a_personal_link_connects_its_member_once(app: Flask, firm: Firm, ada: Person) -> None:
    link = link_of(firm, member_id=firm.member("Anna Beispiel"))
    assert "Anna Beispiel" in ada.see(link) and ada.device is None
    ada.send(link)
    ada.send(link)
    assert count(firm, membership) == 1 and listed(firm) == [("Anna Beispiel", None)]
    other = Person(app)
    page = other.see(link)
    assert "Dieser Link ist schon benutzt" in page and "Anna" not in page
    assert "schon benutzt" in other.send(link, 422).text
    assert count(firm, membership) == 1 and other.device is None


def test_one_device_is_one_member_of_a_company(firm: Firm, ada: Person) -> None:
    ada.send(link_of(firm), name="Ada")
    link = link_of(firm, member_id=firm.member("Anna"))
    assert "unter einem anderen Eintrag bekannt" in ada.see(link)
    ada.send(link, 422)
    assert count(firm, membership) == 1


def test_somebody_in_two_companies_leaves_one(app: Flask, firm: Firm, ada: Person) -> None:
    other = Firm.of(app, "Ganz andere Bäckerei")
    for each in (firm, other):
        ada.send(link_of(each), name="Ada")
    page = ada.see(OWN)
    assert page.index("Ganz andere Bäckerei") < page.index("Tischlerei Beispiel")
    leave(ada)
    assert "Bäckerei" not in ada.see(OWN) and "Tischlerei" in ada.see(OWN)
    assert [row.company_id for row in firm.rows(select(member.c.company_id))] == [firm.id]


def test_nobody_leaves_for_somebody_else(app: Flask, firm: Firm, ada: Person) -> None:
    ada.send(link_of(firm), name="Ada")
    found = LEAVING.search(ada.see(OWN))
    assert found
    other = Person(app)
    for person in (other, Person(app)):
        assert person.get(found[0]).status_code == 404
        person.send(found[0], 404)
    assert count(firm, member) == 1


def test_erasing_everything_takes_the_place_on_the_lists_along(firm: Firm, ada: Person) -> None:
    ada.send(link_of(firm), name="Ada")
    firm.member("Ben")
    assert "Ihr Platz auf der Liste von Tischlerei Beispiel" in ada.see("/meine-daten/loeschen")
    ada.send("/meine-daten/loeschen")
    assert listed(firm) == [("Ben", None)] and count(firm, membership) == 0


def test_a_device_without_anything_has_no_companies(ada: Person) -> None:
    assert "zu keinem Betrieb" in ada.see(OWN)
