"""What the conditions of a journey can tell apart: facts as bits, and counters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.engine import conditions as rule
from app.engine.answers import is_right
from app.engine.conditions import Condition, known
from app.engine.journey import Journey
from app.engine.space_states import NO, UNMET, YES, Ask, Kind, State
from app.engine.steps import Check, Decision, Explore, Poll, Step


@dataclass(slots=True)
class Asked:
    """What a condition reads: bits, and numbers that counters are compared with, by index.

    ``cost`` counts its comparisons; ``by_role`` says that it asks for the role as well.
    """

    bits: int = 0
    numbers: list[tuple[int, int]] = field(default_factory=list)
    cost: int = 0
    by_role: bool = False


class Facts:
    """Bits of comparisons with steps and indices of counters, the same for all roles.

    ``kind`` is the kind of states that questions are made for.
    """

    def __init__(self, journey: Journey, kind: Kind) -> None:
        self.journey, self.kind = journey, kind
        self.bits: dict[Condition, int] = {}
        self.counters: dict[str, int] = {}
        self._of_step: dict[str, list[Any]] = {}
        self._read: dict[int, Asked] = {}
        self._asks: dict[int, Ask] = {}
        for step in journey.steps.values():
            for condition in conditions_of(step):
                self._read[id(condition)] = self._learn(condition, Asked())

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

    def of_step(self, step: str) -> list[Any]:
        """Return the comparisons with a step."""
        return self._of_step.get(step, [])

    def fixed(self, condition: Condition | None, role: str | None) -> bool | None:
        """Decide a whole condition of the journey by the role alone, None where it stays open."""
        if condition is None:
            return True
        return known(condition, role) if self._read[id(condition)].by_role else None

    def ask(self, condition: Condition, role: str | None) -> Ask:
        """Return the question whether a whole condition of the journey holds in a state."""
        if self._read[id(condition)].by_role:
            return self._question(condition, role)
        found = self._asks.get(id(condition))
        if found is None:
            found = self._asks[id(condition)] = self._question(condition, role)
        return found

    def read(self, condition: Condition, role: str | None) -> Asked:
        """Return what a whole condition of the journey reads, as far as the role leaves it open."""
        found = self._read[id(condition)]
        return self._learn(condition, Asked(), role) if found.by_role else found

    def cost(self, step: Step) -> int:
        """Return how many comparisons stand at a step."""
        return sum(self._read[id(condition)].cost for condition in conditions_of(step))

    def mask(self, step: Step, value: Any, *, of_items: bool = False) -> int:
        """Return the bits of all comparisons that hold once a step has this value."""
        mask = 0
        for fact in self.of_step(step.id):
            if isinstance(fact, rule.ItemNumber) is of_items and _holds(fact, step, value):
                mask |= self.bits[fact]
        return mask

    def _learn(self, condition: Condition, read: Asked, role: str | None = None) -> Asked:
        """Give comparisons their bits, counters their indices; with a role only open ones."""
        if role is not None and known(condition, role) is not None:
            return read
        match condition:
            case rule.All(parts) | rule.Any(parts):
                for part in parts:
                    self._learn(part, read, role)
            case rule.Not(part):
                self._learn(part, read, role)
            case rule.Role():
                read.by_role = True
            case rule.Number(name, _, value):
                index = self.counters.setdefault(name, len(self.counters))
                read.numbers.append((index, value))
            case _:
                read.bits |= self.bit(condition)
        read.cost += 1
        return read

    def _question(self, condition: Condition, role: str | None) -> Ask:
        match condition:
            case rule.Role(roles):
                answer = YES if role in roles else NO
                return lambda state: answer
            case rule.All(parts):
                return _joined([self._question(part, role) for part in parts], YES, NO)
            case rule.Any(parts):
                return _joined([self._question(part, role) for part in parts], NO, YES)
            case rule.Not(part):
                return _turned(self._question(part, role))
            case rule.Number(name, op, value):
                return self.kind.number(self.counters[name], op, value)
            case rule.Visited(_, False) | rule.Answered(_, False):
                return _turned(self.kind.bit(self.bit(condition)))
            case _:
                return self.kind.bit(self.bit(condition))


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
