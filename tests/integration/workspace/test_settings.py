"""Settings of a company: checked, kept, and its own words in the journeys."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.models.company import Company
from tests.integration.conftest import LONELY_JOURNEY
from tests.offices import stored
from tests.people import Person

SETTINGS = {
    "name": "Tischlerei  Neu ",
    "sector": "trade",
    "head_count": "20",
    "timezone": "Europe/Vienna",
    "language": "en",
}
WITH_SLOTS = LONELY_JOURNEY.replace(
    "stages:",
    'slots:\n  kontakt: {label: "Ansprech|person", default: "die Leitung"}\nstages:',
).replace("Es geht los.", "Fragen Sie {{slot.kontakt}}.")


def test_they_are_kept(app: Flask, mia: Person, workshop: Company) -> None:
    mia.send("/betrieb/einstellungen", **SETTINGS)
    now = stored(app, workshop)
    assert (now.name, now.sector, now.head_count) == ("Tischlerei Neu", "trade", 20)
    assert (now.timezone, now.language) == ("Europe/Vienna", "en")
    page = mia.see("/betrieb/einstellungen")
    assert 'value="Tischlerei Neu"' in page and 'value="Europe/Vienna" selected' in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Geben Sie den Namen des Betriebs ein."),
        ("name", "x" * 121, "Der Name ist zu lang."),
        ("sector", "spaceflight", "Wählen Sie eine Branche aus."),
        ("head_count", "0", "wie viele Menschen"),
        ("head_count", "100001", "wie viele Menschen"),
        ("head_count", "viele", "wie viele Menschen"),
        ("timezone", "Mars/Base", "Wählen Sie eine Zeitzone aus."),
        ("language", "fr", "Wählen Sie eine Sprache aus."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_its_field(
    app: Flask, mia: Person, workshop: Company, field: str, value: str, words: str
) -> None:
    answer = mia.send("/betrieb/einstellungen", 422, **SETTINGS | {field: value})
    page = answer.get_data(as_text=True)
    assert words in page and "<title>Fehler:" in page
    assert stored(app, workshop) == workshop


def test_a_company_puts_its_own_words_into_journeys(
    app: Flask, mia: Person, workshop: Company, load: Callable[..., str]
) -> None:
    load(WITH_SLOTS)
    page = mia.see("/betrieb/einstellungen")
    assert "Ansprechperson" in page.replace("\u00ad", "") and "die Leitung" in page
    mia.send("/betrieb/einstellungen", **SETTINGS, word_kontakt="Frau Beispiel")
    assert stored(app, workshop).words == {"kontakt": "Frau Beispiel"}
    mia.send("/betrieb/einstellungen", 422, **SETTINGS, word_kontakt="x" * 81)
    mia.send("/betrieb/einstellungen", **SETTINGS, word_kontakt=" ")
    assert stored(app, workshop).words == {}


def test_nobody_changes_another_company(
    app: Flask, ben: Person, workshop: Company, bakery: Company
) -> None:
    ben.send("/betrieb/einstellungen", **SETTINGS, code=workshop.code, company_id=workshop.id)
    assert stored(app, workshop) == workshop
    assert stored(app, bakery).name == "Tischlerei Neu"
