"""What lies ahead of each step, at least and at most, as far as only the role decides it.

For a step with planned time w, at least and at most (of several: the smallest, the largest)::

    after     = what is ahead of its next targets
    own       = w + after; a decision: w + that of its choices (detour + after, or the target);
                an explore: w + after + its places (at most all, at least the shortest needed)
    met       = own where its `when` surely holds, after where it surely does not, else either
    rest      = own of the present step + after (and open places) of each step around it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.engine.conditions import known, surely_all, surely_any
from app.engine.journey import Journey
from app.engine.state import State
from app.engine.steps import MAIN, Decision, End, Explore, Jump, Step


@dataclass(frozen=True, slots=True)
class Span:
    """Ticks or stations ahead, at least and at most."""

    lo: int = 0
    hi: int = 0

    def __add__(self, other: Span) -> Span:
        return Span(self.lo + other.lo, self.hi + other.hi)

    def __or__(self, other: Span) -> Span:
        return Span(min(self.lo, other.lo), max(self.hi, other.hi))


@dataclass(frozen=True, slots=True)
class _PlaceAhead:
    id: str
    span: Span
    sure: bool


class Plan:
    """What is ahead of each step for one role.

    ``met`` counts from meeting a step to the end of its list, ``own`` from standing on it,
    ``after`` from leaving it. With ``stations`` each step weighs 1 and the stage ends the count.
    """

    def __init__(self, journey: Journey, role: str | None, *, stations: bool) -> None:
        self._journey = journey
        self._role = role
        self._stations = stations
        self.met: dict[str, Span] = {}
        self.own: dict[str, Span] = {}
        self.after: dict[str, Span] = {}
        self._shows: dict[str, bool] = {}
        self._places: dict[str, list[_PlaceAhead]] = {}
        self._fill(MAIN)

    def rest(self, state: State) -> Span:
        """Return what is left, the present step included."""
        step = self._journey.steps[state.at]
        if step.id in state.way:
            span = self._hub(step, state.way[step.id]["places"]) + self.after[step.id]
        else:
            span = self.own[step.id]
        parent = self._journey.parent(step)
        while parent is not None:
            span = span + self.after[parent.id]
            if isinstance(parent, Explore):
                span = span + self._hub(parent, state.way[parent.id]["places"])
            parent = self._journey.parent(parent)
        return span

    def _fill(self, lane: str) -> None:
        """Work from the end of a list to its start, because all ways lead forward."""
        for id_ in reversed(self._journey.lanes[lane]):
            step = self._journey.steps[id_]
            for inner in _inner_lanes(step):
                self._fill(inner)
            targets = list(self._targets(step, step.jumps))
            after = hull(self._ahead(step, target) for target in targets)
            if isinstance(step, Explore):
                self._places[id_] = list(self._places_ahead(step))
            own = self._own(step, after)
            shown = self._shown(step)
            self.after[id_], self.own[id_] = after, own
            self.met[id_] = own if shown else after if shown is False else own | after
            self._shows[id_] = shown is True or all(t and self._shows[t] for t in targets)

    def _own(self, step: Step, after: Span) -> Span:
        weight = 1 if self._stations else step.weight
        span = Span(weight, weight)
        if isinstance(step, End):
            return span
        if isinstance(step, Decision):
            return span + self._choices(step, after)
        if isinstance(step, Explore):
            return span + after + self._hub(step, ())
        return span + after

    def _choices(self, step: Decision, after: Span) -> Span:
        spans = [
            self._lane(choice.lane)
            + hull(self._ahead(step, t) for t in self._targets(step, choice.jumps + step.jumps))
            for choice in step.choices
            if known(choice.when, self._role) is not False
        ]
        return hull(spans) if spans else after

    def _hub(self, step: Step, visited: Iterable[str]) -> Span:
        assert isinstance(step, Explore)
        seen = set(visited)
        ahead = [place for place in self._places[step.id] if place.id not in seen]
        sure = sum(place.sure for place in ahead)
        needed = max(0, min(step.visit, len(seen) + sure) - len(seen))
        shortest = sorted(place.span.lo for place in ahead)[:needed]
        return Span(sum(shortest), sum(place.span.hi for place in ahead))

    def _places_ahead(self, step: Explore) -> Iterator[_PlaceAhead]:
        for place in step.places:
            open_ = known(place.when, self._role)
            if open_ is not False:
                first = self._journey.first(place.lane)
                shows = first is not None and self._shows[first.id]
                yield _PlaceAhead(place.id, self._lane(place.lane), open_ is True and shows)

    def _shown(self, step: Step) -> bool | None:
        """Return whether a step that is met is shown, as far as the role decides it."""
        inside: bool | None = True
        if isinstance(step, Decision):
            inside = surely_any(known(choice.when, self._role) for choice in step.choices)
        elif isinstance(step, Explore):
            inside = surely_any(place.sure or None for place in self._places[step.id])
        return surely_all((known(step.when, self._role), inside))

    def _targets(self, step: Step, jumps: Iterable[Jump]) -> Iterator[str | None]:
        """Yield where the way may lead, None for the end of the list."""
        for jump in jumps:
            taken = known(jump.when, self._role)
            if taken is not False:
                yield jump.to
            if taken:
                return
        following = self._journey.following(step)
        yield following.id if following else None

    def _ahead(self, step: Step, target: str | None) -> Span:
        if target is None:
            return _NOTHING
        if self._stations and self._journey.steps[target].stage != step.stage:
            return _NOTHING
        return self.met[target]

    def _lane(self, lane: str | None) -> Span:
        first = self._journey.first(lane) if lane else None
        return self.met[first.id] if first else _NOTHING


def hull(spans: Iterable[Span]) -> Span:
    """Return the span that holds all of these; there is at least one."""
    first, *others = spans
    for span in others:
        first = first | span
    return first


def _inner_lanes(step: Step) -> Iterator[str]:
    if isinstance(step, Decision):
        yield from (choice.lane for choice in step.choices if choice.lane)
    elif isinstance(step, Explore):
        yield from (place.lane for place in step.places)


_NOTHING = Span()
