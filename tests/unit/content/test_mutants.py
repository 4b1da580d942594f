"""Valid journeys with one fault by chance, and bytes by chance: nothing may crash the loader."""

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.content.problems import CODES
from scripts import figures
from tests.unit.content.cases import BASE, MINIMAL, check
from tests.unit.content.faults import Score
from tests.unit.content.faults import mutants as placed_mutants

MUTANTS = 400


def _delete_line(lines, at, chance):
    del lines[at]


def _repeat_line(lines, at, chance):
    lines.insert(at, lines[at])


def _indent(lines, at, chance):
    lines[at] = " " * chance.choice((1, 2, 3)) + lines[at]


def _outdent(lines, at, chance):
    lines[at] = lines[at][chance.choice((1, 2, 4)) :]


def _rename_key(lines, at, chance):
    lines[at] = lines[at].replace(":", "x:", 1)


def _swap_type(lines, at, chance):
    key, colon, _ = lines[at].partition(": ")
    lines[at] = key + colon + chance.choice(("[]", "{}", "5", "''", "[a, {b: c}]", "{a: [b]}", ""))


def _drop_sign(lines, at, chance):
    if lines[at]:
        where = chance.randrange(len(lines[at]))
        lines[at] = lines[at][:where] + lines[at][where + 1 :]


def _add_sign(lines, at, chance):
    where = chance.randrange(len(lines[at]) + 1)
    sign = chance.choice("\t\u00a0\ufeff\"'{}[]:#&*!|>%@`,-?\\\x00😀\u2028")
    lines[at] = lines[at][:where] + sign + lines[at][where:]


def _move_line(lines, at, chance):
    lines.insert(chance.randrange(len(lines)), lines.pop(at))


def _swap_word(lines, at, chance):
    words = BASE.split()
    lines[at] = lines[at].replace(chance.choice(lines[at].split() or [""]), chance.choice(words), 1)


FAULTS = (
    _delete_line, _repeat_line, _indent, _outdent, _rename_key, _swap_type, _drop_sign, _add_sign,
    _move_line, _swap_word,
)  # fmt: skip


def mutants():
    chance = random.Random(20261122)
    for number in range(MUTANTS):
        lines = (BASE if number % 5 else MINIMAL).split("\n")
        FAULTS[number % len(FAULTS)](lines, chance.randrange(len(lines)), chance)
        yield "\n".join(lines)


def test_no_single_fault_crashes_the_loader():
    refused = 0
    for text in mutants():
        parsed = check(text)
        _speaks(parsed)
        refused += not parsed.is_sound
        assert (parsed.journey is None) == (not parsed.is_sound)
    assert refused > MUTANTS // 2


def test_single_faults_are_told_where_they_stand():
    score = Score()
    for mutant in placed_mutants(MUTANTS):
        score.count(mutant, check(mutant.text, files=mutant.files).problems)
    for figure in score.figures():
        figures.record(**figure, command="make test", quiet=True)
        assert figure["ok"], figure


def _speaks(parsed):
    for problem in parsed.problems:
        lines = parsed.lines(problem.file)
        assert 1 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= len([*lines, ""][problem.line - 1]) + 2
        assert (problem.line, problem.column) <= (problem.end_line, problem.end_column)
        for lang in ("de", "en"):
            said = problem.message(lang) + problem.note(lang) + problem.hint(lang)
            assert said and "\0" not in said


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
@example(b"\xff\xfe")
@example("\ufffe\ud800".encode("utf-8", "surrogatepass"))
@example(b"a: &a [*a, &b {*b : *a}]")
@example(b"? [a]\n: {? b}")
@example(b"stages: [{stage: a, steps: [{steps: [{}]}, {choices: [{steps: []}]}, 5, {story: []}]}]")
def test_no_bytes_crash_the_loader(raw):
    _speaks(check(raw))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_changed_journey_crashes_the_loader(data):
    start = data.draw(st.integers(0, len(BASE)))
    end = data.draw(st.integers(start, min(len(BASE), start + 200)))
    put = data.draw(st.text(alphabet=st.characters(exclude_categories=()), max_size=30))
    parsed = check(BASE[:start] + put + BASE[end:])
    _speaks(parsed)
    assert parsed.journey is None or parsed.is_sound


def test_every_code_has_its_words_in_both_languages():
    for code, words in CODES.items():
        assert words["severity"] in ("error", "warning", "hint"), code
        for key in ("de", "en", "de_hint", "en_hint"):
            assert words[key], (code, key)
        assert ("de_near" in words) == ("en_near" in words), code
