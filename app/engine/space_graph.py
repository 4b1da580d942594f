"""A journey as one role meets it, ready for its state space: only what steers is left."""

from __future__ import annotations

from collections.abc import Iterable

from app.engine.conditions import Condition
from app.engine.space_branches import Branches
from app.engine.space_facts import parts_of
from app.engine.space_live import Forgetting, Reads
from app.engine.space_nodes import Arrow, At, Node, Part, Test
from app.engine.space_states import NO, YES
from app.engine.steps import MAIN, Choice, Decision, Explore, Jump, Place, Poll, Step


class Graph:
    """All nodes of a journey for one role, by list."""

    def __init__(self, branches: Branches, role: str | None) -> None:
        self.branches, self.facts, self.role = branches, branches.facts, role
        self.journey = self.facts.journey
        self.tests: list[Test] = []
        self.lanes: dict[str, list[Node]] = {}
        self._lane(MAIN)
        Forgetting(self.lanes, self.branches, role).fill(MAIN, Reads())

    def _lane(self, lane: str) -> None:
        self.lanes[lane] = nodes = []
        for id_ in self.journey.lanes[lane]:
            step = self.journey.steps[id_]
            for part in parts_of(step):
                if getattr(part, "lane", None):
                    self._lane(part.lane)
            nodes.append(self._node(step))

    def _node(self, step: Step) -> Node:
        variants = [
            self._new_test(variant.when, At("variant", step.id, None, number))
            for number, variant in enumerate(step.variants)
        ]
        return Node(
            step=step,
            test=self._test(step.when, At("when", step.id)),
            parts=[self._part(step, part) for part in parts_of(step)],
            arrows=self._arrows(step.jumps, step.id),
            variants=variants,
            branches=self.branches.answers(step),
            factors=self.branches.factors(step),
            left=self.facts.mask(step, True) if isinstance(step, Explore) else 0,
            cost=self.facts.cost(step) + self._cost_inside(step),
            sure=self.facts.fixed(step.when, self.role) is True and self._has_open(step),
        )

    def _cost_inside(self, step: Step) -> int:
        """Count the comparisons in the places of an explore: each is looked into from outside."""
        places = step.places if isinstance(step, Explore) else ()
        return sum(node.cost for place in places for node in self.lanes[place.lane])

    def _has_open(self, step: Step) -> bool:
        """Whether something in a step is open to everybody of this role."""
        sure = [part for part in parts_of(step) if self.facts.fixed(part.when, self.role)]
        if isinstance(step, Explore):
            return any(lane and lane[0].sure for lane in (self.lanes[p.lane] for p in sure))
        return bool(sure) or not isinstance(step, Decision | Poll)

    def _part(self, step: Step, part: Choice | Place) -> Part:
        test = self._test(part.when, At("when", step.id, part.id))
        jumps = part.jumps if isinstance(part, Choice) else ()
        taken = self.branches.part(step, part)
        return Part(taken, test, part.lane, self._arrows(jumps, step.id, part.id))

    def _arrows(self, jumps: Iterable[Jump], step: str, part: str | None = None) -> list[Arrow]:
        return [
            Arrow(
                self.journey.steps[jump.to].position,
                self._test(jump.when, At("next", step, part, number)),
            )
            for number, jump in enumerate(jumps)
        ]

    def _test(self, condition: Condition | None, at: At) -> Test | None:
        return None if condition is None else self._new_test(condition, at)

    def _new_test(self, condition: Condition, at: At) -> Test:
        fixed = self.facts.fixed(condition, self.role)
        most = YES | NO if fixed is None else YES if fixed else NO
        test = Test(at, self.facts.ask(condition, self.role), most)
        self.tests.append(test)
        return test
