"""Released rounds in words: sentences, before and after, cards that fit, and rows to export."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.base import Session
from app.models.batch import Batch, Cell
from app.models.figures import Figure
from app.models.tables import version
from app.ui import view
from app.ui.advice import cards_for
from app.ui.rounds import Section, rows_of, sections
from tests.assignments import JOURNEY

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
Told = str | int


@pytest.fixture
def session(app: Flask, load: Callable[..., str]) -> Iterator[Session]:
    """A session that knows the journey, within a request."""
    load(JOURNEY)
    with app.test_request_context(), app.extensions["database"].read() as found:
        yield found


def batch(session: Session, step: str, told: dict[str, Told], number: int = 1) -> Batch:
    """Return released figures; keys are options, or items and options with a colon between."""
    cells = []
    for key, words in told.items():
        item, _, option = key.rpartition(":")
        figure = Figure("share", words) if isinstance(words, int) else Figure(words)  # type: ignore[arg-type]
        cells.append(Cell(item, option, figure))
    newest = session.execute(select(version.c.id)).scalar_one()
    return Batch(hash((step, number)), number, step, newest, 10, NOW, tuple(cells))


def scale(session: Session, step: str, mut: tuple[Told, ...], ruhe: tuple[Told, ...]) -> Batch:
    """Return figures of a scale: lower points, middle, upper points, no answer."""
    options = ("1-2", "3", "4-5", "-")
    told = {f"mut:{o}": each for o, each in zip(options, mut, strict=True)}
    told |= {f"ruhe:{o}": each for o, each in zip(options, ruhe, strict=True)}
    return batch(session, step, told)


def both(session: Session, before: tuple[Told, ...], after: tuple[Told, ...]) -> Section:
    """Return the section of the scale that was asked twice."""
    same = (30, 30, 40, "few")
    found = sections(
        session, [scale(session, "vorher", before, same), scale(session, "nachher", after, same)]
    )
    assert [each.told.step for each in found] == ["nachher"]
    return found[0]


def test_stations_stand_in_the_order_of_the_journey(session: Session) -> None:
    mood = batch(session, "stimmung", {"gut": 60, "so": 40, "-": "few"})
    way = batch(session, "weg", {"links": 50, "rechts": 30, "bleiben": 20})
    assert [each.told.step for each in sections(session, [mood, way])] == ["weg", "stimmung"]


def test_a_scale_names_its_ranges_by_its_ends(session: Session) -> None:
    section = both(session, (60, 20, 20, "few"), (20, 20, 60, "few"))
    assert [str(option) for option, _, _ in section.changes[0].rows] == [
        "1–2, Richtung „gar nicht“",
        "3",
        "4–5, Richtung „sehr“",
        "Keine Angabe",
    ]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (20, 60, "mehr Menschen hoch ein"),
        (60, 20, "Auch das ist Lernen"),
        (60, 65, "ähnlich viele"),
        (60, "most", "offen"),
        ("hidden", 60, "offen"),
        (40, "nearly-all", "mehr Menschen hoch ein"),
        ("few", 40, "mehr Menschen hoch ein"),
    ],
)
def test_before_and_after_are_compared_only_where_both_are_known(
    session: Session, before: Told, after: Told, words: str
) -> None:
    section = both(session, (30, 30, before, "few"), (30, 30, after, "few"))
    assert words in section.changes[0].sentence


def test_rounds_of_different_people_are_not_compared(session: Session) -> None:
    first = scale(session, "vorher", (30, 30, 40, "few"), (30, 30, 40, "few"))
    second = scale(session, "nachher", (30, 30, 40, "few"), (30, 30, 40, "few"))
    other = batch(session, "nachher", {f"{c.item}:{c.option}": 30 for c in second.cells}, 2)
    found = sections(session, [first, second, other])
    assert [each.told.step for each in found] == ["vorher", "nachher"]
    assert not any(each.changes for each in found)


def test_several_rounds_become_one_picture(session: Session) -> None:
    first = batch(session, "weg", {"links": 60, "rechts": 40, "bleiben": "few"})
    second = batch(session, "weg", {"links": 50, "rechts": 50, "bleiben": "few"}, 2)
    (section,) = sections(session, [first, second])
    assert (section.told.people, section.told.is_rough) == (20, True)
    assert [words for _, _, words in section.told.tables[0].rows] == [
        "55 %",
        "45 %",
        "wenige oder niemand",
    ]


def test_the_cards_fit_the_stations(session: Session) -> None:
    way = batch(session, "weg", {"links": "nearly-all", "rechts": "few", "bleiben": "few"})
    mood = batch(session, "stimmung", {"gut": 50, "so": 50, "-": "few"})
    low = scale(session, "vorher", (30, 30, 40, "few"), (30, 30, 40, "few"))
    high = scale(session, "nachher", (20, 20, 60, "few"), (60, 20, 20, "few"))
    talk, rule, exercise = cards_for(sections(session, [way, mood, low, high]))
    assert "Was spricht für „gut“? Was für „mittel“?" in " ".join(talk.steps)
    assert "Bei „Die Gabelung“ gehen viele denselben Weg: „Nach links“." in rule.steps
    assert "Ich bleibe ruhig." in exercise.steps[0]


def test_where_the_picture_is_hidden_the_cards_stay_general(session: Session) -> None:
    way = batch(session, "weg", dict.fromkeys(("links", "rechts", "bleiben"), "hidden"))
    talk, rule, exercise = cards_for(sections(session, [way]))
    assert "Was hilft uns hier, gut zu entscheiden?" in " ".join(talk.steps)
    assert "gehen die Wege auseinander" not in " ".join(rule.steps)
    assert "eine Aufgabe aus dieser Woche" in exercise.steps[0]
    assert cards_for([]) == []


def test_exports_have_every_cell_of_the_page(session: Session) -> None:
    low = scale(session, "vorher", (30, 30, 40, "few"), (30, 30, 40, "few"))
    high = scale(session, "nachher", (20, 20, 60, "few"), (60, 20, 20, "few"))
    head, *rows = rows_of(sections(session, [low, high]))
    assert head == ("Station", "Aussage", "Antwort", "Anteil", "Mindestens so viele Menschen")
    assert len(rows) == 16
    assert rows[0] == ("Heute", "Ich frage nach.", "1–2, Richtung „gar nicht“", "30 %", 10)


def test_it_is_told_in_english_too(session: Session) -> None:
    view.choose(view.View(lang="en"))
    section = both(session, (60, 20, 20, "few"), (20, 20, 60, "few"))
    assert section.changes[0].sentence.startswith("At the end, more people")
    assert "Regel" not in [card.title for card in cards_for([section])]
