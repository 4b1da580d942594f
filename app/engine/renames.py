"""Names that earlier versions of a journey used, read as the names of this one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from app.engine.journey import Journey
from app.engine.state import Value
from app.engine.steps import Check, Decision, Explore, Poll, Practice, Scale, Step

ROLE = "role."
_PARTS = ("choices", "places", "answers", "items", "criteria")


class Renames:
    """Reads stored names and values by a journey's ``renamed`` and ``removed``; chains end.

    Total: an unknown name stays as it is, and junk stays junk. Names that the journey has are
    never old ones, so reading what is read already changes nothing.
    """

    def __init__(self, journey: Journey) -> None:
        self._journey = journey
        self._renamed = journey.renamed
        self._steps = journey.steps

    def step(self, name: str) -> str:
        """Return what a step is called now; a name that is gone may come back."""
        return _end(name, self._renamed, self._steps)

    def role(self, name: str | None) -> str | None:
        """Return what a role is called now."""
        if name is None or name in self._journey.roles:
            return name
        known = [ROLE + role for role in self._journey.roles]
        return _end(ROLE + name, self._renamed, known).removeprefix(ROLE)

    def target(self, name: str) -> str | None:
        """Return where ``removed`` sends whoever stands on a step; None where it does not say."""
        seen = set()
        name = self.step(name)
        while name not in self._steps:
            if name in seen or name not in self._journey.removed:
                return None
            seen.add(name)
            name = self.step(self._journey.removed[name])
        return name

    def former(self, step: str) -> tuple[str, ...]:
        """Return the earlier names of a step in the order of the file."""
        names = (name for name in self._renamed if "." not in name and name not in self._steps)
        return tuple(name for name in names if self.step(name) == step)

    def value(self, step: str, value: Value) -> Value:
        """Return a stored value of a step, whose name may be an old one, with today's ids."""
        kind = type(self._steps.get(self.step(step)))
        read = _READS.get(kind) if self._renamed else None
        return read(value, lambda part: self.part(step, part)) if read else value

    def values(self, stored: Mapping[str, Value]) -> dict[str, Value]:
        """Return stored values under today's names; of two for one step the later counts."""
        return {self.step(step): self.value(step, value) for step, value in stored.items()}

    def part(self, step: str, part: str) -> str:
        """Return what a choice, answer, place, item or criterion is called now.

        The items of a scale that repeats another are named by the other.
        """
        found = self._part(step, part)
        scale = self._steps.get(self.step(step))
        if isinstance(scale, Scale) and scale.repeats:
            for owner in (scale.repeats, *self.former(scale.repeats)):
                if (read := self._part(owner, found)) != found:
                    return read
        return found

    def _part(self, step: str, part: str) -> str:
        seen: set[str] = set()
        name = f"{step}.{part}"
        while name not in seen and part not in parts_of(self._steps.get(step)):
            seen.add(name)
            if name in self._renamed:
                name = self._renamed[name]
            elif step in self._renamed and step not in self._steps:
                name = f"{self._renamed[step]}.{part}"
            step, _, part = name.partition(".")
        return part


def parts_of(step: Step | None) -> set[str]:
    """Return the ids of a step's choices, places, answers, items or criteria."""
    return {part.id for group in _PARTS for part in getattr(step, group, ())}


def _end(name: str, renamed: Mapping[str, str], known: Collection[str]) -> str:
    seen: set[str] = set()
    while name in renamed and name not in known and name not in seen:
        seen.add(name)
        name = renamed[name]
    return name


Read = Callable[[str], str]


def _read_choice(value: Value, read: Read) -> Value:
    return read(value) if isinstance(value, str) else value


def _read_places(value: Value, read: Read) -> Value:
    return _with(value, "places", lambda ids: _read_ids(ids, read))


def _read_tries(value: Value, read: Read) -> Value:
    return _with(value, "tries", lambda tries: _read_each(tries, read))


def _read_ticks(value: Value, read: Read) -> Value:
    return _with(value, "ticked", lambda ids: _read_ids(ids, read))


def _read_items(value: Value, read: Read) -> Value:
    if not isinstance(value, dict) or "missed" in value:
        return value
    return {read(item): number for item, number in value.items()}


def _with(value: Value, key: str, read: Callable[[Any], Any]) -> Value:
    if not isinstance(value, dict) or not isinstance(value.get(key), list):
        return value
    return {**value, key: read(value[key])}


def _read_each(tries: Iterable[Any], read: Read) -> list[Any]:
    return [_read_ids(ids, read) if isinstance(ids, list) else ids for ids in tries]


def _read_ids(ids: Iterable[Any], read: Read) -> list[Any]:
    """Return ids as they are called now; two that became one count once."""
    found: list[Any] = []
    for id_ in ids:
        name = read(id_) if isinstance(id_, str) else id_
        if name == id_ or name not in found:
            found.append(name)
    return found


_READS: Mapping[type, Callable[[Value, Read], Value]] = {
    Decision: _read_choice,
    Poll: _read_choice,
    Explore: _read_places,
    Check: _read_tries,
    Practice: _read_ticks,
    Scale: _read_items,
}
