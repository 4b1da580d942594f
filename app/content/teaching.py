"""ZR5: what a journey does for learning, as far as its shape shows it; advice alone.

It looks at a whole journey, so it is asked only where a journey has no errors: what seems to be
missing may stand in a line that could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from app.content.names import Names, Spot, parts_of
from app.content.nodes import Item
from app.content.problems import Problems
from app.content.words import INSERT, Units
from app.engine import conditions as rule
from app.engine.conditions import Condition, known
from app.engine.steps import MAIN

MOST_TEXTS_IN_A_ROW = 4
MEASURED_FROM = 3
"""A sketch of fewer steps is not asked for a goal or a reflection."""
_MUCH_LONGER = 1.5


def check(names: Names, units: Units, problems: Problems) -> None:
    """Report what keeps learners from learning; called only for journeys without errors."""
    checker = _Checker(names, problems)
    checker.checks()
    checker.scales()
    checker.competences()
    checker.texts_in_a_row()
    checker.decisions(units)
    checker.roles()
    checker.arrival()


class _Checker:
    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems
        self.roles_known: tuple[str | None, ...] = tuple(names.roles) or (None,)

    def checks(self) -> None:
        spots = [spot for spot in self.names.spots if spot.kind == "check"]
        fair = [spot for spot in spots if self._answers(spot)]
        self._gives_away(fair)

    def _answers(self, spot: Spot) -> bool:
        """Report answers without feedback, none right or all right; return whether some differ."""
        answers = spot.item.items("answers")
        silent = [
            answer for answer in answers
            if "feedback" not in answer.fields and not _varied(spot, "answers", answer, "feedback")
        ]  # fmt: skip
        if silent:
            listed = ", ".join(answer.get("id") for answer in silent)
            self.problems.add("ZR501", silent[0].at("id"), spot.id, names=listed)
        right = [answer for answer in answers if answer.get("correct")]
        if not right:
            self.problems.add("ZR502", spot.item.key("answers"), spot.id)
        elif len(right) == len(answers):
            self.problems.add("ZR503", spot.item.key("answers"), spot.id)
        return 0 < len(right) < len(answers)

    def _gives_away(self, spots: list[Spot]) -> None:
        """Report what a right answer can be told by, without reading any."""
        if not spots:
            return
        first = next(a for a in spots[0].item.items("answers") if a.get("correct"))
        least = _MUCH_LONGER if len(spots) == 1 else 1
        if all(_is_longest(spot, least) for spot in spots):
            self.problems.add("ZR504", first.at("label"), spots[0].id)
        if len(spots) > 1 and all(_is_first(spot) for spot in spots):
            self.problems.add("ZR505", first.at("id"), spots[0].id, checks=len(spots))

    def scales(self) -> None:
        scales = [spot for spot in self.names.spots if spot.kind == "scale"]
        repeated = {spot.item.get("repeats") for spot in scales}
        for spot in scales:
            if "repeats" not in spot.item.fields and spot.id not in repeated:
                self.problems.add("ZR506", spot.node, spot.id, name=spot.id)

    def competences(self) -> None:
        raised: dict[str, set[str | None]] = {name: set() for name in self.names.competences}
        for spot in self.names.spots:
            for name, when in _raises(spot):
                if name in raised:
                    raised[name] |= {
                        role for role in self.roles_known
                        if self._may_meet(spot, role) and known(when, role) is not False
                    }  # fmt: skip
        for name, roles in raised.items():
            where = self.names.competences[name]
            missing = [role for role in self.names.roles if role not in roles]
            if not roles:
                self.problems.add("ZR507", where, name=name)
            elif missing:
                listed = ", ".join(missing)
                self.problems.add("ZR508", where, name=name, roles=listed, role=missing[0])

    def _may_meet(self, spot: Spot, role: str | None) -> bool:
        return all(known(when, role) is not False for when in _conditions_on_the_way(spot))

    def texts_in_a_row(self) -> None:
        told: dict[str, tuple[Spot, int]] = {}
        for role in self.roles_known:
            for spot, count in _Rows(self.names, role).long():
                if count > told.get(spot.id, (spot, 0))[1]:
                    told[spot.id] = (spot, count)
        for spot, count in told.values():
            self.problems.add("ZR509", spot.node, spot.id, count=count, most=MOST_TEXTS_IN_A_ROW)

    def decisions(self, units: Units) -> None:
        silent = [s for s in self.names.spots if s.kind == "decision" and _changes_nothing(s)]
        if not silent:
            return
        read = _read_steps(self.names, units)
        for spot in silent:
            if spot.id not in read:
                self.problems.add("ZR510", spot.node, spot.id, name=spot.id)

    def roles(self) -> None:
        """Report roles for which everything is as for an earlier one, the words among it."""
        first: dict[tuple[object, ...], str] = {}
        for role, node in self.names.roles.items():
            seen = tuple(self._seen(spot, role) for spot in self.names.spots)
            if seen in first:
                self.problems.add("ZR511", node, name=role, other=first[seen])
            first.setdefault(seen, role)

    def _seen(self, spot: Spot, role: str) -> tuple[object, ...]:
        """Return what tells the words of a step apart, as far as the role decides it."""
        if not self._may_meet(spot, role):
            return ()
        variants = []
        for number, variant in enumerate(spot.item.items("variants")):
            holds = known(variant.get("when"), role)
            if holds is not False:
                variants.append(number)
            if holds:
                break
        parts = [p.get("id") for _, p in parts_of(spot) if known(p.get("when"), role) is not False]
        arrows = [known(arrow.when, role) for arrow in _arrows(spot.item)]
        return tuple(variants), tuple(parts), tuple(arrows)

    def arrival(self) -> None:
        kinds = [spot.kind for spot in self.names.spots if spot.kind != "end"]
        if len(kinds) >= MEASURED_FROM and not {"goal", "reflection"} & set(kinds):
            self.problems.add("ZR512", self.names.root.key("stages"))


def _varied(spot: Spot, group: str, part: Item, field: str) -> bool:
    """Tell whether a variant gives words that a part itself lacks."""
    return any(
        field in words.fields
        for variant in spot.item.items("variants")
        for name, words in (variant.get(group) or {}).items()
        if name == part.get("id")
    )


def _is_longest(spot: Spot, least: float) -> bool:
    lengths: dict[bool, list[int]] = {True: [], False: []}
    for answer in spot.item.items("answers"):
        lengths[bool(answer.get("correct"))].append(len(answer.get("label", "")))
    return min(lengths[True]) > least * max(lengths[False])


def _is_first(spot: Spot) -> bool:
    right = [bool(answer.get("correct")) for answer in spot.item.items("answers")]
    return right == sorted(right, reverse=True)


def _raises(spot: Spot) -> Iterator[tuple[str, Condition | None]]:
    """Give the counters that a step can raise, each with the condition of what raises it."""
    for item in (spot.item, *(part for _, part in parts_of(spot))):
        for key in ("add", "set", "add_if_correct", "set_if_correct"):
            for name, number in (item.get(key) or {}).items():
                if number > 0:
                    yield name, item.get("when")


def _conditions_on_the_way(spot: Spot) -> Iterator[Condition | None]:
    """Give the conditions of a step and of everything it stands in."""
    yield spot.item.get("when")
    for outer, name in spot.inside:
        yield outer.item.get("when")
        for _, part in parts_of(outer):
            if part.get("id") == name:
                yield part.get("when")


def _arrows(item: Item) -> list[Any]:
    return list(item.get("next") or ())


class _Rows:
    """Counts the stories that a role reads one after another, for certain."""

    def __init__(self, names: Names, role: str | None) -> None:
        self.names = names
        self.role = role
        self.found: list[tuple[Spot, int]] = []

    def long(self) -> list[tuple[Spot, int]]:
        """Return each story at which a row becomes too long, with the length of its row."""
        self._lane(MAIN)
        return self.found

    def _lane(self, name: str) -> None:
        """Go through a list; a step that is only possible ends a row, so that none is too long."""
        row: list[Spot] = []
        for spot in self.names.lanes.get(name, ()):
            sure = known(spot.item.get("when"), self.role)
            if sure is False:
                continue
            if spot.kind == "story" and sure and not _arrows(spot.item):
                row.append(spot)
                continue
            self._close(row)
            row = []
            for _, part in parts_of(spot):
                if known(part.get("when"), self.role) is not False:
                    self._lane(f"{spot.id}.{part.get('id')}")
        self._close(row)

    def _close(self, row: list[Spot]) -> None:
        if len(row) > MOST_TEXTS_IN_A_ROW:
            self.found.append((row[MOST_TEXTS_IN_A_ROW], len(row)))


def _changes_nothing(spot: Spot) -> bool:
    keys = ("feedback", "voice", "add", "set", "steps", "next")
    for choice in spot.item.items("choices"):
        if any(choice.get(key) for key in keys):
            return False
        if any(_varied(spot, "choices", choice, key) for key in ("feedback", "voice")):
            return False
    return True


def _read_steps(names: Names, units: Units) -> Set[str]:
    """Return the steps whose answer a condition asks or a text inserts."""
    read = {
        match[1].partition("|")[0].strip().partition(".")[0]
        for unit in units.values()
        for words in unit.parts
        if "{{" in words
        for match in INSERT.finditer(words)
    }
    for spot in names.spots:
        parts = [part for _, part in parts_of(spot)]
        for item in (spot.item, *spot.item.items("variants"), *parts):
            asked = [item.get("when"), *(arrow.when for arrow in _arrows(item))]
            for condition in asked:
                read |= _asked(condition)
    return read


def _asked(condition: object) -> set[str]:
    parts = list(getattr(condition, "parts", ()))
    if isinstance(condition, rule.Not):
        parts.append(condition.part)
    step = getattr(condition, "step", None)
    found = {step} if isinstance(step, str) else set()
    return found.union(*map(_asked, parts))
