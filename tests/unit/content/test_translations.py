"""Further languages: what is missing, stale, left over or differs."""

import pytest

from tests.unit.content.cases import MINIMAL, check, places

TWO = MINIMAL.replace("[de]", "[de, en]")
HEAD = "format: zukunftsreise-texts/1\nid: kurz\nlanguage: en\ntexts:\n"
ENTRIES = {
    "title": ("Kurz", "Short"),
    "stages.eins.title": ("Eins", "One"),
    "los.title": ("Los", "Go"),
    "los.text": ("Es geht los.", "Off we go."),
    "fertig.title": ("Fertig", "Done"),
    "fertig.text": ("Das war es.", "That was it."),
}


def texts(**changed):
    entries = {**ENTRIES, **{key.replace("__", "."): value for key, value in changed.items()}}
    lines = [
        f'  {key}: {{source: "{value[0]}", text: "{value[1]}"}}\n'
        for key, value in entries.items()
        if value
    ]
    return (HEAD + "".join(lines)).encode()


def found(raw, journey=TWO, **more):
    parsed = check(journey, texts={"en": raw}, files={}, **more)
    return parsed, [(p.code, p.file, p.line) for p in parsed.problems]


def test_a_complete_translation_is_compiled_in_its_own_language():
    parsed, problems = found(texts())
    assert problems == []
    text = parsed.journey.texts["en"]["los.text"]
    assert (text.lang, text.blocks[0].pieces) == ("en", ("Off we go.",))
    assert parsed.journey.languages == ("de", "en")


@pytest.mark.parametrize("missing", [None, ("Es geht los.", "")])
def test_a_missing_text_is_told_where_the_source_stands(missing):
    parsed, problems = found(texts(los__text=missing))
    assert problems == [("ZR601", "journey.yaml", 9)]
    assert parsed.problems[0].step == "los"


def test_a_missing_file_is_one_error():
    parsed = check(TWO, files={})
    assert places(parsed) == [("ZR602", 4, 17)]


def test_stale_left_over_and_differing_texts_do_not_block():
    parsed, problems = found(
        texts(
            los__text=("Alt.", "Off we go."), weg=("Weg", "Gone"), title=("Kurz", "{{los}} Short")
        )
    )
    assert [code for code, *_ in problems] == ["ZR605", "ZR313", "ZR603", "ZR604"]
    assert {file for _, file, _ in problems} == {"texts.en.yaml"}
    assert not parsed.is_sound


def test_names_in_a_translation_must_exist_too():
    _, problems = found(texts(los__text=("Es geht los.", "Off to [x](source:nichts).")))
    assert problems == [("ZR306", "texts.en.yaml", 8)]


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("ZR606", b"language: en", b"language: fr"),
        ("ZR606", b"id: kurz", b"id: lang"),
        ("ZR204", b"language: en\n", b""),
        ("ZR201", b"language: en\n", b"language: en\nfarbe: rot\n"),
        ("ZR104", b"Off we", b"Off\twe"),
        ("ZR113", b"  los.title:", b'  title: {source: "Kurz", text: "Short"}\n  los.title:'),
        ("ZR205", b'{source: "Los", text: "Go"}', b'{source: "Los", text: [Go]}'),
        ("ZR201", b'{source: "Los", text', b'{quelle: "Los", source: "Los", text'),
    ],
)
def test_the_file_of_a_translation_is_checked_like_any_other(code, old, new):
    _, problems = found(texts().replace(old, new))
    assert [(c, file) for c, file, _ in problems] == [(code, "texts.en.yaml")]


def test_a_language_that_is_not_listed_is_told():
    _, problems = found(texts(), journey=MINIMAL)
    assert [(code, file) for code, file, _ in problems] == [("ZR308", "texts.en.yaml")]


def test_a_transcript_is_translated_by_a_file_beside_it():
    story = "{story: los, title: Los, text: Es geht los.}"
    sound = "{media: los, title: Los, audio: ton.mp3, minutes: 1, transcript: ton.de.md}"
    files = {"ton.mp3": b"x", "ton.de.md": b"Guten Tag."}
    raw = texts(los__text=None)
    parsed = check(TWO.replace(story, sound), texts={"en": raw}, files=files)
    assert [problem.code for problem in parsed.problems] == ["ZR601"]
    files["ton.en.md"] = b"Good *day*."
    parsed = check(TWO.replace(story, sound), texts={"en": raw}, files=files)
    assert parsed.problems == []
    assert parsed.journey.texts["en"]["los.transcript"].blocks[0].pieces == ("Good <em>day</em>.",)
