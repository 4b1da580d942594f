"""The examples on the pages of the codes are true: the checker itself is asked."""

import pytest

from app.content import examples
from app.content.problems import CODES, ERROR
from scripts import figures

BESIDE = {"ZR134": {"ZR701"}}
"""An error that cannot be silenced is needed for the code that says so."""

TOLD = [
    (code, lang) for code in CODES for lang in ("de", "en") if examples.of(code, lang).lang == lang
]
"""Every example in every language it is told in."""


def test_every_code_has_examples_that_prove_it():
    proven = [code for code in CODES if examples.of(code) and examples.of(code).problem]
    figures.record(
        "Codes with examples that prove them",
        f"{len(proven)} of {len(CODES)}",
        "all",
        proven == list(CODES),
        "make test",
        quiet=True,
    )
    assert proven == list(CODES)


@pytest.mark.parametrize(("code", "lang"), TOLD)
def test_the_bad_example_has_the_problem_where_it_is_marked(code, lang):
    bad = examples.of(code, lang).bad
    found = [p for p in bad.check().problems if p.code == code]
    places = [(p.file, p.line, p.column, _end(p, bad)) for p in found]
    assert bad.place in places


@pytest.mark.parametrize(("code", "lang"), TOLD)
def test_the_bad_example_has_no_other_error(code, lang):
    others = {p.code for p in examples.of(code, lang).bad.check().problems if p.severity == ERROR}
    assert others <= {code} | BESIDE.get(code, set())


@pytest.mark.parametrize(("code", "lang"), TOLD)
def test_the_good_example_does_without(code, lang):
    good = examples.of(code, lang).good
    problems = good.check().problems
    assert [p.code for p in problems if p.severity == ERROR or p.code == code] == []
    assert good.place is None


@pytest.mark.parametrize("code", ["ZR115", "ZR706", "ZR708", "ZR801", "ZR802", "ZR803", "ZR805"])
def test_an_example_about_words_is_told_in_english_too(code):
    # ZR804 stays German: English has no compounds of that length.
    english = examples.of(code, "en")
    assert english.lang == "en"
    assert not set("äöüß„") & set(english.problem.message("en") + english.problem.hint("en"))


def _end(problem, example):
    """Return where the marked words end: those on the first line, as the report marks them."""
    line = example.check().lines(problem.file)[problem.line - 1]
    end = problem.end_column if problem.end_line == problem.line else problem.column + 1
    return min(end, len(line) + 1)
