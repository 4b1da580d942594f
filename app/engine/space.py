"""The state space of a journey: what can never happen, what may, and how long it takes.

A state is the position, the visited places of the explore it is in, and of answers and counters
only what a condition further on still reads. Up to `BUDGET` states of all roles together are
walked one by one; beyond that one pass over hulls gives bounds. Both prove "never"; only the
first proves "in this state", with a way that leads there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.engine.journey import Journey
from app.engine.space_branches import Branches
from app.engine.space_facts import Facts
from app.engine.space_found import BUDGET, Findings, OverBudget, Spread
from app.engine.space_graph import Graph
from app.engine.space_hull import HullWalk
from app.engine.space_nodes import At
from app.engine.space_states import NO, YES, Exact, Hull, Kind, Trail
from app.engine.space_walk import Walk
from app.engine.steps import TICKS_PER_MINUTE

__all__ = ["BUDGET", "NO", "YES", "At", "Survey", "Times", "Way", "survey", "times"]


@dataclass(frozen=True, slots=True)
class Times:
    """How long a role walks, in minutes; ``stages`` has the same for each stage by its id.

    ``typical`` is the mean over choices, places or going on, answers and points, each equally
    likely where it is open; a typical learner skips nothing.
    """

    shortest: float
    typical: float
    longest: float
    stages: Mapping[str, Times] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a place: a role, and what it answered in order, by step."""

    role: str | None
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of all ways.

    ``exact`` says that each state was walked; else times are bounds with an estimate between.
    ``asked`` has for each condition that anybody is asked `YES`, `NO` or both, over all roles;
    ``met`` the steps somebody comes to and ``shown`` those somebody is shown. ``shut`` and
    ``missed`` hold decisions without an open choice and stages without a step, each with a way;
    the way is None where it is not known. ``places`` is how many places of an explore can be
    visited on one way, at most.
    """

    exact: bool
    states: int
    times: Mapping[str | None, Times]
    asked: Mapping[At, int]
    met: frozenset[str]
    shown: frozenset[str]
    shut: Mapping[str, Way | None]
    missed: Mapping[str, Way | None]
    places: Mapping[str, int]
    trails: Mapping[str | None, Mapping[str, Trail]] = field(default_factory=dict, repr=False)

    def way_to(self, role: str | None, step: str) -> Way | None:
        """Return a way on which this role is shown a step, None where it never is.

        Answers that lead nowhere else are left out. Of a survey that is not exact it names none,
        so that the way may end elsewhere.
        """
        found = self.trails.get(role, {})
        return _way(role, found[step]) if step in found else None


def times(journey: Journey) -> dict[str | None, Times]:
    """Return shortest, typical and longest way of each role; the key is None without roles."""
    return dict(survey(journey).times)


def survey(journey: Journey, budget: int = BUDGET) -> Survey:
    """Walk all ways of all roles through a journey that the checker has found no error in."""
    try:
        return _surveyed(journey, Exact(), budget)
    except OverBudget:
        return _surveyed(journey, Hull(), None)


def _surveyed(journey: Journey, kind: Kind, budget: int | None) -> Survey:
    asked: dict[At, int] = {}
    found: dict[str | None, Findings] = {}
    branches = Branches(Facts(journey, kind))
    for role in journey.roles or (None,):
        graph = Graph(branches, role)
        if budget is None:
            found[role] = HullWalk(graph, kind, _ENDLESS).run()
        else:
            used = sum(each.states for each in found.values())
            found[role] = Walk(graph, kind, budget - used).run()
        for test in graph.tests:
            if test.seen:
                asked[test.at] = asked.get(test.at, 0) | test.seen
    return _joined(journey, found, asked, exact=budget is not None)


def _joined(
    journey: Journey, found: Mapping[str | None, Findings], asked: dict[At, int], *, exact: bool
) -> Survey:
    shut: dict[str, Way | None] = {}
    missed: dict[str, Way | None] = {}
    places: dict[str, int] = {}
    for role, each in found.items():
        for step, trail in each.shut.items():
            shut.setdefault(step, _way(role, trail) if exact else None)
        for stage, trail in each.missed.items():
            missed.setdefault(journey.stages[stage], _way(role, trail) if exact else None)
        for step, most in each.most_places.items():
            places[step] = max(places.get(step, 0), most)
    return Survey(
        exact=exact,
        states=sum(each.states for each in found.values()),
        times={role: _times(journey, each) for role, each in found.items()},
        asked=asked,
        met=frozenset().union(*(each.met for each in found.values())),
        shown=frozenset().union(*(each.shown for each in found.values())),
        shut=shut,
        missed=missed,
        places=places,
        trails={role: each.shown for role, each in found.items()},
    )


def _times(journey: Journey, found: Findings) -> Times:
    typical = [0.0] * len(journey.stages)
    for id_, chance in found.mass.items():
        step = journey.steps[id_]
        typical[step.stage] += chance * step.weight
    stages = {
        stage: _minutes(found.stages[number], typical[number])
        for number, stage in enumerate(journey.stages)
    }
    return _minutes(found.total, sum(typical), stages)


def _minutes(spread: Spread, typical: float, stages: Mapping[str, Times] | None = None) -> Times:
    return Times(
        (spread.low or 0) / TICKS_PER_MINUTE,
        typical / TICKS_PER_MINUTE,
        spread.high / TICKS_PER_MINUTE,
        stages or {},
    )


def _way(role: str | None, trail: Trail) -> Way:
    """Return the answers of a trail in the order of walking; places and items are gathered."""
    steps: list[tuple[str, Any]] = []
    while trail is not None:
        trail, step, label = trail
        steps.append((step, label))
    answers: dict[str, Any] = {}
    for step, label in reversed(steps):
        answers[step] = _gathered(answers.get(step), label)
    return Way(role, answers)


def _gathered(before: Any, label: Any) -> Any:
    if isinstance(before, dict) and isinstance(label, dict):
        return {**before, **label}
    return [*before, *label] if isinstance(before, list) and isinstance(label, list) else label


_ENDLESS = 10**9
