"""Two versions compared: every difference has its place, in words and in structure."""

from dataclasses import replace

import pytest

from app.content.diff import ADDED, CHANGED, REMOVED, Change, Diff, Section, Side, diff
from app.content.diff_words import NEW, OLD
from tests.unit.content.cases import BASE, FILES, MINIMAL, check


def against(*changes: tuple[str, str], base: str = BASE, **given: object) -> Diff:
    """Compare the base with itself after these replacements."""
    text = base
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    parsed = check(text, **given)
    assert parsed.is_sound, [problem.code for problem in parsed.problems]
    return diff(Side.of(check(base)), Side.of(parsed))


def only(found: Diff) -> Section:
    assert len(found.sections) == 1, found.sections
    return found.sections[0]


def told(section: Section) -> list[tuple[str, str, str, str]]:
    """Return each text that differs: key, fate, what is gone, what is new."""
    return [
        (each.key, each.fate, *("".join(p.words for p in each.pieces if p.kind == kind)
                                for kind in (OLD, NEW)))
        for each in section.rewordings
    ]  # fmt: skip


def test_a_version_does_not_differ_from_itself() -> None:
    found = against()
    assert found.sections == () and found.knows_structure


def test_a_reworded_text_stands_at_its_step_with_its_title() -> None:
    section = only(against(("Eine Maschine steht still.", "Eine Maschine läuft.")))
    assert (section.step, section.title, section.fate) == ("morgen", "Morgen", CHANGED)
    assert told(section) == [("morgen@halle.text", CHANGED, "steht still", "läuft")]
    assert section.changes == ()


def test_words_of_the_whole_journey_come_first() -> None:
    found = against(
        ('title: "Die Probe"', 'title: "Das Probestück"'),
        ('"Das Telefon klingelt."', '"Das Telefon schweigt."'),
    )
    assert [section.step for section in found.sections] == [None, "anruf"]
    assert told(found.sections[0]) == [("title", CHANGED, "Die Probe", "Das Probestück")]


def test_a_new_step_is_told_whole() -> None:
    step = '      - {story: neu, title: "Neu|ling", text: "Frisch."}\n      - media: film\n'
    section = only(against(("      - media: film\n", step)))
    assert (section.step, section.title, section.fate) == ("neu", "Neuling", ADDED)
    assert [each[1:] for each in told(section)] == [
        (ADDED, "", "Neu|ling"),
        (ADDED, "", "Frisch."),
    ]


def test_a_step_that_is_gone_stands_behind_the_one_it_followed() -> None:
    gone = """\
      - media: film
        title: "Ein Film"
        video: film.mp4
        minutes: 2
        transcript: film.de.md
        captions: film.de.vtt
"""
    found = against((gone, ""), ("removed: {", "removed: {film: wissen, "), files=FILES)
    section = only(found)
    assert (section.step, section.title, section.fate) == ("film", "Ein Film", REMOVED)
    assert ("film.title", REMOVED, "Ein Film", "") in told(section)
    assert (found.count(ADDED), found.count(REMOVED), found.count(CHANGED)) == (0, 1, 0)


def test_a_renamed_step_keeps_its_words() -> None:
    found = against(
        ("- reflection: gedanke", "- reflection: nachhall"),
        ("renamed: {", "renamed: {gedanke: nachhall, "),
    )
    assert only(found).changes == (
        Change("renamed", "step", "nachhall", old="gedanke", new="nachhall"),
    )
    assert only(found).rewordings == ()


def test_a_renamed_choice_and_role_keep_their_words() -> None:
    found = against(
        ("  buero: {title", "  kontor: {title"),
        ("role.office: role.buero", "role.office: role.buero, role.buero: role.kontor, "
         "antwort.warten: antwort.abwarten"),
        ("{id: warten,", "{id: abwarten,"),
        ("    role: buero\n", "    role: kontor\n"),
    )  # fmt: skip
    changes = [change for section in found.sections for change in section.changes]
    assert changes == [
        Change("renamed", "role", "kontor", old="buero", new="kontor"),
        Change("renamed", "choices", "abwarten", old="warten", new="abwarten"),
    ]
    assert not any(section.rewordings for section in found.sections)


MOVED = [
    (
        ('      - reflection: gedanke\n        prompt: "Was nehmen Sie mit?"\n', ""),
        ("      - media: film\n", '      - reflection: gedanke\n        prompt: "Was nehmen Sie '
         'mit?"\n      - media: film\n'),
    ),
]  # fmt: skip


def test_a_step_that_moved_to_another_stage_says_from_where_to_where() -> None:
    found = against(*MOVED[0])
    assert only(found).changes == (Change("moved", "step", "gedanke", old="schluss", new="mitte"),)
    assert found.titles["stages.mitte"] == "Mitte"


