"""ZR3 in conditions: compiles an author's `when` into the engine's closed rule language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.content.nodes import Node, pairs
from app.content.problems import Problems, word
from app.content.synonyms import english
from app.content.values import as_bool, read_whole
from app.engine import conditions as rule
from app.engine.conditions import Condition

if TYPE_CHECKING:
    from app.content.names import Names, Spot

OPERATORS = ("at_least", "at_most", "more_than", "less_than", "is_not")
_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "decision": ("visited", "answered"),
    "explore": ("includes", "visited", "answered"),
    "check": ("includes", "correct", "visited", "answered"),
    "story": ("visited",),
    "media": ("visited",),
    "end": (),
}
_PRIVATE = frozenset({"practice", "reflection", "goal", "meeting", "poll"})


class Rules:
    """Compiles the conditions of one file.

    ``may_read`` of a condition tells whether it may ask a step: by the place where it stands.
    """

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems
        self._may_read: Callable[[Spot], bool] = lambda spot: True

    def compile(self, node: Node, may_read: Callable[[Spot], bool]) -> Condition | None:
        """Return the condition, or None where any part of it has been reported."""
        self._may_read = may_read
        return self._all(node)

    def _all(self, node: Node) -> Condition | None:
        if node.id != "mapping":
            self.problems.add("ZR205", node, expected=word("mapping"), found=word(node.id))
            return None
        parts = [self._part(*pair) for pair in pairs(node) if pair[0] != "note"]
        if not parts:
            self.problems.add("ZR224", node)
            return None
        return _joined(rule.All, parts)

    def _part(self, name: str, key: Node, value: Node) -> Condition | None:
        if name in ("any", "all"):
            return self._list(name, value)
        if name == "not":
            part = self._all(value)
            return None if part is None else rule.Not(part)
        if name == "role":
            return self._role(value)
        if name in self.names.counters:
            self.names.read_counters.add(name)
            return self._numbers(value, lambda op, number: rule.Number(name, op, number))
        if name in self.names.steps:
            return self._of_step(self.names.steps[name], key, value)
        if "." in name:
            return self._of_item(name, key, value)
        self._unknown_name(name, key)
        return None

    def _unknown_name(self, name: str, key: Node) -> None:
        if meant := english(name, ("any", "all", "not", "role")):
            self.problems.add("ZR202", key, key=name, near=meant, where=word("condition"))
            return
        known = {**self.names.step_nodes, **self.names.counters, "role": None, "any": None}
        self.problems.unknown("ZR309", key, name, known)

    def _list(self, name: str, node: Node) -> Condition | None:
        if node.id != "sequence":
            self.problems.add("ZR205", node, expected=word("list"), found=word(node.id))
            return None
        if not node.value:
            self.problems.add("ZR224", node)
            return None
        parts = [self._all(part) for part in node.value]
        return _joined(rule.Any if name == "any" else rule.All, parts)

    def _role(self, node: Node) -> Condition | None:
        roles = [self._known(entry, self.names.roles, "ZR303") for entry in _entries(node)]
        return None if None in roles else rule.Role(tuple(role for role in roles if role))

    def _known(self, node: Node, known: Mapping[str, Node], code: str) -> str | None:
        if node.id == "scalar" and node.value in known:
            name: str = node.value
            return name
        if node.id != "scalar":
            self.problems.add("ZR205", node, expected=word("text"), found=word(node.id))
        else:
            self.problems.unknown(code, node, node.value, known)
        return None

    def _of_step(self, spot: Spot, key: Node, value: Node) -> Condition | None:
        if not self._may_read(spot):
            line = spot.node.start_mark.line + 1
            self.problems.add("ZR311", key, name=spot.id, line=line)
            return None
        if value.id == "mapping":
            parts = [self._question(spot, *pair) for pair in pairs(value) if pair[0] != "note"]
            if not parts:
                self.problems.add("ZR224", value)
                return None
            return _joined(rule.All, parts)
        if spot.kind in _PRIVATE:
            self.problems.add("ZR310", value, name=spot.id)
        elif spot.kind in ("decision", "check"):
            ids = [self._known(entry, spot.parts, "ZR302") for entry in _entries(value)]
            return None if None in ids else rule.Chose(spot.id, tuple(i for i in ids if i))
        else:
            self._does_not_fit(spot, value)
        return None

    def _does_not_fit(self, spot: Spot, node: Node) -> None:
        asked = ", ".join(_QUESTIONS.get(spot.kind, ("visited", "answered"))) or "–"
        self.problems.add("ZR315", node, name=spot.id, kind=spot.kind, asked=asked)

    def _question(self, spot: Spot, name: str, key: Node, value: Node) -> Condition | None:
        allowed = _QUESTIONS.get(spot.kind, ("visited", "answered"))
        if name not in allowed:
            if meant := english(name, allowed):
                self.problems.add("ZR202", key, key=name, near=meant, where=word("condition"))
            elif spot.kind in _PRIVATE:
                self.problems.add("ZR310", key, name=spot.id)
            else:
                self._does_not_fit(spot, key)
            return None
        if name == "includes":
            ids = [self._known(entry, spot.parts, "ZR302") for entry in _entries(value)]
            if None in ids:
                return None
            return _joined(rule.Any, [rule.Includes(spot.id, one) for one in ids if one])
        wanted = as_bool(value.value) if value.id == "scalar" else None
        if wanted is None:
            self.problems.add("ZR214", value, text=value.value if value.id == "scalar" else "…")
            return None
        if name == "correct":
            return rule.Correct(spot.id, wanted)
        kind = rule.Visited if name == "visited" else rule.Answered
        return kind(spot.id, wanted)

    def _of_item(self, name: str, key: Node, value: Node) -> Condition | None:
        step, _, item = name.partition(".")
        spot = self.names.steps.get(step)
        if spot is None:
            self.problems.unknown("ZR301", key, step, self.names.step_nodes)
            return None
        if spot.kind != "scale":
            if spot.kind in _PRIVATE:
                self.problems.add("ZR310", key, name=spot.id)
            else:
                self._does_not_fit(spot, key)
            return None
        if not self._may_read(spot):
            line = spot.node.start_mark.line + 1
            self.problems.add("ZR311", key, name=spot.id, line=line)
            return None
        items = self.names.items_of(spot)
        if item not in items:
            self.problems.unknown("ZR302", key, item, items)
            return None
        return self._numbers(value, lambda op, number: rule.ItemNumber(step, item, op, number))

    def _numbers(self, node: Node, make: Callable[[str, int], Condition]) -> Condition | None:
        if node.id != "mapping":
            found = [read_whole(entry, self.problems) for entry in _entries(node)]
            parts = [None if number is None else make("is", number) for number in found]
            return _joined(rule.Any, parts)
        compared: list[Condition | None] = []
        for name, key, value in pairs(node):
            if name == "note":
                continue
            number = read_whole(value, self.problems)
            if name not in OPERATORS:
                self._unknown_operator(name, key)
                number = None
            compared.append(None if number is None else make(name, number))
        if not compared:
            self.problems.add("ZR224", node)
            return None
        return _joined(rule.All, compared)

    def _unknown_operator(self, name: str, key: Node) -> None:
        if meant := english(name, OPERATORS):
            self.problems.add("ZR202", key, key=name, near=meant, where=word("condition"))
        else:
            known = dict.fromkeys(OPERATORS)
            self.problems.unknown("ZR218", key, name, known, allowed=", ".join(OPERATORS))


def _entries(node: Node) -> list[Node]:
    return list(node.value) if node.id == "sequence" else [node]


def _joined(
    kind: type[rule.All] | type[rule.Any], parts: list[Condition | None]
) -> Condition | None:
    whole_parts = tuple(part for part in parts if part is not None)
    if len(whole_parts) != len(parts) or not parts:
        return None
    return whole_parts[0] if len(whole_parts) == 1 else kind(whole_parts)
