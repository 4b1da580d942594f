"""Calendar files: whole days that stay the same days, and titles that stay titles."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from app.lib.calendar import whole_days

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 20)


def made(title: str = "Ein Montag", text: str = "Bis zum 20.12.", **changes: object) -> bytes:
    facts = {"url": "https://reise.example/m/abc", "timezone": "Europe/Berlin", "now": NOW}
    name = "k7rq@reise.example"
    return whole_days(name, FIRST, LAST, title=title, text=text, **(facts | changes))


def entry(data: bytes):
    calendar = Calendar.from_ical(data)
    (found,) = calendar.walk("VEVENT")
    return found


def test_it_holds_whole_days_the_last_one_included() -> None:
    found = entry(made())
    assert found["UID"] == "k7rq@reise.example"
    assert found["DTSTART"].dt == FIRST
    assert found["DTEND"].dt == date(2026, 12, 21)
    assert found["SUMMARY"] == "Ein Montag"
    assert found["DESCRIPTION"] == "Bis zum 20.12."
    assert b"X-WR-TIMEZONE:Europe/Berlin\r\n" in made()


def test_a_due_date_is_a_single_day() -> None:
    data = whole_days("a@b.example", LAST, LAST, title="x", timezone="Europe/Berlin", now=NOW)
    found = entry(data)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (LAST, date(2026, 12, 21))
    assert "DESCRIPTION" not in found and "URL" not in found


def test_the_same_facts_make_the_same_bytes() -> None:
    assert made() == made()
    assert made(now=NOW.replace(day=29)) != made()


@pytest.mark.parametrize(
    "words",
    [
        "x\r\nATTENDEE:mailto:alle@fremd.example",
        "x\nEND:VEVENT\nBEGIN:VALARM",
        "x\u2028URL:https://fremd.example",
        'x;VALUE=URI:"y",z\\n\\;',
        "Ü" * 200,
        "x\x00\x07",
    ],
)
def test_titles_and_texts_add_nothing_to_the_file(words: str) -> None:
    names = set(entry(made()))
    found = entry(made(title=words, text=words))
    assert set(found) == names
    assert found.subcomponents == []
    assert "x" in found["SUMMARY"] or "Ü" in found["SUMMARY"]


@given(st.text(max_size=120), st.text(max_size=300))
@settings(max_examples=300)
def test_any_words_are_kept_within_their_line(title: str, text: str) -> None:
    data = made(title=title, text=text)
    found = entry(data)
    assert set(found) <= set(entry(made()))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\r\n") == data.count(b"\n")


def test_a_name_for_calendars_is_no_free_text() -> None:
    with pytest.raises(AssertionError, match="name@host"):
        whole_days("x\r\ny@z", FIRST, LAST, title="x", timezone="UTC", now=NOW)
