"""All ways of one role through a journey at once, list by list, as fronts of states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.engine.space_answers import answered
from app.engine.space_ask import Questions, asked
from app.engine.space_found import QUESTIONS, Findings, OverBudget, Spread
from app.engine.space_front import Front
from app.engine.space_graph import Graph
from app.engine.space_nodes import Arrow, Node
from app.engine.space_states import NO, UNMET, YES, Kind, Live, State
from app.engine.steps import MAIN, Decision, End, Explore


@dataclass(slots=True)
class Sink:
    """Where fronts go on to within one list; ``out`` takes what leaves it."""

    nodes: list[Node]
    pending: dict[int, Front]
    out: Front


class Walk:
    """Walks states that are exact; raises `OverBudget` beyond so many."""

    def __init__(self, graph: Graph, kind: Kind, budget: int) -> None:
        self.graph, self.kind, self.budget = graph, kind, budget
        self.ask = Questions(graph.lanes, kind)
        self.questions = 0
        self.may_miss, self.unmet = False, kind.bit(UNMET)
        self.found = Findings(stages={n: Spread() for n in range(len(graph.journey.stages))})

    def run(self) -> Findings:
        """Walk from the start to all ends."""
        front = Front(self.kind)
        first = self.graph.lanes[MAIN][0]
        state = self.graph.facts.start()
        front.add(state if first.sure else self._fresh(state), [1.0, 0, 0, 0, 0, None])
        self._lane(MAIN, front)
        return self.found

    def _lane(self, lane: str, front: Front) -> Front:
        """Walk a list to its end and return what comes out there."""
        sink = Sink(self.graph.lanes[lane], {0: front}, Front(self.kind))
        for position, node in enumerate(sink.nodes):
            here = sink.pending.pop(position, None)
            if here is not None:
                self._meet(node, here, sink)
        return sink.out if sink.nodes else front

    def _meet(self, node: Node, front: Front, sink: Sink) -> None:
        self._count(node, len(front.states))
        self.found.met.add(node.step.id)
        front = self._shown_part(node, front, sink)
        if not front.states:
            return
        self._show(node, front)
        if self.may_miss:
            front = self._without_unmet(front)
        step = node.step
        if isinstance(step, End):
            self._arrive(front, step.stage)
        elif isinstance(step, Explore):
            self._follow(node, node.arrows, self._explore(node, front), sink)
        elif isinstance(step, Decision):
            self._decide(node, front, sink)
        else:
            after = answered(node, front, _next_live(node, sink))
            self._follow(node, node.arrows, after, sink)

    def _count(self, node: Node, states: int) -> None:
        self.found.states += states
        self.questions += states * node.cost
        if max(self.found.states, self.questions / QUESTIONS) > self.budget:
            raise OverBudget

    def _shown_part(self, node: Node, front: Front, sink: Sink) -> Front:
        """Send on whom the step is not shown; return the others."""
        if node.sure:
            asked(node.test, next(iter(front.states)))
            return front
        shown, passed = Front(self.kind, front.live), Front(self.kind, front.live)
        for state, info in front.items():
            answer = self.ask.is_shown(node, state)
            if answer == NO and isinstance(node.step, Decision):
                self._note_shut(node, state, info)
            share = 0.5 if answer == YES | NO else 1.0
            if answer & YES:
                shown.add(state, info, share)
            if answer & NO:
                passed.add(state, info, share)
        if passed.states:
            self._follow(node, node.arrows, passed, sink)
        return shown

    def _note_shut(self, node: Node, state: State, info: list[Any]) -> None:
        if asked(node.test, state) == YES:
            self.found.shut.setdefault(node.step.id, info[5])

    def _show(self, node: Node, front: Front) -> None:
        """Weigh a step that is shown, and ask which of its variants fits."""
        id_ = node.step.id
        front.ticks += node.step.weight
        self.found.shown.setdefault(id_, next(iter(front.states.values()))[5])
        self.found.mass[id_] = self.found.mass.get(id_, 0.0) + front.mass
        self._vary(node, front.states)

    def _vary(self, node: Node, states: Iterable[State]) -> None:
        for state in states:
            if all(test.seen == test.most for test in node.variants):
                return  # They have said everything they can say.
            for test in node.variants:
                if asked(test, state) == YES:
                    break

    # Decisions and explores

    def _decide(self, node: Node, front: Front, sink: Sink) -> None:
        plain = Front(self.kind, _next_live(node, sink))  # Choices that go on together.
        fronts = [Front(self.kind) if p.lane or p.arrows else plain for p in node.parts]
        steers = any(p.branch.mask or p.branch.changes or p.arrows for p in node.parts)
        every = None if any(part.test for part in node.parts) else range(len(node.parts))
        for state, info in front.items():
            open_ = every or [n for n, p in enumerate(node.parts) if asked(p.test, state) & YES]
            for number in open_:
                branch = node.parts[number].branch
                trail = (info[5], node.step.id, branch.label) if steers else None
                after = self.kind.change(state, branch)
                fronts[number].learn(after, info, 1 / len(open_), trail)
        self._follow(node, node.arrows, plain, sink)
        for part, taken in zip(node.parts, fronts, strict=True):
            if taken.states and taken is not plain:
                inner = self._lane(part.lane, taken) if part.lane else taken
                self._follow(node, part.arrows + node.arrows, inner, sink)

    def _explore(self, node: Node, front: Front) -> Front:
        """Visit the places in every order: those who visited equally many walk together."""
        left, here = Front(self.kind), front
        while here.states:
            entering = [Front(self.kind) for _ in node.parts]
            for state, info in here.items():
                self._choose_place(node, state, info, entering, left)
            here = Front(self.kind, node.live)
            for part, inside in zip(node.parts, entering, strict=True):
                if inside.states:
                    here.take(self._lane(str(part.lane), inside))
            self._count(node, len(here.states))
            self._vary(node, here.states)
        return left

    def _choose_place(
        self, node: Node, state: State, info: list[Any], entering: list[Front], left: Front
    ) -> None:
        step = node.step
        assert isinstance(step, Explore)
        masks = [part.branch.mask for part in node.parts]
        open_ = [
            number
            for number, part in enumerate(node.parts)
            if not state[0] & masks[number] and self.ask.is_open(node, part, state) == YES
        ]
        visited = sum(bool(state[0] & mask) for mask in masks)
        most = self.found.most_places
        most[step.id] = max(most.get(step.id, 0), visited + len(open_))
        may_leave = visited >= min(step.visit, visited + len(open_))
        share = 1 / (len(open_) + may_leave)
        for number in open_:
            branch = node.parts[number].branch
            trail = (info[5], step.id, [branch.label])
            entering[number].add(self.kind.put(state, branch.mask), info, share, trail)
        if may_leave:
            left.add(self.kind.put(state, node.left), info, share)

    # Onward

    def _follow(self, node: Node, arrows: list[Arrow], front: Front, sink: Sink) -> None:
        if not front.states:
            return
        if not arrows:
            self._go(node, front, node.step.position + 1, sink)
            return
        fronts: dict[int, Front] = {}
        for state, info in front.items():
            rest = 1.0
            for to, answer in self.ask.targets(node, arrows, state):
                share = rest if answer == YES else rest / 2
                rest -= share
                fronts.setdefault(to, Front(self.kind, front.live)).add(state, info, share)
        for to, part in fronts.items():
            self._go(node, part, to, sink)

    def _go(self, node: Node, front: Front, to: int, sink: Sink) -> None:
        """Bring a front to its next step, or out of its list."""
        if to == len(sink.nodes):
            sink.out.take(front)
            return
        target = sink.nodes[to]
        if target.step.stage != node.step.stage:
            front = self._change_stage(front, node.step.stage, target)
        if to not in sink.pending and front.live is target.live:
            sink.pending[to] = front
        else:
            sink.pending.setdefault(to, Front(self.kind, target.live)).take(front)

    # Stages

    def _change_stage(self, front: Front, stage: int, target: Node) -> Front:
        after = Front(self.kind, front.live)
        for state, info in front.items():
            self._end_stage(stage, state, info)
            info[3] = info[4] = 0
            if not target.sure:
                after.add(self._fresh(state), info)
        return front if target.sure else after

    def _end_stage(self, stage: int, state: State, info: list[Any]) -> None:
        self.found.stages[stage].take(info[3], info[4])
        if self.may_miss and self.unmet(state) == YES:
            self.found.missed.setdefault(stage, info[5])

    def _fresh(self, state: State) -> State:
        """Mark that no step of a stage was met so far."""
        self.may_miss = True
        return self.kind.put(state, UNMET)

    def _without_unmet(self, front: Front) -> Front:
        if not any(self.unmet(state) & YES for state in front.states):
            return front
        after = Front(self.kind, front.live)
        for state, info in front.items():
            after.add(self.kind.without(state, UNMET), info)
        return after

    def _arrive(self, front: Front, stage: int) -> None:
        for state, info in front.items():
            self._end_stage(stage, state, info)
            self.found.total.take(info[1], info[2])


def _next_live(node: Node, sink: Sink) -> Live | None:
    """Return what is read at the next step of a list, where the way surely leads there."""
    following = node.step.position + 1
    if node.arrows or following == len(sink.nodes):
        return None
    return sink.nodes[following].live
