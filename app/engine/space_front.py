"""Fronts: the states that are at one place of a journey, on their way to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.engine.space_found import BUDGET, OverBudget
from app.engine.space_states import Kind, Live, State, Trail


@dataclass(slots=True)
class Front:
    """States at one place, each with how it got there.

    An info is ``[probability, shortest, longest, shortest and longest within the stage, trail]``,
    in ticks; ``ticks`` are to be added to all of them. ``mass`` is the sum of the probabilities.
    """

    kind: Kind
    live: Live | None = None
    states: dict[State, list[Any]] = field(default_factory=dict)
    ticks: int = 0
    mass: float = 0.0

    def items(self) -> Iterator[tuple[State, list[Any]]]:
        """Give the states with their infos, all ticks added."""
        if self.ticks:
            for info in self.states.values():
                for index in (1, 2, 3, 4):
                    info[index] += self.ticks
            self.ticks = 0
        return iter(self.states.items())

    def add(self, state: State, info: list[Any], share: float = 1.0, trail: Trail = None) -> None:
        """Put in a state; an equal one is joined with it. ``info`` stays the giver's own."""
        states = self.states
        chance = info[0] * share
        self.mass += chance
        if states and not self.kind.is_exact:
            other, known = states.popitem()
            states[self.kind.join(other, state)] = known
        elif state in states:
            known = states[state]
        else:
            if len(states) >= BUDGET:
                raise OverBudget
            states[state] = [chance, info[1], info[2], info[3], info[4], trail or info[5]]
            return
        known[0] += chance
        for index in (1, 3):
            if info[index] < known[index]:
                known[index] = info[index]
            if info[index + 1] > known[index + 1]:
                known[index + 1] = info[index + 1]

    def learn(self, state: State, info: list[Any], share: float, trail: Trail) -> None:
        """Put in a state, without what is read no more here."""
        if self.live is not None:
            state = self.kind.forget(state, self.live)
        self.add(state, info, share, trail)

    def take(self, other: Front) -> None:
        """Put in all states of another front, without what is read no more here."""
        forget, live, add = self.kind.forget, self.live, self.add
        for state, info in other.items():
            add(state if live is None or live is other.live else forget(state, live), info)
