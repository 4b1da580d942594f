"""What authors see in an editor: the real language server reads a journey by our schema."""

import shutil
from itertools import count
from pathlib import Path

import pytest

from app.content import examples
from app.content.problems import CODES
from app.content.starters import STARTERS, starter
from tests.language_server import Editor

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests/unit/content/base.yaml").read_text("utf-8")
FIRST_LINE = "# yaml-language-server: $schema=../schema.json\n"
SHIPPED = sorted(path.parent.name for path in (ROOT / "journeys").glob("*/journey.yaml"))
KINDS = ["story", "media", "decision", "explore", "check", "scale", "poll", "practice",
         "reflection", "goal", "meeting", "end"]  # fmt: skip
NUMBERS = count(1)
HEAD = (
    FIRST_LINE
    + """
format: zukunftsreise/1
id: probe
title: "Probe"
languages: [de]
stages:
  - stage: weg
    title: "Weg"
    steps:
"""
)
STORY = """
      - story: halle
        title: "In der Halle"
        text: "Die Maschine hält an."
"""
DECISION = """
      - decision: wahl
        question: "Was tun Sie?"
        choices:
          - {id: warten, label: "Ich warte."}
          - id: fragen
            label: "Ich frage."
"""
END = """
      - {end: da, title: "Da", text: "Sie sind da."}
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    folder = tmp_path_factory.mktemp("journeys")
    shutil.copy(ROOT / "journeys/schema.json", folder)
    with Editor(folder) as opened:
        yield opened


@pytest.fixture
def open_(editor):
    """Open steps as a journey of their own."""
    return lambda steps: editor.open(f"{next(NUMBERS)}/journey.yaml", HEAD + steps)


def test_a_good_journey_has_nothing_underlined(open_):
    assert open_(STORY + DECISION + END).underlined() == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_journey_has_nothing_underlined(editor, name):
    text = (ROOT / "journeys" / name / "journey.yaml").read_text("utf-8")
    assert editor.open(f"{name}/journey.yaml", FIRST_LINE + text).underlined() == []


@pytest.mark.parametrize("name", STARTERS)
def test_a_new_journey_has_nothing_underlined(editor, name):
    file = editor.open(f"{name}-neu/journey.yaml", starter(name, f"{name}-neu", for_editor=True))
    assert file.underlined() == []


def test_a_journey_that_uses_every_key_has_nothing_underlined(editor):
    assert editor.open("base/journey.yaml", FIRST_LINE + BASE).underlined() == []


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("several: ja", "several: NEIN"),
        ("several: ja", "several: true"),
        ("tries: 2", 'tries: "2"'),
        ("minutes: 2\n", "minutes: 2.5\n"),
        ("languages: [de]", "languages: de"),
        ('title: "Die Probe"', "title: 2026"),
        ("glossary:", 'glossary:\n  Muster: "Ein Beispiel."'),
        ("when: {role: halle}", "when: {not: {role: [halle]}}, id: andere"),
        ("video: film.mp4", "video: film.MP4"),
        ("add: {risiko: 2}", "add: {risiko: -2}"),
        ("lesen: 3}}", "lesen: 3}, zielbild: yes}"),
    ],
)
def test_what_the_checker_takes_is_not_underlined(editor, was, becomes):
    assert was in BASE
    text = BASE.replace(was, becomes)
    file = editor.open(f"{next(NUMBERS)}/journey.yaml", FIRST_LINE + text)
    assert file.underlined() == []


def test_no_good_example_of_any_code_has_anything_underlined(editor):
    pairs = {code: pair for code in CODES if (pair := examples.of(code))}
    texts = {code: pair.good.files[examples.JOURNEY].decode() for code, pair in pairs.items()}
    files = {
        code: editor.open(f"{code}/journey.yaml", FIRST_LINE + text) for code, text in texts.items()
    }
    assert len(files) > 100
    assert {code: marks for code, file in files.items() if (marks := file.underlined())} == {}


def test_an_unknown_key_is_underlined(open_):
    file = open_(STORY.replace("title:", "titel:") + END)
    assert ("titel", "Property titel is not allowed.") in file.underlined()


def test_a_key_of_another_kind_is_underlined(open_):
    file = open_(STORY + '        question: "Und?"\n' + END)
    assert [words for words, _ in file.underlined()] == ["question"]


def test_two_kinds_in_one_step_are_underlined(open_):
    file = open_(STORY + "        end: halt\n" + END)
    assert {"story", "end"} <= {words for words, _ in file.underlined()}


def test_an_id_that_cannot_be_one_is_underlined_with_a_german_reason(open_):
    file = open_(STORY.replace("halle", "In-der-Halle") + END)
    assert [words for words, _ in file.underlined()] == ["In-der-Halle"]
    assert "kleine Buchstaben" in file.underlined()[0][1]


def test_a_new_step_is_offered_all_kinds_with_what_they_are_for(open_):
    offered = open_(STORY + "      - \n" + END).completions('hält an."\n      - ')
    assert list(offered) == KINDS
    assert "Lernende wählen und erfahren, was daraus wird." in offered["decision"]


def test_a_step_is_offered_the_keys_of_its_kind_that_are_not_there_yet(open_):
    offered = open_(DECISION + "        \n" + END).completions('"Ich frage."\n        ')
    assert {"title", "text", "plain", "image", "variants", "next"} <= offered.keys()
    assert not {"question", "choices", "story", "answers", "decision"} & offered.keys()
    assert "einfachen, kurzen Sätzen" in offered["plain"]


def test_a_choice_is_offered_its_own_keys(open_):
    offered = open_(DECISION + "            \n" + END).completions('"Ich frage."\n            ')
    assert {"feedback", "voice", "add", "steps", "next"} <= offered.keys()
    assert "Folge" in offered["feedback"]


def test_a_field_with_few_values_is_offered_them(open_):
    goal = '      - goal: bild\n        prompt: "In einem Jahr"\n        fields: [picture, ]\n'
    offered = open_(goal + END).completions("fields: [picture, ")
    assert {"if", "then", "until", "who_helps"} <= offered.keys()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("decision", "Entscheidung"),
        ("question", "Die Frage über den Wahlen."),
        ('label: "Ich frage."', "Was zur Auswahl steht."),
        ("stages", "Jeder Weg führt durch alle"),
        ("format", "zukunftsreise/1"),
    ],
)
def test_a_key_is_explained_in_german(open_, key, words):
    assert words in open_(DECISION + END).hover(key)


def test_conditions_are_completed_and_explained(open_):
    jumps = (
        "        next:\n          - when: {risiko: {at_least: 2}}\n"
        "            to: da\n          - to: da\n"
    )
    file = open_(STORY + jumps + END)
    assert file.underlined() == []
    assert "Mindestens so viel." in file.hover("at_least")
    assert "weiter hinten in derselben Liste" in file.hover("to: da\n          -")
