"""Advice on a whole journey in its source language (ZR5, ZR7, ZR8): teaching, access, reading."""

from __future__ import annotations

from app.content import access, reading, teaching
from app.content.names import Names
from app.content.problems import Problems
from app.content.words import Units


def check(names: Names, units: Units, problems: Problems, text: str) -> None:
    """Look at how the words read, and, where there is no error, at how the journey teaches.

    ``text`` is the journey's file.
    """
    lang = next(iter(names.root.get("languages") or ()), "de")
    glossary = names.root.get("glossary") or {}
    terms = [form for term, item in glossary.items() for form in (term, *(item.get("also") or ()))]
    access.check_words(units, lang, problems, text)
    reading.check(units, lang, problems, text, terms)
    if not problems.has_errors():
        teaching.check(names, units, problems)
