"""What the readers of Twee share: a passage as given, what is kept of it, code and its strings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.content.importers.scan import Scanner

MOST_EMBEDDED = 1_000_000
"""So many signs may be included in a whole story."""


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as it stands in its file; the text begins on the line behind ``line``."""

    name: str
    tags: list[str]
    file: str
    line: int
    text: str


@dataclass(slots=True)
class Whole:
    """What all passages of a story share; ``names`` leads from a name to a key of ``sources``."""

    sources: Mapping[str, Source]
    names: Mapping[str, str]
    format: str
    words: Mapping[str, str]
    room: int = MOST_EMBEDDED


@dataclass(slots=True)
class Frame:
    """Something open: a link macro with a body, or a hook; ``label`` is one of the body's."""

    name: str
    label: int | None = None
    depth: int = 0


@dataclass(slots=True)
class Kept:
    """What a passage says that its step cannot, each with its line, and what means nothing here."""

    macros: list[tuple[int, str]] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    included: list[tuple[int, str]] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)


class Reading(Protocol):
    """What a macro may do to the passage it stands in; `twee_body.Body` does it."""

    scan: Scanner
    format: str
    names: Mapping[str, str]

    def note(self, at: int, raw: str, code: str = "macro") -> None: ...
    def cover(self, raw: str) -> None: ...
    def say(self, words: str) -> None: ...
    def branch(self, at: int) -> None: ...
    def link(self, label: str, target: str, at: int) -> None: ...
    def point_to(self, label: str, target: str, at: int) -> None: ...
    def go(self, target: str, at: int) -> None: ...
    def embed(self, name: str, at: int, *, as_window: bool = False) -> None: ...
    def look_for_ways(self, code: str, at: int) -> None: ...
    def open_frame(self, name: str, label: str | None, at: int) -> None: ...
    def close_frame(self, name: str) -> None: ...


# Code

STRING = re.compile(r"\"((?:[^\"\\\n]|\\.){0,1000})\"|'((?:[^'\\\n]|\\.){0,1000})'")
_SQUARE = re.compile(r"\[\[([^\n\[\]]*(?:\]\[[^\n\[\]]*)?)\]\]")
_LONGEST_CODE = 20_000
COMPUTED = "…"
"""Stands in a text where the tool would have put a value."""

PICTURE = re.compile(r"\[[<>]?img\[([^\[\]\n]*)\](?:\[([^\[\]\n]*)\])*[^\[\]\n]*\]")
_LEADING = re.compile(
    r"(?:story\.show|engine\.(?:play|show)|state\.display|goto|goToPassage|\.play|\.show)"
    r"\(\s*(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})')",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"story\.(?:get|render|passage)\(\s*(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})')", re.IGNORECASE
)


def dense(raw: str) -> str:
    """Return code without the indentation it has in common, and without blank lines."""
    lines = [line.rstrip() for line in raw.strip().split("\n") if line.strip()]
    rest = [len(line) - len(line.lstrip()) for line in lines[1:]]
    cut = min(rest, default=0)
    return "\n".join([*lines[:1], *(line[cut:] for line in lines[1:])])


def strings(code: str) -> list[str]:
    """Return the texts that stand in quotation marks."""
    return [unescaped(a or b) for a, b in STRING.findall(code[:_LONGEST_CODE])]


def unescaped(text: str) -> str:
    """Return what stands in quotation marks as it is meant."""
    return re.sub(r"\\([\"'\\])", r"\1", text)


def shown_value(args: str) -> str:
    """Return what a macro prints: a plain text as it is, "…" for what would be computed."""
    match = STRING.fullmatch(args)
    return unescaped(match[1] or match[2] or "") if match else COMPUTED


def led_to(code: str) -> list[str]:
    """Return the names that a script goes to."""
    return [a or b for a, b in _LEADING.findall(code)]


def opened(code: str) -> list[str]:
    """Return the names whose text a script shows."""
    return list(dict.fromkeys(a or b for a, b in _OPENING.findall(code)))


def part_link(inner: str) -> tuple[str, str]:
    """Return label and target of what stands in ``[[…]]``."""
    if "->" in inner:
        label, _, target = inner.rpartition("->")
    elif "<-" in inner:
        target, _, label = inner.partition("<-")
    elif "|" in inner:
        label, _, target = inner.rpartition("|")
    else:
        label = target = inner
    return label.strip(), target.strip()


def part_setter(inner: str) -> tuple[str, str]:
    """Part a link from the variables that it sets: ``label|target][$a to 1``."""
    link, found, setter = inner.partition("][")
    return link, setter if found else ""


def unquoted(target: str, names: Mapping[str, str]) -> str:
    """Return a target without quotation marks, where it is a name only without them."""
    bare = target.strip()
    if bare not in names and len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        return bare[1:-1]
    return bare


def square_links(code: str) -> list[tuple[str, str]]:
    """Return label and target of every ``[[…]]`` in code."""
    return [part_link(part_setter(inner)[0]) for inner in _SQUARE.findall(code[:_LONGEST_CODE])]


def targets(body: Reading, args: str, texts: list[str]) -> list[str]:
    """Return the texts that are names of passages."""
    named = [text for text in texts if text in body.names]
    return named or [target for _, target in square_links(args)]


def data(body: Reading, args: str, at: int) -> None:
    """Look for passages that stand in lists."""
    for label, target in square_links(args):
        body.point_to(label, unquoted(target, body.names), at)
    if re.search(r"\[|\(\s*(?:a|array|dm|datamap|ds|dataset|either)\s*:", args):
        for text in strings(args):
            body.point_to(text, text, at)


# What begins a sign, by format

_COMMON = (r"<!--", r"\[\[", r"<(?=[A-Za-z/])")
_SUGARCUBE = (r"<<", r"/\*", r"/%", r"\[[<>]?img\[")
_BRACKETS = (r"\[", r"\]", r"\|(?=[\w-]+[>)]\[)")
SIGNS: Mapping[str, re.Pattern[str]] = {
    "sugarcube": re.compile("|".join((*_SUGARCUBE, *_COMMON))),
    "harlowe": re.compile("|".join((*_COMMON, r"\((?=\s*[A-Za-z][\w-]*\s*:)", *_BRACKETS))),
    "snowman": re.compile("|".join((r"<%", r"/\*", *_COMMON))),
    "chapbook": re.compile("|".join((*_COMMON, r"\{", r"\["))),
    "any": re.compile(
        "|".join((*_SUGARCUBE, r"<%", *_COMMON, r"\((?=\s*[A-Za-z][\w-]*\s*:)", *_BRACKETS))
    ),
}