def test_of_two_steps_that_changed_places_one_moved() -> None:
    poll = (
        '      - poll: stimmung\n        question: "Wie ist die Stimmung?"\n'
        '        choices: [{id: gut, label: "gut"}, {id: offen, label: "offen"}]\n'
    )
    thought = '      - reflection: gedanke\n        prompt: "Was nehmen Sie mit?"\n'
    found = against((poll, ""), (thought, thought + poll))
    moves = [change for section in found.sections for change in section.changes]
    assert [(change.what, change.old, change.new) for change in moves] == [("moved", "", "")] * len(
        moves
    )
    assert 1 <= len(moves) <= 2


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("        visit: 1\n", "        visit: 2\n",
         Change("value", "step", "rundgang", "visit", "1", "2")),
        ("        tries: 2\n", "        tries: 3\n",
         Change("value", "step", "wissen", "tries", "2", "3")),
        ("several: ja", "several: nein",
         Change("value", "step", "wissen", "several", "yes", "no")),
        ("when: {rundgang: {includes: lager}}", "when: {risiko: {at_least: 1}}",
         Change("value", "places", "labor", "when", "rundgang mit lager", "risiko ≥ 1")),
        ("add: {risiko: 2}", "add: {risiko: 3}",
         Change("value", "choices", "senden", "effects", "risiko +2", "risiko +3")),
        ("{risiko: {at_least: 2}}, {antwort", "{risiko: {at_least: 3}}, {antwort",
         Change("value", "step", "nachher", "jumps",
                "risiko ≥ 2 oder antwort = senden: ruhe; sonst: fertig",
                "risiko ≥ 3 oder antwort = senden: ruhe; sonst: fertig")),
        ("max: 5}", "max: 9}",
         Change("value", "counter", "risiko", "range", "0 [0 … 5]", "0 [0 … 9]")),
        ("minutes: 20\n", "minutes: 25\n",
         Change("value", "journey", "", "minutes", "20", "25")),
        ("fields: [picture, if, then]", "fields: [picture, then]",
         Change("value", "step", "zielbild", "fields", "picture; if; then", "picture; then")),
    ],
)  # fmt: skip
def test_what_a_step_does_is_told_before_and_after(old: str, new: str, change: Change) -> None:
    assert only(against((old, new))).changes == (change,)


def test_choices_come_and_go() -> None:
    found = against(
        ('{id: warten, label: "Ich warte.", add: {pruefen: 1}}',
         '{id: fragen, label: "Ich frage.", add: {pruefen: 1}}')
    )  # fmt: skip
    assert only(found).changes == (
        Change("added", "choices", "fragen"),
        Change("removed", "choices", "warten"),
    )
    assert told(only(found)) == [
        ("antwort.choices.fragen.label", ADDED, "", "Ich frage."),
        ("antwort.choices.warten.label", REMOVED, "Ich warte.", ""),
    ]


def test_another_picture_under_the_same_name_is_told() -> None:
    found = against(files=FILES | {"bild.svg": b"other"})
    assert only(found).changes == (Change("value", "file", "bild.svg", "content"),)


def test_translations_are_compared_in_their_language() -> None:
    base = MINIMAL.replace("[de]", "[de, en]")
    head = "format: zukunftsreise-texts/1\nid: kurz\nlanguage: en\ntexts:\n"
    keys = ("title", "stages.eins.title", "los.title", "los.text", "fertig.title", "fertig.text")
    texts = {key: f"  {key}: {{source: x, text: Word {key}}}\n" for key in keys}
    before = (head + "".join(texts.values())).encode()
    after = before.replace(b"Word los.text", b"Words los.text")
    old, new = (check(base, files={}, texts={"en": raw}) for raw in (before, after))
    section = only(diff(Side.of(old), Side.of(new)))
    assert [(each.key, each.lang) for each in section.rewordings] == [("los.text", "en")]


def test_a_draft_with_errors_is_compared_in_words_alone() -> None:
    broken = check(BASE.replace("to: ruhe", "to: nirgends").replace("klingelt", "läutet"))
    assert broken.sketch is None
    found = diff(Side.of(check(BASE)), Side.of(broken))
    assert not found.knows_structure
    assert [section.step for section in found.sections] == ["anruf"]
    assert told(only(found)) == [("anruf.text", CHANGED, "klingelt", "läutet")]


def test_an_unreadable_draft_is_compared_with_nothing() -> None:
    found = diff(Side.of(check(BASE)), Side.of(check("{")))
    assert not found.knows_structure
    assert found.count(REMOVED) > 10


def test_a_stored_graph_stands_in_for_one_that_todays_checker_refuses() -> None:
    sound = check(BASE)
    assert sound.journey is not None
    refused = check(BASE.replace("[de]", "[de, fr]"))
    old = Side.of(refused, replace(sound.journey))
    assert diff(old, Side.of(sound)).knows_structure


def test_conditions_are_told_in_english_too() -> None:
    parsed = check(BASE.replace("{risiko: {at_least: 2}}, {antwort", "{risiko: 2}, {antwort"))
    found = diff(Side.of(check(BASE)), Side.of(parsed), lang="en")
    assert only(found).changes[0].new == "risiko = 2 or antwort = senden: ruhe; otherwise: fertig"
