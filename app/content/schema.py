"""The shape of the format, as one table: which keys stand where, and what each carries.

A field is written ``kind[:shape][!] [low..high]``: ``!`` means required, the limits count entries
of a list or bound a number. `shape` reads files by this table; an editor's JSON Schema can be made
from it. Kinds of fields:

========== =====================================================================================
title      one line of text without the learner's words; ``|`` marks soft joints
line       text shown within one paragraph
prose      text of one or more paragraphs
lines      list of texts, translated as one unit
plain      words that are no Markdown (a name, an address, a language)
id, ref    an id that is given here, a name that stands elsewhere; ``refs`` several
file       a file of ``media/``; ``number whole yesno date`` values; ``any`` is not looked into
list, map  items of one shape, in a row or under ids; ``one`` a single item
texts      lines of text under ids
when next effects names  conditions, jumps, changes of counters, old names under new ones
========== =====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TEXT_KINDS = frozenset({"title", "line", "prose", "lines"})


@dataclass(frozen=True, slots=True)
class Field:
    """What one key carries."""

    kind: str
    shape: str = ""
    required: bool = False
    low: float | None = None
    high: float | None = None


Shape = Mapping[str, Field]

_FIELD = re.compile(r"(\w+)(?::([\w-]+))?(!)?(?: (\d+)\.\.(\d*))?")


def _shape(fields: Mapping[str, str]) -> Shape:
    read = {name: _field(text) for name, text in fields.items()}
    return {**read, "note": Field("any")}


def _field(text: str) -> Field:
    match = _FIELD.fullmatch(text)
    assert match, text
    kind, shape, required, low, high = match.groups()
    limits = [float(limit) if limit else None for limit in (low, high)]
    return Field(kind, shape or "", bool(required), *limits)


_STEP = {
    "title": "title",
    "text": "prose",
    "plain": "prose",
    "image": "one:image",
    "when": "when",
    "next": "next",
    "minutes": "number 0..600",
    "sources": "refs",
}

_KINDS: Mapping[str, Mapping[str, str]] = {
    "story": {"title": "title!", "text": "prose!"},
    "media": {
        "title": "title!",
        "audio": "file:audio",
        "video": "file:video",
        "minutes": "number! 0..600",
        "transcript": "file:transcript",
        "captions": "file:captions",
    },
    "decision": {"question": "line!", "choices": "list:choice! 2..6"},
    "explore": {"question": "line!", "places": "list:place! 2..8", "visit": "whole 0..8"},
    "check": {
        "question": "line!",
        "answers": "list:answer! 2..6",
        "several": "yesno",
        "tries": "whole 1..9",
        "add_if_correct": "effects",
        "set_if_correct": "effects",
    },
    "scale": {
        "points": "whole 2..10",
        "from": "line",
        "to": "line",
        "items": "list:item 1..12",
        "repeats": "ref",
    },
    "poll": {"question": "line!", "choices": "list:option! 2..8"},
    "practice": {
        "task": "prose!",
        "hints": "lines",
        "criteria": "list:criterion 1..12",
        "sample": "prose",
    },
    "reflection": {"prompt": "prose!"},
    "goal": {
        "prompt": "prose!",
        "fields": "refs! 1..5",
        "remind_after_days": "whole 1..365",
    },
    "meeting": {"prompt": "prose!", "alone": "prose!", "together": "title"},
    "end": {"title": "title!", "text": "prose!", "continue_with": "refs"},
}
KINDS = tuple(_KINDS)
GOAL_FIELDS = ("picture", "if", "then", "until", "who_helps")

_WORDS: Mapping[str, Mapping[str, str]] = {
    "choice": {"label": "title", "feedback": "prose", "voice": "one:voice"},
    "option": {"label": "title"},
    "place": {"label": "title"},
    "answer": {"label": "title", "feedback": "prose"},
    "item": {"label": "title"},
    "criterion": {"label": "title"},
}
"""The words of each part of a step: what a variant may replace."""

_PARTS: Mapping[str, Mapping[str, str]] = {
    "choice": {
        "id": "id!",
        "label": "title!",
        "add": "effects",
        "set": "effects",
        "steps": "list:step 1..",
        "next": "next",
        "when": "when",
    },
    "option": {"id": "id!", "label": "title!"},
    "place": {"id": "id!", "label": "title!", "steps": "list:step! 1..", "when": "when"},
    "answer": {"id": "id!", "label": "title!", "correct": "yesno"},
    "item": {"id": "id!", "label": "title!", "competence": "ref"},
    "criterion": {"id": "id!", "label": "title!", "add": "effects", "set": "effects"},
}

_REST: Mapping[str, Mapping[str, str]] = {
    "journey": {
        "format": "plain!",
        "id": "id!",
        "title": "title!",
        "summary": "line",
        "languages": "refs! 1..12",
        "minutes": "number 1..600",
        "topics": "lines",
        "roles": "map:role 1..30",
        "competences": "texts 0..30",
        "remember": "map:counter 0..100",
        "slots": "map:slot 0..100",
        "glossary": "map:term 0..500",
        "sources": "map:source 0..200",
        "stages": "list:stage! 1..6",
        "renamed": "names 0..1000",
        "removed": "names 0..1000",
        "tests": "list:test 0..200",
    },
    "role": {"title": "title!", "text": "line"},
    "counter": {"start": "whole", "min": "whole", "max": "whole"},
    "slot": {"label": "title!", "default": "line!"},
    "term": {"text": "line!", "also": "refs 1..30"},
    "source": {"title": "title!", "url": "plain", "checked": "date"},
    "stage": {"stage": "id!", "title": "title!", "steps": "list:step! 1.."},
    "image": {"file": "file:image!", "alt": "title", "decorative": "yesno"},
    "voice": {"who": "title!", "text": "prose!"},
    "test": {"name": "plain!", "role": "ref", "answers": "any", "expect": "any"},
}

_NOT_VARIED = {"when", "next", "minutes", "sources", "points", "repeats", "fields"} | {
    "visit", "several", "tries", "add_if_correct", "set_if_correct", "remind_after_days",
    "continue_with",
}  # fmt: skip


def _variant(kind: str) -> Shape:
    """Return what a variant may replace: words and media of the step and of its parts."""
    fields = {"when": "when!", "id": "id"}
    for name, text in {**_STEP, **_KINDS[kind]}.items():
        if text.startswith("list:"):
            fields[name] = f"map:words-{text[5:].split(' ')[0].rstrip('!')}"
        elif name not in _NOT_VARIED:
            fields[name] = text.replace("!", "")
    return _shape(fields)


def _tables() -> dict[str, Shape]:
    tables = {name: _shape(fields) for name, fields in _REST.items()}
    for name, fields in _PARTS.items():
        tables[name] = _shape({**_WORDS[name], **fields})
        tables[f"words-{name}"] = _shape(_WORDS[name])
    for kind, fields in _KINDS.items():
        variants = {"variants": f"list:variant-{kind} 1.."}
        tables[kind] = _shape({kind: "id!", **_STEP, **variants, **fields})
        tables[f"variant-{kind}"] = _variant(kind)
    return tables


SHAPES: Mapping[str, Shape] = _tables()
TOP_KEYS = frozenset(SHAPES["journey"])
RESERVED_STEPS = TOP_KEYS | {
    "role", "lang", "all", "any", "not", "end", "start", "next", "visited", "answered", "slot",
    "fassung", "karte", "ziel", "pause",
}  # fmt: skip
PARTS = {"choices": "choice", "places": "place", "answers": "answer", "items": "item",
         "criteria": "criterion"}  # fmt: skip
"""Keys of a step that hold parts with ids."""
