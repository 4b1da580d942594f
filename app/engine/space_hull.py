"""One forward pass over hulls: what is done where there are too many states to walk each."""

from __future__ import annotations

from typing import Any

from app.engine.space_found import Findings
from app.engine.space_front import Front
from app.engine.space_nodes import Node
from app.engine.space_states import NO, YES, State
from app.engine.space_walk import Walk
from app.engine.steps import Explore


class HullWalk(Walk):
    """Walks one hull of states at each step; its times are bounds and an estimate between them.

    What it finds never to hold never does; whether something may hold in one state it leaves open.
    """

    counting = True
    """Off while the hull of an explore is still growing: then only what may happen is gathered."""

    def run(self) -> Findings:
        """Walk from the start to all ends."""
        found = super().run()
        found.shut = dict.fromkeys(found.shut)
        found.missed = dict.fromkeys(found.missed)
        found.shown = dict.fromkeys(found.shown)
        return found

    def _explore(self, node: Node, front: Front) -> Front:
        """Grow one hull until visiting a place adds nothing, then weigh each place once."""
        [(state, info)] = front.items()
        was_counting, self.counting = self.counting, False
        grown = self._grown(node, state)
        self.counting = was_counting
        left = Front(self.kind)
        if self.counting:
            info = self._weighed(node, grown, info)
        left.add(self.kind.put(grown, node.left), info)
        return left

    def _grown(self, node: Node, state: State) -> State:
        grown = state
        for _ in node.parts:
            before = grown
            for part in node.parts:
                if self._may_enter(node, part, grown):
                    inside = self._inside(part, grown, [0.0, 0, 0, 0, 0, None])
                    [after] = inside.states
                    grown = self.kind.join(grown, self.kind.forget(after, node.live))
            self._vary(node, [grown])
            if grown == before:
                break
        return grown

    def _weighed(self, node: Node, grown: State, info: list[Any]) -> list[Any]:
        """Add to an info what visiting some of the places takes: each stands for all orders."""
        step = node.step
        assert isinstance(step, Explore)
        open_ = [part for part in node.parts if self._may_enter(node, part, grown)]
        self.found.most_places[step.id] = len(open_)
        surely = sum(self.ask.is_open(node, part, grown) == YES for part in open_)
        chance = info[0] * _visited(len(open_), step.visit) / max(1, len(open_))
        lows, high = [], 0
        for part in open_:
            [after] = self._inside(part, grown, [chance, 0, 0, 0, 0, None]).states.values()
            lows.append(after[1])
            high += after[2]
        low = sum(sorted(lows)[: min(step.visit, surely)])
        return [info[0], info[1] + low, info[2] + high, info[3] + low, info[4] + high, info[5]]

    def _may_enter(self, node: Node, part: Any, state: State) -> bool:
        unvisited = self.kind.bit(part.branch.mask)(state) & NO
        return bool(unvisited and self.ask.is_open(node, part, state) & YES)

    def _inside(self, part: Any, state: State, info: list[Any]) -> Front:
        front = Front(self.kind)
        front.add(self.kind.put(state, part.branch.mask), info)
        out = self._lane(part.lane, front)
        out.items()
        return out


def _visited(places: int, needed: int) -> float:
    """Return how many of so many open places are visited where each next move is equally likely."""
    mean, going = 0.0, 1.0
    for visited in range(places):
        remaining = places - visited
        going *= remaining / (remaining + (visited >= min(needed, places)))
        mean += going
    return mean
