"""ZR3 in `tests`: an author's walks, checked by name and read for the engine."""

from __future__ import annotations

from typing import Any

from app.content.names import Names, Spot
from app.content.nodes import Item, Node, head, pairs
from app.content.problems import Problems, word
from app.content.values import read_whole
from app.engine.walks import WalkTest

_YES = {"yes": True, "ja": True, "true": True, "no": None, "nein": None, "false": None}


def read(names: Names, problems: Problems) -> list[WalkTest]:
    """Return the walks as far as they can be read; what names nothing is reported."""
    reader = _Reader(names, problems)
    return [reader.test(item) for item in names.root.items("tests")]


class _Reader:
    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    def test(self, item: Item) -> WalkTest:
        role = item.get("role")
        if role is not None and role not in self.names.roles:
            self.problems.unknown("ZR303", item.at("role"), role, self.names.roles)
        elif role is None and self.names.roles and "role" not in item.given:
            self.problems.add("ZR204", head(item.node), key="role", where=word("test"))
        answers = self._answers(item.get("answers"))
        expect = self._expect(item.get("expect"))
        return WalkTest(item.get("name", ""), role, answers, expect)

    def _answers(self, node: Node | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, key, value in self._pairs(node):
            spot = self.names.steps.get(name)
            if spot is None:
                self.problems.unknown("ZR301", key, name, self.names.step_nodes)
            else:
                found[name] = self._answer(spot, value)
        return found

    def _pairs(self, node: Node | None) -> list[tuple[str, Node, Node]]:
        if node is None:
            return []
        if node.id != "mapping":
            self.problems.add("ZR205", node, expected=word("mapping"), found=word(node.id))
            return []
        return [pair for pair in pairs(node) if pair[0] != "note"]

    def _answer(self, spot: Spot, node: Node) -> Any:
        if node.id == "scalar" and node.value.lower() in _YES and node.value not in spot.parts:
            return _YES[node.value.lower()]
        if spot.kind in ("decision", "poll"):
            return self._part(spot, node)
        if spot.kind == "scale":
            return self._scale(spot, node)
        if spot.kind in ("explore", "practice"):
            return self._parts(spot, node)
        if spot.kind == "check":
            return self._check(spot, node)
        self.problems.add("ZR214", node, text=node.value if node.id == "scalar" else "…")
        return None

    def _part(self, spot: Spot, node: Node) -> str | None:
        if node.id != "scalar":
            self.problems.add("ZR205", node, expected=word("text"), found=word(node.id))
            return None
        if node.value not in spot.parts:
            self.problems.unknown("ZR302", node, node.value, spot.parts)
        found: str = node.value
        return found

    def _parts(self, spot: Spot, node: Node) -> list[str | None]:
        entries = node.value if node.id == "sequence" else [node]
        return [self._part(spot, entry) for entry in entries]

    def _check(self, spot: Spot, node: Node) -> Any:
        if node.id != "mapping":
            return self._parts(spot, node)
        tries: list[list[str | None]] = []
        for name, key, value in pairs(node):
            if name != "tries" or value.id != "sequence":
                known = {"tries": None}
                self.problems.unknown("ZR201", key, name, known, where=word("test"))
            else:
                tries = [self._parts(spot, entry) for entry in value.value]
        return {"tries": tries}

    def _scale(self, spot: Spot, node: Node) -> dict[str, int | None]:
        items = self.names.items_of(spot)
        found = {}
        for name, key, value in self._pairs(node):
            if name not in items:
                self.problems.unknown("ZR302", key, name, items)
            found[name] = read_whole(value, self.problems)
        return found

    def _expect(self, node: Node | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, key, value in self._pairs(node):
            if name == "end":
                found[name] = self._step(value, ends=True)
            elif name in ("passes", "avoids"):
                entries = value.value if value.id == "sequence" else [value]
                found[name] = [self._step(entry) for entry in entries]
            elif name in self.names.counters:
                found[name] = read_whole(value, self.problems)
            else:
                known = {**self.names.counters, "end": None, "passes": None, "avoids": None}
                self.problems.unknown("ZR304", key, name, known)
        return found

    def _step(self, node: Node, *, ends: bool = False) -> str | None:
        if node.id != "scalar":
            self.problems.add("ZR205", node, expected=word("text"), found=word(node.id))
            return None
        known = {n: s.node for n, s in self.names.steps.items() if not ends or s.kind == "end"}
        if node.value not in known:
            self.problems.unknown("ZR301", node, node.value, known)
        found: str = node.value
        return found
