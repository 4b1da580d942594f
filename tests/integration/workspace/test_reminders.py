"""Reminders as a manager wants them: whether and when, and nothing about anybody."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.lib import clock
from app.models.assignment import Assignment
from app.models.reminder import FIRST, SECOND, days_of, suggested
from app.models.tables import reminder_day
from tests.assigning import Office
from tests.colleagues import at
from tests.integration.conftest import SMALL_JOURNEY
from tests.reminders import berlin

MONDAY = date(2026, 11, 2)
FIELD = re.compile(r'name="(first|second)"[^>]*value="([^"]*)"')


@pytest.fixture
def office(app: Flask, load) -> Iterator[Office]:
    """A manager, and a journey, on a Monday in November."""
    load(SMALL_JOURNEY)
    with at(berlin(MONDAY)):
        yield Office(app)


def chosen(office: Office, made: Assignment) -> dict[int, date]:
    with office.app.extensions["database"].read("office") as session:
        return days_of(session, made)


def fields(office: Office, made: Assignment) -> dict[str, str]:
    return dict(FIELD.findall(office.see(office.at(made, "erinnerung"))))


def test_good_days_are_suggested_and_taken_with_one_press(office: Office) -> None:
    made = office.issue()
    assert fields(office, made) == {"first": "09.11.2026", "second": "20.11.2026"}
    assert made.ends_on == date(2026, 11, 23)
    assert chosen(office, made) == {}
    office.send(office.at(made, "erinnerung"), first="09.11.2026", second="20.11.2026")
    assert chosen(office, made) == {FIRST: date(2026, 11, 9), SECOND: date(2026, 11, 20)}
    page = office.see(office.at(made))
    assert "Erinnert wird am 09.11.2026 und am 20.11.2026." in page


def test_what_people_read_is_shown_and_words_to_copy(office: Office) -> None:
    office.people("Ben", "lea@luft.example")
    made = office.issue()
    page = office.see(office.at(made, "erinnerung"))
    assert "Zur Erinnerung: Die kleine Reise" in page
    assert "1 Person hat keine Adresse." in page
    assert re.search(r"Zur Erinnerung: Die kleine Reise\. .* http://localhost/m/\w{16}", page)
    assert "Der Weg hinein steht auf Ihrer Karte." in office.see(
        office.at(office.issue_list("kim@luft.example"), "erinnerung")
    )


def test_an_empty_field_is_no_reminder(office: Office) -> None:
    made = office.issue()
    office.send(office.at(made, "erinnerung"), first="09.11.2026", second="")
    assert "Erinnert wird am 09.11.2026." in office.see(office.at(made))
    office.send(office.at(made, "erinnerung"), first="", second="")
    assert chosen(office, made) == {}


REFUSED = (
    ("bald", "", "das Datum so: 24.12.2026"),
    ("02.11.2026", "", "morgen oder einen späteren Tag"),
    ("03.11.2026", "", "An diesem Tag beginnt die Einladung erst."),
    ("08.11.2026", "", "nur von Montag bis Freitag"),
    ("", "24.11.2026", "nach dem letzten Tag"),
    ("10.11.2026", "10.11.2026", "muss nach der ersten kommen"),
)


def test_a_day_on_which_nobody_could_be_reminded_is_refused(office: Office) -> None:
    code = office.begin()
    office.answer(code)
    office.send(f"/betrieb/zuweisungen/neu/{code}/worte", starts_on="03.11.2026",
                ends_on="23.11.2026")  # fmt: skip
    made = office.issue(code, office.mark(code))
    for first, second, words in REFUSED:
        answer = office.send(office.at(made, "erinnerung"), 422, first=first, second=second)
        assert words in answer.get_data(as_text=True), words
    assert chosen(office, made) == {}


def test_a_day_that_has_begun_stays(office: Office) -> None:
    made = office.issue()
    office.send(office.at(made, "erinnerung"), first="09.11.2026", second="20.11.2026")
    with office.app.extensions["database"].write() as session:
        session.execute(update(reminder_day).filter_by(kind=FIRST).values(day=MONDAY))
    page = office.see(office.at(made, "erinnerung"))
    assert "Erste Erinnerung: war am 02.11.2026 vorgesehen." in page
    office.send(office.at(made, "erinnerung"), first="12.11.2026", second="")
    assert chosen(office, made) == {FIRST: MONDAY}


def test_after_the_end_nothing_can_be_chosen(office: Office) -> None:
    made = office.issue()
    with office.app.extensions["database"].write() as session:
        made.close(session, clock.now())
    assert "Erinnert wird nicht mehr." in office.see(office.at(made, "erinnerung"))
    day = clock.now().date() + timedelta(days=3)
    while day.weekday() > 4:
        day += timedelta(days=1)
    office.send(office.at(made, "erinnerung"), 409, first=f"{day:%d.%m.%Y}")


def test_a_stranger_finds_no_such_page(office: Office, app: Flask) -> None:
    made, other = office.issue(), Office(app, "Bäckerei Fremd")
    for method in ("GET", "POST"):
        data = {"csrf_token": other.token()}
        answers = [
            other.client.open(path, method=method, data=data)
            for path in (
                office.at(made, "erinnerung"),
                "/betrieb/zuweisungen/0000000000000000/erinnerung",
            )
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].data == answers[1].data


def test_a_short_period_has_fewer_suggestions(office: Office) -> None:
    made = office.issue()
    for length, kinds in {1: [], 3: [], 4: [SECOND], 9: [SECOND], 12: [FIRST, SECOND]}.items():
        found = suggested(replace(made, ends_on=MONDAY + timedelta(days=length)), MONDAY)
        assert list(found) == kinds, length
        assert all(day.weekday() < 5 for day in found.values())
