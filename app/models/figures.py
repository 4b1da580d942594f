"""Figures as they may be published: from counts to words that point at nobody. Pure.

Who reads them may know this rule and how many people there were, to the person; still no part of
the options can be told to have been chosen by one or two people. (Nobody is not somebody: that no
one chose an option may show.) A test tries all counts of small groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LEAST = 5
"""The fewest people a figure may be about. No setting goes below."""
FEW = 3
"""Options with fewer answers are told together."""
STEP = 5
"""Counts of people and shares are told in steps of this size."""
NEARLY_ALL = 90
FEWEST_FOR_MOST = 7
"""Among fewer people "more than half" would tell how many were left."""

Kind = Literal["share", "nearly-all", "most", "few", "rest", "hidden"]
"""``share``: in percent, rounded. ``nearly-all``: over 90 %. ``most``: over half, and no more is
told. ``few``: fewer than three people, or nobody. ``rest``: only told together with others.
``hidden``: nothing can be told.
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is told about one option; `share` is there for the kind ``share`` alone."""

    kind: Kind
    share: int | None = None


def coarse(people: int) -> int:
    """Return a number of people in steps of five, rounded down: nothing below five."""
    return people - people % STEP


def publishable(counts: Sequence[int]) -> list[Figure]:
    """Return what may be told about each option, in their order. At least five answers.

    Complements are guarded, too: where few differ from the rest, or where the options with few
    answers would have to be one or two each, more is told together.
    """
    people, most = sum(counts), max(counts)
    assert people >= LEAST, "figures are about five people at least"
    others = people - most
    if 100 * most > NEARLY_ALL * people:
        return [_beside_nearly_all(count, most, people) for count in counts]
    if 2 * most > people and others <= max(4, 2 * (len(counts) - 1)):
        if people < FEWEST_FOR_MOST:
            return [Figure("hidden") for _ in counts]
        return [Figure("most" if count == most else "rest") for count in counts]
    return _shares(counts, people)


def _beside_nearly_all(count: int, most: int, people: int) -> Figure:
    if count == most:
        return Figure("nearly-all")
    return Figure("few") if count < FEW else _share(count, people)


def _shares(counts: Sequence[int], people: int) -> list[Figure]:
    few = [count for count in counts if count < FEW]
    # At most two each: with fewer people than this, any of them may have been chosen by nobody.
    is_open = FEW <= sum(few) <= 2 * (len(few) - 1)
    bound = FEW
    if sum(few) and not is_open:
        bound = 1 + min((count for count in counts if count >= FEW), default=0)
    together: Kind = "few" if bound == FEW else "rest"
    if all(count < bound for count in counts) or max(counts) < FEW:
        return [Figure("hidden") for _ in counts]
    return [Figure(together) if count < bound else _share(count, people) for count in counts]


def _share(count: int, people: int) -> Figure:
    percent = STEP * ((200 // STEP * count + people) // (2 * people))
    return Figure("share", percent)
