"""The sheet of a translator: each text beside its translation, and what is to be done.

Reads and writes ``texts.<language>.yaml`` with its comments; `edit_texts` keeps the file in order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.content.edit import Document, Words, applied, is_flow, rewritten
from app.content.edit_texts import (
    PAD,
    Orphan,
    Wanted,
    entries_of,
    in_lines,
    update_texts,
    wanted_of,
)
from app.content.names import Names
from app.content.nodes import pairs, under
from app.content.problems import HINT, Problem
from app.content.translations import Entry, is_blank, plain
from app.content.words import Units

Status = Literal["missing", "stale", "done"]

_TOLD_BY_STATUS = ("ZR601", "ZR602", "ZR603", "ZR604")


@dataclass(frozen=True, slots=True)
class Row:
    """One text and its translation. ``before`` is the text as it was when it was translated.

    ``group`` is the step it belongs to, or the part of the journey's head; ``file`` is the name of
    the file that may hold the translation of a transcript.
    """

    key: str
    group: str
    words: Words
    text: Words | None
    before: Words | None
    status: Status
    file: str = ""
    is_optional: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody should look at it."""
        return self.status != "done" or bool(self.problems)

    @property
    def mark(self) -> str:
        """Mark the text with its translation, to see later whether one has changed."""
        return f"{mark(self.words)}-{mark(self.text)}"

    @property
    def id(self) -> str:
        """Name the row within a page; keys hold signs that no such name may have."""
        return f"text-{mark(self.key)}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """All texts in the order of the journey, and translations whose text is gone."""

    rows: tuple[Row, ...]
    orphans: tuple[tuple[Orphan, Words | None], ...] = field(default=())


def sheet(
    known: Names, units: Units, lang: str, raw: bytes | None, problems: Iterable[Problem] = ()
) -> Sheet:
    """Return what a translator sees; ``problems`` are those of the file. Raise `Unreadable`."""
    path = path_of(lang)
    document = Document.of(raw, path) if raw else None
    entries = entries_of(document, lang, known) if document else {}
    wanted = wanted_of(known, units, lang, entries)
    told = _by_key(document, problems) if document else {}
    rows = tuple(
        _row(key, each, entries.get(key), units, tuple(told.get(key, ())))
        for key, each in wanted.items()
        if each.words is not None
    )
    orphans = update_texts(known, units, lang, path, raw).orphans if entries else []
    return Sheet(rows, tuple((orphan, entries[orphan.key].text) for orphan in orphans))


def translated(
    known: Names,
    units: Units,
    lang: str,
    raw: bytes | None,
    changes: Mapping[str, Words],
    confirmed: Collection[str] = (),
) -> bytes:
    """Return the file with other translations; they count as fitting the texts as they are now.

    Raise `Unreadable`, and `CannotConfirm` for a confirmed key without translation.
    """
    path = path_of(lang)
    contents = update_texts(known, units, lang, path, raw).contents
    document = in_lines(Document.of(contents, path))
    assert document.root is not None, "what was just written can be read"
    edits = []
    for key, _, entry in pairs(under(document.root, "texts")):
        if key in changes:
            column = entry.value[0][0].start_mark.column
            pad = None if is_flow(document.text, entry) else " " * column + PAD
            node = under(entry, "text")
            edits.append(rewritten(document.text, node, changes[key], pad, document.newline))
    contents = document.encoded(applied(document.text, edits))
    fitting = {key for key, words in changes.items() if not is_blank(words)} | set(confirmed)
    return update_texts(known, units, lang, path, contents, confirmed=fitting).contents


def without(known: Names, units: Units, lang: str, raw: bytes, key: str) -> bytes:
    """Return the file without a translation whose text is gone. Raise `Unreadable`."""
    return update_texts(known, units, lang, path_of(lang), raw, dropped=(key,)).contents


def key_at(lang: str, raw: bytes, line: int) -> str:
    """Return the key of the entry that a line of the file belongs to, "" where it is in none."""
    return _above(_starts(Document.of(raw, path_of(lang))), line)


def mark(words: Words | None) -> str:
    """Return a short mark of words, to see later whether they are still the same."""
    parts = (words,) if isinstance(words, str) else words or ()
    same = plain(words) if any(part.strip() for part in parts) else ""
    return hashlib.sha256(json.dumps(same).encode()).hexdigest()[:16]


def path_of(lang: str) -> Path:
    """Return how the file of a language is called."""
    return Path(f"texts.{lang}.yaml")


def _row(
    key: str, wanted: Wanted, entry: Entry | None, units: Units, problems: tuple[Problem, ...]
) -> Row:
    words = wanted.words
    assert words is not None
    text = entry.text if entry else None
    before: Words | None = None
    status: Status = "done"
    if is_blank(text):
        status = "done" if wanted.has_file or wanted.is_optional else "missing"
    elif entry and plain(entry.source) != plain(words) and not wanted.file:
        before, status = entry.source or "", "stale"
    return Row(
        key, _group(key, units), words, text, before, status, wanted.file, wanted.is_optional,
        problems,
    )  # fmt: skip


def _group(key: str, units: Units) -> str:
    step = units[key].step if key in units else None
    if step:
        return step
    head, dot, _ = key.partition(".")
    return head if dot else ""


def _by_key(document: Document, problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Return the problems by the key whose entry they stand in."""
    starts = _starts(document)
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.severity == HINT or problem.code in _TOLD_BY_STATUS:
            continue
        if key := _above(starts, problem.line):
            found.setdefault(key, []).append(problem)
    return found


def _starts(document: Document) -> list[tuple[int, str]]:
    """Return the lines in which entries begin, with their keys."""
    if document.root is None or document.root.id != "mapping":
        return []
    texts = under(document.root, "texts")
    if texts is document.root or texts.id != "mapping":
        return []
    return [(key.start_mark.line + 1, key.value) for key, _ in texts.value]


def _above(starts: list[tuple[int, str]], line: int) -> str:
    return next((key for start, key in reversed(starts) if start <= line), "")
