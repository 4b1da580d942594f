"""Walks once through a text with markup, so that no text takes long, however it is broken."""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile("\n")
_LONGEST_MACRO, _SHORT_MACRO = 20_000, 60
_PATIENCE = 50
"""After so many macros that are never closed only the near surroundings are searched."""

_MACRO = re.compile(
    r"<<(?:[^\"'`>\[]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`"
    r"|\[\[[^\n\[\]]{0,500}\]\]|\[|>(?!>))*>>"
)
_IN_PARENS = re.compile(r"[()\"']")


class Scanner:
    """A place in a text that only moves forward."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._breaks = [match.start() for match in _BREAK.finditer(text)]
        self._seen: dict[str, int] = {}
        self._failed = 0
        self._missing: set[str] = set()

    def line_of(self, at: int) -> int:
        """Return on which line a place stands, from 0."""
        return bisect_right(self._breaks, at - 1)

    def next_sign(self, signs: re.Pattern[str]) -> tuple[str, str] | None:
        """Move to the next sign; return the words before it and the sign, None at the end."""
        match = signs.search(self.text, self.at)
        if match is None:
            return None
        before = self.text[self.at : match.start()]
        self.at = match.start()
        return before, match[0]

    def take(self, count: int) -> str:
        """Return so many signs and move behind them."""
        self.at += count
        return self.text[self.at - count : self.at]

    def rest(self) -> str:
        """Return all that is left."""
        return self.take(len(self.text) - self.at)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern here and move behind it."""
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def between(self, start: str, end: str, *, lines: bool = False) -> str | None:
        """Return what stands between two signs and move behind them, None where no end follows.

        Without ``lines`` the end has to stand on the same line.
        """
        begin = self.at + len(start)
        found = self._find(end, begin)
        if found < 0 or (not lines and 0 <= self._find("\n", begin) < found):
            return None
        self.at = found + len(end)
        return self.text[begin:found]

    def through(self, end: str) -> str | None:
        """Return what stands before a sign, in any case of letters, and move behind it."""
        if end in self._missing:
            return None
        match = re.compile(re.escape(end), re.IGNORECASE).search(self.text, self.at)
        if match is None:
            self._missing.add(end)
            return None
        found = self.text[self.at : match.start()]
        self.at = match.end()
        return found

    def macro(self) -> str | None:
        """Return a whole ``<<…>>`` and move behind it; quotation marks may hold ``>>``."""
        if (near := self._find(">>", self.at + 2)) < 0:
            return None
        room = _LONGEST_MACRO if self._failed < _PATIENCE else _SHORT_MACRO
        match = _MACRO.match(self.text, self.at, self.at + room)
        self._failed += match is None
        return self.take((match.end() if match else near + 2) - self.at)

    def parens(self) -> str | None:
        """Return a whole ``(…)`` and move behind it, None where it is never closed."""
        room = self.at + (_LONGEST_MACRO if self._failed < _PATIENCE else _SHORT_MACRO)
        at, depth = self.at, 0
        while match := _IN_PARENS.search(self.text, at, room):
            at = match.end()
            if match[0] in "\"'":
                at = self.text.find(match[0], at, room) + 1
                if not at:
                    break
            else:
                depth += 1 if match[0] == "(" else -1
            if not depth:
                return self.take(at - self.at)
        self._failed += 1
        return None

    def _find(self, sign: str, begin: int) -> int:
        """Find a sign; an answer is kept for as long as it holds."""
        known = self._seen.get(sign)
        if known is None or -1 < known < begin:
            known = self._seen[sign] = self.text.find(sign, begin)
        return known
