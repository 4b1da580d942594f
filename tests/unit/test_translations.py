"""The words of the interface: German is the source, English is complete, both are plain."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "app/translations/en/LC_MESSAGES/messages.po"
KEYWORDS = {
    "_": None,
    "N_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
GENDER_SIGN = re.compile(r"\w[*:_·]innen|\w[*:_·]in\b|\wInnen\b|\b\w+/-?in(nen)?\b")
SENTENCE_END = re.compile(r"(?<=[.?:])\s+|\n+")
ABBREVIATION = re.compile(r"\b(z\. ?B|d\. ?h|u\. ?a|bzw|ggf|usw|etc|inkl|ca)\.")
MEAN_WORDS = 14
MOST_WORDS = 22


@pytest.fixture(scope="module")
def used() -> dict[str, str]:
    """Every German message of code and templates, with the place that uses it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = {}
    for name, line, message, _, _ in extract_from_dir(ROOT, methods, options, keywords=KEYWORDS):
        for text in (message,) if isinstance(message, str) else message:
            if text:
                found[text] = f"{name}:{line}"
    return found


@pytest.fixture(scope="module")
def english() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def test_every_german_message_has_its_english_one(used: dict[str, str], english: Catalog) -> None:
    known = {text for message in english if message.id for text in _ids(message)}
    missing = {text: place for text, place in used.items() if text not in known}
    assert len(used) > 100
    assert missing == {}


def test_nothing_is_empty_or_fuzzy_or_left_over(used: dict[str, str], english: Catalog) -> None:
    empty = [message.id for message in english if message.id and not all(_strings(message))]
    fuzzy = [message.id for message in english if message.id and message.fuzzy]
    unused = [t for message in english if message.id for t in _ids(message) if t not in used]
    assert (empty, fuzzy, unused) == ([], [], [])


def test_placeholders_are_the_same_in_both_languages(english: Catalog) -> None:
    for message in english:
        if message.id:
            wanted = {frozenset(PLACEHOLDER.findall(text)) for text in _ids(message)}
            for text in _strings(message):
                assert frozenset(PLACEHOLDER.findall(text)) in wanted, message.id


def test_no_message_mixes_tags_into_words(used: dict[str, str]) -> None:
    assert [text for text in used if "<" in text] == []


def test_german_has_no_gender_signs_exclamations_or_abbreviations(used: dict[str, str]) -> None:
    for pattern in (GENDER_SIGN, re.compile("!"), ABBREVIATION):
        assert [f"{place}: {text}" for text, place in used.items() if pattern.search(text)] == []


def test_german_sentences_are_short(used: dict[str, str]) -> None:
    lengths = {s: len(s.split()) for text in used for s in _sentences(text)}
    assert [s for s, words in lengths.items() if words > MOST_WORDS] == []
    whole = [words for s, words in lengths.items() if s.endswith((".", "?"))]
    assert sum(whole) / len(whole) <= MEAN_WORDS


def test_quotation_marks_are_those_of_the_language(used: dict[str, str], english: Catalog) -> None:
    assert [text for text in used if '"' in text or ("“" in text and "„" not in text)] == []
    strings = [text for message in english if message.id for text in _strings(message)]
    assert [text for text in strings if "„" in text] == []


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in SENTENCE_END.split(text) if part.strip())
