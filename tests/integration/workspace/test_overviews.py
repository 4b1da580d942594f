"""The overview: the first steps, quiet where they are done."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from app.lib import clock
from app.models.company import Company
from app.models.tables import assignment
from tests.assigning import NEW, Office
from tests.integration.conftest import SMALL_JOURNEY
from tests.offices import lead
from tests.people import Person

STATUS = re.compile(r'class="status[^"]*">([^<]+)<')


def test_it_shows_what_is_done_and_what_is_not_possible_yet(mia: Person) -> None:
    page = mia.see("/betrieb")
    assert STATUS.findall(page)[0] == "Erledigt"
    assert len(STATUS.findall(page)) == 4
    assert STATUS.findall(page)[3] == "Noch nicht möglich"


def test_a_task_is_ticked_off(app, mia: Person, ben: Person, workshop: Company) -> None:
    mia.send("/betrieb/aufgaben/mitbestimmung")
    assert STATUS.findall(mia.see("/betrieb")).count("Erledigt") == 2
    assert STATUS.findall(ben.see("/betrieb")).count("Erledigt") == 1
    for word in ("anderes", "aushang"):
        mia.send(f"/betrieb/aufgaben/{word}", 404)


@pytest.fixture
def office(app: Flask, load) -> Office:
    """A manager, and a journey to assign."""
    load(SMALL_JOURNEY)
    return Office(app)


def test_the_first_steps_become_true_as_they_are_done(office: Office) -> None:
    def steps() -> list[str]:
        return STATUS.findall(office.see("/betrieb"))[2:]

    assert steps() == ["Offen", "Noch nicht möglich"]
    made = office.issue()
    assert steps() == ["Erledigt", "Offen"]
    office.send(office.at(made, "aushang"))
    assert steps() == ["Erledigt", "Erledigt"]


def test_a_draft_is_found_and_gone_once_it_is_issued(office: Office) -> None:
    code = office.begin()
    page = office.see("/betrieb")
    assert "Eingeladen ist noch niemand." in page
    assert f"{NEW}/{code}/pruefen" in page
    office.issue(code, office.answer(code))
    assert "Eingeladen ist noch niemand." not in office.see("/betrieb")


def test_each_assignment_has_one_sentence_and_one_next_act(office: Office) -> None:
    made = office.issue()

    def told() -> tuple[str, str]:
        page = office.see("/betrieb/zuweisungen")
        found = re.search(r'</h3>\n<p>([^<]+)</p>\n<p><a class="button quiet" href="([^"]+)"', page)
        assert found
        return found[1], found[2].rsplit(made.code, 1)[1]

    until = f"Zeit ist bis zum {made.ends_on:%d.%m.%Y}."
    wait = "Sobald fünf Menschen angekommen sind, sehen Sie es hier."
    assert told() == (f"14 eingeladen. {wait} {until}", "/einladung")
    for place, sentence, act in (
        ("pause", "Der Code ist angehalten: Niemand Neues kommt herein.", "/einladung"),
        ("weiter", f"14 eingeladen. {wait} {until}", "/einladung"),
        ("entzug", "Der Code gilt nicht mehr.", "/zugang/neu"),
    ):
        office.send(office.at(made, f"zugang/{place}"))
        assert told() == (sentence, act)


def test_arrivals_are_told_in_steps_of_five_alone(office: Office) -> None:
    made = office.issue()
    with office.app.extensions["database"].write() as session:
        arrived = update(assignment).where(assignment.c.id == made.id).values(arrived=5)
        session.execute(arrived)
    assert "14 eingeladen. Mindestens 5 angekommen." in office.see("/betrieb")


def test_what_is_over_asks_for_more_time_and_what_is_closed_leaves_the_overview(
    office: Office,
) -> None:
    made = office.issue()
    with time_machine.travel(clock.now() + timedelta(days=22)):
        office.client = lead(office.app, office.company).client
        page = office.see("/betrieb")
        assert f"Der Zeitraum ist seit dem {made.ends_on:%d.%m.%Y} vorbei." in page
        assert office.at(made, "zeitraum") in page
        assert not [word for word in ("überfällig", "säumig", "verspätet") if word in page.lower()]
        with office.app.extensions["database"].write() as session:
            made.close(session, clock.now())
        assert made.code not in office.see("/betrieb")
        assert "Zu Ende seit dem" in office.see("/betrieb/zuweisungen")
