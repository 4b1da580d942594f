"""Conditions in words, as short as an author would say them, and words that are safe to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any as Anything
from unicodedata import category

from app.engine.conditions import (
    All,
    Answered,
    Any,
    Chose,
    Condition,
    Correct,
    Includes,
    ItemNumber,
    Not,
    Number,
    Role,
    Visited,
)

_KEPT = frozenset("\n\u200c\u200d")
_SIGNS = {
    "is": "=",
    "is_not": "≠",
    "at_least": "≥",
    "at_most": "≤",
    "more_than": ">",
    "less_than": "<",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {"role": "Rolle", "and": " und ", "or": " oder ", "not": "nicht", "with": "mit",
           "right": "richtig", "wrong": "nicht richtig", "visited": "besucht",
           "unvisited": "nicht besucht", "answered": "beantwortet",
           "unanswered": "nicht beantwortet"},
    "en": {"role": "role", "and": " and ", "or": " or ", "not": "not", "with": "with",
           "right": "right", "wrong": "not right", "visited": "visited",
           "unvisited": "not visited", "answered": "answered", "unanswered": "not answered"},
}  # fmt: skip


def told(condition: Condition, lang: str = "de") -> str:
    """Return a condition in words: „risiko ≥ 3 und nicht (Rolle leitung)“."""
    return _TOLD[type(condition)](condition, _WORDS[lang], lang)


def visible(words: str) -> str:
    """Return words without signs that steer a terminal, turn its lines or break an XML file.

    Line breaks, no-break spaces and the joints of emoji stay.
    """
    return "".join(sign for sign in words if sign in _KEPT or category(sign)[0] != "C")


def _joined(between: str, parts: Iterable[Condition], lang: str) -> str:
    found = []
    for part in parts:
        words = told(part, lang)
        found.append(f"({words})" if isinstance(part, All | Any) else words)
    return between.join(found)


_TOLD: Mapping[type, Callable[[Anything, Mapping[str, str], str], str]] = {
    All: lambda all_, said, lang: _joined(said["and"], all_.parts, lang),
    Any: lambda any_, said, lang: _joined(said["or"], any_.parts, lang),
    Not: lambda not_, said, lang: f"{said['not']} ({told(not_.part, lang)})",
    Role: lambda role, said, _: f"{said['role']} {said['or'].join(role.roles)}",
    Chose: lambda chose, said, _: f"{chose.step} = {said['or'].join(chose.ids)}",
    Number: lambda number, *_: f"{number.name} {_SIGNS[number.op]} {number.value}",
    ItemNumber: lambda item, *_: f"{item.step}.{item.item} {_SIGNS[item.op]} {item.value}",
    Includes: lambda includes, said, _: f"{includes.step} {said['with']} {includes.id}",
    Correct: lambda asked, said, _: f"{asked.step} {said['right' if asked.wanted else 'wrong']}",
    Visited: lambda asked, said, _: (
        f"{asked.step} {said['visited' if asked.wanted else 'unvisited']}"
    ),
    Answered: lambda asked, said, _: (
        f"{asked.step} {said['answered' if asked.wanted else 'unanswered']}"
    ),
}
