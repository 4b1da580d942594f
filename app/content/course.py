"""The course of a journey for one role: which steps there are, what follows, where it leaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.engine.conditions import Condition, known
from app.engine.journey import Journey
from app.engine.steps import MAIN, Choice, Decision, End, Explore, Jump, Place, Poll, Step
from app.engine.text import Text
from app.engine.transition import start
from app.engine.walker import Walker
from app.engine.words import Words

_HEADINGS = ("title", "question", "task", "prompt")


@dataclass(frozen=True, slots=True)
class Way:
    """A way from a step to another one of the same list, or out of it (``target`` None).

    ``choice`` names the choice that takes it, ``when`` its condition; ``otherwise`` is true where
    it is taken when no earlier condition held. A way of a step with detours or places is taken
    behind them, one of a choice at once.
    """

    source: str
    target: str | None
    choice: str | None = None
    when: Condition | None = None
    otherwise: bool = False


class Course:
    """What one role can meet. Without a role: what anybody can meet.

    Steps that this role surely skips or never reaches are left out. ``lanes`` holds the steps of
    each list, ``onward`` by step the way to the next of the same list or out of the list,
    ``leaps`` all other ways in the order of the file.
    """

    def __init__(self, journey: Journey, role: str | None = None) -> None:
        self.journey = journey
        self.role = role
        self.lanes: dict[str, list[Step]] = {}
        self.onward: dict[str, Way] = {}
        self.leaps: list[Way] = []
        self._start = Walker.resume(journey, start(journey, role)) if role else None
        self._fill(MAIN)

    def words(self, step: Step, lang: str) -> Words:
        """Return what a step says to this role before anything is chosen."""
        if self._start is None:
            return Words(self.journey, step, None, lang)
        return Words.of(self.journey, step, self._start, lang)

    def heading(self, step: Step, lang: str) -> Text | None:
        """Return the words a step is known by: its title, else what it asks."""
        words = self.words(step, lang)
        return next((text for key in _HEADINGS if (text := words.text(key))), None)

    def needs(self, step: Step | Choice | Place) -> Condition | None:
        """Return the condition that stays open for this role, None where there is none."""
        return step.when if self._decided(step.when) is None else None

    def choices(self, step: Decision | Poll) -> list[Choice]:
        """Return the choices that this role may find open."""
        return [choice for choice in step.choices if self._decided(choice.when) is not False]

    def places(self, step: Explore) -> list[Place]:
        """Return the places that this role may find open; one without any step never is."""
        return [
            place
            for place in step.places
            if self._decided(place.when) is not False and self._met(place.lane)
        ]

    def _fill(self, lane: str) -> None:
        shown = self._met(lane)
        reached = self._reached(self.journey.first(lane), shown)
        self.lanes[lane] = [step for step in shown if step.id in reached]
        for step in self.lanes[lane]:
            self._ways(step, self.lanes[lane])
            for inner in self._inner(step):
                self._fill(inner)

    def _met(self, lane: str) -> list[Step]:
        """Return the steps of a list that this role does not surely skip."""
        steps = [self.journey.steps[id_] for id_ in self.journey.lanes[lane]]
        return [
            step for step in steps if self._decided(step.when) is not False and self._open(step)
        ]

    def _open(self, step: Step) -> bool:
        if isinstance(step, Decision | Poll):
            return bool(self.choices(step))
        return bool(self.places(step)) if isinstance(step, Explore) else True

    def _inner(self, step: Step) -> list[str]:
        if isinstance(step, Decision):
            return [choice.lane for choice in self.choices(step) if choice.lane]
        return [place.lane for place in self.places(step)] if isinstance(step, Explore) else []

    def _reached(self, first: Step | None, shown: Sequence[Step]) -> set[str]:
        """Follow all ways from the start of a list, which lead forward only."""
        reached: set[str] = set()
        ahead = {target for target, _ in self._onto(first.id if first else None, shown)}
        for step in shown:
            if step.id in ahead:
                reached.add(step.id)
                ahead |= {way.target for way in self._targets(step, shown)}
        return reached

    def _ways(self, step: Step, shown: Sequence[Step]) -> None:
        position = shown.index(step)
        following = shown[position + 1].id if position + 1 < len(shown) else None
        for way in self._targets(step, shown):
            if way.target is None or way.target == following:
                self.onward.setdefault(step.id, way)
            else:
                self.leaps.append(way)

    def _targets(self, step: Step, shown: Sequence[Step]) -> Iterator[Way]:
        """Give where the way may lead from a step; of several ways to one place the first."""
        if isinstance(step, End):
            return
        given: set[tuple[str | None, str | None]] = set()
        for rank, (choice, jumps) in enumerate(self._jumps(step)):
            is_last = bool(rank) and choice is None
            for number, (target, when) in enumerate(self._follow(step, jumps)):
                for found, then in self._onto(target, shown, when):
                    if (found, choice) not in given:
                        given.add((found, choice))
                        otherwise = then is None and (number > 0 or is_last)
                        yield Way(step.id, found, choice, then, otherwise)

    def _jumps(self, step: Step) -> list[tuple[str | None, tuple[Jump, ...]]]:
        """Return the jumps of a step, and of its choices those of their own."""
        if not isinstance(step, Decision):
            return [(None, step.jumps)]
        own: list[tuple[str | None, tuple[Jump, ...]]] = [
            (choice.id, choice.jumps) for choice in self.choices(step) if choice.jumps
        ]
        return [*own, (None, step.jumps)] if len(own) < len(self.choices(step)) else own

    def _follow(
        self, step: Step, jumps: tuple[Jump, ...]
    ) -> Iterator[tuple[str | None, Condition | None]]:
        for jump in jumps:
            taken = self._decided(jump.when)
            if taken is not False:
                yield jump.to, None if taken else jump.when
            if taken:
                return
        yield self._next(step), None

    def _onto(
        self, target: str | None, shown: Sequence[Step], when: Condition | None = None
    ) -> Iterator[tuple[str | None, Condition | None]]:
        """Give the steps met where a way leads to one this role skips: its ``next`` counts."""
        if target is None or any(step.id == target for step in shown):
            yield target, when
            return
        step = self.journey.steps[target]
        for further, condition in self._follow(step, step.jumps):
            yield from self._onto(further, shown, when or condition)

    def _next(self, step: Step) -> str | None:
        following = self.journey.following(step)
        return following.id if following else None

    def _decided(self, when: Condition | None) -> bool | None:
        if self.role is None and self.journey.roles:
            return True if when is None else None
        return known(when, self.role)
