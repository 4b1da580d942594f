"""One walk under way: the rules of flow, used by transition and scene, never handed out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.answers import finishes, is_right, places_so_far
from app.engine.conditions import holds
from app.engine.journey import Journey
from app.engine.state import State, Value
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
    Step,
)

_ABSENT: Value = object()
_WITH_CHOICES = (Decision, Poll)
_WITH_PARTS = (Decision, Poll, Explore)
_WITH_EFFECTS = (Decision, Check, Practice)


@dataclass(slots=True)
class Walker:
    """Walks as far as the values reach. ``until`` names a step whose own answer is not used."""

    journey: Journey
    role: str | None
    values: Mapping[str, Value]
    way: dict[str, Value]
    counters: dict[str, int]
    done: int = 0
    until: str | None = None

    @classmethod
    def resume(cls, journey: Journey, state: State) -> Walker:
        """Take up a walk where it stands, on copies of what the state holds."""
        return cls(
            journey, state.role, state.values, dict(state.way), dict(state.counters), state.done
        )

    def go(self, step: Step) -> State:
        """Walk on from this step while stored values fit; stand where an answer is needed."""
        ahead: Step | None = step
        while ahead is not None:
            step = ahead
            ahead = self._past(step)
        return State(self.role, self.values, self.way, step.id, self.counters, self.done)

    def shown(self, step: Step) -> bool:
        """Return whether a step is met: its ``when`` holds and something in it is open."""
        if step.when is not None and not holds(step.when, self):
            return False
        if not isinstance(step, _WITH_PARTS):
            return True
        if isinstance(step, Explore):
            return any(self._is_open(step, place) for place in step.places)
        return bool(self.open_choices(step))

    def open_choices(self, step: Decision | Poll) -> list[Choice]:
        return [c for c in step.choices if c.when is None or holds(c.when, self)]

    def open_places(self, step: Explore) -> list[Place]:
        """Return the unvisited places that may be entered now."""
        visited = self.visited(step)
        return [p for p in step.places if p.id not in visited and self._is_open(step, p)]

    def visited(self, step: Explore) -> list[str]:
        value = self.way.get(step.id)
        return value["places"] if value else []

    def enough(self, step: Explore, open_places: int) -> bool:
        """Return whether an explore may be left."""
        visited = len(self.visited(step))
        return visited >= min(step.visit, visited + open_places)

    def solved(self, step: str) -> bool | None:
        check, value = self.journey.steps.get(step), self.way.get(step)
        if not isinstance(check, Check) or not value or "tries" not in value:
            return None
        return is_right(check, value["tries"][-1])

    def _past(self, step: Step) -> Step | None:
        """Return where the way leads from here, None where the learner stands."""
        if isinstance(step, End):
            return None
        if step.id not in self.way and not self.shown(step):
            return self._after(step)
        if isinstance(step, Explore):
            return self._through(step)
        value = self.values.get(step.id, _ABSENT)
        if value is _ABSENT or step.id == self.until or not self._fits(step, value):
            return None
        self._pass(step, value)
        return self._onto(step)

    def _through(self, step: Explore) -> Step | None:
        """Enter the next stored place, leave, or stand; an explore is met again after each."""
        visited = self.visited(step)
        open_places = {place.id: place for place in self.open_places(step)}
        value = self.values.get(step.id, {})
        stored, left = places_so_far(step, value)
        ahead = stored[len(visited) :]
        if ahead and ahead[0] in open_places:
            self._pass(step, {"places": [*visited, ahead[0]], "left": False})
            return self.journey.first(open_places[ahead[0]].lane)
        if step.id == self.until:
            return None
        goes_on = left and not ahead and ("missed" in value or self.enough(step, len(open_places)))
        if open_places and not goes_on:
            return None
        self._pass(step, {"places": visited, "left": True})
        return self._after(step)

    def _fits(self, step: Step, value: Value) -> bool:
        if not finishes(step, value):
            return False
        if isinstance(step, _WITH_CHOICES) and isinstance(value, str):
            return any(choice.id == value for choice in self.open_choices(step))
        return True

    def _pass(self, step: Step, value: Value) -> None:
        if step.id not in self.way:
            self.done += step.weight
        self.way[step.id] = value
        if isinstance(step, _WITH_EFFECTS):
            for effects in self._effects(step):
                self._apply(effects)

    def _effects(self, step: Decision | Check | Practice) -> list[Effects]:
        if isinstance(step, Decision):
            return [choice.effects for choice in self._taken(step)]
        if isinstance(step, Check):
            return [step.if_correct] if self.solved(step.id) else []
        ticked = (self.way[step.id] or {}).get("ticked", ())
        return [c.effects for c in step.criteria if c.id in ticked]

    def _apply(self, effects: Effects) -> None:
        if effects is NO_EFFECTS:
            return
        for name, number in effects.set.items():
            self._count(name, number)
        for name, number in effects.add.items():
            self._count(name, self.counters[name] + number)

    def _count(self, name: str, number: int) -> None:
        counter = self.journey.counters[name]
        if counter.max is not None:
            number = min(number, counter.max)
        self.counters[name] = number if counter.min is None else max(number, counter.min)

    def _onto(self, step: Step) -> Step:
        """Return what comes after an answer: the detour of the choice taken, else what follows."""
        if isinstance(step, Decision):
            for choice in self._taken(step):
                detour = self.journey.first(choice.lane) if choice.lane else None
                if detour is not None:
                    return detour
        return self._after(step)

    def _after(self, step: Step) -> Step:
        """Return what follows when a step is over: up and out of its list where that ends."""
        found = self._follow(step)
        while found is None:
            parent = self.journey.parent(step)
            assert parent is not None, "the last step of a journey is an end"
            if isinstance(parent, Explore):
                return parent
            step = parent
            found = self._follow(step)
        return found

    def _follow(self, step: Step) -> Step | None:
        """Return what follows in the same list; a choice's ``next`` wins over the step's."""
        jumps = step.jumps
        if isinstance(step, Decision):
            for choice in self._taken(step):
                jumps = choice.jumps + jumps
        for jump in jumps:
            if holds(jump.when, self):
                return self.journey.steps[jump.to]
        return self.journey.following(step)

    def _taken(self, step: Decision) -> list[Choice]:
        """Return the choice taken at a decision on the way, as a list of one or none."""
        taken = self.way.get(step.id)
        return [choice for choice in step.choices if choice.id == taken]

    def _is_open(self, step: Explore, place: Place) -> bool:
        return holds(place.when, self) and self._shows_something(step, place)

    def _shows_something(self, step: Explore, place: Place) -> bool:
        """Look into a place as if it were entered, because its steps may ask for just that."""
        before = self.way.get(step.id)
        self.way[step.id] = {"places": [*self.visited(step), place.id], "left": False}
        inside = self.journey.first(place.lane)
        while inside is not None and not self.shown(inside):
            inside = self._follow(inside)
        if before is None:
            del self.way[step.id]
        else:
            self.way[step.id] = before
        return inside is not None
