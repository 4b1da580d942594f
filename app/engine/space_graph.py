"""A journey as one role meets it, ready for its state space: only what steers is left."""

from __future__ import annotations

from collections.abc import Iterable

from app.engine import conditions as rule
from app.engine.conditions import Condition, known
from app.engine.journey import Journey
from app.engine.space_facts import Facts, parts_of
from app.engine.space_live import Forgetting, Reads
from app.engine.space_nodes import Arrow, At, Node, Part, Test
from app.engine.space_states import NO, YES, Branch, Kind
from app.engine.steps import MAIN, Choice, Decision, Explore, Jump, Place, Poll, Step


class Graph:
    """All nodes of a journey for one role, by list."""

    def __init__(self, journey: Journey, role: str | None, kind: Kind) -> None:
        self.journey, self.role = journey, role
        self.facts = Facts(journey, role, kind)
        self.tests: list[Test] = []
        self.lanes: dict[str, list[Node]] = {}
        self._lane(MAIN)
        Forgetting(self.lanes, self.facts).fill(MAIN, Reads())

    def _lane(self, lane: str) -> None:
        self.lanes[lane] = nodes = []
        for id_ in self.journey.lanes[lane]:
            step, before = self.journey.steps[id_], self.facts.asked
            for part in parts_of(step):
                if getattr(part, "lane", None):
                    self._lane(part.lane)
            nodes.append(self._node(step, before))

    def _node(self, step: Step, asked_before: int) -> Node:
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
            branches=self.facts.answers(step),
            factors=self.facts.factors(step),
            left=self.facts.mask(step, True) if isinstance(step, Explore) else 0,
            cost=self.facts.asked - asked_before,
            sure=known(step.when, self.role) is True and self._has_open(step),
        )

    def _has_open(self, step: Step) -> bool:
        """Whether something in a step is open to everybody of this role."""
        sure = [part for part in parts_of(step) if known(part.when, self.role)]
        if isinstance(step, Explore):
            return any(lane and lane[0].sure for lane in (self.lanes[p.lane] for p in sure))
        return bool(sure) or not isinstance(step, Decision | Poll)

    def _part(self, step: Step, part: Choice | Place) -> Part:
        test = self._test(part.when, At("when", step.id, part.id))
        if isinstance(part, Place):
            entered = Branch(part.id, 1, self.facts.bit(rule.Includes(step.id, part.id)))
            return Part(entered, test, part.lane, [])
        mask = self.facts.mask(step, part.id)
        taken = Branch(part.id, 1, mask, self.facts.changes(part.effects))
        return Part(taken, test, part.lane, self._arrows(part.jumps, step.id, part.id))

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
        fixed = known(condition, self.role)
        most = YES | NO if fixed is None else YES if fixed else NO
        test = Test(at, self.facts.ask(condition), most)
        self.tests.append(test)
        return test
