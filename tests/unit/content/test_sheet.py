"""The translator's sheet: what is open, and files that keep their comments."""

import pytest

from app.content.edit_texts import CannotConfirm, Unreadable
from app.content.sheet import mark, sheet, translated, without
from app.content.source import parse

JOURNEY = """\
format: zukunftsreise/1
id: reise
title: "Reise"
topics: [Büro, Daten]
languages: [de, en]
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - {reflection: frage, title: "Frage", prompt: "Was?"}
      - story: antwort
        title: "Antwort"
        text: |
          Sie schreiben: {{frage|nichts}}

          Zweiter Absatz.
      - {end: da, title: "Da", text: "Schön."}
"""
TEXTS = """\
# von Anna
format: zukunftsreise-texts/1
id: reise
language: en
texts:
  title:
    source: "Reise"
    text: "Journey"  # gut
  topics:
    source: [Büro]
    text: [Office]
  # der wichtigste
  antwort.text:
    source: |
      Sie schreiben: {{frage|nichts}}

      Zweiter Absatz.
    text: "You write: {{frag|nothing}}"
  weg.text: {source: "Weg", text: "Gone"}
"""


def read(texts=TEXTS, journey=JOURNEY, lang="en"):
    alone = parse(journey)
    whole = parse(journey, texts={lang: texts.encode()} if texts else None)
    problems = [each for each in whole.problems if each.file == f"texts.{lang}.yaml"]
    return alone, sheet(alone.known, alone.units, lang, texts.encode() or None, problems)


def rows(texts=TEXTS, journey=JOURNEY):
    return {row.key: row for row in read(texts, journey)[1].rows}


def write(changes, confirmed=(), texts=TEXTS, journey=JOURNEY):
    alone = parse(journey)
    raw = texts.encode() or None
    return translated(alone.known, alone.units, "en", raw, changes, confirmed).decode()


def test_it_tells_what_is_missing_stale_and_done():
    found = rows()
    assert {key: row.status for key, row in found.items()} == {
        "title": "done", "topics": "stale", "stages.anfang.title": "missing",
        "frage.title": "missing", "frage.prompt": "missing", "antwort.title": "missing",
        "antwort.text": "done", "da.title": "missing", "da.text": "missing",
    }  # fmt: skip
    assert found["topics"].before == ("Büro",)
    assert [row.group for row in found.values()][:4] == ["", "", "stages", "frage"]


def test_inserts_that_differ_are_told_at_their_text():
    row = rows()["antwort.text"]
    assert row.is_open
    assert {problem.code for problem in row.problems} >= {"ZR605"}
    assert not rows()["title"].problems


def test_a_translation_without_a_text_is_an_orphan():
    _, found = read()
    ((orphan, text),) = found.orphans
    assert (orphan.key, text) == ("weg.text", "Gone")


def test_without_a_file_everything_is_missing():
    assert {row.status for row in rows("").values()} == {"missing"}


def test_a_translation_is_written_and_everything_else_stays():
    written = write({"title": "Trip", "da.text": "Two\n\nlines", "topics": ("Office", "Data")})
    assert written.startswith("# von Anna\nformat")
    assert 'text: "Trip"  # gut' in written
    assert "  # der wichtigste\n  antwort.text:" in written
    again = rows(written)
    assert (again["title"].text, again["da.text"].text) == ("Trip", "Two\n\nlines")
    assert (again["topics"].text, again["topics"].status) == (("Office", "Data"), "done")
    assert again["antwort.text"].text == "You write: {{frag|nothing}}"
    assert write({}, texts=written) == written


def test_what_still_fits_is_confirmed():
    written = write({}, ["topics"])
    assert rows(written)["topics"].status == "done"
    with pytest.raises(CannotConfirm):
        write({}, ["da.text"])


def test_a_translation_can_be_emptied():
    assert rows(write({"title": ""}))["title"].status == "missing"


@pytest.mark.parametrize(
    "words", ["# kein Kommentar", "a: b", "'\"\\", "- x\n- y", " | ", "{{slot.x}}", "\u2028ü\ufeff",
              "|", "yes", "x" * 5000, "a\n\n\n  b", "\tTab"],
)  # fmt: skip
def test_every_text_is_read_as_it_was_written(words):
    texts = TEXTS
    for key in ("title", "antwort.text", "da.text"):
        texts = write({key: words}, texts=texts)
    found = rows(texts)
    for key in ("title", "antwort.text", "da.text"):
        assert mark(found[key].text) == mark(words)


def test_an_orphan_can_be_dropped():
    alone = parse(JOURNEY)
    written = without(alone.known, alone.units, "en", TEXTS.encode(), "weg.text").decode()
    assert "weg.text" not in written and "# der wichtigste" in written
    assert read(written)[1].orphans == ()


def test_a_file_that_cannot_be_read_says_so():
    with pytest.raises(Unreadable):
        read("texts: [")


def test_a_mark_tells_words_apart():
    assert mark(None) == mark("") == mark(" ") == mark(("", " "))
    assert mark("a") == mark(" a ") != mark("b")
    assert mark(("a", "")) != mark(("", "a"))
