"""Totals over several rounds, made of what was published of each and of nothing else. Pure.

Whoever has seen the rounds could work out the same, so a total tells nothing new about anybody.
Each figure says between which shares the truth lies; so does their mean, however the people of a
round are counted within the five that its number stands for. What is left open too wide is not
told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.models.figures import FEW, NEARLY_ALL, STEP, Figure, Kind

WIDEST = 15
"""A share is told where the truth lies within so many points."""
_HALF = 50
_BOUNDS: dict[Kind, tuple[float, float]] = {
    "nearly-all": (NEARLY_ALL, 100),
    "most": (_HALF, NEARLY_ALL),
    "rest": (0, _HALF),
    "hidden": (0, 100),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one round told about an option; `people` is rounded down to steps of five."""

    figure: Figure
    people: int


def together(parts: Sequence[Part]) -> Figure:
    """Return what several rounds tell about one option; a share is then about so much."""
    if len(parts) == 1:
        return parts[0].figure
    if all(part.figure.kind == "few" for part in parts):
        return Figure("few")
    low, high = bounds(parts)
    # "Over" is meant: where a bound is 50 or 90 itself, the truth is above it.
    if low >= NEARLY_ALL:
        return Figure("nearly-all")
    if high - low <= WIDEST:
        return Figure("share", min(NEARLY_ALL, STEP * round((low + high) / 2 / STEP)))
    return Figure("most") if low >= _HALF else Figure("rest")


def bounds(parts: Iterable[Part]) -> tuple[float, float]:
    """Return between which shares in percent the truth lies."""
    spans = [(*_span(part), part.people) for part in parts]
    return _least([(low, people) for low, _, people in spans]), -_least(
        [(-high, people) for _, high, people in spans]
    )


def _span(part: Part) -> tuple[float, float]:
    kind, share = part.figure.kind, part.figure.share
    if kind == "few":
        return 0, min(100.0, 100 * (FEW - 1) / part.people)
    if share is None:
        return _BOUNDS[kind]
    return max(0.0, share - STEP / 2), min(100.0, share + STEP / 2)


def _least(shares: Sequence[tuple[float, int]]) -> float:
    """Return the smallest mean if each round had its number of people or up to four more.

    It is reached where the rounds with the smallest shares are as large as they can be.
    """
    ordered = sorted(shares)
    means = []
    for large in range(len(ordered) + 1):
        weights = [
            people + (STEP - 1 if place < large else 0) for place, (_, people) in enumerate(ordered)
        ]
        weighed = sum(weight * share for weight, (share, _) in zip(weights, ordered, strict=True))
        means.append(weighed / sum(weights))
    return min(means)
