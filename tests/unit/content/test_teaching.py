"""Advice on teaching: what keeps learners from learning is told, and what is fine is not."""

import pytest

from tests.unit.content.cases import BASE, MINIMAL, broken, check, places

BEFORE_POLL = "      - poll: stimmung\n"


def codes(old, new, base=BASE):
    text, _ = broken(old, new, base)
    return [problem.code for problem in check(text).problems]


def test_a_competence_that_a_role_never_meets_is_told_with_the_role():
    only = (
        '      - decision: nur\n        when: {role: halle}\n        question: "Q"\n'
        "        choices:\n"
        '          - {id: a, label: "A", add: {mut: 1}}\n          - {id: b, label: "B"}\n'
    )
    text, _ = broken(BEFORE_POLL, only + BEFORE_POLL)
    text, [mark] = broken('pruefen: "Prüfen"', 'pruefen: "Prüfen"\n  §mut: "Mut"', text)
    [problem] = check(text).problems
    assert (problem.code, problem.line, problem.column) == ("ZR508", *mark)
    assert "buero" in problem.message() and "halle" not in problem.message()


def test_a_competence_may_be_raised_by_a_check_a_criterion_or_a_set():
    for old, new in [
        ("add_if_correct: {pruefen: 1}", "add_if_correct: {mut: 1}"),
        ("add: {pruefen: 1}}\n        sample", "add: {mut: 1}}\n        sample"),
        ("add: {risiko: 2}", "set: {mut: 1}"),
    ]:
        text, _ = broken('pruefen: "Prüfen"', 'pruefen: "Prüfen"\n  mut: "Mut"')
        assert "ZR507" not in codes(old, new, text), new


def stories(count, when="", name="t"):
    more = f", when: {when}" if when else ""
    return "".join(
        f'      - {{story: {name}{n}, title: "T", text: "T"{more}}}\n' for n in range(count)
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (stories(4), []),
        (stories(5), ["ZR509"]),
        (stories(4, "{role: halle}"), []),
        (stories(3, "{role: buero}") + stories(3, "{role: halle}", "u"), []),
        (stories(3, "{role: buero}") + stories(2, name="u"), ["ZR509"]),
        (stories(6, "{antwort: senden}"), []),
    ],
)
def test_more_than_four_texts_in_a_row_are_told_where_a_role_surely_reads_them(row, told):
    assert codes(BEFORE_POLL, row + BEFORE_POLL) == told


def test_a_row_within_a_detour_is_told_too():
    more = "".join(
        f'              - {{story: {"§" * (n == 4)}t{n}, title: "T", text: "T"}}\n'
        for n in range(5)
    )
    old = '              - story: anruf\n                title: "Anruf"\n'
    text, [mark] = broken(old, more.replace("§", "", 1).replace("t3,", "§t3,") + old)
    assert places(check(text)) == [("ZR509", mark[0] + 1, mark[1])]


@pytest.mark.parametrize(
    "trace",
    [
        ('"Das Telefon klingelt."', '"Das Telefon klingelt."'),
        ('prompt: "Was nehmen Sie mit?"', 'prompt: "Sie sagten {{leer}}. Was bleibt?"'),
        ("- {story: im-labor,", "- {story: im-labor, when: {leer: a},"),
        ("{antwort: senden}]", "{leer: a}]"),
        ("{antwort: senden}]", "{not: {leer: a}}]"),
    ],
)
def test_a_decision_that_is_met_again_later_has_consequences(trace):
    leer = (
        '      - decision: leer\n        question: "Was nun?"\n'
        '        choices: [{id: a, label: "A"}, {id: b, label: "B"}]\n'
    )
    at = "      - decision: antwort\n"
    text, _ = broken(at, leer + at)
    found = codes(*trace, text)
    assert ("ZR510" in found) == (trace[0] == trace[1])


def test_a_consequence_may_stand_in_a_variant():
    leer = (
        '      - decision: leer\n        question: "Was nun?"\n'
        '        choices: [{id: a, label: "A"}, {id: b, label: "B"}]\n        variants:\n'
        '          - {when: {role: halle}, choices: {a: {feedback: "So ist das."}}}\n'
    )
    assert codes(BEFORE_POLL, leer + BEFORE_POLL) == []


def test_a_role_has_words_of_its_own_where_the_others_have_variants():
    third = '{title: "Halle"}\n  hof: {title: "Hof"}'
    text, _ = broken('{title: "Halle"}', third)
    more = '\n          - when: {role: hof}\n            text: "Der Hof ist nass."'
    old = '            text: "Eine Maschine steht still."'
    assert codes(old, old + more, text) == []


def test_a_role_has_words_of_its_own_in_a_step_choice_or_place_of_its_own():
    text, _ = broken('{title: "Halle"}', '{title: "Halle"}\n  hof: {title: "Hof"}')
    text, _ = broken("- {story: im-labor,", "- {story: im-labor, when: {role: hof},", text)
    assert (
        codes(
            '{id: warten, label: "Ich warte."',
            '{id: warten, when: {role: [hof, halle]}, label: "W."',
            text,
        )
        == []
    )


def test_a_journey_of_some_steps_asks_learners_to_think():
    def journey(count, more=""):
        steps = "".join(f"      - {{story: s{n}, title: T, text: T}}\n" for n in range(count))
        first = "      - {story: los, title: Los, text: Es geht los.}\n"
        return MINIMAL.replace(first, steps + more)

    assert check(journey(2), files={}).problems == []
    [problem] = check(journey(3), files={}).problems
    assert (problem.code, problem.line, problem.column) == ("ZR512", 5, 1)
    thought = "      - {reflection: r, prompt: Was bleibt?}\n"
    assert check(journey(3, thought), files={}).problems == []


def test_a_right_answer_may_be_the_longest_of_some_checks():
    check_ = (
        '      - check: zuvor\n        question: "Was noch?"\n        answers:\n'
        '          - {id: a, label: "Nein", feedback: "F"}\n'
        '          - {id: b, correct: ja, label: "Ja, und zwar bald", feedback: "F"}\n'
    )
    assert codes("      - check: wissen\n", check_ + "      - check: wissen\n") == []


def test_teaching_is_not_judged_while_there_are_errors():
    text, _ = broken("points: 5", "points: viele")
    assert codes('pruefen: "Prüfen"', 'pruefen: "Prüfen"\n  mut: "Mut"', text) == ["ZR232"]
