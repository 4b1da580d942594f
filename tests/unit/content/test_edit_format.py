"""The usual form of a file: what changes, what stays, and that the journey is the same one."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.edit import Document, Edit, applied, end_of, quoted
from app.content.edit_format import formatted, formatted_texts
from app.content.nodes import pairs
from app.content.problems import ERROR
from app.content.source import parse
from tests.unit.content.cases import BASE, FILES, MINIMAL
from tests.unit.content.test_mutants import FAULTS

JOURNEYS = Path(__file__).parents[3] / "journeys"
CORPUS = Path(__file__).parents[2] / "corpus"
SHIPPED = sorted(JOURNEYS.glob("*/journey.yaml"))


def form(text, files=FILES):
    """Return the formatted text; formatting it again must change nothing."""
    once = _form(text, files)
    assert _form(once, files) == once
    return once


def _form(text, files):
    parsed = parse(text, files=files)
    document = Document.of(text.encode(), Path("journey.yaml"))
    assert document.root is not None
    return formatted(document, parsed.known)


def with_step(step):
    return MINIMAL.replace("      - {story: los, title: Los, text: Es geht los.}\n", step)


def values(node):
    """Return what a node means: a mapping as pairs without order, all else as it stands."""
    if node.id == "scalar":
        return node.value
    if node.id == "sequence":
        return [values(entry) for entry in node.value]
    return sorted(([key.value, values(value)] for key, value in node.value), key=repr)


def meaning(text):
    return values(Document.of(text.encode(), Path("journey.yaml")).root)


def test_texts_are_put_in_quotation_marks_and_nothing_else():
    text = with_step(
        "      - story: los   # der Anfang\n"
        "        title: Der Anfang\n"
        "\n"
        "        # Hier spricht Mirja.\n"
        "        text:   Es geht   # noch knapp\n"
        "        plain: 'Los.'\n"
        "        minutes: 2\n"
        "        note: Karin fragen\n"
    )
    assert form(text) == text.replace("Der Anfang\n", '"Der Anfang"\n').replace(
        "Es geht   #", '"Es geht"   #'
    ).replace("title: Kurz", 'title: "Kurz"').replace("title: Eins", 'title: "Eins"').replace(
        "title: Fertig, text: Das war es.", 'title: "Fertig", text: "Das war es."'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("text: Sie sagt „ja“", 'text: "Sie sagt „ja“"'),
        ('text: Sie sagt "ja"', "text: 'Sie sagt \"ja\"'"),
        ("text: erste Zeile\n          zweite Zeile", 'text: "erste Zeile zweite Zeile"'),
        (
            "text: erste Zeile\n\n          zweite Zeile",
            "text: |-\n          erste Zeile\n          zweite Zeile",
        ),
        (
            "text: erste Zeile\n\n          zweite Zeile\n          # Ende",
            'text: "erste Zeile\\nzweite Zeile"\n          # Ende',
        ),
        ("text: |\n          bleibt\n\n          so", "text: |\n          bleibt\n\n          so"),
        ("text: >\n          bleibt\n          so", "text: >\n          bleibt\n          so"),
        ("text: 'bleibt'", "text: 'bleibt'"),
        ("text: 12:30", 'text: "12:30"'),
        ("text: C:\\neu", "text: 'C:\\neu'"),
        ("text: ist da # ok ZR130 Kommentar", 'text: "ist da" # ok ZR130 Kommentar'),
        ("text: Preis # 5", "text: Preis # 5"),
    ],
)
def test_each_way_of_writing_a_text_has_its_form(before, after):
    step = '      - story: los\n        title: "Los"\n        {}\n'
    assert form(with_step(step.format(before))).count(step.format(after)) == 1


def test_every_kind_of_text_is_found():
    bare = restyled(BASE, random.Random(1), styles=("plain",), most=1000)
    assert bare.count('"') < BASE.count('"') / 2
    assert form(bare) == form(BASE)


def test_the_kind_of_a_step_comes_first_with_its_comments():
    text = with_step(
        "      # Vor dem Schritt.\n"
        '      - title: "Los"\n'
        "        text: |\n"
        "          Es geht los.\n"
        "          # kein Kommentar\n"
        "        # Diese id steht in Adressen.\n"
        "        story: los # gut so\n"
        "\n"
        "        minutes: 1\n"
    )
    expected = with_step(
        "      # Vor dem Schritt.\n"
        "      # Diese id steht in Adressen.\n"
        "      - story: los # gut so\n"
        '        title: "Los"\n'
        "        text: |\n"
        "          Es geht los.\n"
        "          # kein Kommentar\n"
        "\n"
        "        minutes: 1\n"
    )
    assert form(text) == form(expected)
    assert form(text).split("\n")[8:17] == expected.split("\n")[8:17]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{title: Los, story: los, text: x}", '{story: los, title: "Los", text: "x"}'),
        ("{title: Los, text: x, story: los}", '{story: los, title: "Los", text: "x"}'),
        (
            "{title: Los,\n         text: x,\n         story: los}",
            '{story: los, title: "Los",\n         text: "x"}',
        ),
        (
            "{title: Los, # der Titel\n         story: los, text: x}",
            '{title: "Los", # der Titel\n         story: los, text: "x"}',
        ),
        (
            "title: Los\n        text: |+\n          x\n\n        story: los",
            'title: "Los"\n        text: |+\n          x\n\n        story: los',
        ),
        (
            "title: Los\n        text: |\n          x\n        story: los\n            # ein",
            'title: "Los"\n        text: |\n          x\n        story: los\n            # ein',
        ),
        (
            "\n        title: Los\n        # warum\n        story:\n          los\n        text: x",
            '\n        # warum\n        story:\n          los\n        title: "Los"\n'
            '        text: "x"',
        ),
    ],
)
def test_the_kind_moves_only_where_nothing_else_would(before, after):
    text = with_step(f"      - {before}\n")
    assert f"      - {after}\n" in form(text)
    assert meaning(form(text)) == meaning(text)


def test_a_kind_at_the_end_of_a_file_moves_too():
    text = MINIMAL.replace(
        "{end: fertig, title: Fertig, text: Das war es.}",
        'title: "Fertig"\n        text: "Das war es."\n        end: fertig',
    )
    for given_text in (text, text.rstrip("\n")):
        assert "      - end: fertig\n        title:" in form(given_text)
        assert form(given_text).count("end: fertig") == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_shipped_journeys_are_the_same_journeys_afterwards(file, newline):
    files = {media.name: media.read_bytes() for media in (file.parent / "media").glob("*")}
    texts = {
        each.name.split(".")[1]: each.read_bytes() for each in file.parent.glob("texts.*.yaml")
    }
    text = file.read_text("utf-8").replace("\n", newline)
    after = form(text, files)
    before = parse(text, texts=texts, files=files)
    assert parse(after, texts=texts, files=files).journey == before.journey is not None
    assert after.count("\r") == text.count("\r")
    for lang, raw in texts.items():
        document = Document.of(raw, Path(f"texts.{lang}.yaml"))
        assert values(document.root) == meaning(formatted_texts(document))


STYLES = ("plain", "folded", "single", "double", "literal", "block", "spread", "noted")


def restyled(text, chance, styles=STYLES, most=8):
    """Write some texts of a journey in other ways that mean the same."""
    parsed = parse(text, files=FILES)
    units = list(parsed.units.values())
    edits = []
    for unit in chance.sample(units, min(most, len(units))):
        node = unit.node
        if node.id == "scalar" and isinstance(unit.words, str) and node.style != "|":
            new = _written(unit.words, chance.choice(styles))
            edit = Edit(node.start_mark.index, node.end_mark.index, new)
            if _reads_as(text, edit):
                edits.append(edit)
    return applied(text, edits)


def _written(words, style):
    pad = " " * 30
    return {
        "plain": words,
        "folded": words.replace(" ", "\n" + pad, 2),
        "single": "'" + words.replace("'", "''") + "'",
        "double": quoted(words),
        "literal": f"|-\n{pad}{words}",
        "block": f">-\n{pad}" + words.replace(" ", "\n" + pad, 1),
        "spread": "\n" + pad + words,
        "noted": words + "   # eine Bemerkung",
    }[style]


def _reads_as(text, edit):
    document = Document.of(applied(text, [edit]).encode(), Path("journey.yaml"))
    return document.root is not None and values(document.root) == meaning(text)


def commented(text, chance):
    """Put comments and blank lines between lines, wherever the meaning allows it."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        comment = " " * chance.randrange(14) + chance.choice(("# ok ZR999 warum", "# - x: 'y'", ""))
        tried = "\n".join([*lines[:at], comment, *lines[at:]])
        document = Document.of(tried.encode(), Path("journey.yaml"))
        if document.root is not None and values(document.root) == meaning(text):
            lines.insert(at, comment)
    return "\n".join(lines)


