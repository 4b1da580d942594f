"""ZR0: a new version against the published one, for the sake of learners under way."""

import pytest

from app.content.problems import ERROR
from app.content.source import parse

HEAD = """\
format: zukunftsreise/1
id: hof
title: "Der Hof"
languages: [de]
roles:
  buero: {title: "Büro", text: "Sie planen."}
  halle: {title: "Halle", text: "Sie bauen."}
remember: {mut: {start: 0}}
stages:
  - stage: tag
    title: "Ein Tag"
    steps:
"""
STEPS = """\
      - {story: tor, title: "Am Tor", text: "Ein Fahrer wartet am Tor und raucht."}
      - decision: plan
        question: "Was tun Sie?"
        choices:
          - {id: nehmen, label: "nehmen", feedback: "Gut.", add: {mut: 1}}
          - {id: lesen, label: "lesen", feedback: "Besser."}
      - scale: vorher
        points: 5
        from: "nein"
        to: "ja"
        items: [{id: eins, label: "Ich frage."}]
      - {scale: nachher, repeats: vorher}
      - check: frage
        question: "Was stimmt?"
        answers:
          - {id: ja, correct: yes, label: "Ja", feedback: "So ist es."}
          - {id: nein, label: "Nein", feedback: "Das nicht."}
      - {end: da, title: "Angekommen", text: "Schön."}
"""
FIRST = HEAD + STEPS


def published(text):
    """Return what finds the version that learners walk."""
    parsed = parse(text)
    assert parsed.journey, [problem.message() for problem in parsed.problems]
    return lambda _id: parsed.journey


def changed(after, before=FIRST):
    """Return the codes of a change, each with the line and the words it stands at."""
    parsed = parse(after, published=published(before))
    found = [p for p in parsed.problems if p.code.startswith("ZR0")]
    assert all(p.severity == ERROR or p.code == "ZR008" for p in found)
    lines = after.splitlines()
    return [(p.code, lines[p.line - 1][p.column - 1 : p.end_column - 1], p) for p in found]


def codes(after, before=FIRST):
    return [(code, words) for code, words, _ in changed(after, before)]


def test_the_same_file_and_other_words_are_no_change():
    assert codes(FIRST) == []
    assert codes(FIRST.replace("raucht", "liest")) == []


def test_without_a_published_version_nothing_is_said_about_changes():
    parsed = parse(FIRST.replace("story: tor", "story: neu"), published=lambda _id: None)
    assert [p for p in parsed.problems if p.code.startswith("ZR0")] == []


def test_the_published_version_is_asked_for_by_the_id_of_the_file():
    asked = []
    parse(FIRST, published=asked.append)
    parse("format: zukunftsreise/1\n", published=asked.append)
    assert asked == ["hof", ""]


def test_a_step_that_is_gone_is_told_at_the_step_it_was_probably_renamed_to():
    (found,) = changed(FIRST.replace("story: tor", "story: einfahrt").replace("raucht", "liest"))
    code, words, problem = found
    assert (code, words) == ("ZR005", "einfahrt")
    assert problem.values["percent"] == 89
    assert "renamed: {tor: einfahrt}" in problem.hint("de")
    assert "89\u00a0% gleich" in problem.hint("de")
    assert "89% alike" in problem.hint("en")


def test_else_at_the_step_that_stood_before_it():
    gone = FIRST.replace("      - {scale: nachher, repeats: vorher}\n", "")
    assert codes(gone) == [("ZR005", "vorher")]
    first = FIRST.replace(
        '{story: tor, title: "Am Tor", text: "Ein Fahrer wartet am Tor und raucht."}',
        '{story: neu, title: "Anders", text: "Nichts davon ist noch da."}',
    )
    assert codes(first) == [("ZR005", "stages")]


@pytest.mark.parametrize("told", ["renamed: {tor: neu}", "removed: {tor: plan}"])
def test_a_step_that_is_gone_and_told_is_no_fault(told):
    assert codes(FIRST.replace("story: tor", "story: neu") + told + "\n") == []


def test_a_chain_of_names_tells_too():
    after = FIRST.replace("story: tor", "story: neu")
    assert codes(after + "renamed: {tor: mitte, mitte: neu}\n") == []
    assert codes(after + "renamed: {tor: mitte}\nremoved: {mitte: plan}\n") == []


