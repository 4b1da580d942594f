"""Which steps every way of a journey crosses, and which of them offer everybody the same.

Whether somebody met such a step, and what it offered them, says nothing about what they chose
anywhere else. Figures about a company's people are made of these steps alone (`models.insight`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.engine.conditions import known
from app.engine.journey import Journey
from app.engine.steps import MAIN, End, Explore, Jump, Step


def crossed_by_all(journey: Journey) -> tuple[str, ...]:
    """Return the steps that no answer and no role leads past, in the order of the file.

    Whatever the role does not decide counts as open, so a step is left out rather than named
    wrongly. Left out, too, are steps that offer choices under conditions, and all explores.
    """
    roles = journey.roles or (None,)
    sure = [set(_crossed(journey, role)) for role in roles]
    return tuple(id_ for id_ in journey.lanes[MAIN] if all(id_ in each for each in sure))


def _crossed(journey: Journey, role: str | None) -> Iterator[str]:
    """Yield the steps of the main list that one role always meets.

    All ways lead forward, so a step is crossed unless some move begins before it and ends behind.
    """
    reached, furthest = {0}, 0
    for position, id_ in enumerate(journey.lanes[MAIN]):
        if position not in reached:
            continue
        step = journey.steps[id_]
        if furthest <= position and _offers_all(step, role):
            yield id_
        targets = set(_targets(journey, step, role))
        reached |= targets
        furthest = max(targets | {furthest})


def _offers_all(step: Step, role: str | None) -> bool:
    """Return whether a step is shown with everything it has."""
    whens = [step.when, *(choice.when for choice in getattr(step, "choices", ()))]
    return not isinstance(step, Explore) and all(known(when, role) is True for when in whens)


def _targets(journey: Journey, step: Step, role: str | None) -> Iterator[int]:
    """Yield the positions in the main list where the way may go on behind a step."""
    if isinstance(step, End):
        return
    yield from _after(journey, step, step.jumps, role)
    for choice in getattr(step, "choices", ()):
        yield from _after(journey, step, (*choice.jumps, *step.jumps), role)


def _after(journey: Journey, step: Step, jumps: Iterable[Jump], role: str | None) -> Iterator[int]:
    for jump in jumps:
        taken = known(jump.when, role)
        if taken is not False:
            yield journey.steps[jump.to].position
        if taken:
            return
    yield step.position + 1
