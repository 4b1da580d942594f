"""Advice on a whole journey (ZR5, ZR7, ZR8): how it teaches, and how its words read."""

from __future__ import annotations

from collections.abc import Iterable

from app.content import access, reading, teaching
from app.content.names import Names
from app.content.problems import Problems
from app.content.translations import TextsFile
from app.content.words import Units


def check(
    names: Names, units: Units, problems: Problems, text: str, translated: Iterable[TextsFile]
) -> None:
    """Look at the words of every language, and at the teaching where there is no error.

    ``text`` is the journey's file, ``problems`` are its own.
    """
    lang = next(iter(names.root.get("languages") or ()), "de")
    glossary = names.root.get("glossary") or {}
    terms = [form for term, item in glossary.items() for form in (term, *(item.get("also") or ()))]
    _words(units, lang, problems, text, terms)
    for file in translated:
        _words(file.units, file.lang, file.problems, file.text, file.terms)
    if not problems.has_errors():
        teaching.check(names, units, problems)


def _words(units: Units, lang: str, problems: Problems, text: str, terms: list[str]) -> None:
    access.check_words(units, lang, problems, text)
    reading.check(units, lang, problems, text, terms)
