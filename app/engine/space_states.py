"""States of the state space: exact ones, and hulls that hold many.

Facts are bits, one for each comparison that some condition makes with a step, and counters. Asked
a question, a state answers `YES`, `NO`, or both where it is a hull.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.engine.conditions import OPERATORS

YES, NO = 1, 2
UNMET = 1
"""The bit of a way that has seen no step of its stage so far."""

WIDEST = 64
"""A hull names at most so many values of a counter, then only their range."""

State = Any
Ask = Callable[[State], int]
Trail = tuple[Any, str, Any] | None
"""How a state was reached: the trail before, a step, what was answered there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an effect does to the counter at this index."""

    index: int
    number: int
    is_set: bool
    low: int | None
    high: int | None

    def of(self, value: int) -> int:
        """Return the value afterwards."""
        value = self.number if self.is_set else value + self.number
        if self.high is not None:
            value = min(value, self.high)
        return value if self.low is None else max(value, self.low)


@dataclass(slots=True)
class Branch:
    """One distinguishable outcome of a step.

    ``share`` is its part among all equally likely answers, ``mask`` the facts it makes true;
    ``label`` is an answer that has this outcome. ``after`` keeps what counters become.
    """

    label: Any
    share: float
    mask: int
    changes: tuple[Change, ...] = ()
    after: dict[Any, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Live:
    """What is still read from here on: bits, and of each counter the values that differ.

    ``counts`` has a smallest and largest value for each counter: what lies beyond can never be
    told apart again. Both are 0 where nobody reads it.
    """

    bits: int = 0
    counts: tuple[tuple[int, int], ...] = ()
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What is kept of counters, by their values: there are far fewer of these than states."""


class Kind(Protocol):
    """A kind of states: how they begin, answer, change and forget."""

    is_exact: bool

    def start(self, counts: Iterable[int]) -> State: ...
    def bit(self, mask: int) -> Ask: ...
    def number(self, index: int, op: str, value: int) -> Ask: ...
    def put(self, state: State, mask: int) -> State: ...
    def change(self, state: State, branch: Branch) -> State: ...
    def without(self, state: State, mask: int) -> State: ...
    def forget(self, state: State, live: Live) -> State: ...
    def join(self, one: State, other: State) -> State: ...


class Exact:
    """A state is what surely holds: ``(bits, counts)``."""

    is_exact = True

    def start(self, counts: Iterable[int]) -> State:
        return (0, tuple(counts))

    def bit(self, mask: int) -> Ask:
        return lambda state: YES if state[0] & mask else NO

    def number(self, index: int, op: str, value: int) -> Ask:
        compare = OPERATORS[op]
        return lambda state: YES if compare(state[1][index], value) else NO

    def put(self, state: State, mask: int) -> State:
        return (state[0] | mask, state[1])

    def change(self, state: State, branch: Branch) -> State:
        bits, counts = state
        if branch.changes:
            after = branch.after.get(counts)
            if after is None:
                values = list(counts)
                for change in branch.changes:
                    values[change.index] = change.of(values[change.index])
                after = branch.after[counts] = tuple(values)
            counts = after
        return (bits | branch.mask, counts)

    def without(self, state: State, mask: int) -> State:
        return (state[0] & ~mask, state[1])

    def forget(self, state: State, live: Live) -> State:
        bits, counts = state
        kept = live.kept.get(counts)
        if kept is None:
            spans = zip(counts, live.counts, strict=True)
            kept = tuple([low if n < low else high if n > high else n for n, (low, high) in spans])
            live.kept[counts] = kept
        return (bits & live.bits, kept)

    def join(self, one: State, other: State) -> State:
        raise AssertionError("exact states stay apart")


class Hull:
    """A state is what may hold: ``(bits that may hold, that may fail, values of each counter)``."""

    is_exact = False

    def start(self, counts: Iterable[int]) -> State:
        return (0, -1, tuple(range(value, value + 1) for value in counts))

    def bit(self, mask: int) -> Ask:
        return lambda state: (state[0] & mask and YES) | (state[1] & mask and NO)

    def number(self, index: int, op: str, value: int) -> Ask:
        compare = OPERATORS[op]

        def ask(state: State) -> int:
            values = state[2][index]
            if op in ("is", "is_not"):
                found = (value in values and YES) | ((len(values) > 1 or value not in values) * NO)
                return found if op == "is" else (0, NO, YES, YES | NO)[found]
            ends = {compare(min(values), value), compare(max(values), value)}
            return (True in ends and YES) | (False in ends and NO)

        return ask

    def put(self, state: State, mask: int) -> State:
        return (state[0] | mask, state[1] & ~mask, state[2])

    def change(self, state: State, branch: Branch) -> State:
        may, may_not, counts = self.put(state, branch.mask)
        values = list(counts)
        for change in branch.changes:
            values[change.index] = _mapped(values[change.index], change.of)
        return (may, may_not, tuple(values))

    def without(self, state: State, mask: int) -> State:
        return (state[0] & ~mask, state[1] | mask, state[2])

    def forget(self, state: State, live: Live) -> State:
        counts = tuple(
            _mapped(values, _within(*span))
            for values, span in zip(state[2], live.counts, strict=True)
        )
        return (state[0] & live.bits, state[1] | ~live.bits, counts)

    def join(self, one: State, other: State) -> State:
        counts = tuple(
            mine if mine == others else _narrow({*mine, *others})
            for mine, others in zip(one[2], other[2], strict=True)
        )
        return (one[0] | other[0], one[1] | other[1], counts)


Values = frozenset[int] | range


def _mapped(values: Values, of: Callable[[int], int]) -> Values:
    if len(values) > WIDEST:
        return range(of(min(values)), of(max(values)) + 1)
    return _narrow({of(value) for value in values})


def _narrow(values: set[int]) -> Values:
    if len(values) > WIDEST:
        return range(min(values), max(values) + 1)
    return frozenset(values)


def _within(low: int, high: int) -> Callable[[int], int]:
    return lambda value: min(max(value, low), high)
