"""The golden corpus: small broken files, and for each the code, line and column that are told.

`tests/corpus/places.txt` has a line for each file: the code, the places, the name. Advice on whole
journeys (teaching, reading, time) is left aside: such small files would earn some of it.
"""

from collections import Counter
from pathlib import Path

import pytest

from scripts import figures
from tests.unit.content.cases import FILES, broken, check, places

CORPUS = Path(__file__).parents[2] / "corpus"
ROWS = [line.split() for line in (CORPUS / "places.txt").read_text("utf-8").splitlines()]
WHOLE_JOURNEY = ("ZR5", "ZR8", "ZR9")
SMALLEST = 200


def found(raw):
    text = raw.decode("utf-8", "replace")
    files = {name: data for name, data in FILES.items() if name in text}
    return without_advice(places(check(raw, files=files)))


def without_advice(found):
    return [place for place in found if not place[0].startswith(WHOLE_JOURNEY)]


def told_of(row):
    code, *where, _ = row
    return [(code, *map(int, place.split(":"))) for place in where]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[-1])
def test_it_says_exactly_what_is_wrong_with_a_file_and_where(row):
    assert found((CORPUS / row[-1]).read_bytes()) == told_of(row)


def test_every_file_has_its_line_and_none_stands_there_twice():
    assert Counter(row[-1] for row in ROWS) == Counter(path.name for path in CORPUS.glob("*.yaml"))


def test_the_corpus_is_large_enough():
    right = sum(found((CORPUS / row[-1]).read_bytes()) == told_of(row) for row in ROWS)
    figures.record(
        "Broken files of the corpus told exactly",
        right,
        f"all, ≥ {SMALLEST}",
        right == len(ROWS) >= SMALLEST,
        "make test",
        unit=f"of {len(ROWS)}",
        quiet=True,
    )
    assert right == len(ROWS) >= SMALLEST


LOOKS_LIKE_SOMETHING_ELSE = [
    "no", "ja", "yes", "null", "12", "2,5", "1e3", "0x1F", "01067", "12:30", "2026-11-01",
    "Plan A und B", "50 % mehr", "C:\\Daten", "https://example.org/a#b", "„Gut“, sagt sie",
    "😀 gut", "Straße 5/7", "Und dann …",
]  # fmt: skip


@pytest.mark.parametrize("typed", LOOKS_LIKE_SOMETHING_ELSE)
def test_a_text_that_looks_like_something_else_stays_what_was_typed(typed):
    text, _ = broken('title: "Anruf"', f"title: {typed}")
    parsed = check(text)
    assert without_advice(places(parsed)) == []
    assert parsed.journey.texts["de"]["anruf.title"].blocks[0].pieces == (typed,)
