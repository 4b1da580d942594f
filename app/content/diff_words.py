"""Two texts compared word by word, in bounded time whatever they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

SAME, OLD, NEW = "same", "old", "new"
MOST_STEPS = 200_000
"""So many comparisons for all texts of two versions: well below a second."""
MOST_EDITS = 400
"""Texts that differ in more words are shown whole: nobody could read the mixture."""
SHORTEST_SHARED = 2
"""So few words between two changes are shown as changed with them, else a sentence is confetti."""

_TOKENS = re.compile(r"\s+|\w+(?:[-'’]\w+)*|[^\w\s]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a comparison: words of both texts (`same`), of the old or of the new one."""

    kind: str
    words: str


@dataclass(slots=True)
class Effort:
    """What may still be spent; shared by all texts of one comparison."""

    left: int = MOST_STEPS


def compared(old: str, new: str, effort: Effort | None = None) -> tuple[Piece, ...]:
    """Return one text turned into the other. How lines are broken within a paragraph is no change.

    The old and the same words in their order are the old text, the new and the same the new one.
    """
    effort = effort or Effort()
    if effort.left < 0:
        return tuple(_change([old], [new])) if old != new else tuple(_same(new))
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    ours, theirs = [_sense(token) for token in before], [_sense(token) for token in after]
    head = _shared(ours, theirs)
    tail = _shared(ours[head:][::-1], theirs[head:][::-1])
    middle = _matches(ours[head : len(ours) - tail], theirs[head : len(theirs) - tail], effort)
    pairs = [(n, n) for n in range(head)]
    pairs += [(head + i, head + j) for i, j in middle]
    pairs += [(len(ours) - tail + n, len(theirs) - tail + n) for n in range(tail)]
    return _pieces(before, after, pairs)


def is_changed(pieces: Sequence[Piece]) -> bool:
    """Whether anything differs."""
    return any(piece.kind != SAME for piece in pieces)


def _sense(token: str) -> str:
    """Return what a token counts as: breaking a line is no change, a new paragraph is."""
    if not token.isspace():
        return token
    return "\n\n" if _BLANK_LINE.search(token) else " "


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


def _matches(a: Sequence[str], b: Sequence[str], effort: Effort) -> list[tuple[int, int]]:
    """Return the pairs of equal tokens on a shortest way from one list to the other (E. Myers).

    Empty where finding it would take too long.
    """
    reach: dict[int, int] = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(len(a) + len(b), 2 * MOST_EDITS) + 1):
        trace.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            x = _start(reach, diagonal, edits)
            y = x - diagonal
            begun = x
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reach[diagonal] = x
            effort.left -= 1 + x - begun
            if x >= len(a) and y >= len(b):
                return list(_back(trace, len(a), len(b)))[::-1]
        if effort.left < 0:
            break
    return []


def _start(reach: dict[int, int], diagonal: int, edits: int) -> int:
    """Return where a diagonal goes on: below the one above it, or right of the one below it."""
    downward = diagonal == -edits or (
        diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1]
    )
    return reach[diagonal + 1] if downward else reach[diagonal - 1] + 1


def _back(trace: list[dict[int, int]], x: int, y: int) -> Iterator[tuple[int, int]]:
    """Give the pairs of a way found, the last one first."""
    for edits in range(len(trace) - 1, -1, -1):
        start = _start(trace[edits], x - y, edits) if edits else 0
        at = start - (x - y)
        while x > start and y > at:
            x, y = x - 1, y - 1
            yield x, y
        if edits:
            # One edit before: a token more of the new text, or one more of the old.
            is_new = x == trace[edits].get(x - y + 1, -1)
            x, y = (x, y - 1) if is_new else (x - 1, y)


def _pieces(
    before: Sequence[str], after: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> tuple[Piece, ...]:
    """Return runs of tokens as pieces; changes that hardly anything parts are told as one."""
    tokens: list[tuple[str, str]] = []
    x = y = 0
    for i, j in (*pairs, (len(before), len(after))):
        tokens += [(OLD, token) for token in before[x:i]] + [(NEW, token) for token in after[y:j]]
        if i < len(before) and j < len(after):
            tokens.append((SAME, after[j]))
        x, y = i + 1, j + 1
    runs = [(kind, [word for _, word in run]) for kind, run in groupby(tokens, lambda t: t[0])]
    return tuple(_joined(runs))


def _joined(runs: Sequence[tuple[str, list[str]]]) -> Iterator[Piece]:
    old: list[str] = []
    new: list[str] = []
    for number, (kind, words) in enumerate(runs):
        if kind == SAME and not (old or new):
            yield Piece(SAME, "".join(words))
        elif kind == SAME and 0 < number < len(runs) - 1 and _is_little(words):
            old, new = old + words, new + words
        elif kind == SAME:
            yield from _change(old, new)
            old, new = [], []
            yield Piece(SAME, "".join(words))
        elif kind == OLD:
            old += words
        else:
            new += words
    yield from _change(old, new)


def _is_little(words: Sequence[str]) -> bool:
    return sum(bool(_WORD.match(word)) for word in words) < SHORTEST_SHARED and not any(
        _BLANK_LINE.search(word) for word in words
    )


def _same(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(SAME, text)


def _change(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if removed := "".join(old):
        yield Piece(OLD, removed)
    if added := "".join(new):
        yield Piece(NEW, added)