def kinds_moved(text, chance):
    """Put the kind of some steps behind their other keys."""
    document, edits = Document.of(text.encode(), Path("journey.yaml")), []
    parsed = parse(text, files=FILES)
    for spot in parsed.known.spots:
        (key, value), *rest = spot.item.node.value
        if rest and text[spot.item.node.start_mark.index] != "{" and chance.random() < 0.5:
            start, second = key.start_mark.index, rest[0][0].start_mark.index
            last = rest[-1][1]
            end = end_of(text, last)
            pair = text[start : end_of(text, value)]
            if last.id == "scalar" and text[end : end + 1] == "\n" and last.style not in ("|", ">"):
                pad = " " * key.start_mark.column
                edits += [Edit(start, second, ""), Edit(end, end, f"\n{pad}{pair}")]
    try:
        moved = applied(text, edits)
    except AssertionError:
        return text
    again = Document.of(moved.encode(), Path("journey.yaml"))
    return moved if again.root is not None and values(again.root) == values(document.root) else text


@given(st.randoms(use_true_random=False), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=40, deadline=None)
def test_however_a_journey_is_written_it_stays_the_same_journey(chance, newline):
    text = commented(kinds_moved(restyled(BASE, chance), chance), chance).replace("\n", newline)
    before = parse(text, files=FILES)
    assert before.journey == parse(BASE, files=FILES).journey is not None
    after = form(text)
    assert parse(after, files=FILES).journey == before.journey
    assert meaning(after) == meaning(text)
    assert after.count("# ") == text.count("# ")
    assert comments_of(after) == comments_of(text)


