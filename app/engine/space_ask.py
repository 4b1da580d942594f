"""Questions to one state: what is shown, what is open, where the way leads on."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.space_nodes import Arrow, Node, Part, Test
from app.engine.space_states import NO, YES, Kind, State
from app.engine.steps import Decision, Explore, Poll


def asked(test: Test | None, state: State) -> int:
    """Ask a condition, and remember what it answered."""
    if test is None:
        return YES
    answer = test.ask(state)
    test.seen |= answer
    return answer


class Questions:
    """Asks states about the lists of a graph, by the rules of `engine.walker`."""

    def __init__(self, lanes: Mapping[str, list[Node]], kind: Kind) -> None:
        self.lanes, self.kind = lanes, kind

    def is_shown(self, node: Node, state: State) -> int:
        """Tell whether a step is met: its ``when`` holds and something in it is open."""
        if node.sure:
            return asked(node.test, state)
        answer = asked(node.test, state)
        if answer == NO or not isinstance(node.step, Decision | Poll | Explore):
            return answer
        inside = self.something_open(node, state)
        return NO if inside == NO else answer | inside

    def something_open(self, node: Node, state: State) -> int:
        """Tell whether any choice or place is open."""
        found = NO
        for part in node.parts:
            answer = self.is_open(node, part, state)
            found = YES if YES in (found, answer) else found | answer
        return found

    def is_open(self, node: Node, part: Part, state: State) -> int:
        """Tell whether a choice or a place is open; a place must have something to show."""
        answer = asked(part.test, state)
        if answer == NO or not isinstance(node.step, Explore):
            return answer
        inside = self._shows(str(part.lane), self.kind.put(state, part.branch.mask))
        return NO if inside == NO else answer | inside

    def targets(self, node: Node, arrows: list[Arrow], state: State) -> list[tuple[int, int]]:
        """Return the positions where the way may lead on, each with the answer of its test."""
        found = []
        for arrow in arrows:
            answer = asked(arrow.test, state)
            if answer & YES:
                found.append((arrow.to, answer))
            if answer == YES:
                return found
        return [*found, (node.step.position + 1, YES)]

    def _shows(self, lane: str, state: State) -> int:
        """Tell whether something in a list would be shown to who enters it in this state."""
        nodes = self.lanes[lane]
        ahead, found = {0}, 0
        for position, node in enumerate(nodes):
            if position in ahead:
                answer = self.is_shown(node, state)
                found |= answer & YES
                if answer & NO:
                    ahead |= {to for to, _ in self.targets(node, node.arrows, state)}
        return found | (NO if len(nodes) in ahead else 0)
