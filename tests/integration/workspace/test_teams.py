"""Teams of a company: made, renamed, deleted; the people stay."""

import pytest
from flask import Flask

from app.models.tables import assignment
from tests.assigning import Office
from tests.firms import LONG_AGO, Firm

TEAMS = "/betrieb/teams"


@pytest.fixture
def office(app: Flask) -> Office:
    """A company without teams, and who manages it."""
    return Office(app)


def test_a_team_is_made_once_however_often_it_is_sent(office: Office) -> None:
    assert "Noch gibt es keine Teams." in office.see(TEAMS)
    for name in ("Halle  2", "Halle 2", "HALLE 2"):
        office.send(TEAMS, name=name)
    page = office.see(TEAMS)
    assert page.count("<dt>") == 1 and "<dt>Halle 2</dt>" in page and "noch niemand" in page


def test_a_team_leads_to_its_people(office: Office) -> None:
    office.people("Lea", "Ben", team_name="Halle")
    page = office.see(TEAMS)
    assert "2 Menschen" in page and f"/betrieb/menschen?team={office.team('Halle')}" in page


def test_a_team_is_renamed(office: Office) -> None:
    team, other = office.team("Halle"), office.team("Büro")
    office.send(f"{TEAMS}/{team}", name="Werkhalle")
    assert "Werkhalle" in office.see(TEAMS)
    assert "gibt es schon" in office.send(f"{TEAMS}/{team}", 422, name="BÜRO").text
    office.send(f"{TEAMS}/{other}", name="büro")


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_that_cannot_be_is_refused(office: Office, name: str) -> None:
    office.send(TEAMS, 422, name=name)
    office.send(f"{TEAMS}/{office.team('Halle')}", 422, name=name)


def test_people_stay_when_their_team_is_deleted(office: Office) -> None:
    office.people("Lea", team_name="Halle")
    path = f"{TEAMS}/{office.team('Halle')}/loeschen"
    assert "dann ohne Team" in office.see(path)
    office.send(path)
    office.send(path, 404)
    page = office.see("/betrieb/menschen")
    assert "Lea" in page and "Halle" not in page


def test_a_team_that_is_invited_stays_until_that_is_over(office: Office) -> None:
    firm = Firm.__new__(Firm)
    firm.database, firm.id = office.app.extensions["database"], office.company.id
    team = office.team("Halle")
    assigned = firm.assign("kleine-reise", teams=[team])
    sent = office.send(f"{TEAMS}/{team}/loeschen", 409)
    assert "gerade zu einer Reise eingeladen" in sent.text
    firm.change(assignment, assigned.id, closed_at=LONG_AGO)
    office.send(f"{TEAMS}/{team}/loeschen")


def test_nobody_else_reaches_a_team(office: Office, app: Flask) -> None:
    team, stranger = office.team("Halle"), Office(app, "Bäckerei Fremd")
    for place in ("", "/loeschen"):
        assert stranger.get(f"{TEAMS}/{team}{place}").status_code == 404
        stranger.send(f"{TEAMS}/{team}{place}", 404, name="Fremd")
    for odd in ("99999999999999999999", "-1", "0", "x"):
        assert office.get(f"{TEAMS}/{odd}").status_code == 404
    assert "Halle" not in stranger.see(TEAMS)
