"""An arrival tells the company one thing, once: a token without a name, or a member's yes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.content.source import parse
from app.lib import clock
from app.models.journey import publish
from app.models.tables import arrival, assignment, run
from tests.firms import LONG_AGO, Assigned, Firm, set_out
from tests.groups import GROUP_JOURNEY, Workshop
from tests.integration.player.companies import JOURNEY, agree, arrive, own_page
from tests.integration.player.test_invitations import statements
from tests.people import Person
from tests.walks import Walk

BANNER = "Teilnahmenachweis: Ihr Betrieb erfährt"


def test_an_arrival_leaves_one_token_in_which_nothing_leads_to_anybody(
    guest: Walk, firm: Firm, assigned: Assigned
) -> None:
    assert firm.arrivals(assigned) == 0
    arrive(guest)
    (token,) = firm.rows(select(arrival))
    assert set(token._mapping) == {"token", "assignment_id"}
    assert len(token.token) == 16
    assert firm.completed(assigned) == []
    guest.see("ziel")
    guest.post("gedanke", 409, {"csrf_token": guest.person.token(), "turn": "2", "text": "anders"})
    again = set_out(guest.person, assigned.typed, role="leitung")
    assert again.code == guest.code
    arrive(Walk(guest.person, "betriebsreise", "leitung"))
    assert firm.arrivals(assigned) == 1


def test_the_answer_that_arrives_sent_twice_arrives_once(
    guest: Walk, firm: Firm, assigned: Assigned
) -> None:
    guest.send("weg", answer="rechts")
    guest.send("halle")
    fields = guest.hidden("gedanke") | {"text": "Eine Frage"}
    for _ in range(3):
        guest.post("gedanke", 303, fields)
    assert firm.arrivals(assigned) == 1


def test_a_switch_that_leads_to_the_end_arrives(
    guest: Walk, firm: Firm, assigned: Assigned
) -> None:
    guest.send("weg", answer="rechts")
    guest.send("halle")
    gone = JOURNEY.replace(
        '      - {reflection: gedanke, prompt: "Was fragen Sie {{slot.kontakt}}?"}\n', ""
    ).replace("languages: [de]\n", "languages: [de]\nremoved: {gedanke: da}\n")
    _publish(firm, gone)
    guest.post("fassung", 303, guest.hidden("fassung"))
    assert guest.stands_at() == "ziel"
    assert firm.arrivals(assigned) == 1


def _publish(firm: Firm, source: str) -> None:
    parsed = parse(source, name="journey.yaml")
    assert parsed.journey, [problem.code for problem in parsed.problems]
    with firm.database.write() as session:
        publish(session, parsed, clock.now() + timedelta(seconds=1))


def test_runs_without_an_assignment_leave_nothing(
    app: Flask, firm: Firm, load, assigned: Assigned, bob: Person
) -> None:
    arrive(Walk(bob, "betriebsreise", "fach"))
    workshop = Workshop.open(app, load(GROUP_JOURNEY))
    member_of_group = workshop.join()
    for step, fields in (
        ("weg", {"answer": "links"}),
        ("stimmung", {"answer": "gut"}),
        ("vorher", {"item-mut": "1", "item-ruhe": "2"}),
        ("gedanke", {"skip": "1"}),
        ("nachher", {"skip": "1"}),
    ):
        member_of_group.send(step, **fields)
    assert member_of_group.stands_at() == "ziel"
    assert firm.rows(select(arrival)) == []


@pytest.mark.parametrize("role", ["facilitator", "manager", "operator"])
def test_whoever_is_of_the_staff_never_counts_also_when_they_signed_in_later(
    guest: Walk, firm: Firm, assigned: Assigned, role: str
) -> None:
    agree(guest, agrees=True)
    guest.person.sign_in(role)
    arrive(guest)
    assert firm.arrivals(assigned) == 0
    assert not firm.rows(select(run.c.contributes))[0][0]
    guest.person.send(f"/mein-betrieb/{guest.code}", agrees="yes")
    assert not firm.rows(select(run.c.contributes))[0][0]


def test_a_member_with_an_account_of_the_staff_never_counts(
    app: Flask, firm: Firm, alice: Person
) -> None:
    Person(app).sign_in("manager", email="mara@betrieb.example")
    mara = firm.member("Mara", email="mara@betrieb.example")
    assigned = firm.assign_proving("betriebsreise", members=[mara])
    token = firm.link(assigned.id, member_id=mara)
    walk = set_out(alice, token, role="fach", agrees="yes")
    agree(walk, agrees=True)
    arrive(walk)
    assert firm.arrivals(assigned) == 0
    assert firm.completed(assigned) == []
    assert not firm.rows(select(run.c.contributes))[0][0]


def test_in_the_proving_mode_a_member_completes_and_everybody_is_told_before(
    firm: Firm, alice: Person, bob: Person
) -> None:
    anna = firm.member("Anna Beispiel")
    proving = firm.assign_proving("betriebsreise", members=[anna])
    walk = set_out(alice, firm.link(proving.id, member_id=anna), role="fach")
    for place in ("karte", "pause"):
        assert BANNER in walk.see(place)
    assert "abgeschlossen: nein" in own_page(walk)
    arrive(walk)
    assert firm.completed(proving) == [anna]
    assert firm.arrivals(proving) == 0
    assert "abgeschlossen: ja" in own_page(walk)
    nameless = set_out(bob, proving.typed, role="fach")
    assert BANNER not in nameless.see("karte")
    arrive(nameless)
    assert firm.completed(proving) == [anna]
    assert firm.arrivals(proving) == 1


def test_a_run_that_began_before_the_confirmation_is_never_told(firm: Firm, alice: Person) -> None:
    anna = firm.member("Anna Beispiel")
    asked = firm.assign_proving("betriebsreise", members=[anna], proof_confirmed_at=None)
    walk = set_out(alice, firm.link(asked.id, member_id=anna), role="fach")
    firm.change(assignment, asked.id, proof_confirmed_at=LONG_AGO)
    assert BANNER not in walk.see("pause")
    assert "Ihr Gang hat vorher begonnen" in own_page(walk)
    arrive(walk)
    assert firm.completed(asked) == []
    assert firm.arrivals(asked) == 1


def test_a_run_taken_along_proves_from_then_on(firm: Firm, alice: Person) -> None:
    anna = firm.member("Anna Beispiel")
    proving = firm.assign_proving("betriebsreise", members=[anna])
    mine = Walk(alice, "betriebsreise", "fach")
    mine.send("weg", answer="rechts")
    set_out(alice, firm.link(proving.id, member_id=anna), along=mine.code)
    arrive(mine)
    assert firm.completed(proving) == [anna]


def test_an_arrival_costs_three_statements_and_only_with_others(
    guest: Walk, app: Flask, bob: Person
) -> None:
    alone = Walk(bob, "betriebsreise", "fach")
    found = []
    for each in (guest, alone):
        each.send("weg", answer="rechts")
        each.send("halle")
        fields = each.hidden("gedanke") | {"text": "Eine Frage"}
        found.append(statements(app, lambda one=each, sent=fields: one.post("gedanke", 303, sent)))
    assert len(found[0]) == len(found[1]) + 3
    assert not [each for each in found[1] if "seat" in each or "arrival" in each]
