"""Traps of YAML in every place a text can stand, and files that are no journey at all."""

import pytest

from tests.unit.content.cases import BASE, MINIMAL, broken, check, places

# A text of each way of writing: § marks where the sign under test is put.
TEXT_PLACES = {
    "title in quotes": ('title: "Anruf"', 'title: "An§ruf"'),
    "title without quotes": ('title: "Anruf"', "title: An§ruf"),
    "title in single quotes": ('title: "Anruf"', "title: 'An§ruf'"),
    "block text": (
        'text: "Das Telefon klingelt."',
        "text: |\n                  Das Te§lefon klingelt.",
    ),
    "folded text": (
        'text: "Das Telefon klingelt."',
        "text: >\n                  Das Te§lefon klingelt.",
    ),
    "label in a row": ('label: "gut"', 'label: "g§ut"'),
    "list of texts": ('hints: ["Kurz.", "Klar."]', 'hints: ["Kurz.", "Kl§ar."]'),
    "role": ('text: "Sie schreiben."', 'text: "Sie§ schreiben."'),
    "voice": ('who: "Lager"', 'who: "La§ger"'),
    "glossary": ('text: "Ein erster Text."', 'text: "Ein§ erster Text."'),
    "value of a test": ('name: "Gesendet"', 'name: "Ge§sendet"'),
    "comment": ("format: zukunftsreise/1", "format: zukunftsreise/1 # eine§ Notiz"),
    "note": ("id: probe\n", 'id: probe\nnote: "ein§e Notiz"\n'),
}
SIGNS = [
    ("ZR104", "\t"),
    ("ZR105", "\u00a0"),
    ("ZR106", "\ufeff"),
    ("ZR122", "\x08"),
    ("ZR122", "\u2028"),
]


@pytest.mark.parametrize(("code", "sign"), SIGNS)
@pytest.mark.parametrize("place", TEXT_PLACES)
def test_it_finds_a_sign_that_spoils_any_text(code, sign, place):
    text, [mark] = broken(*TEXT_PLACES[place])
    line, column = mark
    lines = text.split("\n")
    lines[line - 1] = lines[line - 1][: column - 1] + sign + lines[line - 1][column - 1 :]
    assert places(check("\n".join(lines))) == [(code, line, column)]


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("ZR101", b"# " + b"x" * (512 * 1024)),
        ("ZR102", BASE.encode("utf-16")),
        ("ZR102", BASE.encode("utf-16-le")),
        ("ZR102", BASE.encode("latin-1", "replace")),
        ("ZR103", b""),
        ("ZR103", b"# nur ein Kommentar\n"),
        ("ZR112", b"[" * 100_000),
        ("ZR112", b"a: " + b"{b: " * 30 + b"1" + b"}" * 30),
        ("ZR112", b"- " * 50_000),
        ("ZR205", b"nur ein Satz"),
        ("ZR205", b"- eine\n- Liste\n"),
    ],
)
def test_it_refuses_what_is_no_journey(code, raw):
    parsed = check(raw)
    assert [problem.code for problem in parsed.problems] == [code]
    assert parsed.journey is None


def test_it_names_the_place_of_a_wrong_encoding():
    raw = 'format: zukunftsreise/1\ntitle: "Grün"\n'.encode("latin-1")
    [problem] = check(raw).problems
    assert (problem.line, problem.column, problem.values["encoding"]) == (2, 11, "Latin-1")


def test_it_takes_a_byte_order_mark_at_the_beginning_and_windows_line_ends():
    windows = b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode()
    parsed = check(windows, files={})
    assert parsed.problems == []
    assert parsed.journey == check(MINIMAL, files={}).journey
    assert parsed.hash == check(MINIMAL, files={}).hash


def test_it_keeps_values_as_they_are_typed():
    typed = MINIMAL.replace("title: Kurz", "title: 01067").replace("Es geht los.", "no")
    parsed = check(typed, files={})
    assert parsed.journey.texts["de"]["title"].blocks[0].pieces == ("01067",)
    assert parsed.journey.texts["de"]["los.text"].blocks[0].pieces == ("no",)


def test_it_counts_columns_in_code_points():
    text, marks = broken('title: "Anruf"', 'title: "😀 Anruf", §')
    text, marks = broken('{id: gut, label: "gut"}', '{id: gut, label: "😀😀", §labell: "gut"}')
    assert places(check(text)) == [("ZR201", *marks[0])]


def test_it_shows_the_repaired_line_of_a_text_with_a_colon():
    text, _ = broken('title: "Anruf"', "title: Anruf: jetzt")
    [problem] = check(text).problems
    assert 'title: "Anruf: jetzt"' in problem.hint("de")
    text, _ = broken('{id: gut, label: "gut"}', "{id: gut, label: gut: sehr}")
    [problem] = check(text).problems
    assert '{id: gut, label: "gut: sehr"}' in problem.hint("de")


def test_it_reports_the_faults_of_every_step_at_once():
    text = BASE
    for old, new in [
        ('title: "Anruf"', "title: Anruf: jetzt"),
        ("points: 5", "points: viele"),
        ("- to: fertig", "- to: fertg"),
        ('label: "gut"', 'lable: "gut"'),
        ("file: bild.svg", "file: bidl.svg"),
        ("{role: halle}", "{role: hale}"),
        ('prompt: "Was bleibt?"', 'prompt: "Was bleibt?'),
    ]:
        text, _ = broken(old, new, text)
    codes = [problem.code for problem in check(text).problems]
    assert codes == ["ZR307", "ZR303", "ZR232", "ZR115", "ZR201", "ZR116", "ZR301"]


def test_a_comment_silences_advice_but_no_error():
    text, _ = broken('title: "Anruf"', "title: -5 Grad # ok ZR131 gemeint")
    assert check(text).problems == []
    text, _ = broken('title: "Anruf"', "# ok ZR131 gemeint\n                title: -5 Grad")
    assert check(text).problems == []
    text, _ = broken("points: 5", "points: viele # ok ZR232 gemeint")
    assert [problem.code for problem in check(text).problems] == ["ZR232", "ZR134"]


def test_it_stops_after_a_thousand_problems():
    parsed = check("".join(f"k{number}: 1\n" for number in range(5_000)))
    assert len(parsed.problems) == 1_000
    assert not parsed.is_sound


def test_five_hundred_steps_are_enough():
    def many(count):
        steps = "".join(
            f"      - {{story: s{number}, title: T, text: T}}\n" for number in range(count - 1)
        )
        return MINIMAL.replace("      - {story: los, title: Los, text: Es geht los.}\n", steps)

    assert check(many(500), files={}).is_sound
    assert [problem.code for problem in check(many(501), files={}).problems] == ["ZR114"]


@pytest.mark.parametrize("end", ["tags: [", "tags: [a, {b: c", "note: {"])
def test_a_bracket_left_open_at_the_end_is_told_as_such(end):
    found = [problem for problem in check(f"{MINIMAL}{end}\n").problems if problem.line > 3]
    codes = {problem.code for problem in found}
    assert "ZR119" in codes and "ZR120" not in codes
