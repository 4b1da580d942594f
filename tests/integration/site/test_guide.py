"""The author's guide: its examples run, and both languages have the same of everything."""

import re

import pytest

from app.content import examples
from app.content.problems import CODES, ERROR
from app.engine.walks import run_test
from app.site import guides

LANGUAGES = ("de", "en")
EXAMPLES = [
    (lang, file.name)
    for lang in LANGUAGES
    for file in sorted((guides.FOLDER / lang / "examples").iterdir())
]
WHOLE = [(lang, name) for lang, name in EXAMPLES if name.count(".") == 1]
SHOWN = re.compile(r"^@@ (?:show|more) (.+)$", re.MULTILINE)
HEADING = re.compile(r"^# ", re.MULTILINE)
TRANSLATING = re.compile(r"(journeys texts \S+) (?:de|en)")
NAMES = re.compile(
    r"\b(das-protokoll|the-minutes|buero|office|besprechung|briefing"
    r"|(falscher-)?satz|(false-)?sentence)\b"
)
FENCED = re.compile(r"^```\n.*?^```\n", re.MULTILINE | re.DOTALL)


def words(lang):
    return {
        file.name: file.read_text("utf-8") for file in sorted((guides.FOLDER / lang).glob("*.md"))
    }


@pytest.mark.parametrize(("lang", "name"), EXAMPLES)
def test_no_example_has_an_error(lang, name):
    problems = guides.example(lang, name).check().problems
    assert [(p.code, p.line) for p in problems if p.severity == ERROR] == []


@pytest.mark.parametrize(("lang", "name"), WHOLE)
def test_a_whole_journey_gets_the_advice_that_the_guide_tells(lang, name):
    # The guide says so itself: the third file gets one recommendation, which the fourth heeds.
    wanted = ["ZR512"] if name.startswith("3") else []
    assert [problem.code for problem in guides.example(lang, name).check().problems] == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tests_of_the_finished_journey_hold(lang):
    parsed = guides.example(lang, "4-ganze.yaml").check()
    assert len(parsed.tests) == 2
    assert [run_test(parsed.journey, test) for test in parsed.tests] == [[], []]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_silenced_example_stays_silent(lang):
    problems = guides.example(lang, "stumm.step.yaml").check().problems
    assert {"ZR510", "ZR133"}.isdisjoint(p.code for p in problems)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_is_shown(lang):
    shown = {name for text in words(lang).values() for part in SHOWN.findall(text)
             for name in part.split()}  # fmt: skip
    assert shown == {name for each, name in EXAMPLES if each == lang}


def test_both_languages_show_the_same_and_name_the_same_commands():
    german, english = words("de"), words("en")
    assert list(german) == list(english)
    for name, text in german.items():
        assert outline(text) == outline(english[name])


def outline(text):
    """Return what a chapter consists of, without its words."""
    commands = [
        TRANSLATING.sub(r"\1", NAMES.sub("NAME", part.replace(" --lang en", "")))
        for part in FENCED.findall(text)
    ]
    return re.findall("^@@ .*", text, re.MULTILINE), commands, len(HEADING.findall(text))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_shows_codes_that_exist(lang):
    codes = [part.code for chapter in guides.chapters(lang) for part in chapter.parts if part.code]
    assert codes
    assert set(codes) <= set(CODES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_what_is_new_is_shown_of_a_grown_file(lang):
    [first, second, *_] = [
        part.excerpt for part in guides.chapters(lang)[0].parts if part.excerpt is not None
    ]
    assert [line.number for line in first.lines][:3] == [1, 2, 3]
    new = [line.before.strip() for line in second.lines]
    assert new[0] in {"- decision: satz", "- decision: sentence"}
    assert {"- story: besprechung", "- story: briefing"}.isdisjoint(new)


def test_the_english_guide_shows_english_examples():
    parts = [part for chapter in guides.chapters("en") for part in chapter.parts]
    codes = [examples.of(part.code, "en").lang for part in parts if part.code]
    assert codes
    assert set(codes) == {"en"}
    for lang, name in EXAMPLES:
        if lang == "en":
            [journey, *_] = guides.example(lang, name).files.values()
            assert b"languages: [en" in journey
