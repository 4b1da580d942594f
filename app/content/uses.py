"""Where each name of a journey is used: the places that must change when it gets another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.content.names import Names, Spot, parts_of
from app.content.nodes import Item, Node, pairs
from app.content.schema import PARTS
from app.content.values import as_bool
from app.content.words import Units, variant_key

STEP, PART, COUNTER, ROLE, SLOT, SOURCE, STAGE, VARIANT = (
    "step", "part", "counter", "role", "slot", "sources", "stages", "variant",
)  # fmt: skip
_INSERT = re.compile(r"(?<!\\)\{\{\s*([\w-]+)(?:\.([\w-]+))?(?=[^{}]*\}\})")
_LINK = re.compile(r"\]\(\s*<?source:([^)\s>]*)")
_EFFECTS = ("add", "set", "add_if_correct", "set_if_correct")
_GROUPS = (
    (ROLE, "roles"), (COUNTER, "competences"), (COUNTER, "remember"), (SLOT, "slots"),
    (SOURCE, "sources"),
)  # fmt: skip


class Name(NamedTuple):
    """A name with its kind; one of a part or variant is only known within a ``step``."""

    kind: str
    name: str
    step: str = ""

    def __str__(self) -> str:
        """Return the name as authors write it, in ``renamed`` or in the keys of texts."""
        if self.kind == PART:
            return f"{self.step}.{self.name}"
        if self.kind == VARIANT:
            return f"{self.step}@{self.name}"
        return self.name if self.kind in (STEP, COUNTER) else f"{self.kind}.{self.name}"


class Use(NamedTuple):
    """A name stands at this index of the text."""

    name: Name
    at: int


def declared(known: Names) -> dict[str, Name]:
    """Return all names that can be renamed, by how authors write them."""
    found = [Name(STEP, step) for step in known.steps]
    found += [Name(COUNTER, name) for name in known.counters]
    for spot in known.spots:
        found += [Name(PART, part, spot.id) for part in spot.parts]
        found += [Name(VARIANT, name, spot.id) for name in _own_variants(spot)]
    for kind, names in (
        (ROLE, known.roles), (SLOT, known.slots), (SOURCE, known.sources), (STAGE, known.stages),
    ):  # fmt: skip
        found += [Name(kind, name) for name in names]
    return {str(name): name for name in found}


def _own_variants(spot: Spot) -> list[str]:
    """Return the keys of variants that have an id of their own, and use it."""
    return [
        variant.get("id")
        for variant in spot.item.items("variants")
        if variant.get("id") and variant_key(variant) == variant.get("id")
    ]


class Uses:
    """Finds the names in a journey's text; ``known`` and ``units`` have been read from it."""

    def __init__(self, known: Names, units: Units, text: str) -> None:
        self.known = known
        self.units = units
        self.text = text

    def all(self) -> Iterator[Use]:
        """Give every use, declarations included."""
        root = self.known.root
        for kind, group in _GROUPS:
            yield from self._keys(kind, root, group)
        for stage in root.items("stages"):
            yield from self._at(Name(STAGE, stage.get("stage")), stage.at("stage"))
        for spot in self.known.spots:
            yield from self._step(spot)
        for group in ("renamed", "removed"):
            for value in self._values(root.given.get(group)):
                yield from self._written(value)
        for test in root.items("tests"):
            yield from self._test(test)
        yield from self._in_words()

    def _in_words(self) -> Iterator[Use]:
        for unit in self.units.values():
            for entry in _entries(unit.node):
                yield from self.words(self.text, entry.start_mark.index, entry.end_mark.index)

    def words(self, text: str, start: int, end: int) -> Iterator[Use]:
        """Give the names that words insert or link to; ``text`` may be of another file."""
        for match in _INSERT.finditer(text, start, end):
            if match[1] == "slot":
                yield Use(Name(SLOT, match[2] or ""), match.start(2))
                continue
            yield Use(Name(STEP, match[1]), match.start(1))
            if match[2]:
                yield Use(self._part(match[1], match[2]), match.start(2))
        for match in _LINK.finditer(text, start, end):
            yield Use(Name(SOURCE, match[1]), match.start(1))

    def _at(self, name: Name, node: Node) -> Iterator[Use]:
        """Give a use where the whole of a value is one name."""
        at = self._place(node)
        if at >= 0 and node.value == name.name:
            yield Use(name, at)

    def _place(self, node: Node) -> int:
        """Return where the words of a value begin, behind its quotation mark."""
        if node.id != "scalar":
            return -1
        return self.text.find(node.value, node.start_mark.index, node.end_mark.index)

    def _keys(self, kind: str, item: Item, group: str) -> Iterator[Use]:
        if group in item.given and item.at(group).id == "mapping":
            for name, key, _ in pairs(item.at(group)):
                if name != "note":
                    yield from self._at(Name(kind, name), key)

    def _values(self, given: tuple[Node, Node] | None) -> Iterator[Node]:
        if given and given[1].id == "mapping":
            yield from (value for key, _, value in pairs(given[1]) if key != "note")

    def _written(self, node: Node) -> Iterator[Use]:
        """Give the names of a value written as in ``renamed``: ``step.part``, ``role.name``."""
        at, (first, _, second) = self._place(node), node.value.partition(".")
        if at < 0:
            return
        if first == "role" and second:
            yield Use(Name(ROLE, second), at + len("role."))
        elif not second:
            yield Use(Name(STEP if first in self.known.steps else COUNTER, first), at)
        else:
            yield Use(Name(STEP, first), at)
            yield Use(self._part(first, second), at + len(first) + 1)

    def _part(self, step: str, part: str) -> Name:
        """Return the name of a part; the items of a repeated scale belong to the first one."""
        spot = self.known.steps.get(step)
        first = spot.item.get("repeats") if spot else None
        return Name(PART, part, first or step)

    # Steps

    def _step(self, spot: Spot) -> Iterator[Use]:
        item = spot.item
        yield from self._at(Name(STEP, spot.id), spot.node)
        yield from self._item(item)
        if repeats := item.get("repeats"):
            yield from self._at(Name(STEP, repeats), item.at("repeats"))
        for entry in _entries(item.at("sources")) if "sources" in item.given else ():
            yield from self._at(Name(SOURCE, entry.value), entry)
        for _, part in parts_of(spot):
            yield from self._at(Name(PART, part.get("id", ""), spot.id), part.at("id"))
            yield from self._item(part)
            if competence := part.get("competence"):
                yield from self._at(Name(COUNTER, competence), part.at("competence"))
        for variant in item.items("variants"):
            yield from self._variant(spot, variant)

    def _variant(self, spot: Spot, variant: Item) -> Iterator[Use]:
        yield from self._item(variant)
        if "id" in variant.given:
            yield from self._at(Name(VARIANT, variant.get("id", ""), spot.id), variant.at("id"))
        for group in PARTS:
            if group in variant.given and variant.at(group).id == "mapping":
                for name, key, _ in pairs(variant.at(group)):
                    yield from self._at(self._part(spot.id, name), key)

    def _item(self, item: Item) -> Iterator[Use]:
        """Give the names in what steps, parts and variants have in common."""
        if "when" in item.given:
            yield from self._when(item.at("when"))
        if "next" in item.given:
            yield from self._next(item.at("next"))
        for name in _EFFECTS:
            yield from self._keys(COUNTER, item, name)

    def _next(self, node: Node) -> Iterator[Use]:
        for entry in _entries(node):
            if entry.id != "mapping":
                yield from self._at(Name(STEP, entry.value), entry)
                continue
            for name, _, value in pairs(entry):
                if name == "to" and value.id == "scalar":
                    yield from self._at(Name(STEP, value.value), value)
                elif name == "when":
                    yield from self._when(value)

    # Conditions

    def _when(self, node: Node) -> Iterator[Use]:
        for name, key, value in pairs(node) if node.id == "mapping" else ():
            if name in ("any", "all", "not"):
                for entry in _entries(value):
                    yield from self._when(entry)
            else:
                yield from self._comparison(name, key, value)

    def _comparison(self, name: str, key: Node, value: Node) -> Iterator[Use]:
        if name == "role":
            for entry in _entries(value):
                yield from self._at(Name(ROLE, entry.value), entry)
        elif name in self.known.counters:
            yield from self._at(Name(COUNTER, name), key)
        elif name in self.known.steps:
            yield from self._at(Name(STEP, name), key)
            yield from self._asked(name, value)
        elif "." in name:
            yield from self._written(key)

    def _asked(self, step: str, node: Node) -> Iterator[Use]:
        """Give the parts a condition asks a step for."""
        if node.id == "mapping":
            for name, _, value in pairs(node):
                if name == "includes":
                    yield from self._parts(step, value)
        else:
            yield from self._parts(step, node)

    def _parts(self, step: str, node: Node) -> Iterator[Use]:
        for entry in _entries(node):
            if entry.id == "scalar":
                yield from self._at(self._part(step, entry.value), entry)

    # Tests

    def _test(self, test: Item) -> Iterator[Use]:
        if role := test.get("role"):
            yield from self._at(Name(ROLE, role), test.at("role"))
        for name, key, value in self._pairs(test, "answers"):
            yield from self._at(Name(STEP, name), key)
            yield from self._answer(name, value)
        for name, key, value in self._pairs(test, "expect"):
            if name in ("end", "passes", "avoids"):
                for entry in _entries(value):
                    yield from self._at(Name(STEP, entry.value), entry)
            else:
                yield from self._at(Name(COUNTER, name), key)

    def _pairs(self, test: Item, group: str) -> list[tuple[str, Node, Node]]:
        if group not in test.given or test.at(group).id != "mapping":
            return []
        return [pair for pair in pairs(test.at(group)) if pair[0] != "note"]

    def _answer(self, step: str, node: Node) -> Iterator[Use]:
        spot = self.known.steps.get(step)
        if node.id == "mapping":
            for name, key, value in pairs(node):
                if name == "tries":
                    for entry in _entries(value):
                        yield from self._parts(step, entry)
                else:
                    yield from self._at(self._part(step, name), key)
        elif spot and (node.id != "scalar" or node.value in spot.parts or not _is_yesno(node)):
            yield from self._parts(step, node)


def _is_yesno(node: Node) -> bool:
    return as_bool(node.value) is not None


def _entries(node: Node) -> list[Node]:
    return list(node.value) if node.id == "sequence" else [node]
