"""Texts of other tools made fit for our files: encodings, spoiling signs, words, ids, languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from app.content.importers.findings import Refused, Report
from app.content.suggest import fold, to_id

_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u2007\u202f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ue000-\ue00f]")
_WORD = re.compile(r"[^\W_]+")
_NOT_TEXT = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROL = 0.02
TAB = "    "

_TELLING = {
    "de": {"der", "die", "das", "und", "ist", "nicht", "ein", "eine", "sie", "du", "mit", "zu"},
    "en": {"the", "and", "is", "not", "a", "you", "to", "of", "it", "in", "with", "that"},
    "fr": {"le", "la", "les", "et", "est", "une", "vous", "des", "pas", "que", "dans", "pour"},
    "es": {"el", "la", "los", "y", "es", "una", "que", "no", "con", "por", "para", "las"},
    "it": {"il", "la", "che", "e", "non", "una", "di", "per", "con", "sono", "gli", "della"},
}
_SCRIPTS = (("ru", "CYRILLIC"), ("el", "GREEK"), ("ar", "ARABIC"), ("he", "HEBREW"),
            ("hi", "DEVANAGARI"), ("ja", "HIRAGANA"), ("ja", "KATAKANA"), ("ko", "HANGUL"),
            ("zh", "CJK"))  # fmt: skip
_SAMPLED = 20_000
_ENOUGH = 3


def decoded(raw: bytes, name: str, report: Report) -> str:
    """Return a file's text without signs that would spoil ours; raise `Refused` where it has none.

    UTF-8 and UTF-16 with a mark are read as such, anything else as Windows-1252, and reported.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return cleaned(raw.decode("utf-16", "replace"), name, report)
    if len(_NOT_TEXT.findall(raw)) > max(8, _MOST_CONTROL * len(raw)):
        raise Refused("binary", name=name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        report.add("encoding", name, 1, encoding="Windows-1252")
        text = raw.decode("cp1252", "replace")
    return cleaned(text.removeprefix("\ufeff"), name, report)


def cleaned(text: str, name: str, report: Report) -> str:
    """Return a text with plain line ends and spaces, and nothing invisible that spoils YAML."""
    text = _BREAKS.sub("\n", text.removeprefix("\ufeff")).replace("\t", TAB)
    text = _SPACES.sub(" ", text)
    if match := _CONTROL.search(text):
        report.add("control-signs", name, text.count("\n", 0, match.start()) + 1)
        text = _CONTROL.sub(" ", text)
    return text


def plain(text: str) -> str:
    """Return a single value of a file as `cleaned` returns a whole one."""
    return _CONTROL.sub(" ", _SPACES.sub(" ", _BREAKS.sub("\n", text).replace("\t", TAB)))


def words_of(text: str) -> Counter[str]:
    """Count the words of a text: runs of letters and digits."""
    return Counter(_WORD.findall(text))


def uncovered(source: str, kept: Iterable[str]) -> list[str]:
    """Return the lines of a source that hold a word the kept texts do not have as often."""
    lost = set(words_of(source) - words_of("\n".join(kept)))
    if not lost:
        return []
    return [line for line in source.split("\n") if lost & set(_WORD.findall(line))]


def id_of(name: str) -> str | None:
    """Return the id a name could have; accents are dropped, other scripts have none."""
    letters = unicodedata.normalize("NFKD", fold(name[:200]))
    found = to_id("".join(sign for sign in letters if not unicodedata.combining(sign)))
    return found.rstrip("-") if found else None


def language_of(text: str) -> str:
    """Guess the language of a text by its script and small words; German where nothing tells."""
    sample = text[:_SAMPLED].lower()
    signs = Counter(_script(sign) for sign in sample if not sign.isascii() and sign.isalpha())
    foreign = [(count, lang) for lang, count in signs.items() if lang]
    latin = sum(sign.isascii() and sign.isalpha() for sign in sample)
    if foreign and max(foreign)[0] * 2 > latin:
        return "ja" if signs["ja"] else max(foreign)[1]
    words = _WORD.findall(sample)
    counts = {lang: sum(word in small for word in words) for lang, small in _TELLING.items()}
    counts["de"] += sum(sign in "äöüß" for sign in sample)
    best = max(counts, key=lambda lang: counts[lang])
    return best if best == "en" or counts[best] >= _ENOUGH else "de"


def _script(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return next((lang for lang, script in _SCRIPTS if name.startswith(script)), "")
