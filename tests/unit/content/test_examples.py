"""The examples on the pages of the codes are true: the checker itself is asked."""

import pytest

from app.content import examples
from app.content.problems import CODES, ERROR
from scripts import figures

BESIDE = {"ZR134": {"ZR701"}}
"""An error that cannot be silenced is needed for the code that says so."""


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


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_has_the_problem_where_it_is_marked(code):
    bad = examples.of(code).bad
    found = [p for p in bad.check().problems if p.code == code]
    places = [(p.file, p.line, p.column, _end(p, bad)) for p in found]
    assert bad.place in places


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_has_no_other_error(code):
    others = {p.code for p in examples.of(code).bad.check().problems if p.severity == ERROR}
    assert others <= {code} | BESIDE.get(code, set())


@pytest.mark.parametrize("code", CODES)
def test_the_good_example_does_without(code):
    good = examples.of(code).good
    problems = good.check().problems
    assert [p.code for p in problems if p.severity == ERROR or p.code == code] == []
    assert good.place is None


def _end(problem, example):
    """Return where the marked words end: those on the first line, as the report marks them."""
    line = example.check().lines(problem.file)[problem.line - 1]
    end = problem.end_column if problem.end_line == problem.line else problem.column + 1
    return min(end, len(line) + 1)
