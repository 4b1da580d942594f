"""Which facts and counters are still read from each step on: all others may be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.engine import conditions as rule
from app.engine.space_branches import Branches
from app.engine.space_facts import conditions_of
from app.engine.space_nodes import Node
from app.engine.space_states import UNMET, Live
from app.engine.steps import Effects, Explore, Step


@dataclass(slots=True)
class Reads:
    """What a stretch of the way reads: bits, and of counters by index what they meet there.

    ``counts`` holds the smallest and the largest number compared, then how far it may still rise
    and fall.
    """

    bits: int = UNMET
    counts: dict[int, tuple[float, float, int, int]] = field(default_factory=dict)

    def __or__(self, other: Reads) -> Reads:
        counts = dict(self.counts)
        for index, (low, high, up, down) in other.counts.items():
            mine = counts.get(index, _UNREAD)
            counts[index] = (min(mine[0], low), max(mine[1], high), mine[2] + up, mine[3] + down)
        return Reads(self.bits | other.bits, counts)


class Forgetting:
    """Works out what is still read from each step on, from the end of each list to its start."""

    def __init__(
        self, lanes: Mapping[str, list[Node]], branches: Branches, role: str | None
    ) -> None:
        self.lanes, self.branches, self.role = lanes, branches, role
        self.facts = facts = branches.facts
        self.counters = [facts.journey.counters[name] for name in facts.counters]
        self.made: dict[Live, Live] = {}

    def fill(self, lane: str, after: Reads) -> None:
        """Tell each step of a list what is read by it and later, and ``after`` the list."""
        ahead = after
        for node in reversed(self.lanes[lane]):
            own = self._own(node.step)
            whole = own
            for part in node.parts:
                if part.lane:
                    whole = whole | self._of_lane(part.lane)
            around = whole if isinstance(node.step, Explore) else own
            for part in node.parts:
                if part.lane:
                    self.fill(part.lane, around | ahead)
            ahead = whole | ahead
            live = self._live(ahead)
            node.live = self.made.setdefault(live, live)

    def _of_lane(self, lane: str) -> Reads:
        found = Reads()
        for node in self.lanes[lane]:
            found = found | self._own(node.step)
            for part in node.parts:
                if part.lane:
                    found = found | self._of_lane(part.lane)
        return found

    def _own(self, step: Step) -> Reads:
        found = Reads()
        for condition in conditions_of(step):
            read = self.facts.read(condition, self.role)
            found.bits |= read.bits
            for index, number in read.numbers:
                low, high, up, down = found.counts.get(index, _UNREAD)
                found.counts[index] = (min(low, number), max(high, number), up, down)
        for part in step.places if isinstance(step, Explore) else ():
            found.bits |= self.facts.bit(rule.Includes(step.id, part.id))
        for effects in _effects_of(step):
            for change in self.branches.changes(effects):
                up = 0 if change.is_set else max(change.number, 0)
                down = 0 if change.is_set else max(-change.number, 0)
                found = found | Reads(0, {change.index: (*_UNREAD[:2], up, down)})
        return found

    def _live(self, reads: Reads) -> Live:
        counts: list[tuple[int, int]] = []
        for index in range(len(self.facts.counters)):
            low, high, up, down = reads.counts.get(index, _UNREAD)
            unread = low > high
            counts.append((0, 0) if unread else self._span(index, low - 1 - up, high + 1 + down))
        return Live(reads.bits, tuple(counts))

    def _span(self, index: int, low: float, high: float) -> tuple[int, int]:
        """Keep a span within what the counter can be at all, so that more steps share theirs."""
        counter = self.counters[index]
        if counter.min is not None:
            low = max(low, min(counter.min, counter.start))
        if counter.max is not None:
            high = min(high, max(counter.max, counter.start))
        return int(low), int(max(low, high))


def _effects_of(step: Step) -> list[Effects]:
    parts: tuple[Any, ...] = getattr(step, "choices", ()) or getattr(step, "criteria", ())
    found = [part.effects for part in parts]
    return [*found, step.if_correct] if hasattr(step, "if_correct") else found


_UNREAD = (float("inf"), float("-inf"), 0, 0)
