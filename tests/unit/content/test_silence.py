"""Comments that silence advice, and what happens to those that do not."""

import pytest

from app.content.report import summary
from tests.unit.content.cases import BASE, broken, check, places
from tests.unit.content.test_translations import HEAD, TWO

LONG = "Eins" + " zwei" * 22 + "."
CALL = 'text: "Das Telefon klingelt."'
DEEP = " " * 16


def silenced(old, new, base=BASE):
    text, marks = broken(old, new, base)
    parsed = check(text)
    return places(parsed), [(p.code, p.line, p.column) for p in parsed.silenced], marks


@pytest.mark.parametrize(
    "new",
    [
        f'text: "§{LONG}" # ok ZR801 ein Zitat',
        f'# ok ZR801 ein Zitat\n{DEEP}text: "§{LONG}"',
        f'# ok ZR801 ein Zitat\n{DEEP}# und noch ein Satz dazu\n{DEEP}text: "§{LONG}"',
        f'# ok ZR801 ein Zitat\n{DEEP}# ok ZR133 gibt es hier nicht\n{DEEP}text: "§{LONG}"',
        f"text: | # ok ZR801 ein Zitat\n{DEEP}  Kurz.\n\n{DEEP}  §{LONG}",
        f"# ok ZR801: ein Zitat\n{DEEP}text: |\n{DEEP}  Kurz.\n\n{DEEP}  §{LONG}",
        f'# ok ZR801 ein Zitat\n{DEEP}text: "Kurz.\n{DEEP}  §{LONG}"',
        f'text: "§{LONG}" #ok ZR802, ZR801 ein Zitat',
    ],
)
def test_a_comment_silences_on_its_line_above_it_and_for_a_whole_text(new):
    told, silent, [mark] = silenced(CALL, new)
    assert silent == [("ZR801", *mark)]
    assert {code for code, *_ in told} <= {"ZR133"}


@pytest.mark.parametrize(
    "new",
    [
        f'# ok ZR801 zu weit weg\n\n{DEEP}text: "{LONG}"',
        f'text: "{LONG}"\n{DEEP}# ok ZR801 darunter',
        f'text: "{LONG} # ok ZR801 im Text"',
        f"text: |\n{DEEP}  # ok ZR801 im Text\n\n{DEEP}  {LONG}",
        f'# ok ZR802 etwas anderes\n{DEEP}text: "{LONG}"',
    ],
)
def test_what_is_elsewhere_or_in_a_text_silences_nothing(new):
    told, silent, _ = silenced(CALL, new)
    assert "ZR801" in [code for code, *_ in told]
    assert silent == []


def test_a_silence_without_a_reason_works_but_is_told():
    told, silent, [mark] = silenced(CALL, f'text: "{LONG}" # ok §ZR801 -')
    assert told == [("ZR132", *mark)]
    assert len(silent) == 1


def test_a_silence_without_effect_is_told_and_so_is_a_second_one():
    told, silent, marks = silenced(CALL, f'# ok §ZR999 Grund\n{DEEP}text: "Ja." # ok §ZR801 Grund')
    assert told == [("ZR133", *marks[0]), ("ZR133", *marks[1])]
    assert silent == []


def test_an_error_is_told_whatever_a_comment_says():
    told, silent, [fault, comment] = silenced("points: 5", "points: §viele # ok §ZR232 gemeint")
    assert told == [("ZR232", *fault), ("ZR134", *comment)]
    assert silent == []


def test_errors_elsewhere_leave_useless_silences_untold():
    text, _ = broken(CALL, 'text: "Ja." # ok ZR510 Absicht')
    text, _ = broken("points: 5", "points: viele", text)
    assert [problem.code for problem in check(text).problems] == ["ZR232"]


def test_translations_have_silences_of_their_own():
    entries = "".join(
        f'  {key}: {{source: "{source}", text: "{text}"}}\n'
        for key, source, text in [
            ("title", "Kurz", "Short"),
            ("stages.eins.title", "Eins", "One"),
            ("los.title", "Los", "Go"),
            ("fertig.title", "Fertig", "Done"),
            ("fertig.text", "Das war es.", "That was it."),
        ]
    )
    stale = '  los.text: {source: "Es ging.", text: "Off we go."} # ok ZR603 gleich gemeint\n'
    parsed = check(TWO, texts={"en": (HEAD + entries + stale).encode()}, files={})
    assert parsed.problems == []
    assert [(p.code, p.file, p.line) for p in parsed.silenced] == [("ZR603", "texts.en.yaml", 10)]


def test_the_report_counts_what_is_silent():
    assert summary([], 1, silenced=1) == "Keine Probleme gefunden. 1 zum Schweigen gebracht."
    assert summary([], 1, "en", silenced=2) == "No problems found. 2 silenced."
    assert summary([], 1) == "Keine Probleme gefunden."


def test_many_comments_cost_little():
    comments = "# ok ZR801 Grund\n" * 20_000
    parsed = check(comments + BASE)
    assert {problem.code for problem in parsed.problems} == {"ZR133"}
