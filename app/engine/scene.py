"""What the learner sees now: texts, inputs, choices, honest progress."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.steps import Media, Step
from app.engine.state import Value
from app.engine.text import Text


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, place, answer or criterion as it is offered or was taken.

    Feedback and voice are given on a told face, for what was chosen, and above a repeated check.
    ``correct`` is None but on a told check.
    """

    id: str
    label: Text
    chosen: bool = False
    feedback: Text | None = None
    voice_who: Text | None = None
    voice: Text | None = None
    correct: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a scale. ``before`` is the value of the scale it repeats."""

    id: str
    label: Text
    value: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Honest progress. ``stage`` and ``station`` count from 1; ``low`` and ``high`` are minutes.

    ``station`` counts the stations met in this stage; ``stations`` is given only where every
    remaining way through the stage is equally long. ``up_to`` is true where the range is narrower
    than three minutes: then only ``high`` is shown, with „bis zu“. ``bar`` is 0…1.
    """

    stage: int
    stages: int
    station: int
    stations: int | None
    low: int
    high: int
    up_to: bool
    bar: float
    done: int
    rest_low: int
    rest_high: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One step for one learner, resolved for role, language and variant.

    ``face``: ``ask`` the open form; ``retry`` a check with a try left, the last one told above the
    form; ``told`` the consequence of a decision or a finished check; ``seen`` any other step looked
    back at, as it was left; ``end`` the arrival. ``heading`` is the page's h1. ``value`` is the
    learner's own answer or None. ``question`` is None where it already is the heading.
    """

    step: Step
    face: str
    heading: Text | None
    titled: bool
    text: Text | None
    easy: bool
    question: Text | None
    options: tuple[Option, ...]
    rows: tuple[Row, ...]
    points: int
    scale_from: Text | None
    scale_to: Text | None
    hints: tuple[Text, ...]
    sample: Text | None
    alone: Text | None
    together: Text | None
    media: Media | None
    alt: Text | None
    transcript: Text | None
    may_leave: bool
    may_skip: bool
    may_change: bool
    tries_left: int
    value: Value
    terms: tuple[tuple[Text, Text], ...]
    sources: tuple[str, ...]
    progress: Progress
