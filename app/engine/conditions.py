"""The closed rule language: structured, total, two-valued; nothing is ever evaluated as code."""

from __future__ import annotations

import operator
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.engine.state import Value


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
    """The part does not hold."""

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


class View(Protocol):
    """What conditions read: the role, the values that count on the present way, the counters."""

    @property
    def role(self) -> str | None: ...

    @property
    def way(self) -> Mapping[str, Value]: ...

    @property
    def counters(self) -> Mapping[str, int]: ...

    def solved(self, step: str) -> bool | None:
        """Return whether the last try of a check is right, None without a try."""


def holds(condition: Condition | None, view: View) -> bool:
    """Decide a condition. Total and two-valued; None always holds."""
    return condition is None or _RULES[type(condition)](condition, view)


def known(condition: Condition | None, role: str | None) -> bool | None:
    """Decide a condition as far as the role alone decides it; None where it stays open."""
    match condition:
        case None:
            return True
        case Role(roles):
            return role in roles
        case All(parts):
            return surely_all(known(part, role) for part in parts)
        case Any(parts):
            return surely_any(known(part, role) for part in parts)
        case Not(part):
            inner = known(part, role)
            return None if inner is None else not inner
        case _:
            return None


def surely_all(results: Iterable[bool | None]) -> bool | None:
    """Join three-valued results: one false decides, else one open leaves it open."""
    seen = set(results)
    return False if False in seen else None if None in seen else True


def surely_any(results: Iterable[bool | None]) -> bool | None:
    """Join three-valued results: one true decides, else one open leaves it open."""
    seen = set(results)
    return True if True in seen else None if None in seen else False


def _chose(condition: Chose, view: View) -> bool:
    value = view.way.get(condition.step)
    taken = [value] if isinstance(value, str) else _last_try(value)
    return any(id_ in condition.ids for id_ in taken)


def _number(condition: Number, view: View) -> bool:
    found = view.counters.get(condition.name)
    return found is not None and OPERATORS[condition.op](found, condition.value)


def _item_number(condition: ItemNumber, view: View) -> bool:
    value = view.way.get(condition.step)
    found = value.get(condition.item) if isinstance(value, dict) else None
    return isinstance(found, int) and OPERATORS[condition.op](found, condition.value)


def _includes(condition: Includes, view: View) -> bool:
    value = view.way.get(condition.step)
    places = value.get("places", ()) if isinstance(value, dict) else ()
    return condition.id in places or condition.id in _last_try(value)


def _correct(condition: Correct, view: View) -> bool:
    return view.solved(condition.step) is condition.wanted


def _visited(condition: Visited, view: View) -> bool:
    way, step = view.way, condition.step
    skipped = step in way and way[step] is None
    return (skipped or _is_answer(way.get(step))) is condition.wanted


def _answered(condition: Answered, view: View) -> bool:
    return _is_answer(view.way.get(condition.step)) is condition.wanted


def _is_answer(value: Value) -> bool:
    """An explore is answered once it is left; a missed step never."""
    if isinstance(value, dict):
        return "missed" not in value and ("places" not in value or value.get("left") is True)
    return value is not None


def _last_try(value: Value) -> Sequence[str]:
    tries = value.get("tries") if isinstance(value, dict) else None
    return tries[-1] if tries else ()


OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
}
_RULES: Mapping[type, Callable[[typing.Any, View], bool]] = {
    All: lambda condition, view: all(holds(part, view) for part in condition.parts),
    Any: lambda condition, view: any(holds(part, view) for part in condition.parts),
    Not: lambda condition, view: not holds(condition.part, view),
    Role: lambda condition, view: view.role in condition.roles,
    Chose: _chose,
    Number: _number,
    ItemNumber: _item_number,
    Includes: _includes,
    Correct: _correct,
    Visited: _visited,
    Answered: _answered,
}
