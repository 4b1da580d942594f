"""Handing a certificate to a company is an act of its own, and can be taken back until fetched."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.models.tables import company, handed_certificate
from tests.firms import LONG_AGO, Firm, set_out
from tests.integration.player.companies import arrive
from tests.integration.player.test_certificates import NAME, ask, place
from tests.people import Person
from tests.walks import Walk


@pytest.fixture
def certified(guest: Walk) -> Walk:
    """Alice at the end of what her company assigned, with a certificate."""
    ask(arrive(guest))
    return guest


def code_of(firm: Firm) -> str:
    """Return the code of a company."""
    (row,) = firm.rows(select(company.c.code).where(company.c.id == firm.id))
    return str(row.code)


def hand(walk: Walk, firm: Firm, status: int = 303) -> str:
    """Hand the certificate to a company."""
    sent = walk.person.send(place(walk, "/weitergabe"), status, company=code_of(firm))
    return sent.get_data(as_text=True)


def take_back(walk: Walk, firm: Firm, status: int = 303) -> str:
    """Take it back from a company."""
    sent = walk.person.send(place(walk, "/zuruecknahme"), status, company=code_of(firm))
    return sent.get_data(as_text=True)


def handed(firm: Firm) -> list[object]:
    return firm.rows(select(handed_certificate).order_by(handed_certificate.c.company_id))


def test_the_page_says_what_the_company_would_see_and_nothing_is_given(
    certified: Walk, firm: Firm
) -> None:
    page = certified.person.see(place(certified, "/weitergabe"))
    for words in (
        "Tischlerei Beispiel",
        NAME,
        "KI in der Werkstatt",
        "Probe",
        "Das ist freiwillig",
    ):
        assert words in page
    assert handed(firm) == []


def test_what_is_handed_over_is_what_the_page_said(certified: Walk, firm: Firm) -> None:
    before = certified.person.see(place(certified, "/weitergabe"))
    hand(certified, firm)
    hand(certified, firm)
    (row,) = handed(firm)
    assert (row.name, row.journey, row.fetched_at) == (NAME, "KI in der Werkstatt", None)
    lists = re.compile("<dl.*?</dl>", re.DOTALL)
    after = certified.person.see(place(certified, "/weitergabe"))
    assert lists.findall(after) == lists.findall(before)
    assert "Weitergegeben, noch nicht abgeholt" in after
    assert "Geteilt mit Tischlerei Beispiel" in certified.person.see(place(certified))


def test_it_can_be_taken_back_and_leaves_nothing(certified: Walk, firm: Firm) -> None:
    hand(certified, firm)
    take_back(certified, firm)
    take_back(certified, firm)
    assert handed(firm) == []
    hand(certified, firm)
    assert len(handed(firm)) == 1


def test_what_was_fetched_cannot_be_taken_back_and_the_learner_sees_it(
    certified: Walk, firm: Firm
) -> None:
    hand(certified, firm)
    with firm.database.write() as session:
        session.execute(update(handed_certificate).values(fetched_at=LONG_AGO))
    assert "Der Betrieb hat den Nachweis schon abgeholt." in take_back(certified, firm, 409)
    assert len(handed(firm)) == 1
    assert "Abgeholt" in certified.person.see(place(certified, "/weitergabe"))
    assert "hat diesen Nachweis abgeholt" in certified.person.see(place(certified))


def test_only_the_own_companies_can_be_given_it(
    app: Flask, certified: Walk, firm: Firm, alice: Person
) -> None:
    strange = Firm.of(app, "Bäckerei Fremd")
    assert "Bäckerei Fremd" not in alice.see(place(certified, "/weitergabe"))
    assert "Wählen Sie einen Betrieb aus" in hand(certified, strange, 409)
    alice.send(place(certified, "/weitergabe"), 409, company="0" * 16)
    alice.send(place(certified, "/weitergabe"), 409, company="ä\u0001")
    alice.send(place(certified, "/zuruecknahme"), company="0" * 16)
    firm.change(company, firm.id, closed_at=LONG_AGO)
    hand(certified, firm, 409)
    assert handed(firm) == []


def test_a_member_may_give_what_they_walked_on_their_own(
    firm: Firm, alice: Person, bob: Person
) -> None:
    anna = firm.member("Anna Beispiel")
    assigned = firm.assign("betriebsreise", members=[anna])
    set_out(alice, firm.link(assigned.id, member_id=anna), role="fach")
    for person, allowed in ((alice, True), (bob, False)):
        alone = arrive(Walk(person, "betriebsreise", "fach"))
        ask(alone)
        hand(alone, firm, 303 if allowed else 409)
    assert len(handed(firm)) == 1


def test_whoever_left_the_company_can_still_take_it_back(firm: Firm, alice: Person) -> None:
    anna = firm.member("Anna Beispiel")
    assigned = firm.assign("betriebsreise", members=[anna])
    walk = arrive(set_out(alice, firm.link(assigned.id, member_id=anna), role="fach"))
    ask(walk)
    hand(walk, firm)
    firm.remove(anna)
    assert "zurücknehmen" in alice.see(place(walk, "/weitergabe"))
    take_back(walk, firm)
    assert handed(firm) == []


def test_nobody_else_hands_it_over_or_takes_it_back(
    certified: Walk, firm: Firm, bob: Person
) -> None:
    for act in ("/weitergabe", "/zuruecknahme"):
        bob.send(place(certified, act), 404, company=code_of(firm))
    hand(certified, firm)
    bob.send(place(certified, "/zuruecknahme"), 404, company=code_of(firm))
    assert len(handed(firm)) == 1


def test_deleting_takes_it_from_the_company_and_the_export_tells_who_has_it(
    certified: Walk, firm: Firm
) -> None:
    hand(certified, firm)
    (exported,) = certified.person.get("/meine-daten/export.json").get_json()["certificates"]
    assert exported["handed"][0]["company"] == "Tischlerei Beispiel"
    assert "Tischlerei Beispiel sieht ihn nicht mehr." in certified.person.see(
        place(certified, "/loeschen")
    )
    certified.person.send(place(certified, "/loeschen"))
    assert handed(firm) == []


def test_without_a_certificate_there_is_nothing_to_hand(guest: Walk, firm: Firm) -> None:
    arrive(guest)
    guest.person.see(place(guest, "/weitergabe"), 404)
    for act in ("/weitergabe", "/zuruecknahme"):
        guest.person.send(place(guest, act), 404, company=code_of(firm))
