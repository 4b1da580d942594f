"""The operator's journeys, mail and audit: plain tables, typed confirmation."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.models.audit import Audit
from tests.people import Person


@pytest.fixture
def otto(app: Flask) -> Person:
    """An operator."""
    person = Person(app)
    person.sign_in("operator", email="otto@reise.example")
    return person


def test_a_journey_is_taken_out_of_the_catalogue(
    app: Flask, otto: Person, small: str, lonely: str, alice: Person
) -> None:
    code = alice.depart(lonely)
    path = f"/betreiber/reisen/{lonely}/rueckzug"
    assert lonely in otto.see("/betreiber/reisen") and small in otto.see("/betreiber/reisen")
    assert lonely in otto.see(path)
    page = otto.send(path, 422, typed=small).get_data(as_text=True)
    assert "Kurzform der Reise genau so" in page
    otto.send(path, typed=lonely)
    assert f"/reise/{lonely}" not in alice.see("/reisen")
    assert alice.client.get(f"/unterwegs/{code}", follow_redirects=True).status_code == 200
    assert "zurückgezogen" in otto.see("/betreiber/reisen?name=ohne")
    otto.see(path, 404)
    with app.extensions["database"].read() as session:
        (act,) = Audit.all(session)
    assert (act.by, act.act) == ("otto@reise.example", "version:withdraw")


def test_an_unknown_journey_has_no_page(otto: Person, lonely: str) -> None:
    for slug in ("gibt-es-nicht", "ohne", "%00", "ä", "%25"):
        otto.see(f"/betreiber/reisen/{slug}/rueckzug", 404)


def test_the_mail_log_knows_states_but_neither_words_nor_addresses(
    app: Flask, otto: Person
) -> None:
    run = app.test_cli_runner().invoke
    run(args=["users", "invite", "ada@reise.example", "--role", "facilitator"])
    page = otto.see("/betreiber/mail")
    assert "Einladung" in page and "wartet" in page and "ada@" not in page
    assert "keine Mail" in otto.see("/betreiber/mail?zustand=gesendet")
    assert "keine Mail" in otto.see("/betreiber/mail?art=password-reset")
    assert "wartet" in otto.see("/betreiber/mail?art=invitation&zustand=wartend")


def test_the_audit_is_read_page_by_page_and_by_act(app: Flask, otto: Person) -> None:
    run = app.test_cli_runner().invoke
    run(args=["users", "invite", "ada@reise.example", "--role", "facilitator"])
    run(args=["users", "grant", "otto@reise.example", "--role", "manager"])
    page = otto.see("/betreiber/protokoll")
    assert page.index("role:grant") < page.index("user:invite")
    assert "Befehl auf dem Server" in page
    assert "user:invite" not in otto.see("/betreiber/protokoll?handlung=role")
    assert "keinen Eintrag" in otto.see("/betreiber/protokoll?handlung=%25")
    for number in ("2", "0", "-1", "x", "999999999"):
        otto.see(f"/betreiber/protokoll?seite={number}")


def test_the_audit_has_as_many_pages_as_it_needs(
    app: Flask, otto: Person, monkeypatch: pytest.MonkeyPatch, load: Callable[..., str]
) -> None:
    monkeypatch.setattr("app.operator.acts.PER_PAGE", 1)
    run = app.test_cli_runner().invoke
    for name in ("ada", "bo"):
        run(args=["users", "invite", f"{name}@reise.example", "--role", "facilitator"])
    first, second = otto.see("/betreiber/protokoll"), otto.see("/betreiber/protokoll?seite=2")
    assert "bo@" in first and "Ältere" in first and "Neuere" not in first
    assert "ada@" in second and "Neuere" in second and "Ältere" not in second
