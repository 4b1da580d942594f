"""The closed rule language: structured, total, two-valued; nothing is ever evaluated as code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; a mapping of the author's file."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Role:
    """The learner's role is one of these."""

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chose:
    """The decision was answered with one of these choices; at a check: the last try has one."""

    step: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A counter compared; ``op``: is, is_not, at_least, at_most, more_than, less_than."""

    name: str
    op: str
    value: int


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """One item of a scale compared, with the operators of `Number`; no answer never holds."""

    step: str
    item: str
    op: str
    value: int


@dataclass(frozen=True, slots=True)
class Includes:
    """The last try of a check, or the visited places of an explore, include this id."""

    step: str
    id: str


@dataclass(frozen=True, slots=True)
class Correct:
    """The last try of a check is (not) correct; without an answer neither holds."""

    step: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Visited:
    """The step was (not) answered or skipped by the learner on the present way."""

    step: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """The step was (not) answered on the present way; for an explore: it was left."""

    step: str
    wanted: bool


Condition = (
    All | Any | Not | Role | Chose | Number | ItemNumber | Includes | Correct | Visited | Answered
)
