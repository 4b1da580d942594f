"""Where the boxes of a map stand: a layered layout, from top to bottom, without crossings.

A lane is a row of boxes, one below the other; a box may hold branches, lanes beside each other
below it. What follows a box stands below all its branches. Leaps within a lane run in tracks of
their own, left of it. The same lanes always give the same numbers; all of them are whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

BOX = 228
CORRIDOR = 44
TRACK = 18
GAP = 24


@dataclass(frozen=True, slots=True)
class Box:
    """A box and its branches; an empty branch is a corridor, a way past the others."""

    id: str
    branches: tuple[tuple[Box, ...], ...] = ()


Lane = Sequence[Box]


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of each box, its layer from 0, and the ways between.

    ``corridors`` holds the middle of a corridor by box and number of the branch, ``tracks`` that
    of a leap by source and target; ``width`` is that of all.
    """

    x: dict[str, int] = field(default_factory=dict)
    layer: dict[str, int] = field(default_factory=dict)
    corridors: dict[tuple[str, int], int] = field(default_factory=dict)
    tracks: dict[tuple[str, str], int] = field(default_factory=dict)
    width: int = 0
    layers: int = 0


def arrange(lane: Lane, leaps: Iterable[tuple[str, str]]) -> Layout:
    """Lay out a lane with everything in it. Source and target of a leap stand in one lane."""
    found = _Arranger(list(leaps))
    layers = found.stack(lane, 0)
    width = found.width(lane)
    found.spread(lane, 0)
    return Layout(found.x, found.layer, found.corridors, found.tracks, width, layers)


class _Arranger:
    def __init__(self, leaps: list[tuple[str, str]]) -> None:
        self.leaps = leaps
        self.x: dict[str, int] = {}
        self.layer: dict[str, int] = {}
        self.corridors: dict[tuple[str, int], int] = {}
        self.tracks: dict[tuple[str, str], int] = {}

    def stack(self, lane: Lane, layer: int) -> int:
        """Give each box its layer; return the first one that is free below."""
        for box in lane:
            self.layer[box.id] = layer
            layer += 1
            layer = max([self.stack(branch, layer) for branch in box.branches], default=layer)
        return layer

    def width(self, lane: Lane) -> int:
        if not lane:
            return CORRIDOR
        return self._gutter(lane) + max(self._box_width(box) for box in lane)

    def spread(self, lane: Lane, left: int) -> None:
        """Give each box its place across, from the left edge of its lane."""
        gutter = self._gutter(lane)
        for leap, number in self._numbered(lane).items():
            self.tracks[leap] = left + gutter - GAP // 2 - number * TRACK - TRACK // 2
        middle = left + gutter + (self.width(lane) - gutter) // 2
        for box in lane:
            self.x[box.id] = middle
            start = middle - self._branches_width(box) // 2
            for number, branch in enumerate(box.branches):
                if branch:
                    self.spread(branch, start)
                else:
                    self.corridors[box.id, number] = start + CORRIDOR // 2
                start += self.width(branch) + GAP

    def _box_width(self, box: Box) -> int:
        return max(BOX, self._branches_width(box))

    def _branches_width(self, box: Box) -> int:
        widths = [self.width(branch) for branch in box.branches]
        return sum(widths) + GAP * (len(widths) - 1) if widths else 0

    def _gutter(self, lane: Lane) -> int:
        numbers = self._numbered(lane).values()
        return GAP + TRACK * (max(numbers) + 1) if numbers else 0

    def _numbered(self, lane: Lane) -> dict[tuple[str, str], int]:
        """Number the tracks of a lane from the inside; leaps to one target share theirs.

        The shortest get the inner ones, so that a longer one runs around them.
        """
        inside = {box.id for box in lane}
        spans: dict[str, tuple[int, int]] = {}
        mine = [leap for leap in self.leaps if leap[0] in inside]
        for source, target in mine:
            start = min(self.layer[source], spans.get(target, (self.layer[source], 0))[0])
            spans[target] = (start, self.layer[target])
        ends: list[list[tuple[int, int]]] = []
        numbers: dict[str, int] = {}
        for target in sorted(
            spans, key=lambda each: (spans[each][1] - spans[each][0], spans[each])
        ):
            start, end = spans[target]
            free = (
                number
                for number, taken in enumerate(ends)
                if all(end <= other[0] or other[1] <= start for other in taken)
            )
            numbers[target] = next(free, len(ends))
            if numbers[target] == len(ends):
                ends.append([])
            ends[numbers[target]].append(spans[target])
        return {leap: numbers[leap[1]] for leap in mine}
