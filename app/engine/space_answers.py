"""Every distinguishable answer to the steps that lead nobody elsewhere."""

from __future__ import annotations

from typing import Any

from app.engine.space_ask import asked
from app.engine.space_front import Front
from app.engine.space_nodes import Node
from app.engine.space_states import YES, Branch, Live, State
from app.engine.steps import Poll


def answered(node: Node, front: Front, live: Live | None) -> Front:
    """Return a front after all answers to a step, a skip included.

    It is the same front where no condition can tell the answers apart. ``live`` is what the next
    step reads, where that is known.
    """
    branches = [*node.branches, *(part.branch for part in node.parts)]
    steers = node.factors or any(branch.mask or branch.changes for branch in branches)
    if not steers and all(part.test is None for part in node.parts):
        return front
    if isinstance(node.step, Poll):
        return _polled(node, front, live)
    done, skipped = Front(front.kind), Front(front.kind, live)
    if not node.factors:
        done = skipped
    for state, info in front.items():
        for branch in node.branches:
            target = skipped if branch.label is None else done
            _take(node, branch, state, info, branch.share, target)
    for factor in node.factors:
        done = _factored(node, factor, done)
    if done is not skipped:
        skipped.take(done)
    return skipped


def _factored(node: Node, factor: list[Branch], front: Front) -> Front:
    """Answer one of several things that a step asks independently of each other."""
    after = Front(front.kind)
    for state, info in front.items():
        for branch in factor:
            if branch.label is None:
                after.add(after.kind.change(state, branch), info, branch.share)
            else:
                _take(node, branch, state, info, branch.share, after)
    return after


def _polled(node: Node, front: Front, live: Live | None) -> Front:
    after = Front(front.kind, live)
    for state, info in front.items():
        open_ = [part.branch for part in node.parts if asked(part.test, state) & YES]
        for branch in open_:
            _take(node, branch, state, info, 1 / len(open_), after)
        for skip in node.branches:
            _take(node, skip, state, info, skip.share, after)
    return after


def _take(
    node: Node, branch: Branch, state: State, info: list[Any], share: float, target: Front
) -> None:
    trail = (info[5], node.step.id, branch.label)
    target.learn(target.kind.change(state, branch), info, share, trail)
