"""Totals over several rounds, made of what was published of each and of nothing else.

Whoever has seen the rounds could work out the same, so a total tells nothing new about anybody.
Each figure says between which shares the truth lies; so does their mean, however the people of a
round are counted within the five that its number stands for. What is left open too wide is not
told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.engine import Journey, Renames
from app.models.base import Session
from app.models.batch import Batch, Cell
from app.models.figures import FEW, NEARLY_ALL, STEP, Figure, Kind
from app.models.journey import compiled

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


def totals(session: Session, batches: Sequence[Batch]) -> list[Batch]:
    """Return the batches of an assignment, those of one station put together, in its order.

    Each stands on the version that it was last released on. Rounds that cannot be put together,
    because a version gave the station other options, stay as they are.
    """
    if not batches:
        return []
    newest = compiled(session, max(batch.version_id for batch in batches))
    names, found = Renames(newest), dict[str, list[Batch]]()
    for batch in batches:
        found.setdefault(names.step(batch.step), []).append(batch)
    order = [step for step in newest.steps if step in found]
    order += [step for step in found if step not in newest.steps]
    return [total for step in order for total in _sum_up(session, found[step])]


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


def _sum_up(session: Session, rounds: list[Batch]) -> Iterator[Batch]:
    last = max(rounds, key=lambda batch: (batch.version_id, batch.round))
    journey = compiled(session, last.version_id)
    read = [_cells(journey, batch) for batch in rounds]
    keys = [(cell.item, cell.option) for cell in last.cells]
    if len(rounds) == 1 or any(sorted(each) != sorted(keys) for each in read):
        yield from rounds
        return
    pairs = list(zip(read, (batch.people for batch in rounds), strict=True))
    cells = [
        Cell(*key, together([Part(figures[key], people) for figures, people in pairs]))
        for key in keys
    ]
    yield replace(last, people=sum(batch.people for batch in rounds), cells=tuple(cells))


def _cells(journey: Journey, batch: Batch) -> dict[tuple[str, str], Figure]:
    """Return the figures of a batch by item and option as a version calls them now."""
    names = Renames(journey)
    return {
        (_now(names, batch.step, cell.item), _now(names, batch.step, cell.option)): cell.figure
        for cell in batch.cells
    }


def _now(names: Renames, step: str, part: str) -> str:
    return names.part(step, part) if part else part


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
