"""Problems of an author's file: a stable code, an exact place, words in German and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.content.nodes import Node, Span, span
from app.content.suggest import nearest

ERROR, ADVICE, HINT = "error", "warning", "hint"
MOST_PROBLEMS = 1000
MOST_COMPARED = 20_000
"""Guessing what was meant compares at most so many names in one file."""

_REGISTRY: Mapping[str, Mapping[str, Any]] = {
    name: entry
    for file in sorted(Path(__file__).with_name("codes").glob("*.toml"))
    for name, entry in tomllib.loads(file.read_text("utf-8")).items()
}
_WORDS: Mapping[str, Mapping[str, str]] = _REGISTRY["words"]
CODES: Mapping[str, Mapping[str, str]] = {
    code: entry for code, entry in _REGISTRY.items() if code != "words"
}
"""Every problem the checker can tell, by its stable code: one file a group in ``codes/``.

``severity``; ``de en`` say the cause, ``de_hint en_hint`` the cure, ``de_near en_near`` the cure
where a right name can be guessed. Names in braces are filled in.
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; lines and columns from 1, in code points, the end exclusive.

    ``values`` fill the words of the code; ``near`` among them is the right name that was probably
    meant, ``near_line`` where it stands.
    """

    code: str
    severity: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    step: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def message(self, lang: str = "de") -> str:
        """Return the cause in one sentence."""
        return self._words(lang)

    def note(self, lang: str = "de") -> str:
        """Return the guess that belongs beside the caret, or nothing."""
        if "near" not in self.values:
            return ""
        return _fill(_WORDS[lang]["note_line" if self.values.get("near_line") else "note"], self)

    def hint(self, lang: str = "de") -> str:
        """Return the cure, with the guess where there is one."""
        near = CODES[self.code].get(f"{lang}_near") if "near" in self.values else None
        return _fill(near or CODES[self.code][f"{lang}_hint"], self, lang)

    def _words(self, lang: str) -> str:
        return _fill(CODES[self.code][lang], self, lang)


def _fill(template: str, problem: Problem, lang: str = "de") -> str:
    values = {
        name: _WORDS[lang].get(value[1:], value) if _is_word(value) else value
        for name, value in problem.values.items()
    }
    return template.format_map(values)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value[:1] == "\0"


def word(name: str) -> str:
    """Return a value that is put into the reader's language, from ``codes/words.toml``."""
    return "\0" + name


class TooMany(Exception):  # It is no error of ours, but the end of a list.
    """A file has `MOST_PROBLEMS` errors; whoever reads them will check again."""


class Problems:
    """Collects the problems of one file; raises `TooMany` after `MOST_PROBLEMS` errors.

    Advice beyond so many problems is dropped: it may keep no error from being told.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.step: str | None = None
        self.found: list[Problem] = []
        self._compared = 0
        self._errors = 0

    def add(self, code: str, where: Node | Span, /, step: str | None = None, **values: Any) -> None:
        """Report a problem at a node or span; without ``step`` at the step being read."""
        severity = CODES[code]["severity"]
        if severity == ERROR:
            self._errors += 1
            if self._errors > MOST_PROBLEMS:
                raise TooMany
        elif self.is_full:
            return
        place = where if isinstance(where, Span) else span(where)
        self.found.append(
            Problem(code, severity, self.file, *place, step=step or self.step, values=values)
        )

    def unknown(
        self,
        code: str,
        where: Node | Span,
        name: str,
        known: Mapping[str, Any],
        /,
        step: str | None = None,
        **values: Any,
    ) -> None:
        """Report a name that does not exist, with the nearest of the right kind of names.

        ``known`` maps names to their nodes (or anything else, then no line is given).
        """
        guess = None
        self._compared += len(known)
        if self._compared <= MOST_COMPARED:
            guess = nearest(name, known)
        if guess is not None:
            values["near"] = guess
            node = known[guess]
            values["near_line"] = node.start_mark.line + 1 if hasattr(node, "start_mark") else None
        self.add(code, where, step=step, name=name, **values)

    @property
    def is_full(self) -> bool:
        """Whether further advice is dropped: then its place need not be looked for."""
        return len(self.found) >= MOST_PROBLEMS

    def has_errors(self) -> bool:
        """Whether anything found blocks publishing."""
        return self._errors > 0
