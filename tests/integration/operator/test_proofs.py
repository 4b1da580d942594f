"""The operator reads on which basis a company asks for the mode Teilnahmenachweis, and decides."""

import pytest
from flask import Flask

from app.models.assignment import Assignment
from app.models.audit import Audit
from tests.assigning import NEW, Office
from tests.integration.conftest import SMALL_JOURNEY
from tests.people import Person

HERE = "/betreiber/teilnahmenachweise"
BASIS = "Betriebsvereinbarung vom 1.10.2026\n<b>§ 3</b>"


@pytest.fixture
def office(app: Flask, load) -> Office:
    """A manager, and a journey."""
    load(SMALL_JOURNEY)
    return Office(app)


@pytest.fixture
def operator(app: Flask) -> Person:
    """Whoever operates the installation."""
    person = Person(app)
    person.sign_in("operator", email="otto@reise.example")
    return person


def asked(office: Office) -> Assignment:
    code = office.begin()
    office.answer(code)
    office.send(f"{NEW}/{code}/modus", mode="proof", legal_basis=BASIS)
    return office.issue(code, office.mark(code))


def test_a_company_stays_protected_until_the_operator_confirms(
    office: Office, operator: Person
) -> None:
    assert "Zurzeit wartet keine Anfrage." in operator.see(HERE)
    made = asked(office)
    assert "Teilnahmenachweis: noch nicht bestätigt" in office.see(office.at(made))
    assert not made.proves
    assert "Tischlerei Beispiel" in operator.see(HERE)
    page = operator.get(f"{HERE}/{made.code}").get_data(as_text=True)
    assert "Betriebsvereinbarung vom 1.10.2026\n&lt;b&gt;§ 3&lt;/b&gt;" in page
    for _ in range(2):
        sent = operator.send(f"{HERE}/{made.code}/bestaetigung")
        assert sent.headers["Location"] == HERE
    found = office.assignment(made.code)
    assert found.proves
    assert "Er gilt für alle, die danach losgegangen sind." in office.see(office.at(made))
    assert "Zurzeit wartet keine Anfrage." in operator.see(HERE)
    assert "Bestätigt am" in operator.see(f"{HERE}/{made.code}")
    with office.app.extensions["database"].read() as session:
        acts = [(act.act, act.by) for act in Audit.all(session) if act.about == made.code]
    assert acts == [
        ("assignment:issue", acts[0][1]),
        ("assignment:confirm-proof", "otto@reise.example"),
    ]


def test_a_declined_proof_stays_declined(office: Office, operator: Person) -> None:
    made = asked(office)
    operator.send(f"{HERE}/{made.code}/ablehnung")
    assert office.assignment(made.code).mode == "protected"
    assert "Abgelehnt." in operator.see(f"{HERE}/{made.code}")
    page = operator.send(f"{HERE}/{made.code}/bestaetigung", 409).get_data(as_text=True)
    assert "Für diese Zuweisung ist kein Teilnahmenachweis gewünscht." in page


def test_a_confirmed_proof_cannot_be_declined(office: Office, operator: Person) -> None:
    made = asked(office)
    operator.send(f"{HERE}/{made.code}/bestaetigung")
    page = operator.send(f"{HERE}/{made.code}/ablehnung", 409).get_data(as_text=True)
    assert "Der Teilnahmenachweis ist schon bestätigt." in page
    assert office.assignment(made.code).proves


def test_there_is_no_page_of_what_was_not_asked_for(office: Office, operator: Person) -> None:
    made = office.issue()
    for code in (made.code, "0" * 16, "%00"):
        assert operator.get(f"{HERE}/{code}").status_code == 404
        for act in ("bestaetigung", "ablehnung"):
            operator.send(f"{HERE}/{code}/{act}", 404)


def test_managers_do_not_confirm_their_own(office: Office) -> None:
    made = asked(office)
    assert office.get(HERE).status_code == 403
    office.send(f"{HERE}/{made.code}/bestaetigung", 403)
    assert not office.assignment(made.code).proves
