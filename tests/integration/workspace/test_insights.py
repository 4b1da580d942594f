"""Progress and insight: what a company sees of an assignment, and what it never does."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app.models.assignment import Assignment
from app.models.tables import assignment_member, completion, member
from app.ui.requests import DEVICE_COOKIE
from tests import assignments, offices
from tests.assignments import JOURNEY
from tests.houses import House
from tests.people import Person


@pytest.fixture
def house(app: Flask, load: Callable[..., str]) -> House:
    """An assignment to people known by name."""
    load(JOURNEY)
    return House(app)


def test_progress_tells_steps_of_five_and_only_after_the_next_morning(house: House) -> None:
    assert "Sobald fünf Menschen angekommen sind" in house.see("fortschritt")
    house.come(7)
    assert "Sobald fünf Menschen angekommen sind" in house.see("fortschritt")
    house.next_morning()
    page = house.see("fortschritt")
    assert "Mindestens 5 Menschen sind angekommen." in page
    assert "7" not in page.replace(house.given.code, "")


def test_an_assignment_that_ended_with_too_few_says_so(house: House) -> None:
    house.come(4)
    house.change(closed_at=house.now)
    house.next_morning()
    assert "Weniger als fünf Menschen sind angekommen" in house.see("fortschritt")
    assert "Es waren zu wenige Antworten" in house.see("einblick")


def test_in_the_mode_proof_each_name_has_yes_or_no_and_no_time(house: House) -> None:
    with house.database.write() as session:
        for name in ("Zora", "Ali", "Mia"):
            listed = assignments.take_on(session, house.company.id, house.now)
            session.execute(update(member).where(member.c.id == listed).values(name=name))
            assignments.put_on_list(session, house.given, listed)
            if name != "Mia":
                values = {"assignment_id": house.given.id, "member_id": listed}
                session.execute(insert(completion).values(values))
    assert "Zora" not in house.see("fortschritt")
    house.change(mode="proof", proof_confirmed_at=house.now)
    page = house.see("fortschritt")
    assert page.index("Ali") < page.index("Mia") < page.index("Zora")
    assert page.count("abgeschlossen: ja") == 2
    assert page.count("abgeschlossen: nein") == 1


def test_insight_says_why_there_is_nothing_yet(house: House) -> None:
    house.come(4)
    house.next_morning()
    page = house.see("einblick")
    assert "Noch zu wenige Antworten" in page
    assert "mindestens 5 Menschen angekommen" in page
    house.leader.see(f"{house.path}/einblick.csv", 404)


def test_by_link_alone_insight_asks_for_half_of_those_invited(
    app: Flask, load: Callable[..., str]
) -> None:
    load(JOURNEY)
    house = House(app, "everybody")
    assert "mindestens 10 Menschen angekommen" in house.see("einblick")
    assert "mindestens die Hälfte der Eingeladenen" in house.see("einblick")


def test_a_journey_without_such_stations_says_that_there_will_be_no_insight(
    app: Flask, load: Callable[..., str]
) -> None:
    house = House(app)
    load(JOURNEY.split("  - stage: anfang")[0] + LONELY)
    assert "gibt es keinen Einblick" in house.see("einblick")


def test_insight_tells_sentences_bars_and_three_things_to_do(house: House) -> None:
    house.come(7)
    house.come(5, weg="rechts", nachher={"mut": 4, "ruhe": 1})
    house.next_morning()
    page = house.see("einblick")
    for words in (
        "Am häufigsten: „Nach links“ (60 %).",
        "mehr als 90 %",
        "mehr Menschen hoch ein als am Anfang",
        "Was Sie jetzt tun können",
        "Gespräch",
        "Regel",
        "Übung",
        "mindestens 10",
    ):
        assert words in page
    assert "Die Maschine" not in page
    assert "Was sehen Sie links?" not in page


def test_what_is_not_told_alone_has_no_bar_that_could_be_read_as_nobody(house: House) -> None:
    house.come(6)
    house.come(2, weg="rechts")
    house.come(2, weg="bleiben")
    house.next_morning()
    page = house.see("einblick")
    assert "<dd>nicht einzeln gezeigt" in page
    assert '"/></svg>nicht einzeln gezeigt' not in page
    assert '"/></svg>mehr als die Hälfte' in page


def test_insight_stands_in_english_too(house: House) -> None:
    house.come(6)
    house.next_morning()
    page = house.see("einblick", Accept_Language="en")
    assert "What you can do now" in page
    assert "Zuweisung" not in page


def test_csv_and_xlsx_have_the_cells_of_the_page(house: House) -> None:
    house.come(7)
    house.come(5, weg="rechts")
    house.next_morning()
    sent = house.leader.get(f"{house.path}/einblick.csv")
    assert sent.headers["Content-Disposition"].startswith("attachment; filename=")
    written = list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(house.leader.get(f"{house.path}/einblick.xlsx").data))
    sheet = [[str(cell or "") for cell in row] for row in book.worksheets[0].values]
    assert sheet == written
    assert ["Die Gabelung", "", "Nach links", "60 %", "10"] in written
    # Three options, three with „Keine Angabe“, and four ranges of two statements, twice.
    assert len(written) == 1 + 3 + 3 + 8 + 8


def test_an_author_cannot_make_formulas(app: Flask, load: Callable[..., str]) -> None:
    load(JOURNEY.replace('label: "Nach links"', 'label: "=HYPERLINK(1)"'))
    house = House(app)
    house.come(6)
    house.next_morning()
    sent = house.leader.get(f"{house.path}/einblick.csv").data.decode("utf-8-sig")
    assert ";'=HYPERLINK(1);" in sent


def test_the_manager_of_another_company_finds_none_of_it(house: House) -> None:
    stranger = offices.lead(house.app, offices.found(house.app, "Andere"))
    house.come(6)
    house.next_morning()
    for place in ("fortschritt", "einblick", "einblick.csv", "einblick.xlsx"):
        known = stranger.get(f"{house.path}/{place}")
        unknown = stranger.get(f"/betrieb/zuweisungen/{'z' * 16}/{place}")
        assert (known.status_code, known.data) == (404, unknown.data)


def test_learners_see_the_very_same(house: House) -> None:
    house.come(6)
    with house.database.write() as session:
        code, token = house.begin(session)
    house.next_morning()
    learner = Person(house.app)
    learner.client.set_cookie(DEVICE_COOKIE, token)
    same = re.compile('<dl class="summary-list">.*</details>', re.DOTALL)
    seen = [
        same.search(learner.see(f"/mein-betrieb/{code}")),
        same.search(house.see("fortschritt")),
    ]
    assert all(seen)
    assert len({part[0] for part in seen if part}) == 1


def test_once_something_is_released_the_overview_leads_to_the_talk_about_it(house: House) -> None:
    house.come(6)
    with house.database.write() as session:
        which = Assignment.find(session, house.given.id)
        assert which
        listed = session.execute(select(assignment_member.c.member_id)).scalars().all()
        which.provide(session, listed, house.now, None)
    assert "Gespräch im Team vorbereiten" not in house.leader.see("/betrieb")
    house.next_morning()
    assert "Gespräch im Team vorbereiten" in house.leader.see("/betrieb")


LONELY = """\
  - stage: anfang
    title: "Anfang"
    steps:
      - {story: los, title: "Los", text: "Es geht los."}
      - {end: da, title: "Da", text: "Schön."}
"""


def test_the_period_shows_on_no_page_when_somebody_came(house: House) -> None:
    house.change(ends_on=date(2027, 2, 1))
    before = house.see("fortschritt")
    house.come(3)
    house.next_morning()
    assert house.see("fortschritt") == before