def comments_of(text):
    return sorted(line.strip() for line in text.split("\n") if line.strip().startswith("# "))


def test_a_journey_with_a_fault_keeps_its_meaning_too():
    tried = 0
    for seed in range(100):
        chance = random.Random(seed)
        lines = restyled(BASE, chance).split("\n")
        chance.choice(FAULTS)(lines, chance.randrange(len(lines)), chance)
        text = "\n".join(lines)
        parsed = parse(text, files=FILES)
        document = Document.of(text.encode(), Path("journey.yaml"))
        if document.root is not None and parsed.known is not None and not unclear(parsed):
            tried += 1
            after = formatted(document, parsed.known)
            assert meaning(after) == meaning(text)
            assert told(parse(after, files=FILES)) == told(parsed)
    assert tried > 30


def test_every_file_of_the_corpus_that_can_be_read_keeps_its_meaning_and_its_faults():
    tried = 0
    for file in sorted(CORPUS.glob("*.yaml")):
        raw = file.read_bytes()
        parsed, document = parse(raw, files=FILES), Document.of(raw, file)
        if document.root is not None and parsed.known is not None and not unclear(parsed):
            tried += 1
            after = formatted(document, parsed.known)
            again = parse(document.encoded(after), files=FILES)
            assert meaning(after) == values(document.root), file.name
            assert (told(again), again.journey) == (told(parsed), parsed.journey), file.name
            assert formatted(Document.of(document.encoded(after), file), again.known) == after
    assert tried > 150


def unclear(parsed):
    return any(p.code.startswith("ZR1") and p.severity == ERROR for p in parsed.problems)


def told(parsed):
    """Return what is wrong, but for advice on quotation marks."""
    return sorted(p.code for p in parsed.problems if not p.code.startswith("ZR1"))


def test_five_hundred_steps_are_formatted():
    steps = "".join(
        f"      - title: Schritt {n}\n        story: s{n}\n        text: Ä {n}\n\n"
        for n in range(499)
    )
    after = form(with_step(steps))
    assert after.count("      - story: s") == 499
    assert '        title: "Schritt 498"\n        text: "Ä 498"\n' in after


def test_translations_are_put_in_quotation_marks_too():
    head = "format: zukunftsreise-texts/1\nid: kurz\nlanguage: en\ntexts:\n"
    text = head + (
        "  title: {source: Kurz, text: Short} # kurz\n"
        "  hints:\n    source: [eins, 'zwei']\n    text:\n      - one\n      - two\n"
        "  los.text:\n    text: Off we\n      go\n    note: von Karin\n"
    )
    after = formatted_texts(Document.of(text.encode(), Path("texts.en.yaml")))
    assert after == head + (
        '  title: {source: "Kurz", text: "Short"} # kurz\n'
        '  hints:\n    source: ["eins", \'zwei\']\n    text:\n      - "one"\n      - "two"\n'
        '  los.text:\n    text: "Off we go"\n    note: von Karin\n'
    )
    document = Document.of(after.encode(), Path("texts.en.yaml"))
    assert formatted_texts(document) == after
    assert [name for name, _, _ in pairs(document.root)] == ["format", "id", "language", "texts"]
