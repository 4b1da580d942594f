"""The result of assigning: code, QR code, papers, words to copy, mails, and what can be changed."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.lib import clock
from app.models.assignment import Assignment
from app.models.join_code import JoinCode
from tests.assigning import Office
from tests.colleagues import mails
from tests.integration.conftest import SMALL_JOURNEY


@pytest.fixture
def office(app: Flask, load) -> Office:
    """A manager, and a journey."""
    load(SMALL_JOURNEY)
    return Office(app)


def entrance(office: Office, made: Assignment) -> JoinCode:
    with office.app.extensions["database"].read() as session:
        found = made.entrance(session)
        assert found
        return found


def known(office: Office, word: str) -> bool:
    with office.app.extensions["database"].read() as session:
        return JoinCode.find(session, word) is not None


def test_it_shows_code_link_and_words_to_copy(office: Office) -> None:
    made = office.issue()
    page, found = office.see(office.at(made)), entrance(office, made)
    assert found.code
    spaced = f"{found.code[:4]}-{found.code[4:]}".upper()
    assert f"localhost/m/{spaced}" in page
    assert page.count(f"http://localhost/m/{found.token}") == 2
    assert page.count("Der Betrieb sieht nicht, was Sie antworten.") == 2
    assert "Die kleine Reise" in page
    drawn = office.get(office.at(made, "qr.svg"))
    assert drawn.mimetype == "image/svg+xml"
    assert b"<script" not in drawn.data


def test_the_host_of_a_request_is_in_no_link(office: Office) -> None:
    made = office.issue()
    answer = office.client.get(office.at(made), headers={"X-Forwarded-Host": "fremd.example"})
    assert b"fremd.example" not in answer.data


@pytest.mark.parametrize("name", ["aushang", "karte"])
def test_poster_and_card_are_pdf(office: Office, name: str) -> None:
    made = office.issue()
    answer = office.get(office.at(made, f"{name}.pdf"))
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}.pdf"'


def test_the_poster_is_printed_once_its_file_was_asked_for(office: Office) -> None:
    made = office.issue()
    office.get(office.at(made, "aushang.pdf"))
    assert not office.stored().poster_printed_at
    sent = office.send(office.at(made, "aushang"))
    assert sent.headers["Location"] == office.at(made, "aushang.pdf")
    assert office.stored().poster_printed_at


def test_the_calendar_file_has_the_days_and_the_link(office: Office) -> None:
    made = office.issue()
    answer = office.get(office.at(made, "kalender.ics"))
    assert answer.mimetype == "text/calendar"
    text = answer.get_data(as_text=True).replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{made.starts_on:%Y%m%d}" in text
    assert f"DTEND;VALUE=DATE:{made.ends_on + timedelta(days=1):%Y%m%d}" in text
    assert entrance(office, made).token in text
    assert made.code not in text


def test_a_list_gets_cards_and_no_code_for_everybody(office: Office) -> None:
    made = office.issue_list("Lea", "Ben")
    page = office.see(office.at(made))
    assert "2 Menschen stehen auf dieser Liste." in page
    assert "big-code" not in page
    for name in ("aushang.pdf", "karte.pdf", "qr.svg", "kalender.ics"):
        assert office.get(office.at(made, name)).status_code == 404, name
    sent = office.send(office.at(made, "karten"), part="1")
    assert sent.headers["Location"] == office.at(made, "karten.pdf") + "?ab=1"
    assert office.get(sent.headers["Location"]).data.startswith(b"%PDF-")
    assert office.get(office.at(made, "karten.pdf") + "?ab=3").status_code == 404
    assert office.get(office.at(made, "karten.pdf") + "?ab=x").status_code == 200


def test_everybody_with_an_address_gets_one_mail_in_their_language(office: Office) -> None:
    office.people("Ben", "lea@luft.example")
    office.people("kim@luft.example", language="en")
    made = office.issue()
    page = office.see(office.at(made, "mails"))
    assert "2 Menschen bekommen je eine E-Mail" in page
    assert "1 Person hat keine Adresse." in page
    office.send(office.at(made, "mails"))
    office.send(office.at(made, "mails"))
    found = dict(mails(office.app))
    assert set(found) == {"lea@luft.example", "kim@luft.example"}
    assert found["lea@luft.example"].subject == "Tischlerei Beispiel lädt Sie ein: Die kleine Reise"
    assert found["kim@luft.example"].subject == "Tischlerei Beispiel invites you: Die kleine Reise"
    links = {re.search(r"/m/(\w{16})", words.text)[1] for words in found.values()}  # type: ignore[index]
    assert len(links) == 2
    assert entrance(office, made).token not in links
    assert all(known(office, link) for link in links)
    assert "2 Menschen haben eine E-Mail bekommen" in office.see(office.at(made))
    office.people("neu@luft.example")
    office.send(office.at(made, "mails"))
    assert [to for to, _ in mails(office.app)] == ["neu@luft.example"]


def test_a_mail_that_no_longer_holds_is_not_sent(office: Office) -> None:
    lea, ben, kim = ("lea@luft.example", "ben@luft.example", "kim@luft.example")
    made = office.issue_list(lea, ben, kim)
    office.send(office.at(made, "mails"))
    office.change_address(lea, "andere@luft.example")
    office.remove_member(ben)
    assert [to for to, words in mails(office.app) if words] == [kim]


@pytest.mark.parametrize("place", ["zugang/entzug", "ende-der-zeit"])
def test_no_mail_leads_to_a_link_that_does_not_open(office: Office, place: str) -> None:
    made = office.issue_list("lea@luft.example")
    office.send(office.at(made, "mails"))
    if place == "zugang/entzug":
        office.send(office.at(made, place))
        assert [words for _, words in mails(office.app)] == [None]
        return
    with time_machine.travel(clock.now() + timedelta(days=30)):
        assert [words for _, words in mails(office.app)] == [None]


def test_while_the_code_is_paused_no_mail_is_asked_for(office: Office) -> None:
    made = office.issue_list("lea@luft.example")
    office.send(office.at(made, "zugang/pause"))
    page = office.send(office.at(made, "mails"), 409).get_data(as_text=True)
    assert "Diese Einladung ist gerade angehalten." in page
    assert mails(office.app) == []


def test_a_mail_names_the_company_on_one_line(app: Flask, load) -> None:
    load(SMALL_JOURNEY)
    office = Office(app, "Böse\r\nBcc: fremd@luft.example")
    made = office.issue_list("lea@luft.example")
    office.send(office.at(made, "mails"))
    ((_, words),) = mails(app)
    assert "\n" not in words.subject
    assert "\r" not in words.subject


def test_codes_are_paused_and_opened_again(office: Office) -> None:
    made = office.issue()
    assert "Wer unterwegs ist, geht weiter." in office.see(office.at(made, "zugang/pause"))
    office.send(office.at(made, "zugang/pause"))
    assert "Der Code ist angehalten" in office.see(office.at(made))
    assert entrance(office, made).state(clock.now()) == "paused"
    office.send(office.at(made, "zugang/weiter"))
    assert "angehalten" not in office.see(office.at(made)).partition("Was Sie ändern können")[0]


def test_two_presses_make_one_new_code_and_the_old_one_is_void(office: Office) -> None:
    made = office.issue()
    old = entrance(office, made)
    seen = re.search('name="seen" value="([^"]+)"', office.see(office.at(made, "zugang/neu")))
    assert seen
    office.send(office.at(made, "zugang/neu"), seen=seen[1])
    new = entrance(office, made)
    office.send(office.at(made, "zugang/neu"), seen=seen[1])
    assert entrance(office, made) == new
    assert old.code and new.code
    assert not known(office, old.code)
    assert known(office, new.code)


def test_a_revoked_code_shows_no_way_in_until_there_is_a_new_one(office: Office) -> None:
    made = office.issue()
    office.send(office.at(made, "zugang/entzug"))
    page = office.see(office.at(made))
    assert "Der Code gilt nicht mehr" in page
    assert "big-code" not in page
    assert office.get(office.at(made, "aushang.pdf")).status_code == 404
    office.send(office.at(made, "zugang/neu"), seen=entrance(office, made).token)
    assert "big-code" in office.see(office.at(made))


def test_seats_are_limited_and_opened(office: Office) -> None:
    made = office.issue()
    for typed in ("0", "viele", "-3", "9999999"):
        page = office.send(office.at(made, "zugang/plaetze"), 422, seats=typed)
        assert "Schreiben Sie eine Zahl ab 1" in page.get_data(as_text=True)
    office.send(office.at(made, "zugang/plaetze"), seats="20")
    assert entrance(office, made).seats == 20
    assert 'value="20"' in office.see(office.at(made, "zugang"))
    office.send(office.at(made, "zugang/plaetze"), seats="")
    assert entrance(office, made).seats is None


def test_the_period_is_extended_and_the_code_with_it(office: Office) -> None:
    made = office.issue()
    later = made.ends_on + timedelta(days=14)
    for typed, words in (
        ("", "Geben Sie ein Datum ein"),
        ("bald", "Schreiben Sie das Datum so"),
        ("1.1.2020", "Dieser Tag ist schon vorbei."),
        (f"{made.ends_on + timedelta(days=400):%d.%m.%Y}", "länger als ein Jahr"),
    ):
        page = office.send(office.at(made, "zeitraum"), 422, ends_on=typed)
        assert words in page.get_data(as_text=True)
    office.send(office.at(made, "zeitraum"), ends_on=f"{later:%d.%m.%Y}")
    assert office.assignment(made.code).ends_on == later
    over = clock.now() + timedelta(days=30)
    assert entrance(office, made).state(over) == "open"


def test_ended_today_nobody_comes_in_tomorrow_and_it_can_be_taken_back(office: Office) -> None:
    made = office.issue()
    office.send(office.at(made, "ende"))
    found = entrance(office, made)
    assert found.state(clock.now()) == "open"
    assert found.state(clock.now() + timedelta(days=1)) == "ended"
    office.send(office.at(made, "zeitraum"), ends_on=f"{made.ends_on:%d.%m.%Y}")
    assert entrance(office, made).state(clock.now() + timedelta(days=1)) == "open"


def test_words_are_changed_while_it_runs(app: Flask, load) -> None:
    load(
        SMALL_JOURNEY.replace(
            "stages:\n", 'slots:\n  kontakt: {label: "Kontakt", default: "die IT"}\nstages:\n', 1
        ).replace("Links ist es hell.", "Fragen Sie {{slot.kontakt}}.")
    )
    office = Office(app)
    made = office.issue()
    assert "Sonst steht dort: die IT" in office.see(office.at(made, "worte"))
    office.send(office.at(made, "worte"), 422, **{"slot-kontakt": "x" * 81})
    office.send(office.at(made, "worte"), **{"slot-kontakt": "Mo\n  aus der Halle", "slot-x": "y"})
    assert office.assignment(made.code).words == {"kontakt": "Mo aus der Halle"}


def test_a_closed_assignment_is_looked_at_and_changed_no_more(office: Office) -> None:
    made = office.issue()
    with office.app.extensions["database"].write() as session:
        made.close(session, clock.now())
    assert "Diese Einladung ist zu Ende" in office.see(office.at(made))
    day = f"{made.ends_on:%d.%m.%Y}"
    for place, fields in (
        ("zeitraum", {"ends_on": day}),
        ("worte", {}),
        ("ende", {}),
        ("mails", {}),
    ):
        page = office.send(office.at(made, place), 409, **fields).get_data(as_text=True)
        assert "Diese Einladung ist zu Ende." in page, place


PLACES = (
    *("einladung", "qr.svg", "kalender.ics", "aushang.pdf", "karte.pdf", "karten.pdf", "zeitraum"),
    *("worte", "ende", "mails", "zugang", "zugang/pause", "zugang/neu", "zugang/entzug"),
)
ACTS = (
    *("aushang", "karten", "zeitraum", "worte", "ende", "mails", "zugang/plaetze", "zugang/pause"),
    *("zugang/weiter", "zugang/neu", "zugang/entzug"),
)


def test_an_assignment_is_out_of_reach_for_every_other_company(office: Office) -> None:
    made, other = office.issue(), Office(office.app, "Andere")
    before = entrance(office, made)
    unknown = f"/betrieb/zuweisungen/{'0' * 16}/"
    for place in PLACES:
        foreign, none = other.get(office.at(made, place)), other.get(unknown + place)
        assert foreign.status_code == none.status_code == 404, place
        assert foreign.data == none.data, place
    for place in ACTS:
        fields = {"seen": before.token, "ends_on": "24.12.2026", "seats": "3"}
        assert other.send(office.at(made, place), 404, **fields).data
    assert office.assignment(made.code) == made
    assert entrance(office, made) == before


def test_acts_are_written_down_for_the_company(office: Office) -> None:
    from app.models.audit import Audit

    made = office.issue()
    for place in ("zugang/pause", "zugang/weiter", "zugang/entzug", "mails"):
        office.send(office.at(made, place), 409 if place == "mails" else 303)
    with office.app.extensions["database"].read() as session:
        acts = [act.act for act in Audit.all(session) if act.about == made.code]
    wanted = ["assignment:issue", "invitation:pause", "invitation:resume", "invitation:revoke"]
    assert acts == wanted
