"""Pictures, sound and languages written into a text; nothing else in it changes."""

from pathlib import Path

import pytest

from app.content.edit_parts import CannotEdit, image, with_language, with_media
from app.content.source import parse

TEXT = """\
# Oben
format: zukunftsreise/1
id: reise
title: "Reise"
languages: [de]   # erst eine
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - story: szene   # die erste
        title: "Szene"
        text: |
          Zwei Zeilen.

          Und noch eine.

      # vor der Wahl
      - decision: wahl
        question: "Wohin?"
        choices:
          - id: links
            label: "Links"
            steps:
              - {story: bach, title: "Bach", text: "Rauschen, leise."}
          - {id: rechts, label: "Rechts"}
      - media: ton
        title: "Ton"
        audio: alt.mp3   # alt
        minutes: 2
      - story: bild
        title: "Bild"
        text: "Text"
        image:
          file: alt.png
          alt: "Alt # kein Kommentar"
      - {end: da, title: "Da", text: "Schön."}"""


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("szene", "          Und noch eine.\n",
         '        image: {file: neu.png, alt: "Ein Tor"}\n'),
        ("bach", '"Rauschen, leise."', ', image: {file: neu.png, alt: "Ein Tor"}'),
        ("wahl", '        question: "Wohin?"\n',
         '        image: {file: neu.png, alt: "Ein Tor"}\n'),
        ("da", '"Schön."', ', image: {file: neu.png, alt: "Ein Tor"}'),
    ],
)  # fmt: skip
def test_a_picture_is_written_behind_the_words_of_its_step(step, before, after):
    changed = with_media(TEXT, step, {"image": image("neu.png", "Ein Tor")})
    assert changed == TEXT.replace(before, before + after)


def test_a_picture_takes_the_place_of_another():
    changed = with_media(TEXT, "bild", {"image": image("neu.png", None)})
    old = 'file: alt.png\n          alt: "Alt # kein Kommentar"\n'
    assert changed == TEXT.replace(old, "{file: neu.png, decorative: yes}\n")


def test_sound_takes_the_place_of_another_and_brings_its_transcript():
    changed = with_media(TEXT, "ton", {"audio": "neu.mp3", "transcript": "neu.de.md"})
    expected = TEXT.replace("alt.mp3", "neu.mp3").replace(
        "# alt\n", "# alt\n        transcript: neu.de.md\n"
    )
    assert changed == expected


def test_a_text_that_ends_with_its_step_grows_by_a_line():
    text = (
        TEXT.rpartition("\n")[0] + '\n      - end: da\n        title: "Da"\n        text: "Schön."'
    )
    changed = with_media(text, "da", {"image": image("neu.png", None)})
    assert changed == text + "\n        image: {file: neu.png, decorative: yes}\n"


def test_every_sign_survives_in_an_alternative_text():
    alt = "\"'\\ # : {x} [y] | ü \u2028 <b> {{z}} ,"
    changed = with_media(TEXT, "szene", {"image": image("neu.png", alt)})
    parsed = parse(changed)
    assert parsed.units["szene.image.alt"].words == alt


@pytest.mark.parametrize(
    ("listed", "then"),
    [
        ("languages: [de]   # erst eine", "languages: [de, fr]   # erst eine"),
        ("languages: [de, en]", "languages: [de, en, fr]"),
        ("languages: []", "languages: [fr]"),
        ("languages: de  # x", "languages: [de, fr]  # x"),
        ('languages:\n  - de\n  - "en"  # zwei', 'languages:\n  - de\n  - "en"  # zwei\n  - fr'),
        ("languages:\n- de", "languages:\n- de\n- fr"),
    ],
)
def test_a_language_is_listed(listed, then):
    text = TEXT.replace("languages: [de]   # erst eine", listed)
    assert with_language(text, "fr") == text.replace(listed, then)


@pytest.mark.parametrize(
    ("text", "step", "code"),
    [
        (TEXT, "gibt-es-nicht", "no-step"),
        (TEXT, "links", "no-step"),
        ("a: [", "szene", "unreadable"),
        ("", "szene", "unreadable"),
        ("- a", "szene", "unreadable"),
        ("a: &x 1\nb: *x", "szene", "unreadable"),
        (TEXT.replace("file: alt.png", "file: alt.png  # von Anna"), "bild", "has-comment"),
    ],
)
def test_a_text_that_could_lose_something_is_left_alone(text, step, code):
    with pytest.raises(CannotEdit) as refused:
        with_media(text, step, {"image": image("neu.png", None)})
    assert refused.value.code == code


def test_without_languages_none_is_added():
    with pytest.raises(CannotEdit, match="no-languages"):
        with_language(TEXT.replace("languages: [de]   # erst eine\n", ""), "fr")


@pytest.mark.parametrize("journey", sorted(Path("journeys").glob("*/journey.yaml")), ids=str)
def test_every_step_of_our_own_journeys_takes_a_picture_and_stays_sound(journey):
    text = journey.read_text("utf-8")
    known = parse(text).known
    codes = {problem.code for problem in parse(text).problems}
    for step in [*known.steps][::4]:
        changed = with_media(text, step, {"image": image("neu.png", "Ein Tor")})
        added = [line for line in changed.split("\n") if "neu.png" in line]
        assert len(added) == 1
        found = parse(changed, files={"neu.png": b""}, advise=False)
        assert found.known.steps[step].item.get("image").get("file") == "neu.png"
        assert {problem.code for problem in found.problems} - codes <= {"ZR307", "ZR322"}
