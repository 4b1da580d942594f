"""Guesses what a misspelt name was meant to be."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_NAME = 60
LONGEST_ID = 40
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "_": "-", " ": "-"})


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name with the smallest edit distance, or None where none is near.

    Swapped neighbours count as one edit; names equal but for case, umlauts or ``_`` and ``-`` are
    nearest of all. At most a third of the letters may differ.
    """
    if not name or len(name) > LONGEST_NAME:
        return None
    wanted = fold(name)
    best, best_distance = None, max(1, len(wanted) // 3) + 1
    for candidate in known:
        folded = fold(candidate)
        if abs(len(folded) - len(wanted)) >= best_distance or candidate == name:
            continue
        distance = _distance(wanted, folded)
        if distance < best_distance:
            best, best_distance = candidate, distance
    return best


def fold(name: str) -> str:
    """Return a name as it would look in plain ASCII, lower case."""
    return name.strip().lower().translate(_FOLD)


def to_id(text: str) -> str | None:
    """Return the id that a text could have, or None where nothing is left of it."""
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in fold(text))
    parts = [part for part in kept.split("-") if part]
    found = "-".join(parts).lstrip("0123456789-")
    if len(found) > LONGEST_ID:
        # No half words, unless the first one is too long by itself.
        found = found[: LONGEST_ID + 1].rpartition("-")[0] or found[:LONGEST_ID]
    return found or None


def _distance(a: str, b: str) -> int:
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, sign in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (sign != other))
            if i > 1 and j > 1 and sign == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