def test_another_kind_under_a_used_name_is_an_error_also_under_a_new_name():
    reflection = FIRST.replace(
        '{story: tor, title: "Am Tor", text: "Ein Fahrer wartet am Tor und raucht."}',
        '{reflection: tor, prompt: "Was sehen Sie?"}',
    )
    assert codes(reflection) == [("ZR004", "tor")]
    renamed = reflection.replace("reflection: tor", "reflection: blick")
    assert codes(renamed + "renamed: {tor: blick}\n") == [("ZR004", "blick")]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("points: 5", "points: 7", "7"),
        ('        question: "Was stimmt?"', '        question: "Was stimmt?"\n        several: yes',
         "yes"),
        ("{scale: nachher, repeats: vorher}",
         "scale: nachher\n        points: 5\n        from: a\n        to: b\n"
         '        items: [{id: eins, label: "x"}]', "nachher"),
    ],
)  # fmt: skip
def test_what_gives_answers_their_meaning_may_not_change(old, new, at):
    assert codes(FIRST.replace(old, new)) == [("ZR006", at)]


def test_several_may_not_be_taken_back_either():
    before = FIRST.replace('"Was stimmt?"', '"Was stimmt?"\n        several: yes')
    (found,) = changed(FIRST, before)
    assert found[:2] == ("ZR006", "frage")
    assert (found[2].values["was"], found[2].values["found"]) == ("yes", "no")


def test_a_scale_may_go_on_repeating_another_under_its_new_name():
    after = FIRST.replace("scale: vorher", "scale: zuerst").replace(
        "repeats: vorher", "repeats: zuerst"
    )
    assert codes(after + "renamed: {vorher: zuerst}\n") == []


def test_an_old_name_may_not_be_used_again_and_may_come_back():
    second = FIRST.replace("story: tor", "story: einfahrt") + "renamed: {tor: einfahrt}\n"
    back = FIRST + "renamed: {einfahrt: tor}\n"
    assert codes(back, second) == []
    other = second.replace(
        "      - decision", '      - {story: tor, title: "Neu", text: "Anders."}\n      - decision'
    ).replace("renamed: {tor: einfahrt}\n", "")
    assert codes(other, second) == [("ZR007", "tor")]
    counter = second.replace("mut", "tor").replace("renamed: {tor: einfahrt}\n", "")
    assert ("ZR007", "tor") in codes(counter, second)


def test_the_name_of_a_removed_step_may_not_be_used_again():
    second = FIRST.replace("story: tor", "story: neu") + "removed: {tor: plan}\n"
    assert codes(FIRST + "removed: {neu: plan}\n", second) == [("ZR007", "tor")]


def test_a_role_keeps_its_old_name_to_itself():
    second = FIRST.replace("buero:", "amt:") + "renamed: {role.buero: role.amt}\n"
    assert codes(second, second) == []
    third = second.replace("halle:", "buero:").replace("renamed: {role.buero: role.amt}\n", "")
    assert codes(third, second) == [("ZR007", "buero")]
    assert codes(FIRST.replace('  halle: {title: "Halle", text: "Sie bauen."}\n', "")) == []


@pytest.mark.parametrize("told", ["renamed: {tor: einfahrt}\n", "removed: {tor: plan}\n"])
def test_old_names_stay_told_for_ever(told):
    second = FIRST.replace("story: tor", "story: einfahrt") + told
    assert codes(second.replace(told, ""), second) == [("ZR005", "stages")]


def test_a_part_that_is_gone_is_advice():
    after = FIRST.replace("id: lesen", "id: pruefen")
    (found,) = changed(after)
    assert found[:2] == ("ZR008", "plan")
    assert found[2].values["name"] == "plan.lesen"
    assert codes(after + "renamed: {plan.lesen: plan.pruefen}\n") == []
    both = after.replace("decision: plan", "decision: wahl")
    for name in (
        "plan.lesen: wahl.pruefen",
        "plan.lesen: plan.pruefen",
        "wahl.lesen: wahl.pruefen",
    ):
        assert codes(both + f"renamed: {{plan: wahl, {name}}}\n") == [], name


def test_a_line_that_cannot_be_read_is_not_told_as_a_missing_step():
    broken = FIRST.replace('{story: tor, title: "Am Tor"', '{story: tor, title: "Am" Tor"')
    assert [code for code, _ in codes(broken)] == []


def test_errors_of_change_block_publishing():
    parsed = parse(FIRST.replace("story: tor", "story: neu"), published=published(FIRST))
    assert parsed.journey is None
    assert parsed.ways is not None
