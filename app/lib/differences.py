"""Where two texts differ, line by line, in a time that no text can stretch."""

from difflib import SequenceMatcher
from typing import NamedTuple

MOST_LINES = 300
"""Between the first and the last difference so many lines are compared one by one, else at once."""


class Difference(NamedTuple):
    """Lines of one text that stand for other lines of the second; numbers count from 1."""

    mine_from: int
    mine: tuple[str, ...]
    theirs_from: int
    theirs: tuple[str, ...]


def differences(mine: str, theirs: str) -> list[Difference]:
    """Return all places where two texts differ, in their order."""
    one, two = mine.split("\n"), theirs.split("\n")
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    end = 0
    while end < min(len(one), len(two)) - start and one[-1 - end] == two[-1 - end]:
        end += 1
    one, two = one[start : len(one) - end], two[start : len(two) - end]
    if not one and not two:
        return []
    if max(len(one), len(two)) > MOST_LINES:
        return [Difference(start + 1, tuple(one), start + 1, tuple(two))]
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return [
        Difference(start + a + 1, tuple(one[a:b]), start + c + 1, tuple(two[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]
