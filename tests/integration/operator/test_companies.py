"""The operator's companies: made, found, closed. Nothing of what people do is here."""

import re

import pytest
from flask import Flask

from app.models.company import Company
from tests.colleagues import PASSWORD
from tests.offices import found, lead, link_on, stored
from tests.people import Person

NEW = {"name": "Tischlerei Beispiel", "sector": "craft", "head_count": "14"}
EMAIL = "mia@tischlerei.example"


@pytest.fixture
def otto(each_app: Flask) -> Person:
    """An operator."""
    person = Person(each_app)
    person.sign_in("operator", email="otto@reise.example")
    return person


def fields_of(page: str) -> dict[str, str]:
    code = re.search(r'name="code" value="(\w{16})"', page)
    assert code
    return NEW | {"email": EMAIL, "code": code[1]}


def companies(app: Flask) -> list[Company]:
    with app.extensions["database"].read() as session:
        return Company.all(session)


def test_a_new_company_invites_its_first_manager(each_app: Flask, otto: Person) -> None:
    fields = fields_of(otto.see("/betreiber/betriebe/neu"))
    link = link_on(otto.send("/betreiber/betriebe", 200, **fields).get_data(as_text=True))
    mia = Person(each_app)
    mia.send(link, name="Mia Beispiel", password_new=PASSWORD)
    assert "Tischlerei Beispiel" in mia.see("/betrieb")
    (company,) = companies(each_app)
    page = otto.see(f"/betreiber/betriebe/{company.code}")
    assert "Mia Beispiel" in page and "Handwerk" in page and "14" in page


def test_a_button_pressed_twice_makes_one_company_and_one_good_link(
    each_app: Flask, otto: Person
) -> None:
    fields = fields_of(otto.see("/betreiber/betriebe/neu"))
    links = [
        link_on(otto.send("/betreiber/betriebe", 200, **fields).get_data(as_text=True))
        for _ in range(2)
    ]
    assert len(companies(each_app)) == 1
    assert [Person(each_app).get(link).status_code for link in links] == [404, 200]


@pytest.mark.parametrize("field", ["name", "sector", "head_count", "email"])
def test_what_is_missing_is_said_and_nothing_is_made(
    each_app: Flask, otto: Person, field: str
) -> None:
    fields = fields_of(otto.see("/betreiber/betriebe/neu")) | {field: ""}
    page = otto.send("/betreiber/betriebe", 422, **fields).get_data(as_text=True)
    assert "<title>Fehler:" in page
    assert f'href="#{field.replace("_", "-")}"' in page
    assert companies(each_app) == []


def test_the_filter_finds_by_name_and_state(each_app: Flask, otto: Person) -> None:
    workshop, _ = found(each_app, "Tischlerei 100 %"), found(each_app, "Bäckerei")
    close(otto, workshop)
    rows = {
        "": 2,
        "?name=tisch": 1,
        "?name=%25": 1,
        "?name=gibt-es-nicht": 0,
        "?zustand=offen": 1,
        "?zustand=geschlossen": 1,
        "?zustand=anders": 2,
        "?name=%00": 2,
    }
    for query, count in rows.items():
        assert otto.see(f"/betreiber{query}").count('<th scope="row">') == count, query


def close(otto: Person, company: Company, typed: str = "", status: int = 303) -> None:
    otto.send(f"/betreiber/betriebe/{company.code}/schluss", status, typed=typed or company.name)


def test_closing_wants_the_name_and_ends_access(each_app: Flask, otto: Person) -> None:
    company = found(each_app)
    mia = lead(each_app, company)
    page = otto.send(f"/betreiber/betriebe/{company.code}/leitung", 200, email=EMAIL)
    link = link_on(page.get_data(as_text=True))
    assert company.name in otto.see(f"/betreiber/betriebe/{company.code}/schluss")
    close(otto, company, "Tischlerei", 422)
    assert mia.get("/betrieb").status_code == 200
    close(otto, company, " tischlerei  beispiel ")
    assert stored(each_app, company).closed_at
    assert mia.get("/betrieb").headers["Location"] == "/betrieb/wechseln"
    Person(each_app).see(link, 404)
    assert "geschlossen" in otto.see(f"/betreiber/betriebe/{company.code}")
    otto.send(f"/betreiber/betriebe/{company.code}/leitung", 404, email=EMAIL)


def test_an_invitation_is_taken_back(each_app: Flask, otto: Person) -> None:
    company = found(each_app)
    path = f"/betreiber/betriebe/{company.code}"
    link = link_on(otto.send(f"{path}/leitung", 200, email=EMAIL).get_data(as_text=True))
    otto.send(f"{path}/einladungen/rueckzug", email="wer@anders.example")
    Person(each_app).see(link)
    otto.send(f"{path}/einladungen/rueckzug", email=EMAIL)
    Person(each_app).see(link, 404)
    otto.send(f"{path}/leitung", 422, email="keine Adresse")


def test_unknown_companies_are_one_page(each_app: Flask, otto: Person) -> None:
    pages = {otto.get(f"/betreiber/betriebe/{code}").data for code in ("0" * 16, "x", "%00", "ä")}
    assert len(pages) == 1


def test_the_room_is_closed_to_other_roles(app: Flask) -> None:
    other = Person(app)
    other.sign_in("facilitator", "manager")
    for path in ("", "/betriebe/neu", "/reisen", "/mail", "/protokoll"):
        assert other.get(f"/betreiber{path}").status_code == 403
