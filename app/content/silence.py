"""Comments that silence advice: ``# ok ZR504 reason``, on the line or the line above.

A comment of its own speaks for the next line that is no comment, one behind a line for this line;
where a text of several lines begins there, for the whole text, since no comment can stand inside
it. Several codes may share a comment. An error (Fehler) is never silenced. A comment without a
reason silences all the same, but is told itself; so is one that silences nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from app.content.nodes import Node, Span, scalars
from app.content.problems import ERROR, Problem, Problems

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*ok[ \t]+(ZR\d+(?:[ \t,;+]+ZR\d+)*)(.*)")
_CODE = re.compile(r"ZR\d+")
_REASON = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class _Silence:
    """One code of a comment, its place, and the line it speaks for."""

    code: str
    where: Span
    line: int
    has_reason: bool


def heed(
    found: list[Problem], root: Node | None, text: str, file: str
) -> tuple[list[Problem], list[Problem]]:
    """Part the problems of one file into those that are told and those that are silenced.

    Comments without a reason or without an effect are added to those told; the latter only where
    the file has no error, because errors keep some checks from running.
    """
    if root is None or "ok ZR" not in text:
        return found, []
    silences = list(_silences(root, text))
    spoken = {(silence.code, silence.line): silence for silence in reversed(silences)}
    begins = _beginnings(root)
    told: list[Problem] = []
    silenced: list[Problem] = []
    used: set[Span] = set()
    more = Problems(file)
    for problem in found:
        line = problem.line
        silence = spoken.get((problem.code, line)) or spoken.get(
            (problem.code, begins.get(line, line))
        )
        can_be_silent = silence is not None and problem.severity != ERROR
        (silenced if can_be_silent else told).append(problem)
        if silence is not None and silence.where not in used:
            used.add(silence.where)
            _complain(silence, problem, more)
    if all(problem.severity != ERROR for problem in found):
        for silence in silences:
            if silence.where not in used:
                more.add("ZR133", silence.where, code=silence.code)
    return told + more.found, silenced


def _complain(silence: _Silence, problem: Problem, more: Problems) -> None:
    if problem.severity == ERROR:
        more.add("ZR134", silence.where, problem.step, code=problem.code)
    elif not silence.has_reason:
        more.add("ZR132", silence.where, problem.step, code=problem.code)


def _silences(root: Node, text: str) -> Iterator[_Silence]:
    """Give every code of every comment; what looks like one within a text is none."""
    lines = text.splitlines(keepends=True)
    below = _lines_below(lines)
    inside = _Inside(root, text)
    index = 0
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line) if "ok ZR" in line else None
        if match and not inside.has(index + match.start()):
            target = number if line[: match.start()].strip() else below[number - 1]
            for code in _CODE.finditer(match[1]):
                column = match.start(1) + code.start() + 1
                where = Span(number, column, number, column + len(code[0]))
                yield _Silence(code[0], where, target, bool(_REASON.search(match[2])))
        index += len(line)


def _lines_below(lines: list[str]) -> list[int]:
    """Return for each line the next one that is no comment; several may stand above one."""
    below = [0] * len(lines)
    following = len(lines) + 1
    for number in range(len(lines), 0, -1):
        below[number - 1] = following
        if not lines[number - 1].lstrip().startswith("#"):
            following = number
    return below


class _Inside:
    """Knows which places of a file lie within a text, where a number sign begins no comment."""

    def __init__(self, root: Node, text: str) -> None:
        stretches = []
        for node in scalars(root):
            start = node.start_mark.index
            if node.style in ("|", ">"):  # Behind the sign itself a comment may stand.
                start = text.find("\n", start)
            stretches.append((start, node.end_mark.index))
        self._stretches = sorted(stretches)

    def has(self, index: int) -> bool:
        at = bisect_right(self._stretches, (index,)) - 1
        return at >= 0 and self._stretches[at][0] < index < self._stretches[at][1]


def _beginnings(root: Node) -> dict[int, int]:
    """Return for each further line of a text of several the line on which the text begins."""
    begins: dict[int, int] = {}
    for node in scalars(root):
        first = node.start_mark.line + 1
        last = node.end_mark.line + bool(node.end_mark.column)
        begins.update(dict.fromkeys(range(first + 1, last + 1), first))
    return begins
