"""The twelve kinds of steps, as frozen values: a compiled journey's graph is made of them.

Words do not stand in the graph; they are looked up by key (``Journey.text``). Time is counted in
ticks, 360 to the minute, so that 180 words a minute, quarter minutes and tenths of minutes stay
whole numbers and progress never rounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from app.engine.conditions import Condition

TICKS_PER_MINUTE = 360
TICKS_PER_WORD = 2
MAIN = ""  # The lane that holds the steps of all stages.


@dataclass(frozen=True, slots=True)
class Jump:
    """One entry of ``next``: go to ``to`` where ``when`` holds; None always holds."""

    to: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Effects:
    """What an answer does to counters; ``set`` and ``add`` never name the same counter."""

    add: Mapping[str, int] = field(default_factory=dict)
    set: Mapping[str, int] = field(default_factory=dict)


NO_EFFECTS = Effects()


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the journey. ``kind`` is image, audio or video; ``alt`` is a text key.

    ``captions`` and ``transcript`` are file names; the transcript's words stand under the
    text key ``<step>.transcript``.
    """

    kind: str
    file: str
    decorative: bool = False
    transcript: str | None = None
    captions: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """Other words or media where ``when`` holds; its texts stand under ``<step>@<key>.…``.

    ``keys`` are the text keys it replaces, relative to the step (``text``,
    ``choices.kopieren.label``). ``plain`` of the base is hidden where it gives ``text`` alone.
    """

    key: str
    when: Condition
    keys: frozenset[str] = frozenset()
    media: Media | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What every kind has.

    ``lane`` is the list the step stands in: MAIN, ``<decision>.<choice>`` for a detour,
    ``<explore>.<place>`` for a place; ``position`` its index there. ``stage`` counts from 0.
    ``weight`` is the planned time in ticks.
    """

    kind: ClassVar[str]
    skippable: ClassVar[bool] = True
    private: ClassVar[bool] = False

    id: str
    stage: int = 0
    lane: str = MAIN
    position: int = 0
    when: Condition | None = None
    jumps: tuple[Jump, ...] = ()
    weight: int = 0
    media: Media | None = None
    variants: tuple[Variant, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Step):
    """A scene to read; it is answered by going on."""

    kind: ClassVar[str] = "story"
    skippable: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing(Step):
    """A `media` step: audio, video or image with its own planned minutes."""

    kind: ClassVar[str] = "media"


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a decision or poll; ``lane`` names its detour. ``jumps`` win over the step's."""

    id: str
    when: Condition | None = None
    effects: Effects = NO_EFFECTS
    lane: str | None = None
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Step):
    """A choice that is told its consequence and may lead on a detour."""

    kind: ClassVar[str] = "decision"
    skippable: ClassVar[bool] = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll(Step):
    """A vote without effects on the way."""

    kind: ClassVar[str] = "poll"
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of an explore; ``lane`` names its list of steps."""

    id: str
    lane: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explore(Step):
    """Places in any order; it may be left once ``visit`` of those shown are visited."""

    kind: ClassVar[str] = "explore"
    skippable: ClassVar[bool] = False
    places: tuple[Place, ...] = ()
    visit: int = 1


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """A possible answer of a check."""

    id: str
    correct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Step):
    """A question with right answers; ``if_correct`` runs once it is finished correctly."""

    kind: ClassVar[str] = "check"
    answers: tuple[CheckAnswer, ...] = ()
    several: bool = False
    tries: int = 1
    if_correct: Effects = NO_EFFECTS


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of a scale; ``competence`` is the counter it speaks about."""

    id: str
    competence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Step):
    """Self-assessment, 1 to ``points``; the scale it ``repeats`` has the items and words."""

    kind: ClassVar[str] = "scale"
    points: int = 5
    items: tuple[Item, ...] = ()
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the learner may tick after a practice, and what a tick does."""

    id: str
    effects: Effects = NO_EFFECTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice(Step):
    """An exercise with private text; two POSTs where there are ``criteria`` or a sample."""

    kind: ClassVar[str] = "practice"
    private: ClassVar[bool] = True
    criteria: tuple[Criterion, ...] = ()
    has_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(Step):
    """A question answered by private text alone."""

    kind: ClassVar[str] = "reflection"
    private: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Step):
    """A picture of the goal and a plan; ``fields`` of picture, if, then, until, who_helps."""

    kind: ClassVar[str] = "goal"
    private: ClassVar[bool] = True
    fields: tuple[str, ...] = ("picture",)
    remind_after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Step):
    """A task for two people; alone, it is a private text like a reflection."""

    kind: ClassVar[str] = "meeting"
    private: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    """An arrival; ``continue_with`` names further journeys."""

    kind: ClassVar[str] = "end"
    skippable: ClassVar[bool] = False
    continue_with: tuple[str, ...] = ()


STEP_CLASSES: Mapping[str, type[Step]] = {
    c.kind: c
    for c in (Story, Showing, Decision, Explore, Check, Scale,
              Poll, Practice, Reflection, Goal, Meeting, End)
}  # fmt: skip
