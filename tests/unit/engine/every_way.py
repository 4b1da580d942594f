"""All walks through a small journey, one by one, by the engine itself: slow, and surely right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest

from app.engine import Answer, Journey, State, as_asked, decide, holds, start
from app.engine import walker as walking
from app.engine.conditions import Condition
from app.engine.space import NO, YES, At
from app.engine.steps import (
    TICKS_PER_MINUTE,
    Check,
    Decision,
    End,
    Explore,
    Poll,
    Practice,
    Scale,
    Step,
)
from app.engine.walker import Walker


class TooManyWays(Exception):
    """The journey is too large to walk each way."""


@dataclass
class EveryWay:
    """What all walks found; `asked` by the identity of a condition, times by role in minutes."""

    journey: Journey
    most: int
    asked: dict[int, set[bool]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)
    times: dict[str | None, dict[str | None, list[tuple[Fraction, Fraction]]]] = field(
        default_factory=dict
    )

    def walk(self) -> EveryWay:
        """Walk; raise `TooManyWays` beyond `most` moves."""
        with pytest.MonkeyPatch.context() as patch:
            self._listen(patch)
            for role in self.journey.roles or (None,):
                self.times[role] = {None: [], **{stage: [] for stage in self.journey.stages}}
                self._from(start(self.journey, role), Fraction(1))
        return self

    def span(self, role: str | None, stage: str | None = None) -> tuple[float, float, float]:
        """Return shortest, mean and longest of a role, in one stage or in all."""
        ways = self.times[role][stage]
        minutes = [way for way, _ in ways]
        mean = sum((minutes * chance for minutes, chance in ways), Fraction())
        return float(min(minutes)), float(mean), float(max(minutes))

    def answers_of(self, at: At) -> int:
        """Return what the condition at a place answered, on all ways together."""
        found = self.asked.get(id(condition_at(self.journey, at)), set())
        return (True in found and YES) | (False in found and NO)

    def _listen(self, patch: pytest.MonkeyPatch) -> None:
        """Note what the engine asks itself while it walks; it walks as ever."""
        past, through = Walker._past, Walker._through

        def noted_holds(condition: Condition | None, view: Any) -> bool:
            found = holds(condition, view)
            if condition is not None:
                self.asked.setdefault(id(condition), set()).add(found)
            return found

        def noted_past(walker: Walker, step: Step) -> Step | None:
            self.met.add(step.id)
            is_met = step.id not in walker.way and holds(step.when, walker)
            if isinstance(step, Decision) and is_met and not walker.open_choices(step):
                self.shut.add(step.id)
            return past(walker, step)

        def noted_through(walker: Walker, step: Explore) -> Step | None:
            many = len(walker.visited(step)) + len(walker.open_places(step))
            self.places[step.id] = max(self.places.get(step.id, 0), many)
            return through(walker, step)

        patch.setattr(walking, "holds", noted_holds)
        patch.setattr(Walker, "_past", noted_past)
        patch.setattr(Walker, "_through", noted_through)

    def _from(self, state: State, chance: Fraction) -> None:
        self.most -= 1
        if self.most < 0:
            raise TooManyWays
        step = self.journey.steps[state.at]
        self._vary(step, state)
        if isinstance(step, End):
            self._arrive(step, state, chance)
            return
        moves = list(_moves(self.journey, step, state))
        for answers, share in moves:
            after = state
            for value in answers:
                after = decide(self.journey, after, Answer(step.id, value))
            self._from(after, chance * share)

    def _vary(self, step: Step, state: State) -> None:
        for variant in step.variants:
            fits = holds(variant.when, Walker.resume(self.journey, state))
            self.asked.setdefault(id(variant.when), set()).add(fits)
            if fits:
                return

    def _arrive(self, end: End, state: State, chance: Fraction) -> None:
        steps = [self.journey.steps[id_] for id_ in state.way] + [end]
        self.shown |= {step.id for step in steps}
        times = self.times[state.role]
        times[None].append((Fraction(state.done + end.weight, TICKS_PER_MINUTE), chance))
        for number, stage in enumerate(self.journey.stages):
            inside = [step.weight for step in steps if step.stage == number]
            times[stage].append((Fraction(sum(inside), TICKS_PER_MINUTE), chance))
            if not inside:
                self.missed.add(stage)
        for step in steps:
            if isinstance(step, Explore):
                self._vary(step, as_asked(self.journey, state, step.id))


def condition_at(journey: Journey, at: At) -> Condition | None:
    """Return the condition that stands at a place."""
    step: Any = journey.steps[at.step]
    if at.key == "variant":
        return step.variants[at.number].when
    if at.part is not None:
        parts = step.places if isinstance(step, Explore) else step.choices
        step = next(part for part in parts if part.id == at.part)
    return step.when if at.key == "when" else step.jumps[at.number].when


def _moves(journey: Journey, step: Step, state: State) -> Iterator[tuple[list[Any], Fraction]]:
    """Give all answers to the present step, each with its chance; nobody typical skips."""
    values = list(_values(Walker.resume(journey, state), step))
    for answers in values:
        yield answers, Fraction(1, len(values))
    if isinstance(step, Scale):
        for some in product(*([None, *range(1, step.points + 1)] for _ in step.items)):
            if None in some:
                named = zip(step.items, some, strict=True)
                yield [{item.id: points for item, points in named if points}], Fraction(0)
    if step.skippable:
        yield [None], Fraction(0)


def _values(walker: Walker, step: Step) -> Iterator[list[Any]]:
    if isinstance(step, Decision | Poll):
        yield from ([choice.id] for choice in walker.open_choices(step))
    elif isinstance(step, Explore):
        yield from _visits(walker, step)
    elif isinstance(step, Check):
        yield from _tries(step)
    elif isinstance(step, Scale):
        for points in product(range(1, step.points + 1), repeat=len(step.items)):
            yield [dict(zip((item.id for item in step.items), points, strict=True))]
    elif isinstance(step, Practice):
        for ticks in product((False, True), repeat=len(step.criteria)):
            ticked = [
                each.id for each, is_ticked in zip(step.criteria, ticks, strict=True) if is_ticked
            ]
            yield [{"ticked": ticked}]
    else:
        yield [True]


def _visits(walker: Walker, step: Explore) -> Iterator[list[Any]]:
    open_ = walker.open_places(step)
    yield from ([{"place": place.id}] for place in open_)
    if walker.enough(step, len(open_)):
        yield [{"leave": True}]


def _tries(step: Check) -> Iterator[list[Any]]:
    """Give each last try: one that ends the check by itself, or after which one goes on."""
    ids = [answer.id for answer in step.answers]
    right = {answer.id for answer in step.answers if answer.correct}
    for size in range(1, len(ids) + 1) if step.several else (1,):
        for chosen in combinations(ids, size):
            ends = step.tries == 1 or set(chosen) == right
            yield [list(chosen)] if ends else [list(chosen), {"leave": True}]
