"""Closing a company ends everything that its links, invitations and mails open, at once (P17)."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.tables import arrival, completion, join_code, member, membership, run, seat
from tests.assigning import Office
from tests.colleagues import mails
from tests.firms import set_out
from tests.integration.conftest import SMALL_JOURNEY
from tests.offices import link_on
from tests.people import Person
from tests.walks import Walk

LEA = "lea@luft.example"
NEVER_AFTER = (arrival, completion, member, membership, run, seat)


@pytest.fixture
def office(app: Flask, load: Any) -> Office:
    """A company that assigned a journey to everybody and another time to a list."""
    load(SMALL_JOURNEY)
    return Office(app)


def close(office: Office) -> None:
    otto = Person(office.app)
    otto.sign_in("operator", email="otto@reise.example")
    otto.send(f"/betreiber/betriebe/{office.company.code}/schluss", typed=office.company.name)


def links(office: Office) -> set[str]:
    """Return all that can be typed or scanned: the company's own, for everybody, and personal."""
    with office.app.extensions["database"].read() as session:
        rows = session.execute(select(join_code.c.code, join_code.c.token)).all()
    return {word for row in rows for word in row if word}


def counts(office: Office) -> dict[str, int]:
    """Return how many rows there are of what people leave who come or arrive."""
    with office.app.extensions["database"].read() as session:
        asked = {each.name: select(func.count()).select_from(each) for each in NEVER_AFTER}
        return {name: session.execute(each).scalar_one() for name, each in asked.items()}


def arrive(walk: Walk) -> None:
    walk.send("vorher", **{"item-mut": "3"})
    walk.send("weg", answer="rechts")
    walk.send("gedanke", text="Etwas")
    walk.send("plan", picture="Etwas")
    walk.send("nachher", **{"item-mut": "4"})
    assert walk.stands_at() == "ziel"


def test_every_link_of_a_closed_company_is_over_for_everybody(office: Office) -> None:
    office.send("/betrieb/menschen/link", seen="")
    (ben,) = office.people("Ben")
    office.send(f"/betrieb/menschen/{ben}/link", seen="")
    office.issue()
    office.issue_list("Kim", "Mika")
    words = links(office)
    assert len(words) == 7, "two for everybody with a code to type, three personal ones"
    form = {"name": "Eve", "role": "lager", "agrees": "yes"}
    for word in words:
        assert "Diese Einladung" not in Person(office.app).see(f"/m/{word}")
    close(office)
    before = counts(office)
    for word in words:
        eve = Person(office.app)
        page = eve.see(f"/m/{word}")
        assert "zu Ende" in page or "abgelaufen" in page, word
        assert 'method="post"' not in page
        eve.send(f"/m/{word}", 422, **form)
    assert counts(office) == before


def test_invitations_and_mails_of_a_closed_company_lead_nowhere(office: Office) -> None:
    page = office.send("/betrieb/leitung", 200, email="ole@tischlerei.example")
    link = link_on(page.get_data(as_text=True))
    made = office.issue_list(LEA)
    office.send(office.at(made, "mails"))
    close(office)
    Person(office.app).see(link, 404)
    found = dict(mails(office.app))
    assert set(found) == {"ole@tischlerei.example", LEA}
    assert set(found.values()) == {None}


def test_who_is_on_the_way_arrives_for_themselves_alone(office: Office) -> None:
    made = office.issue()
    with office.app.extensions["database"].read() as session:
        token = made.entrance(session).token
    ada = Person(office.app)
    walk = set_out(ada, token, role="lager", agrees="yes")
    close(office)
    before = counts(office)
    arrive(walk)
    assert counts(office) == before
    with office.app.extensions["database"].read() as session:
        assert made.sight(session).arrived == 0
