"""Every check, with the exact code, line and column, and nothing else said."""

# ruff: noqa: E501  # A row of the table is read as one line.

from pathlib import Path

import pytest

from app.content.problems import CODES
from tests.unit.content.cases import BASE, FILES, MINIMAL, broken, check, places

CORPUS = Path(__file__).parents[2] / "corpus" / "places.txt"

# What the golden corpus does not hold. One fault each: the code, what stands in the base, what stands there instead; § marks the place.
FAULTS = [
    # ZR1: reading
    ("ZR105", "Ich lese nach.", "Ich§\u202flese nach."),
    ("ZR110", 'id: probe', 'id: §!!str probe'),
    # ZR2: shape
    ("ZR201", 'summary: "Alles', '§sumary: "Alles'),
    ("ZR208", "id: probe", "id: §Probe"),
    # ZR5: teaching
    ("ZR501", '{id: zwei, label: "Zwei", feedback: "Nein."}', '{id: §zwei, label: "Zwei"}'),
    ("ZR502", "        answers:\n          - {id: eins, correct: ja,", "        §answers:\n          - {id: eins,"),
    ("ZR503", '        answers:\n          - {id: eins, correct: ja, label: "Eins", feedback: "Ja."}\n          - {id: zwei,',
     '        §answers:\n          - {id: eins, correct: ja, label: "Eins", feedback: "Ja."}\n          - {id: zwei, correct: ja,'),
    ("ZR504", 'label: "Eins"', 'label: §"Eins und noch etwas"'),
    ("ZR505", "      - check: wissen\n", '      - check: zuvor\n        question: "Was noch?"\n        answers:\n          - {id: §eins, correct: ja, label: "Ja", feedback: "So."}\n          - {id: zwei, label: "Ja", feedback: "So."}\n      - check: wissen\n'),
    ("ZR506", "      - poll: stimmung\n", '      - scale: §einmal\n        points: 3\n        from: "a"\n        to: "b"\n        items: [{id: eins, label: "E"}]\n      - poll: stimmung\n'),
    ("ZR507", 'pruefen: "Prüfen"', 'pruefen: "Prüfen"\n  §mut: "Mut"'),
    ("ZR509", "      - poll: stimmung\n", "".join(f'      - {{story: {"§" * (n == 5)}t{n}, title: "T", text: "T"}}\n' for n in range(1, 7)) + "      - poll: stimmung\n"),
    ("ZR510", "      - poll: stimmung\n", '      - decision: §leer\n        question: "Was nun?"\n        choices: [{id: a, label: "A"}, {id: b, label: "B"}]\n      - poll: stimmung\n'),
    ("ZR511", '  buero: {title: "Büro", text: "Sie schreiben."}\n  halle: {title: "Halle"}', '  buero: {title: "Büro", text: "Sie schreiben."}\n  halle: {title: "Halle"}\n  §hof: {title: "Hof"}'),
    # ZR8: reading
    ("ZR801", 'text: "Das Telefon klingelt."', 'text: "Kurz. §Eins' + " zwei" * 22 + '. Ende."'),
    ("ZR802", 'text: "Das Telefon klingelt."', 'text: §"' + "Es ist ein Satz mit acht kurzen Wörtern. " * 16 + '"'),
    ("ZR803", 'text: "Das Telefon klingelt."', 'text: §"' + "Die Berücksichtigung organisatorischer Verantwortlichkeiten erfordert Qualitätsmaßnahmen. " * 11 + '"'),
    ("ZR804", 'title: "Anruf"', 'title: "Die §Qualitätssicherungsbeauftragte"'),
    ("ZR805", 'text: "Das Telefon klingelt."', 'text: "Ein §Algorithmus klingelt."'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new"), FAULTS)
def test_it_says_exactly_one_thing_about_one_fault(code, old, new):
    text, marks = broken(old, new)
    found = places(check(text))
    assert found == [(code, *mark) for mark in marks]


# These need another file, a folder or a flaw of the base that cannot be written as one fault.
ELSEWHERE = {
    "ZR004", "ZR005", "ZR006", "ZR007", "ZR008",
    "ZR101", "ZR102", "ZR103", "ZR112", "ZR114", "ZR118", "ZR124", "ZR125", "ZR134", "ZR238",
    "ZR308", "ZR322", "ZR416", "ZR417", "ZR418", "ZR419", "ZR420", "ZR421", "ZR422", "ZR423",
    "ZR424", "ZR901", "ZR902", "ZR903", "ZR508", "ZR512", "ZR601", "ZR602", "ZR603", "ZR604", "ZR605",
    "ZR606",
}  # fmt: skip


def test_every_code_is_proven():
    in_corpus = {line.split()[0] for line in CORPUS.read_text("utf-8").splitlines()}
    assert {code for code, *_ in FAULTS} | in_corpus | ELSEWHERE == set(CODES)


def test_an_unused_file_is_told():
    parsed = check(BASE, files={**FILES, "alt.png": b"x"})
    assert [(p.code, p.severity, p.values["name"]) for p in parsed.problems] == [
        ("ZR322", "warning", "alt.png")
    ]


def test_detours_nest_at_most_twice():
    def nested(depth):
        inner = "{story: tief, title: T, text: T}"
        for level in range(depth):
            inner = (
                f"{{decision: d{level}, question: Q, choices: [{{id: a, label: A, steps: "
                f"[{inner}]}}, {{id: b, label: B}}]}}"
            )
        return MINIMAL.replace("{story: los, title: Los, text: Es geht los.}", inner)

    assert check(nested(2), files={}).is_sound
    assert [p.code for p in check(nested(3), files={}).problems] == ["ZR416"]


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        (
            "ZR118",
            '        question: "Wen fragen Sie?"\n',
            '         §question: "Wen fragen Sie?"\n',
        ),
        ("ZR118", '    title: "Mitte"\n', '   §title: "Mitte"\n'),
        ("ZR118", "      - poll: stimmung", "         §- poll: stimmung"),
        ("ZR118", "          - when: {role: halle}", "         §- when: {role: halle}"),
        ("ZR118", '  buero: {title: "Büro"', '   §buero: {title: "Büro"'),
        ("ZR118", '        question: "Was tun Sie?"', '    §question: "Was tun Sie?"'),
        ("ZR118", "format: zukunftsreise/1", " §format: zukunftsreise/1"),
        ("ZR124", "remind_after_days: 7\n", "§remind_after_days 7\n"),
        ("ZR124", "remind_after_days: 7\n", "§remind_after_days:7\n"),
        ("ZR124", "        together: ", "        §together:"),
        ("ZR124", "glossary:\n", "§glossary\n"),
    ],
)
def test_a_line_that_yaml_cannot_place_is_told_where_it_stands(code, old, new):
    text, marks = broken(old, new)
    found = places(check(text))
    assert found[0][0] == code
    if marks:
        assert found == [(code, *marks[0])]


def test_a_paragraph_of_signs_is_refused():
    text, [mark] = broken('alone: "Fragen', f'alone: §"{"[" * 400} Fragen')
    assert places(check(text)) == [("ZR238", *mark)]
