"""ZR3: every name an author uses must exist; compiles conditions, jumps and effects on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.names import Names, Reading, Spot, listed, parts_of, root_key
from app.content.nodes import Item, Node, head, pairs, under
from app.content.problems import Problems, word
from app.content.rules import Rules
from app.content.schema import GOAL_FIELDS
from app.content.synonyms import english
from app.content.values import read_whole
from app.engine.conditions import Condition, Role

_OWN_OF_SCALE = ("points", "from", "to", "items")


@dataclass(frozen=True, slots=True)
class Arrow:
    """One entry of an author's ``next``; ``to`` is empty, or ``when`` False, where it was broken.

    ``node`` is that of the target.
    """

    to: str
    node: Node
    when: Condition | bool | None = None


def check(names: Names, problems: Problems) -> None:
    """Report every name that does not exist, and put compiled values in the place of nodes."""
    checker = _Checker(names, problems)
    for spot in names.spots:
        problems.step = spot.id or None
        checker.step(spot)
    problems.step = None
    _check_root(names.root, names, problems)


class _Checker:
    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems
        self.rules = Rules(names, problems)

    def step(self, spot: Spot) -> None:
        item = spot.item
        self._when(item, Reading(spot))
        self._next(item, Reading(spot, own=True))
        for variant in item.items("variants"):
            self._variant(spot, variant)
        for source, node in listed(item, "sources"):
            self._known("ZR306", source, node, self.names.sources)
        for key, part in parts_of(spot):
            self._when(part, Reading(spot, place=part.get("id", "") if key == "places" else ""))
            self._next(part, Reading(spot, own=True))
            self._effects(part, "add", "set")
            if competence := part.get("competence"):
                node = part.at("competence")
                self._known("ZR304", competence, node, self.names.competences)
        self._effects(item, "add_if_correct", "set_if_correct")
        if check := getattr(self, f"_{spot.kind}", None):
            check(spot)

    def _known(self, code: str, name: str, node: Node, known: Mapping[str, Node]) -> None:
        if name not in known:
            self.problems.unknown(code, node, name, known)

    def _when(self, item: Item, reading: Reading) -> None:
        node = item.get("when")
        if node is None:
            return
        item.fields["when"] = self.rules.compile(node, reading.may_read)

    def _variant(self, spot: Spot, variant: Item) -> None:
        self._when(variant, Reading(spot))
        for name in ("choices", "places", "answers", "items", "criteria"):
            group = variant.at(name)
            for part in variant.get(name) or {}:
                if part not in spot.parts:
                    key = next(k for k, _ in group.value if k.value == part)
                    self.problems.unknown("ZR302", key, part, spot.parts)
        when = variant.get("when")
        for_one_role = isinstance(when, Role) and len(when.roles) == 1
        if when is not None and not for_one_role and "id" not in variant.given:
            self.problems.add("ZR225", head(variant.node))

    def _next(self, item: Item, reading: Reading) -> None:
        node = item.get("next")
        if node is None:
            return
        if node.id == "sequence":
            if not node.value:
                self.problems.add("ZR215", node, count=0, low=1)
            arrows = [self._arrow(entry, reading) for entry in node.value]
        elif node.id == "mapping":
            self.problems.add("ZR205", node, expected=word("list"), found=word("mapping"))
            arrows = [Arrow("", node)]
        else:
            arrows = [self._target(node, None)]
        item.fields["next"] = arrows

    def _arrow(self, node: Node, reading: Reading) -> Arrow:
        if node.id != "mapping":
            self.problems.add("ZR205", node, expected=word("mapping"), found=word(node.id))
            return Arrow("", node)
        given = {}
        for name, key, value in pairs(node):
            meant = name if name in ("when", "to", "note") else english(name, ("when", "to"))
            if meant is None:
                known = {"when": None, "to": None}
                self.problems.unknown("ZR201", key, name, known, where=word("next"))
            elif meant != name:
                self.problems.add("ZR202", key, key=name, near=meant, where=word("next"))
            given[meant] = value
        when: Condition | bool | None = None
        if "when" in given:
            when = self.rules.compile(given["when"], reading.may_read) or False
        if "to" not in given:
            self.problems.add("ZR204", head(node), key="to", where=word("next"))
            return Arrow("", node, when)
        return self._target(given["to"], when)

    def _target(self, node: Node, when: Condition | bool | None) -> Arrow:
        if node.id != "scalar":
            self.problems.add("ZR205", node, expected=word("text"), found=word(node.id))
        elif node.value not in self.names.steps:
            self.problems.unknown("ZR301", node, node.value, self.names.step_nodes)
        else:
            return Arrow(node.value, node, when)
        return Arrow("", node, when)

    def _effects(self, item: Item, *keys: str) -> None:
        named: dict[str, Node] = {}
        for kind in keys:
            node = item.get(kind)
            if node is None:
                continue
            effects = {}
            for name, key, value in pairs(node):
                if name == "note":
                    continue
                if name in named:
                    self.problems.add("ZR220", key, name=name)
                named[name] = key
                self._known("ZR304", name, key, self.names.counters)
                number = read_whole(value, self.problems)
                if number is not None:
                    effects[name] = number
            item.fields[kind] = effects

    # What single kinds need

    def _scale(self, spot: Spot) -> None:
        item, repeats = spot.item, spot.item.get("repeats")
        if "repeats" not in item.given:
            for key in _OWN_OF_SCALE:
                if key not in item.given:
                    self.problems.add("ZR204", head(item.node), key=key, where=word("scale"))
            return
        for key in _OWN_OF_SCALE:
            if key in item.given:
                self.problems.add("ZR221", item.key(key), key=key)
        first = self.names.steps.get(repeats)
        if repeats and first is None:
            known = {s.id: s.node for s in self.names.spots if s.kind == "scale" and s is not spot}
            self.problems.unknown("ZR301", item.at("repeats"), repeats, known)
        elif first is not None and (
            first.kind != "scale" or "repeats" in first.item.fields or first.order >= spot.order
        ):
            self.problems.add("ZR316", item.at("repeats"), name=repeats)

    def _goal(self, spot: Spot) -> None:
        for name, node in listed(spot.item, "fields"):
            if name not in GOAL_FIELDS:
                known = dict.fromkeys(GOAL_FIELDS)
                meant = english(name, GOAL_FIELDS)
                if meant:
                    self.problems.add("ZR218", node, name=name, near=meant, near_line=None,
                                      allowed=", ".join(GOAL_FIELDS))  # fmt: skip
                else:
                    self.problems.unknown("ZR218", node, name, known, allowed=", ".join(known))

    def _media(self, spot: Spot) -> None:
        given = [key for key in spot.item.given if key in ("audio", "video", "image")]
        if not given:
            self.problems.add("ZR219", head(spot.item.node))
        for key in given[1:]:
            self.problems.add("ZR237", spot.item.key(key), key=key, first=given[0])

    def _end(self, spot: Spot) -> None:
        for name, node in listed(spot.item, "continue_with"):
            journeys = self.names.journeys
            if journeys is not None and name not in journeys:
                known = dict.fromkeys(journeys)
                self.problems.unknown("ZR324", node, name, known)


def _check_root(root: Item, names: Names, problems: Problems) -> None:
    for name, counter in (root.get("remember") or {}).items():
        low, high = counter.get("min"), counter.get("max")
        start = counter.get("start", 0)
        if (low is not None and start < low) or (high is not None and start > high):
            problems.add("ZR226", head(counter.node), name=name)
    if root.get("format") not in (None, "zukunftsreise/1"):
        problems.add("ZR217", root.at("format"), text=root.get("format"))
    _check_languages(root, problems)
    _check_renamed(root, names, problems)


def _check_languages(root: Item, problems: Problems) -> None:
    for name, node in listed(root, "languages"):
        parts = name.split("-")
        if not (parts[0].isascii() and parts[0].isalpha() and 2 <= len(parts[0]) <= 3
                and name == name.lower()):  # fmt: skip
            meant = {"deutsch": "de", "german": "de", "englisch": "en", "english": "en"}
            near = meant.get(name.lower())
            problems.add("ZR227", node, name=name, **({"near": near} if near else {}))


def _check_renamed(root: Item, names: Names, problems: Problems) -> None:
    renamed: dict[str, str] = root.get("renamed") or {}
    removed: dict[str, str] = root.get("removed") or {}
    for old in renamed:
        key = root_key(root, "renamed", old)
        if old in removed:
            problems.add("ZR002", key, name=old)
        if exists(old, names):
            problems.add("ZR003", key, name=old)
        end = _end_of_chain(old, renamed)
        if end is None:
            problems.add("ZR001", key, name=old)
        elif end == renamed[old] and end not in removed and not exists(end, names):
            value = under(root.at("renamed"), old)
            problems.unknown("ZR317", value, end, _all_names(end, names))
    _check_removed(root, removed, renamed, names, problems)


def _check_removed(
    root: Item,
    removed: Mapping[str, str],
    renamed: Mapping[str, str],
    names: Names,
    problems: Problems,
) -> None:
    for old, target in removed.items():
        if old in names.steps:
            problems.add("ZR003", root_key(root, "removed", old), name=old)
        if target not in names.steps and target not in renamed and target not in removed:
            problems.unknown("ZR301", under(root.at("removed"), old), target, names.step_nodes)


def _end_of_chain(old: str, renamed: Mapping[str, str]) -> str | None:
    """Return the name a chain of renames ends with, None where it runs in a circle."""
    seen = {old}
    name = renamed[old]
    while name in renamed and name not in seen:
        seen.add(name)
        name = renamed[name]
    return None if name in seen else name


def exists(name: str, names: Names) -> bool:
    """Return whether the journey has such a step, counter, ``step.part`` or ``role.name``."""
    first, _, second = name.partition(".")
    if not second:
        return first in names.steps or first in names.counters
    if first == "role":
        return second in names.roles
    return first in names.steps and second in names.steps[first].parts


def _all_names(name: str, names: Names) -> dict[str, Node]:
    first, _, second = name.partition(".")
    if first == "role":
        return {f"role.{role}": node for role, node in names.roles.items()}
    if second and first in names.steps:
        return {f"{first}.{part}": node for part, node in names.steps[first].parts.items()}
    return {**names.step_nodes, **names.counters}
