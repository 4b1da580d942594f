"""Cures by machine: each does away with its problem and leaves the rest of the file alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.content.edit_fix import replaced, with_step
from app.content.problems import Problem
from app.content.source import Parsed, parse

CORPUS = Path(__file__).parents[2] / "corpus"
JOURNEY = """\
format: zukunftsreise/1
id: probe
title: "Probe"
languages: [de]
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      # Hier fragt jemand.
      - decision: frage
        title: "Frage"
        question: "Wohin?"
        choices:
          - {id: links, label: "Links", feedback: "Da.", next: neu-1}   # noch zu schreiben
          - {id: rechts, label: "Rechts", feedback: "Dort."}

      - {end: da, title: "Da", text: "Schön."}
"""


def texts_with_guesses() -> list[Path]:
    found = []
    for file in sorted(CORPUS.glob("*.yaml")):
        text = file.read_bytes().decode("utf-8", "replace")
        if any("near" in p.values and p.file == "journey.yaml" for p in parse(text).problems):
            found.append(file)
    return found


@pytest.mark.parametrize("file", texts_with_guesses(), ids=lambda file: file.stem)
def test_every_guess_of_the_corpus_mends_its_line_and_no_other(file: Path) -> None:
    text = file.read_text("utf-8")
    for problem in parse(text).problems:
        if "near" not in problem.values or problem.file != "journey.yaml":
            continue
        mended = replaced(text, problem)
        assert mended is not None
        before, after = text.split("\n"), mended.split("\n")
        assert [n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b] == [
            problem.line
        ]
        assert not [
            each
            for each in parse(mended).problems
            if (each.code, each.line, each.column) == (problem.code, problem.line, problem.column)
        ]


def test_there_are_guesses_in_the_corpus() -> None:
    assert len(texts_with_guesses()) > 20


def missing(parsed: Parsed) -> Problem:
    return next(problem for problem in parsed.problems if problem.code == "ZR301")


def test_a_missing_step_is_written_behind_the_one_that_leads_there() -> None:
    parsed = parse(JOURNEY)
    text = with_step(parsed, missing(parsed))
    assert text is not None
    assert text == JOURNEY.replace(
        '"Dort."}\n\n',
        '"Dort."}\n\n'
        "      - story: neu-1\n"
        '        title: "Neue Station"\n'
        '        text: "Hier steht, was geschieht."\n\n',
    )
    after = parse(text)
    assert "ZR301" not in {problem.code for problem in after.problems}
    assert after.journey is not None


def test_the_words_of_a_new_step_are_those_of_the_language() -> None:
    parsed = parse(JOURNEY.replace("[de]", "[en]"))
    assert 'title: "New station"' in str(with_step(parsed, missing(parsed)))


def test_a_step_at_the_end_of_a_file_without_a_line_break_is_made_too() -> None:
    text = (
        JOURNEY.replace("next: neu-1", 'note: "x"')
        .rstrip()
        .removesuffix('      - {end: da, title: "Da", text: "Schön."}')
        + '      - {story: letzte, title: "L", text: "T.", next: neu-1}'
    )
    parsed = parse(text)
    made = with_step(parsed, missing(parsed))
    assert made is not None and made.startswith(text + "\n      - story: neu-1\n")


@pytest.mark.parametrize(
    "change",
    [
        ("next: neu-1", "next: Neu_1"),
        ("next: neu-1", "next: karte"),
        ("next: neu-1", "next: neu--1"),
        ("next: neu-1", "when: {neu-1: {visited: yes}}"),
    ],
)
def test_what_is_no_name_of_a_next_step_is_not_made(change: tuple[str, str]) -> None:
    parsed = parse(JOURNEY.replace(*change))
    for problem in parsed.problems:
        assert with_step(parsed, problem) is None


def test_a_list_in_brackets_is_left_alone() -> None:
    text = JOURNEY[: JOURNEY.index("    steps:")] + (
        '    steps: [{story: a, title: "A", text: "T.", next: neu-1},'
        ' {end: da, title: "Da", text: "Schön."}]\n'
    )
    parsed = parse(text)
    assert with_step(parsed, missing(parsed)) is None


def test_a_problem_of_an_older_text_mends_nothing() -> None:
    problem = missing(parse(JOURNEY.replace("id: links", "id: linkz")))
    beyond = replace(problem, line=999, end_line=999, values={"near": "x", "name": "y"})
    assert replaced(JOURNEY, beyond) is None
    assert replaced(JOURNEY, replace(problem, values={"name": "neu-1"})) is None
    assert replaced(JOURNEY, replace(problem, values={"name": "anders", "near": "x"})) is not None
