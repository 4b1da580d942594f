"""The steps of a journey as one role meets them, reduced to what steers."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.engine.space_states import NO, YES, Ask, Branch, Live
from app.engine.steps import Step


@dataclass(frozen=True, slots=True)
class At:
    """Where a condition stands: ``key`` is when, next or variant, ``part`` a choice or place.

    ``number`` is the index of an entry of ``next`` or of a variant.
    """

    key: str
    step: str
    part: str | None = None
    number: int = 0


@dataclass(slots=True)
class Test:
    """A condition that somebody on the way is asked.

    ``seen`` joins all its answers, ``most`` all it can ever give.
    """

    at: At
    ask: Ask
    most: int = YES | NO
    seen: int = 0


@dataclass(slots=True)
class Arrow:
    """An entry of ``next``: the position it leads to, and its test, None where it always holds."""

    to: int
    test: Test | None


@dataclass(slots=True)
class Part:
    """A choice or a place: with ``lane`` its list of steps, ``arrows`` where else it leads."""

    branch: Branch
    test: Test | None
    lane: str | None
    arrows: list[Arrow]


@dataclass(slots=True)
class Node:
    """One step for one role. ``sure`` says that whoever meets it is shown it.

    ``branches`` are its answers; ``factors`` follow an answer that is no skip; ``left`` is the
    mask of having left an explore; ``cost`` is how many comparisons it may take to pass it.
    """

    step: Step
    test: Test | None
    parts: list[Part]
    arrows: list[Arrow]
    variants: list[Test]
    branches: list[Branch]
    factors: list[list[Branch]]
    left: int
    cost: int
    sure: bool = False
    live: Live = field(default_factory=Live)
