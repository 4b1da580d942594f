"""What the conditions of a journey can tell apart, for one role: facts as bits, and counters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from app.engine import conditions as rule
from app.engine.answers import is_right
from app.engine.conditions import Condition, known
from app.engine.journey import Journey
from app.engine.space_states import NO, UNMET, YES, Ask, Branch, Change, Kind, State
from app.engine.steps import (
    NO_EFFECTS,
    Check,
    Decision,
    Effects,
    End,
    Explore,
    Poll,
    Practice,
    Scale,
    Step,
)


class Facts:
    """Bits of comparisons with steps and indices of counters, as far as the role leaves them open.

    ``kind`` is the kind of states that questions are made for; ``asked`` counts these.
    """

    def __init__(self, journey: Journey, role: str | None, kind: Kind) -> None:
        self.journey, self.role, self.kind = journey, role, kind
        self.bits: dict[Condition, int] = {}
        self.counters: dict[str, int] = {}
        self.asked = 0
        self._of_step: dict[str, list[Any]] = {}
        for step in journey.steps.values():
            for condition in conditions_of(step):
                self._learn(condition)

    def start(self) -> State:
        """Return the state before the first step."""
        return self.kind.start(self.journey.counters[name].start for name in self.counters)

    def bit(self, condition: Any) -> int:
        """Return the bit of a comparison with a step."""
        fact = _positive(condition)
        if fact not in self.bits:
            self.bits[fact] = UNMET << (len(self.bits) + 1)
            self._of_step.setdefault(fact.step, []).append(fact)
        return self.bits[fact]

    def ask(self, condition: Condition) -> Ask:
        """Return the question whether a condition holds in a state."""
        fixed = known(condition, self.role)
        self.asked += 1
        if fixed is not None:
            answer = YES if fixed else NO
            return lambda state: answer
        match condition:
            case rule.All(parts):
                return _joined([self.ask(part) for part in parts], YES, NO)
            case rule.Any(parts):
                return _joined([self.ask(part) for part in parts], NO, YES)
            case rule.Not(part):
                return _turned(self.ask(part))
            case rule.Number(name, op, value):
                return self.kind.number(self.counters[name], op, value)
            case rule.Visited(_, False) | rule.Answered(_, False):
                return _turned(self.kind.bit(self.bit(condition)))
            case _:
                return self.kind.bit(self.bit(condition))

    def mask(self, step: Step, value: Any, *, of_items: bool = False) -> int:
        """Return the bits of all comparisons that hold once a step has this value."""
        mask = 0
        for fact in self._of_step.get(step.id, ()):
            if isinstance(fact, rule.ItemNumber) is of_items and _holds(fact, step, value):
                mask |= self.bits[fact]
        return mask

    def changes(self, effects: Effects) -> tuple[Change, ...]:
        """Return what effects do to the counters that some condition reads."""
        if effects is NO_EFFECTS:
            return ()
        groups = ((True, effects.set), (False, effects.add))
        return tuple(
            Change(
                self.counters[name],
                number,
                is_set,
                self.journey.counters[name].min,
                self.journey.counters[name].max,
            )
            for is_set, group in groups
            for name, number in group.items()
            if name in self.counters
        )

    def answers(self, step: Step) -> list[Branch]:
        """Return the answers of a step, a skip included; choices and places stand for themselves.

        Nobody who is typical skips.
        """
        branches: list[Branch] = []
        if isinstance(step, Check):
            branches += self._of_check(step)
        elif not isinstance(step, End | Explore | Decision | Poll):
            branches.append(Branch(True, 1, self.mask(step, True)))
        if step.skippable:
            branches.append(Branch(None, 0, self.mask(step, None)))
        return branches

    def factors(self, step: Step) -> list[list[Branch]]:
        """Return what is answered independently of each other: items of a scale, criteria."""
        if isinstance(step, Scale):
            facts = self._of_step.get(step.id, ())
            read = {fact.item for fact in facts if isinstance(fact, rule.ItemNumber)}
            return [self._of_item(step, item.id) for item in step.items if item.id in read]
        if isinstance(step, Practice):
            ticks = [(each.id, self.changes(each.effects)) for each in step.criteria]
            return [[Branch(None, 0.5, 0), Branch([name], 0.5, 0, c)] for name, c in ticks if c]
        return []

    def _learn(self, condition: Condition | None) -> None:
        """Give each comparison that the role leaves open its bit, each counter its index."""
        if known(condition, self.role) is not None:
            return
        match condition:
            case rule.All(parts) | rule.Any(parts):
                for part in parts:
                    self._learn(part)
            case rule.Not(part):
                self._learn(part)
            case rule.Number(name):
                self.counters.setdefault(name, len(self.counters))
            case _:
                self.bit(condition)

    def _of_check(self, step: Check) -> list[Branch]:
        """The last try decides: each set of answers counts once, equal outcomes together."""
        effects = self.changes(step.if_correct)
        if step.id not in self._of_step and not effects:
            return [Branch([], 1, 0)]
        ids = [answer.id for answer in step.answers]
        sizes = range(1, len(ids) + 1) if step.several else (1,)
        tries = [list(chosen) for size in sizes for chosen in combinations(ids, size)]
        found: dict[Any, Branch] = {}
        for chosen in tries:
            mask = self.mask(step, {"tries": [chosen]})
            changes = effects if is_right(step, chosen) else ()
            branch = found.setdefault((mask, changes), Branch(chosen, 0, mask, changes))
            branch.share += 1 / len(tries)
        return list(found.values())

    def _of_item(self, step: Scale, item: str) -> list[Branch]:
        found = {0: Branch(None, 0, 0)}
        for points in range(1, step.points + 1):
            mask = self.mask(step, {item: points}, of_items=True)
            branch = found.setdefault(mask, Branch({item: points}, 0, mask))
            branch.share += 1 / step.points
        return list(found.values())


def conditions_of(step: Step) -> Iterator[Condition]:
    """Give every condition that stands at a step itself."""
    parts = parts_of(step)
    found = [step.when, *(jump.when for jump in step.jumps), *(v.when for v in step.variants)]
    for part in parts:
        found += [part.when, *(jump.when for jump in getattr(part, "jumps", ()))]
    return (condition for condition in found if condition is not None)


def parts_of(step: Step) -> tuple[Any, ...]:
    """Return the choices or places of a step."""
    if isinstance(step, Decision | Poll):
        return step.choices
    return step.places if isinstance(step, Explore) else ()


class _Alone:
    """The view of a way on which one step alone has a value."""

    role = None
    counters: dict[str, int] = {}

    def __init__(self, step: Step, value: Any) -> None:
        self.way = {step.id: value}
        self._right = (
            is_right(step, value["tries"][-1]) if isinstance(step, Check) and value else None
        )

    def solved(self, step: str) -> bool | None:
        return self._right


def _holds(fact: Condition, step: Step, value: Any) -> bool:
    if isinstance(step, Explore) and isinstance(fact, rule.Includes):
        return False  # A place sets its own bit when it is entered.
    return rule.holds(fact, _Alone(step, value))


def _positive(condition: Any) -> Any:
    """Return what makes the bit true: that something did not happen needs no bit of its own."""
    if isinstance(condition, rule.Visited | rule.Answered):
        return type(condition)(condition.step, True)
    return condition


def _joined(asks: list[Ask], at_first: int, decides: int) -> Ask:
    """Join questions: one part decides for all, as `NO` does for "every part holds"."""

    def ask(state: State) -> int:
        found = at_first
        for each in asks:
            answer = each(state)
            if answer == decides:
                return decides
            found |= answer
        return found

    return ask


def _turned(inner: Ask) -> Ask:
    return lambda state: (0, NO, YES, YES | NO)[inner(state)]
