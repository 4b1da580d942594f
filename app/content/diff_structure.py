"""Two compiled versions compared in structure: stages, roles, steps, choices, conditions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from app.content.telling import told
from app.engine import Renames
from app.engine.conditions import Condition
from app.engine.journey import Counter, Journey
from app.engine.steps import Effects, Jump, Media, Step

PARTS = ("choices", "places", "answers", "items", "criteria")
_OTHERWISE = {"de": "sonst", "en": "otherwise"}
_TOLD_ELSEWHERE = ("id", "key", "keys", "stage", "lane", "position", "weight", "variants",
                   "has_sample", *PARTS)  # fmt: skip
"""Fields of a step and its parts that are words, moves, or parts themselves."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `what` names it; `name` is the id it concerns; `old` and `new` are in words.

    added, removed, renamed (`old` the former id), moved (`old` and `new` ids of stages, empty
    within one), kind, value (of the field `field`). `of`: stage, role, counter, language, step,
    choices, places, answers, items, criteria, variants, file, journey.
    """

    what: str
    of: str
    name: str = ""
    field: str = ""
    old: str = ""
    new: str = ""


class Structure:
    """Both versions under the names of the new one."""

    def __init__(self, old: Journey, new: Journey, lang: str) -> None:
        self.old, self.new = old, new
        self.names = Renames(new)
        self.lang = lang
        self.kept = {
            id_: self.names.step(id_) for id_ in old.steps if self.names.step(id_) in new.steps
        }
        """Steps of the old version that the new one has, by their old ids."""
        self.former = {now: before for before, now in self.kept.items()}

    def of_journey(self) -> list[Change]:
        """Return what changed beside the steps."""
        old, new = self.old, self.new
        roles = {role: self.names.role(role) or role for role in old.roles}
        return [
            *_named("language", old.languages, new.languages),
            *_named("role", old.roles, new.roles, roles),
            *_named("stage", old.stages, new.stages),
            *_moved("stage", old.stages, new.stages),
            *self._counters(),
            *_files(old.files, new.files),
            *_value("journey", "", "minutes", _plain(old.minutes), _plain(new.minutes)),
        ]

    def of_step(self, step: str) -> list[Change]:
        """Return what changed of a step that both versions have, by its new id."""
        before, after = self.old.steps[self.former[step]], self.new.steps[step]
        found: list[Change] = []
        if before.id != step:
            found.append(Change("renamed", "step", step, old=before.id, new=step))
        if before.kind != after.kind:
            return [*found, Change("kind", "step", step, "", before.kind, after.kind)]
        if step in self._moved_steps:
            stages = self.old.stages[before.stage], self.new.stages[after.stage]
            old, new = stages if stages[0] != stages[1] else ("", "")
            found.append(Change("moved", "step", step, "", old, new))
        found += self._fields("step", step, before, after)
        for group in PARTS:
            found += self._parts(before, after, group)
        return [*found, *self._variants(before, after)]

    @property
    def _moved_steps(self) -> set[str]:
        """Steps that stand in another list, or elsewhere in theirs."""
        found = set()
        for name, lane in self.new.lanes.items():
            kept = [step for step in lane if step in self.former]
            were = {step: self._place_before(step) for step in kept}
            here = [step for step in kept if were[step][0] == name]
            staying = set(_longest_rising(here, [were[step][1] for step in here]))
            found |= set(kept) - staying
            found |= {
                step
                for step in staying
                if self.new.stages[self.new.steps[step].stage]
                != self.old.stages[self.old.steps[self.former[step]].stage]
            }
        return found

    def _place_before(self, step: str) -> tuple[str, int]:
        """Return the list and the place in which a step stood, the list under its new name."""
        before = self.old.steps[self.former[step]]
        owner, dot, part = before.lane.partition(".")
        if not dot:
            return before.lane, before.position
        return f"{self.names.step(owner)}.{self.names.part(owner, part)}", before.position

    def _parts(self, before: Step, after: Step, group: str) -> Iterator[Change]:
        old = {part.id: part for part in getattr(before, group, ())}
        new = {part.id: part for part in getattr(after, group, ())}
        if getattr(after, "repeats", None):
            return
        names = {id_: self.names.part(before.id, id_) for id_ in old}
        yield from _named(group, old, new, names)
        yield from _moved(group, [names[id_] for id_ in old], list(new))
        for id_, part in old.items():
            if names[id_] in new:
                yield from self._fields(group, names[id_], part, new[names[id_]])

    def _variants(self, before: Step, after: Step) -> Iterator[Change]:
        old = {self.names.role(variant.key) or "": variant for variant in before.variants}
        new = {variant.key: variant for variant in after.variants}
        yield from _named("variants", old, new)
        for key, variant in old.items():
            if key in new:
                yield from self._fields("variants", key, variant, new[key])

    def _fields(self, of: str, name: str, before: Any, after: Any) -> Iterator[Change]:
        for each in fields(before):
            if each.name in _TOLD_ELSEWHERE:
                continue
            old, new = getattr(before, each.name), getattr(after, each.name)
            if self._renamed(old) != new:
                yield from _value(of, name, each.name, self._told(old), self._told(new))

    def _renamed(self, value: Any) -> Any:
        """Return a value that names one step as the new version would name it."""
        if isinstance(value, tuple) and value and isinstance(value[0], Jump):
            return tuple(Jump(self.names.step(jump.to), jump.when) for jump in value)
        return value

    def _told(self, value: Any) -> str:
        """Return a value in words; what it says nothing about is empty."""
        if isinstance(value, Effects):
            return ", ".join(_effects(value))
        if isinstance(value, Media):
            files = (value.file, value.transcript, value.captions)
            return " ".join(name for name in (*files, value.decorative and "(decorative)") if name)
        if isinstance(value, tuple):
            return "; ".join(self._told(part) for part in value)
        if isinstance(value, Jump):
            reason = told(value.when, self.lang) if value.when else _OTHERWISE[self.lang]
            return f"{reason}: {value.to}"
        if value is None or isinstance(value, str | bool | int | float):
            return _plain(value)
        condition: Condition = value
        return told(condition, self.lang)

    def _counters(self) -> Iterator[Change]:
        old, new = self.old.counters, self.new.counters
        names = {name: self.names.step(name) for name in old}
        yield from _named("counter", old, new, names)
        for name, counter in old.items():
            if names[name] in new:
                now = new[names[name]]
                yield from _value("counter", names[name], "range", _range(counter), _range(now))


def _named(
    of: str, old: Iterable[str], new: Iterable[str], names: Mapping[str, str] | None = None
) -> Iterator[Change]:
    """Give the names that are gone, new, or called otherwise."""
    now = {name: (names or {}).get(name, name) for name in old}
    after = list(new)
    for name in after:
        if name not in now.values():
            yield Change("added", of, name)
    for name, called in now.items():
        if called not in after:
            yield Change("removed", of, name)
        elif called != name:
            yield Change("renamed", of, called, old=name, new=called)


def _moved(of: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Give the names that stand in another order among those that stay."""
    both = [name for name in new if name in old]
    staying = _longest_rising(both, [old.index(name) for name in both])
    for name in both:
        if name not in staying:
            yield Change("moved", of, name)


def _longest_rising(names: Sequence[str], places: Sequence[int]) -> list[str]:
    """Return a longest part of the names whose places rise: those that did not move."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else None)
        ends[at : at + 1], last[at : at + 1] = [place], [index]
    found = []
    at_index: int | None = last[-1] if last else None
    while at_index is not None:
        found.append(names[at_index])
        at_index = before[at_index]
    return found[::-1]


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    yield from _named("file", old, new)
    for name, digest in old.items():
        if new.get(name, digest) != digest:
            yield Change("value", "file", name, "content")


def _value(of: str, name: str, field: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield Change("value", of, name, field, old, new)


def _effects(effects: Effects) -> Iterator[str]:
    for name, number in effects.add.items():
        yield f"{name} {number:+d}"
    for name, number in effects.set.items():
        yield f"{name} = {number}"


def _range(counter: Counter) -> str:
    low, high = (("" if end is None else str(end)) for end in (counter.min, counter.max))
    return f"{counter.start} [{low} … {high}]" if low or high else str(counter.start)


def _plain(value: object) -> str:
    shown: Callable[[Any], str] = _PLAIN.get(type(value), str)
    return shown(value)


_PLAIN: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda yes: "yes" if yes else "no",
    float: lambda number: f"{number:g}",
}
