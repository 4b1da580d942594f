"""What an author wrote is what the engine gets."""

# ruff: noqa: E501  # A row of a table is read as one line.

import pytest

from app.content.compile import compile_graph
from app.engine import conditions as rule
from app.engine.state import State
from app.engine.steps import MAIN, Effects, Jump
from app.engine.walks import run_test
from tests.unit.content.cases import BASE, FILES, MINIMAL, broken, check, places


@pytest.fixture(scope="module")
def journey():
    parsed = check(BASE)
    assert parsed.problems == []
    return parsed.journey


def test_the_smallest_journey_compiles_and_can_be_walked():
    parsed = check(MINIMAL, files={})
    assert parsed.problems == []
    assert parsed.journey.roles == ()
    assert parsed.journey.lanes == {MAIN: ("los", "fertig")}


def test_it_keeps_lists_stages_and_detours(journey):
    assert journey.stages == ("anfang", "mitte", "schluss")
    assert journey.lanes["antwort.senden"] == ("anruf",)
    assert journey.lanes["rundgang.labor"] == ("im-labor",)
    assert [journey.steps[step].stage for step in ("morgen", "anruf", "fertig")] == [0, 1, 2]
    assert journey.steps["im-lager"].sources == ("gesetz",)


def test_it_compiles_conditions_jumps_and_effects(journey):
    either = rule.Any((rule.Number("risiko", "at_least", 2), rule.Chose("antwort", ("senden",))))
    assert journey.steps["nachher"].jumps == (Jump("ruhe", either), Jump("fertig"))
    assert journey.steps["antwort"].choices[0].effects == Effects({"risiko": 2})
    assert journey.steps["rundgang"].places[1].when == rule.Includes("rundgang", "lager")
    assert journey.steps["nachher"].items == journey.steps["vorher"].items
    assert journey.steps["wissen"].if_correct == Effects({"pruefen": 1})


CONDITIONS = [
    ("{role: [buero, halle]}", rule.Role(("buero", "halle"))),
    ("{antwort: [senden, warten]}", rule.Chose("antwort", ("senden", "warten"))),
    ("{risiko: 3}", rule.Number("risiko", "is", 3)),
    ("{risiko: [1, 2]}", rule.Any((rule.Number("risiko", "is", 1), rule.Number("risiko", "is", 2)))),
    ("{pruefen: {more_than: 1, less_than: 3}}",
     rule.All((rule.Number("pruefen", "more_than", 1), rule.Number("pruefen", "less_than", 3)))),
    ("{risiko: {is_not: -1}}", rule.Number("risiko", "is_not", -1)),
    ("{wissen: {includes: eins}}", rule.Includes("wissen", "eins")),
    ("{wissen: {correct: nein}}", rule.Correct("wissen", wanted=False)),
    ("{wissen: eins}", rule.Chose("wissen", ("eins",))),
    ("{vorher.lesen: {at_most: 2}}", rule.ItemNumber("vorher", "lesen", "at_most", 2)),
    ("{anruf: {visited: yes}}", rule.Visited("anruf", wanted=True)),
    ("{zielbild: {answered: no}}", rule.Answered("zielbild", wanted=False)),
    ("{stimmung: {answered: yes}}", rule.Answered("stimmung", wanted=True)),
    ("{rundgang: {includes: lager}}", rule.Includes("rundgang", "lager")),
    ("{nachher.lesen: 3}", rule.ItemNumber("nachher", "lesen", "is", 3)),
    ("{not: {role: halle}}", rule.Not(rule.Role(("halle",)))),
    ("{all: [{role: halle}, {risiko: 0}]}",
     rule.All((rule.Role(("halle",)), rule.Number("risiko", "is", 0)))),
    ("{role: halle, risiko: 0, note: so}",
     rule.All((rule.Role(("halle",)), rule.Number("risiko", "is", 0)))),
]  # fmt: skip


@pytest.mark.parametrize(("written", "compiled"), CONDITIONS)
def test_it_compiles_every_form_of_a_condition(written, compiled):
    text, _ = broken("{any: [{risiko: {at_least: 2}}, {antwort: senden}]}", written)
    parsed = check(text)
    journey = compile_graph(parsed.known, parsed.units)  # Some of these always hold.
    assert journey.steps["nachher"].jumps[0].when == compiled


@pytest.mark.parametrize(
    "when", ["{im-lager: {visited: ja}}", "{rundgang: {includes: lager}}", "{antwort: senden}"]
)
def test_a_place_may_ask_for_other_places_of_its_explore(when):
    text, _ = broken("{rundgang: {includes: lager}}", when)
    assert check(text).problems == []


def test_a_place_may_not_ask_for_itself_nor_for_what_comes_later():
    text, marks = broken("{rundgang: {includes: lager}}", "{§im-labor: {visited: ja}}")
    assert places(check(text)) == [("ZR311", *marks[0])]
    text, marks = broken("{rundgang: {includes: lager}}", "{§film: {visited: ja}}")
    assert places(check(text)) == [("ZR311", *marks[0])]


def test_a_variant_says_which_words_it_replaces(journey):
    [variant] = journey.steps["morgen"].variants
    assert (variant.key, variant.keys) == ("halle", frozenset({"text"}))
    assert "morgen@halle.text" in journey.texts["de"]


def test_a_variant_may_bring_other_words_of_parts_and_another_picture():
    text, _ = broken(
        'question: "Was tun Sie?"\n',
        'question: "Was tun Sie?"\n        variants:\n'
        "          - when: {role: [halle, buero]}\n            id: beide\n"
        '            image: {file: bild.svg, alt: "Tor"}\n'
        '            choices: {senden: {label: "Weg damit.", voice: {who: "A", text: "B"}}}\n',
    )
    parsed = check(text)
    assert parsed.problems == []
    [variant] = parsed.journey.steps["antwort"].variants
    assert variant.media.file == "bild.svg"
    assert variant.keys == {
        "image.alt", "choices.senden.label", "choices.senden.voice.who", "choices.senden.voice.text",
    }  # fmt: skip


def test_it_weighs_the_longest_variant(journey):
    longer, _ = broken('"Eine Maschine steht still."', f'"{"Wort " * 90}"')
    assert journey.steps["anruf"].weight == 2 * 4
    assert check(longer).journey.steps["morgen"].weight > 180


def test_a_glossary_term_is_marked_once_in_a_step(journey):
    assert journey.texts["de"]["morgen.text"].terms == ("Entwurf",)
    assert journey.terms == ("Entwurf",)


def test_the_author_s_tests_run_through_the_engine(journey):
    [test] = check(BASE).tests
    assert test.answers["vorher"] == {"lesen": 3}
    assert run_test(journey, test) == []


def test_the_hash_follows_every_file_and_nothing_else():
    first = check(BASE)
    assert first.hash == check(BASE.encode(), name="anders/journey.yaml").hash
    assert first.hash != check(BASE + "# neu\n").hash
    assert first.hash != check(BASE, files={"bild.svg": b"y"}).hash
    assert first.hash != check(BASE, texts={"en": b"x"}).hash


def test_a_file_s_name_cannot_leave_its_folder():
    for name in ("../bild.svg", "/etc/passwd.svg", "a/b.svg", "..svg", ".svg", "bild\\a.svg"):
        text, _ = broken("file: bild.svg", f"file: '{name}'")
        assert [p.code for p in check(text, files={**FILES, name: b"x"}).problems] == ["ZR222"]


def test_a_compiled_journey_needs_no_state_to_be_equal(journey):
    assert journey == check(BASE).journey
    assert State.__slots__
