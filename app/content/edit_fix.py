"""Cures that a machine can carry out: the right name, and a step that is named and not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.content.edit import (
    Edit,
    applied,
    end_of,
    keeps_blank_lines,
    line_after,
    quoted,
    with_own_comments,
)
from app.content.nodes import Node
from app.content.problems import Problem
from app.content.schema import RESERVED_STEPS
from app.content.shape import ID

if TYPE_CHECKING:
    from app.content.source import Parsed

_WORDS = {
    "de": ("Neue Station", "Hier steht, was geschieht."),
    "en": ("New station", "Write here what happens."),
}
_NAMES = ("name", "key", "id", "text")
"""Under these a problem keeps what the author wrote."""

_WORD = re.compile(r"[\w.-]+")
_BEGINS_ITEM = re.compile(r"( *)- *\Z")
_LEADS_ON = re.compile(r"(?:next|to|weiter|nach) *: *[\"']?\Z")


def replaced(text: str, problem: Problem) -> str | None:
    """Return the text with the name that was probably meant; None where there is no such guess.

    ``text`` is the file in which the problem was found, unchanged since.
    """
    near = problem.values.get("near")
    start, end = _bounds(text, problem)
    if not isinstance(near, str) or start is None:
        return None
    names = [problem.values.get(kind) for kind in _NAMES]
    for name in (*names, text[start:end] if _WORD.fullmatch(text, start, end) else None):
        at = text.find(str(name), start, end) if name else -1
        if at >= 0:
            return applied(text, [Edit(at, at + len(str(name)), near)])
    return None


def with_step(parsed: Parsed, problem: Problem) -> str | None:
    """Return the journey's text with the step that ``next`` or ``to`` names and nobody wrote.

    It is a short story behind the step that leads there. None where the problem is another one, or
    the list is written in brackets.
    """
    name, known = problem.values.get("name"), parsed.known
    if problem.code != "ZR301" or known is None or problem.step not in known.steps:
        return None
    if not isinstance(name, str) or not ID.fullmatch(name) or name in RESERVED_STEPS:
        return None
    text = _text_of(parsed)
    start, _ = _bounds(text, problem)
    if start is None or "--" in name or not _LEADS_ON.search(text[:start].rpartition("\n")[2]):
        return None
    return _behind(text, known.steps[problem.step].item.node, name, _lang_of(parsed))


def _behind(text: str, node: Node, name: str, lang: str) -> str | None:
    """Return the text with a story behind the item of a list that begins with this mapping."""
    before = text[: node.start_mark.index].rpartition("\n")[2]
    begins = _BEGINS_ITEM.fullmatch(before)
    if begins is None:
        return None
    pad = begins[1]
    at = with_own_comments(text, line_after(text, end_of(text, node)), len(pad))
    title, words = _WORDS[lang]
    lines = [
        f"{pad}- story: {name}",
        f"{pad}  title: {quoted(title)}",
        f"{pad}  text: {quoted(words)}",
    ]
    block = "\n".join(lines) + "\n"
    if at and text[at - 1] != "\n":
        block = "\n" + block
    if text[at : at + 1] == "\n" and not keeps_blank_lines(text, node):
        block = "\n" + block
    return applied(text, [Edit(at, at, block)])


def _bounds(text: str, problem: Problem) -> tuple[int | None, int]:
    """Return the indices of the place of a problem, None where the text is shorter."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    if problem.end_line > len(starts):
        return None, 0
    start = starts[problem.line - 1] + problem.column - 1
    end = starts[problem.end_line - 1] + problem.end_column - 1
    return (start, end) if start < end <= len(text) else (None, 0)


def _text_of(parsed: Parsed) -> str:
    raw = parsed.given.text
    return raw if isinstance(raw, str) else raw.decode("utf-8", "replace")


def _lang_of(parsed: Parsed) -> str:
    languages = parsed.known.root.get("languages") if parsed.known else None
    return languages[0] if languages and languages[0] in _WORDS else "de"
