"""`texts.<language>.yaml`: what is added, kept, moved, confirmed, and what is told about it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.edit_texts import CannotConfirm, Unreadable, update_texts
from app.content.source import parse
from tests.unit.content.cases import BASE, FILES, MINIMAL

MONDAY = Path(__file__).parents[3] / "journeys" / "montag-mit-ki" / "journey.yaml"
HEAD = "format: zukunftsreise-texts/1\nid: kurz\nlanguage: en\ntexts:\n"
TWO = MINIMAL.replace("[de]", "[de, en]")


def update(texts, journey=MINIMAL, confirmed=(), files=FILES, newline="\n"):
    parsed = parse(journey, files=files)
    raw = None if texts is None else texts.encode()
    return update_texts(
        parsed.known, parsed.units, "en", Path("texts.en.yaml"), raw, newline, confirmed
    )


def updated(texts, journey=MINIMAL, confirmed=(), files=FILES):
    """Return the new text; what is updated once must not change the second time."""
    once = update(texts, journey, confirmed, files).contents.decode()
    again = update(once, journey, (), files)
    assert again.contents.decode() == once
    assert again.added == []
    return once


def check(texts, journey=TWO, files=FILES):
    parsed = parse(journey, texts={"en": texts.encode()}, files=files)
    keys = {"ZR601": [], "ZR603": [], "ZR604": []}
    for problem in parsed.problems:
        if problem.code in keys:
            keys[problem.code].append(problem.values.get("key") or problem.values["name"])
    return {code: sorted(found) for code, found in keys.items()}


def test_a_new_file_holds_every_text_in_the_order_of_the_journey():
    assert updated(None) == HEAD + (
        '  title:\n    source: "Kurz"\n    text: ""\n'
        '  stages.eins.title:\n    source: "Eins"\n    text: ""\n'
        '  los.title:\n    source: "Los"\n    text: ""\n'
        '  los.text:\n    source: "Es geht los."\n    text: ""\n'
        '  fertig.title:\n    source: "Fertig"\n    text: ""\n'
        '  fertig.text:\n    source: "Das war es."\n    text: ""\n'
    )


def test_texts_of_several_lines_stay_readable_and_lists_have_a_place_for_each_entry():
    journey = MINIMAL.replace("Es geht los.}", '"Erstens.\\n\\nZweitens.\\n"}')
    journey = journey.replace("title: Kurz", "title: Kurz\ntopics: [Büro, Recht]")
    text = updated(None, journey)
    assert '  topics:\n    source: ["Büro", "Recht"]\n    text: ["", ""]\n' in text
    assert '    source: |\n      Erstens.\n\n      Zweitens.\n    text: ""\n' in text


def test_a_new_file_ends_its_lines_as_the_journey_does():
    contents = update(None, newline="\r\n").contents
    assert contents.count(b"\r\n") == contents.count(b"\n") == 22


def test_what_is_there_stays_as_it_is_and_new_texts_stand_in_their_places():
    texts = HEAD + (
        "  # Der Titel steht auf dem Umschlag.\n"
        "  title: {source: 'Kurz', text: \"Short\"}   # kurz\n"
        "\n"
        "  # ok ZR605 so gewollt\n"
        "  fertig.text:\n"
        "      text: >-\n        That\n        was it.\n"
        "      source: Das war es.\n"
        "note: von Karin\n"
    )
    text = updated(texts)
    for part in texts.removeprefix(HEAD).split("\n"):
        assert part + "\n" in text
    keys = re.findall(r"^  ([a-z.]+):", text, re.MULTILINE)
    assert keys == [
        "title", "stages.eins.title", "los.title", "los.text", "fertig.title", "fertig.text",
    ]  # fmt: skip
    assert text.endswith("note: von Karin\n")
    assert text.index("# ok ZR605") == text.index("  fertig.text:") - len("# ok ZR605 so gewollt\n")


def test_entries_follow_the_journey_where_it_was_put_in_another_order():
    done = filled(update(None).contents.decode())
    moved = MINIMAL.replace(
        "{story: los, title: Los, text: Es geht los.}",
        "{story: los, text: Es geht los., title: Los}",
    )
    done = done.replace("  los.text:", "  # Karin fragen\n  los.text:")
    text = updated(done, moved)
    assert text.index("# Karin fragen\n  los.text") < text.index("los.title")
    assert sorted(text.split("\n")) == sorted(done.split("\n"))
    assert updated(text, MINIMAL) == done


def filled(texts, words="Words"):
    return texts.replace('text: ""', f'text: "{words}"')


def test_a_text_that_changed_keeps_its_translation_and_its_old_source_and_is_told():
    done = filled(updated(None))
    journey = MINIMAL.replace("Es geht los.", "Jetzt geht es los.")
    found = update(done, journey)
    assert found.contents.decode() == done
    assert [(s.key, s.before, s.now) for s in found.stale] == [
        ("los.text", "Es geht los.", "Jetzt geht es los.")
    ]
    assert (found.missing, found.orphans, found.added) == ([], [], [])


@pytest.mark.parametrize(
    ("entry", "after"),
    [
        ('source: "Alt"', 'source: "Es geht los."'),
        ("source: |\n      Alt\n\n      Text\n", 'source: "Es geht los."\n'),
        ("source: >-\n      Alt\n      # kein Kommentar\n\n", 'source: "Es geht los."\n\n'),
        ("source: 'Alt' # von Karin", 'source: "Es geht los." # von Karin'),
        ("source: alt\n      und noch mehr", 'source: "Es geht los."'),
    ],
)
def test_a_confirmed_translation_stands_beside_the_text_as_it_is_now(entry, after):
    done = filled(updated(None))
    stale = done.replace('source: "Es geht los."', entry)
    assert [s.key for s in update(stale).stale] == ["los.text"]
    found = update(stale, confirmed=["los.text"])
    assert found.contents.decode() == done.replace('source: "Es geht los."', after)
    assert (found.stale, found.confirmed) == ([], ["los.text"])


def test_a_source_that_was_never_written_is_added_by_confirming():
    done = filled(updated(None))
    bare = done.replace('    source: "Los"\n', "")
    assert [s.key for s in update(bare).stale] == ["los.title"]
    assert updated(bare, confirmed=["los.title"]) == done
    flow = HEAD + "  title: {text: Short}\n"
    assert '  title: {source: "Kurz", text: Short}\n' in updated(flow, confirmed=["title"])


def test_a_confirmed_translation_that_fits_already_changes_nothing():
    done = filled(updated(None))
    found = update(done, confirmed=["los.title"])
    assert found.contents.decode() == done
    assert found.confirmed == []


@pytest.mark.parametrize(
    ("key", "near"),
    [("los.titel", "los.title"), ("ganz.anders.hier", None), ("fertig.text", None)],
)
def test_only_a_translation_that_exists_can_be_confirmed(key, near):
    texts = HEAD + '  los.title: {source: "x", text: "Go"}\n  fertig.text: {text: ""}\n'
    with pytest.raises(CannotConfirm) as refused:
        update(texts, confirmed=[key])
    assert (refused.value.key, refused.value.near) == (key, near)


def test_what_is_not_translated_yet_shows_the_text_as_it_is_now():
    empty = updated(None)
    journey = MINIMAL.replace("Es geht los.", "Jetzt geht es los.")
    found = update(empty, journey)
    assert found.contents.decode() == empty.replace("Es geht los.", "Jetzt geht es los.")
    assert (len(found.missing), found.stale, found.added) == (6, [], [])


def test_the_line_of_every_key_is_told():
    texts = HEAD + "  # Notiz\n  los.text: {text: Go}\n\n  # weg\n  weg.text: {text: Gone}\n"
    found = update(texts)
    lines = found.contents.decode().split("\n")
    assert len(found.lines) == 7
    assert [
        key for key, line in found.lines.items() if lines[line - 1].split(":")[0][2:] != key
    ] == []


def test_a_note_above_an_empty_entry_stays():
    assert "  # Karin\n  los.title:\n    source" in updated(HEAD + "  # Karin\n  los.title: {}\n")


@pytest.mark.parametrize("entry", ["{}", "{source: Los}", "{note: später}", '{text: ""}'])
def test_an_entry_without_a_translation_gets_a_place_for_one(entry):
    text = updated(HEAD + f"  los.title: {entry}\n")
    assert 'source: "Los"' in text or "source: Los" in text
    assert check(text)["ZR601"] == sorted(update(None).missing)
    assert check(filled(text))["ZR601"] == []


def test_translations_without_a_text_are_kept_at_the_end_and_told_with_their_line():
    done = filled(updated(None))
    texts = done.replace("  los.title:", "  # Karin\n  weg.title:").replace('"Los"', '"Anders"')
    found = update(texts + "# Ende\n")
    text = found.contents.decode()
    assert text.endswith(
        '  # Karin\n  weg.title:\n    source: "Anders"\n    text: "Words"\n# Ende\n'
    )
    assert [(o.key, o.near) for o in found.orphans] == [("weg.title", "los.title")]
    assert text.split("\n")[found.lines["weg.title"] - 1] == "  weg.title:"


def test_a_translation_whose_text_moved_to_another_key_is_recognised_by_its_source():
    texts = filled(updated(None)).replace("los.text", "vollkommen-anders.text")
    assert [(o.key, o.near) for o in update(texts).orphans] == [
        ("vollkommen-anders.text", "los.text")
    ]


@pytest.mark.parametrize(
    "texts",
    [
        HEAD + "  # Noch leer.\n",
        HEAD.replace("texts:\n", "texts: {}\n"),
        HEAD.replace("texts:\n", "texts:   # hier\n"),
        HEAD.replace("texts:\n", ""),
        HEAD.replace("texts:\n", "")[:-1],
        HEAD.replace("texts:\n", "texts:\nnote: von Karin\n"),
        HEAD.replace("\n", "\r\n"),
        "\ufeff" + HEAD,
    ],
)
def test_a_file_that_holds_no_texts_yet_is_filled(texts):
    text = updated(texts)
    assert check(filled(text))["ZR601"] == []
    for word in ("# Noch leer.", "# hier", "note: von Karin", "\ufeff"):
        assert (word in text) == (word in texts)
    assert text.count("\r\n") in (0, text.count("\n"))


@pytest.mark.parametrize(
    "texts",
    [
        HEAD[:-1]
        + " {title: {source: Kurz, text: Short}, # kurz\n  los.text: {text: 'Go, {x}'}}\n",
        '{"format": "zukunftsreise-texts/1", "id": "kurz", "language": "en",\n # JSON\n'
        ' "texts": {"title": {"source": "Kurz", "text": "Short"}}}\n',
    ],
)
def test_a_file_in_brackets_is_written_in_lines(texts):
    text = updated(texts)
    missing = [key for key in update(None).missing if key not in texts]
    assert check(text)["ZR601"] == sorted(missing)
    assert "Short" in text
    assert text.count("#") == texts.count("#")


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (HEAD + "  title: {source: a, text: b: c}\n", "ZR115"),
        (HEAD + "  title: x\n", "ZR205"),
        (HEAD + "  title: {text: x}\n  title: {text: y}\n", "ZR113"),
        (HEAD.replace("id: kurz", "id: lang"), "ZR606"),
        (HEAD + "  title: {text: x, tekst: y}\n", "ZR201"),
        (HEAD.replace("texts:", "texts: x"), "ZR205"),
        ("", "ZR103"),
        ("- a\n", "ZR205"),
    ],
)
def test_a_file_with_errors_is_refused(texts, code):
    with pytest.raises(Unreadable) as refused:
        update(texts)
    assert code in [problem.code for problem in refused.value.problems]


def test_a_file_with_too_many_errors_is_refused_too():
    entries = "".join(f"  k{n}: {{tekst: x}}\n" for n in range(1100))
    with pytest.raises(Unreadable):
        update(HEAD + entries)


def test_a_comment_below_a_translation_stays_with_it():
    done = filled(updated(None))
    noted = done.replace(
        '    source: "Los"\n    text: "Words"\n',
        '    source: "Los"\n    text: "Words"\n      # besser: Off\n',
    )
    moved = MINIMAL.replace("title: Los, text: Es geht los.", "text: Es geht los., title: Los")
    text = updated(noted, moved)
    assert '    source: "Los"\n    text: "Words"\n      # besser: Off\n' in text


def test_transcripts_are_translated_as_files():
    found = update(None, BASE)
    assert [file for _, file in found.transcripts] == ["film.en.md"]
    assert not any(key.endswith("transcript") for key in found.missing)
    with_file = update(None, BASE, files=FILES | {"film.en.md": b"x"})
    assert with_file.transcripts == []


def test_further_forms_of_a_term_may_be_given_and_are_not_missed():
    found = update(None, BASE)
    assert '  glossary.Entwurf.also:\n    source: ["Entwürfe"]\n    text: [""]\n' in (
        found.contents.decode()
    )
    assert "glossary.Entwurf.also" not in found.missing
    own = update(None, BASE).contents.decode().replace("also: [Entwürfe]", "")
    assert update(own, BASE.replace(", also: [Entwürfe]", "")).orphans == []


def test_a_term_of_several_words_and_signs_is_a_key_too():
    journey = MINIMAL.replace("stages:", 'glossary:\n  "Frage: was # nun": "Ein Satz."\nstages:')
    text = updated(None, journey)
    assert '"glossary.Frage: was # nun.text":' in text
    assert check(filled(text), journey.replace("[de]", "[de, en]"))["ZR601"] == []


@pytest.mark.parametrize("journey", [BASE, MONDAY.read_text("utf-8")])
def test_what_is_told_is_what_the_checker_finds(journey):
    listed = journey.replace("languages: [de]", "languages: [de, en]")
    files = FILES | {file.name: file.read_bytes() for file in (MONDAY.parent / "media").iterdir()}
    new = update(None, listed, files=files)
    missing = sorted([*new.missing, *(key for key, _ in new.transcripts)])
    assert check(new.contents.decode(), listed, files)["ZR601"] == missing
    done = new.contents.decode().replace('text: ""', 'text: "Words"').replace('[""', '["Words"')
    changed = listed.replace("Mail", "Nachricht").replace("Telefon", "Gerät")
    found = update(done, changed, files=files)
    told = check(found.contents.decode(), changed, files)
    assert told["ZR603"] == sorted(stale.key for stale in found.stale) != []
    assert told["ZR601"] == sorted([*found.missing, *(key for key, _ in found.transcripts)])


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.booleans())
def test_any_part_of_a_file_in_any_order_comes_out_the_same(order, kept, has_comments):
    whole = filled(update(None).contents.decode())
    blocks = _blocks(whole.removeprefix(HEAD))
    chosen = [(f"  # Notiz {at}\n" * has_comments) + blocks[at] for at in order if at in kept]
    text = updated(HEAD + "".join(chosen))
    for block in chosen:
        assert block in text
    without_notes = [line for line in text.split("\n") if "# Notiz" not in line]
    assert filled("\n".join(without_notes)) == whole


def _blocks(entries):
    lines = entries.splitlines(keepends=True)
    return ["".join(lines[at : at + 3]) for at in range(0, len(lines), 3)]


def test_a_journey_of_five_hundred_steps_is_brought_up_to_date():
    steps = "".join(
        f'      - {{story: s{n}, title: "Ä{n}", text: "Zeile {n}\\n\\nmehr\\n"}}\n'
        for n in range(499)
    )
    journey = MINIMAL.replace("      - {story: los", steps + "      - {story: los").replace(
        "      - {story: los, title: Los, text: Es geht los.}\n", ""
    )
    empty = updated(None, journey)
    assert len(update(None, journey).missing) == 1002
    done = filled(empty)
    found = update(done, journey.replace("Zeile 77\\n", "Satz 77\\n"))
    assert [stale.key for stale in found.stale] == ["s77.text"]
    assert found.contents.decode() == done
    moved = update(re.sub(r"(?m)^  s(\d)", r"  t\1", done), journey)
    assert len(moved.orphans) == len(moved.missing) == 998
    assert {(orphan.key, orphan.near) for orphan in moved.orphans} >= {("t77.text", "s77.text")}
