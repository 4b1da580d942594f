"""The answers to a step that can be told apart, the same for all roles."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from app.engine import conditions as rule
from app.engine.answers import is_right
from app.engine.space_facts import Facts
from app.engine.space_states import Branch, Change
from app.engine.steps import (
    NO_EFFECTS,
    Check,
    Choice,
    Decision,
    Effects,
    End,
    Explore,
    Place,
    Poll,
    Practice,
    Scale,
    Step,
)


class Branches:
    """Makes the outcomes of steps once for all roles."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._answers: dict[str, list[Branch]] = {}
        self._factors: dict[str, list[list[Branch]]] = {}
        self._parts: dict[tuple[str, str], Branch] = {}

    def answers(self, step: Step) -> list[Branch]:
        """Return the answers of a step, a skip included; choices and places stand for themselves.

        Nobody who is typical skips.
        """
        if step.id not in self._answers:
            self._answers[step.id] = self._of_step(step)
        return self._answers[step.id]

    def factors(self, step: Step) -> list[list[Branch]]:
        """Return what is answered independently of each other: items of a scale, criteria."""
        if step.id not in self._factors:
            self._factors[step.id] = self._independent(step)
        return self._factors[step.id]

    def part(self, step: Step, part: Choice | Place) -> Branch:
        """Return what taking a choice or entering a place does."""
        key = (step.id, part.id)
        if key not in self._parts:
            if isinstance(part, Place):
                mask = self.facts.bit(rule.Includes(step.id, part.id))
                self._parts[key] = Branch(part.id, 1, mask)
            else:
                mask, changes = self.facts.mask(step, part.id), self.changes(part.effects)
                self._parts[key] = Branch(part.id, 1, mask, changes)
        return self._parts[key]

    def changes(self, effects: Effects) -> tuple[Change, ...]:
        """Return what effects do to the counters that some condition reads."""
        if effects is NO_EFFECTS:
            return ()
        groups = ((True, effects.set), (False, effects.add))
        return tuple(
            Change(
                self.facts.counters[name],
                number,
                is_set,
                self.facts.journey.counters[name].min,
                self.facts.journey.counters[name].max,
            )
            for is_set, group in groups
            for name, number in group.items()
            if name in self.facts.counters
        )

    def _of_step(self, step: Step) -> list[Branch]:
        branches: list[Branch] = []
        if isinstance(step, Check):
            branches += self._of_check(step)
        elif not isinstance(step, End | Explore | Decision | Poll):
            branches.append(Branch(True, 1, self.facts.mask(step, True)))
        if step.skippable:
            branches.append(Branch(None, 0, self.facts.mask(step, None)))
        return branches

    def _independent(self, step: Step) -> list[list[Branch]]:
        if isinstance(step, Scale):
            facts = self.facts.of_step(step.id)
            read = {fact.item for fact in facts if isinstance(fact, rule.ItemNumber)}
            return [self._of_item(step, item.id) for item in step.items if item.id in read]
        if isinstance(step, Practice):
            ticks = [(each.id, self.changes(each.effects)) for each in step.criteria]
            return [[Branch(None, 0.5, 0), Branch([name], 0.5, 0, c)] for name, c in ticks if c]
        return []

    def _of_check(self, step: Check) -> list[Branch]:
        """The last try decides: each set of answers counts once, equal outcomes together."""
        effects = self.changes(step.if_correct)
        if not self.facts.of_step(step.id) and not effects:
            return [Branch([], 1, 0)]
        ids = [answer.id for answer in step.answers]
        sizes = range(1, len(ids) + 1) if step.several else (1,)
        tries = [list(chosen) for size in sizes for chosen in combinations(ids, size)]
        found: dict[Any, Branch] = {}
        for chosen in tries:
            mask = self.facts.mask(step, {"tries": [chosen]})
            changes = effects if is_right(step, chosen) else ()
            branch = found.setdefault((mask, changes), Branch(chosen, 0, mask, changes))
            branch.share += 1 / len(tries)
        return list(found.values())

    def _of_item(self, step: Scale, item: str) -> list[Branch]:
        found = {0: Branch(None, 0, 0)}
        for points in range(1, step.points + 1):
            mask = self.facts.mask(step, {item: points}, of_items=True)
            branch = found.setdefault(mask, Branch({item: points}, 0, mask))
            branch.share += 1 / step.points
        return list(found.values())
