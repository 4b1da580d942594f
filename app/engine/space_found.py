"""What walking all ways of one role finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.engine.space_states import Trail

BUDGET = 50_000
"""States of all roles together that are walked one by one, the same everywhere."""

QUESTIONS = 40
"""So many comparisons a state, on average, are made at most: long conditions count as well."""


class OverBudget(Exception):  # It is no error, but the end of what is tried state by state.
    """There are more states than shall be tried one by one."""


@dataclass(slots=True)
class Spread:
    """Shortest and longest in ticks, of what was met."""

    low: int | None = None
    high: int = 0

    def take(self, low: int, high: int) -> None:
        """Widen it by another span."""
        self.low = low if self.low is None else min(self.low, low)
        self.high = max(self.high, high)


@dataclass(slots=True)
class Findings:
    """What walking found. ``mass`` is the probability with which a typical learner meets a step.

    ``shown`` has the steps somebody is shown, ``shut`` decisions with no open choice for somebody,
    and ``missed`` stages somebody passes without any step, each with one way there; ``most_places``
    how many places of an explore can be visited on one way.
    """

    mass: dict[str, float] = field(default_factory=dict)
    shown: dict[str, Trail] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    shut: dict[str, Trail] = field(default_factory=dict)
    missed: dict[int, Trail] = field(default_factory=dict)
    most_places: dict[str, int] = field(default_factory=dict)
    total: Spread = field(default_factory=Spread)
    stages: dict[int, Spread] = field(default_factory=dict)
    states: int = 0
