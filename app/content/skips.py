"""ZR4: conditions that cover all answers to a step, but not that it was skipped."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.names import Names, Spot
from app.content.nodes import Node
from app.content.problems import Problems
from app.engine import conditions as rule
from app.engine.conditions import Condition
from app.engine.journey import Journey
from app.engine.space_branches import Branches
from app.engine.space_facts import Facts
from app.engine.space_states import YES, Exact
from app.engine.steps import Check, Scale, Step

MOST_ANSWERS = 5_000
"""So many answers to a step are compared at most; a scale may have far more."""

Together = list[tuple[Condition, Node]]


def check(names: Names, journey: Journey, problems: Problems) -> None:
    """Report steps, choices or places side by side of which nobody sees any who skipped a step.

    Entries of ``next`` and variants have an end without a condition, which takes that case.
    """
    groups: list[Together] = []
    for spot in names.spots:
        for key in ("choices", "places"):
            parts = spot.item.items(key)
            if len(parts) > 1 and all(part.get("when") for part in parts):
                groups.append([(part.get("when"), part.at("when")) for part in parts])
    for lane in names.lanes.values():
        groups += _neighbours(lane)
    shared = [group for together in groups for group in _by_step(together, journey)]
    if shared:
        branches = Branches(Facts(journey, Exact()))
        for step, group in shared:
            if _covers(step, [condition for condition, _ in group], branches):
                problems.add("ZR423", group[0][1], step.id, id=step.id)


def _neighbours(lane: list[Spot]) -> Iterator[Together]:
    """Give steps side by side that all have a condition."""
    together: Together = []
    for spot in lane:
        when = spot.item.get("when")
        if when is None:
            yield together
            together = []
        else:
            together.append((when, spot.item.at("when")))
    yield together


def _by_step(together: Together, journey: Journey) -> Iterator[tuple[Step, Together]]:
    """Give several conditions that read one and the same step, a step that can be skipped."""
    groups: dict[str, Together] = {}
    for condition, node in together:
        step = _only_step(condition)
        if step is not None and isinstance(journey.steps[step], Check | Scale):
            groups.setdefault(step, []).append((condition, node))
    return ((journey.steps[id_], group) for id_, group in groups.items() if len(group) > 1)


def _only_step(condition: Condition) -> str | None:
    """Return the one step a condition reads, None where it reads anything else."""
    match condition:
        case rule.All(parts) | rule.Any(parts):
            steps = {_only_step(part) for part in parts}
            return steps.pop() if len(steps) == 1 else None
        case rule.Not(part):
            return _only_step(part)
        case rule.Role() | rule.Number():
            return None
        case _:
            return condition.step


def _covers(step: Step, conditions: list[Condition], branches: Branches) -> bool:
    """Whether some condition holds after every full answer, and none after a skip."""
    facts = branches.facts
    asks = [facts.ask(condition, None) for condition in conditions]
    answered: list[int] = []
    skipped: list[int] = []
    for branch in branches.answers(step):
        (skipped if branch.label is None else answered).append(branch.mask)
    for factor in branches.factors(step):
        full = [branch.mask for branch in factor if branch.label is not None]
        answered = [mask | more for mask in answered for more in full]
        if len(answered) > MOST_ANSWERS:
            return False

    def someone(mask: int) -> bool:
        state = Exact().put(facts.start(), mask)
        return any(ask(state) == YES for ask in asks)

    return all(map(someone, answered)) and not any(map(someone, skipped))
