"""ZR2: reads positioned nodes by the table in `schema` into items; reports what does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from app.content import values
from app.content.nodes import Fields, Item, Node, Span, head
from app.content.problems import Problems, word
from app.content.schema import KINDS, SHAPES, Field, Shape
from app.content.suggest import nearest, to_id
from app.content.synonyms import english

ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
MOST_STEPS = 500
MOST_NAMES = 500
_RISKY_FIRST = frozenset("-?:~=<>|&*!%@`#,]}")
_TELLING = {
    "choices": "decision",
    "places": "explore",
    "answers": "check",
    "items": "scale",
    "task": "practice",
    "alone": "meeting",
    "fields": "goal",
    "prompt": "reflection",
    "audio": "media",
    "video": "media",
    "continue_with": "end",
}
"""Keys that only one kind of step has, for a step that does not say its kind."""


Given = dict[str, tuple[Node, Node]]


class Reader:
    """Reads one file's nodes; problems go to ``problems``. ``text`` is the file as composed."""

    def __init__(self, problems: Problems, text: str) -> None:
        self.problems = problems
        self.text = text
        self.steps = 0
        self._above: list[str] = []
        self._meant: dict[int, str | None] = {}
        self._kinds: Mapping[str, Callable[[Field, Node], Any]] = {
            "title": self._text,
            "line": self._text,
            "prose": self._text,
            "plain": self._plain,
            "lines": self._lines,
            "texts": self._texts,
            "id": self._id,
            "ref": self._plain,
            "refs": self._refs,
            "file": self._value,
            "number": self._value,
            "whole": self._value,
            "yesno": self._value,
            "date": self._value,
            "any": self._any,
            "one": self._one,
            "list": self._list,
            "map": self._map,
            "when": self._mapping,
            "next": self._any,
            "effects": self._mapping,
            "names": self._names,
        }

    def item(self, node: Node, name: str, told: Collection[str] = ()) -> Item | None:
        """Read a mapping by a shape; None, and a problem, where it is no mapping.

        ``told`` are keys whose lack has been reported already.
        """
        if node.id != "mapping":
            self._wrong_type(node, "mapping")
            return None
        shape = SHAPES[name]
        self._above.append(name)
        fields, given = self._fields(node, name, shape)
        self._above.pop()
        for key, field in shape.items():
            if field.required and key not in given and key not in told:
                self.problems.add("ZR204", head(node), key=key, where=word(_place(name)))
        return Item(name, node, fields, given)

    def _fields(self, node: Node, name: str, shape: Shape) -> tuple[Fields, Given]:
        fields: Fields = {}
        given: Given = {}
        for key, value in self.pairs(node):
            known = key.value if key.value in shape else self._unknown_key(key, name, shape)
            if known is None:
                continue
            read = self._kinds[shape[known].kind](shape[known], value)
            if known not in given:
                given[known] = (key, value)
                if read is not None:
                    fields[known] = read
        return fields, given

    def pairs(self, node: Node) -> list[tuple[Node, Node]]:
        """Return keys and values of a mapping, without second ones and keys that are no text."""
        seen: dict[str, Node] = {}
        kept = []
        for key, value in node.value:
            if key.id != "scalar":
                self.problems.add("ZR126", key)
            elif key.value == "<<" and not key.style:
                self.problems.add("ZR109", key)
            elif key.value in seen:
                line = seen[key.value].start_mark.line + 1
                self.problems.add("ZR113", key, key=key.value, line=line)
            else:
                seen[key.value] = key
                kept.append((key, value))
        return kept

    def _unknown_key(self, key: Node, name: str, shape: Shape) -> str | None:
        """Report a key that does not belong here; return the key that was surely meant."""
        if id(key) in self._meant:
            return self._meant.get(id(key))
        where = word(_place(name))
        if meant := english(key.value, shape):
            self.problems.add("ZR202", key, key=key.value, near=meant, where=where)
            return meant
        if above := next((n for n in self._above[-2::-1] if key.value in SHAPES[n]), None):
            place = word(_place(above))
            self.problems.add("ZR203", key, key=key.value, where=where, place=place)
            return None
        if below := _below(shape, key.value):
            self.problems.add("ZR235", key, key=key.value, where=where, place=below)
            return None
        self.problems.unknown("ZR201", key, key.value, dict.fromkeys(shape), where=where)
        return nearest(key.value, shape)

    # Values

    def _text(self, field: Field, node: Node) -> str | None:
        text = self._plain(field, node)
        if text is None:
            return None
        if not node.style:
            self._warn_of_plain_text(node)
        return text

    def _warn_of_plain_text(self, node: Node) -> None:
        end = node.end_mark.index
        if self.text.startswith(" #", end) and not self.text.startswith(" # ok ZR", end):
            self.problems.add("ZR130", node)
        elif node.value[0] in _RISKY_FIRST:
            self.problems.add("ZR131", node, sign=node.value[0])

    def _plain(self, _: Field, node: Node) -> str | None:
        if node.id != "scalar":
            if _is_insert(node):
                self.problems.add("ZR127", node)
            elif _is_cut_by_colon(node):
                words = self.text[node.start_mark.index : node.end_mark.index]
                self.problems.add("ZR115", _colon(node), repaired=f'"{words}"')
            else:
                self._wrong_type(node, "text")
            return None
        text: str = node.value
        if text and not text.isspace():
            return text
        self.problems.add("ZR223", node)
        return None

    def _lines(self, field: Field, node: Node) -> list[str] | None:
        if node.id != "sequence":
            self._wrong_type(node, "list")
            return None
        read = [self._text(field, entry) for entry in node.value]
        return None if None in read or not read else [text for text in read if text]

    def _refs(self, field: Field, node: Node) -> list[str] | None:
        entries = node.value if node.id == "sequence" else [node]
        self._count(field, node, len(entries))
        read = [self._plain(field, entry) for entry in entries]
        for index, name in enumerate(read):
            if name is not None and name in read[:index]:
                self.problems.add("ZR230", entries[index], name=name)
        return None if None in read or not read else [text for text in read if text]

    def _id(self, field: Field, node: Node) -> str | None:
        text = self._plain(field, node)
        if text is None:
            return None
        if not ID.fullmatch(text):
            near = to_id(text)
            self.problems.add("ZR208", node, id=text, **({"near": near} if near else {}))
            return None
        return text

    def _value(self, field: Field, node: Node) -> Any:
        text = self._plain(field, node)
        if text is None:
            return None
        if field.kind == "yesno":
            return values.read_yesno(text, node, self.problems)
        if field.kind == "date":
            return values.read_date(text, node, self.problems)
        read = values.read_file_name if field.kind == "file" else values.read_number
        return read(text, node, field, self.problems)

    # Groups

    def _any(self, _: Field, node: Node) -> Node:
        pending = [node]
        while pending:
            one = pending.pop()
            if one.id == "sequence":
                pending += one.value
            elif one.id == "mapping":
                pending += [value for _, value in self.pairs(one)]
        return node

    def _mapping(self, field: Field, node: Node) -> Node | None:
        if node.id != "mapping":
            self._wrong_type(node, "mapping")
            return None
        if not node.value:
            self.problems.add("ZR224", node)
            return None
        return self._any(field, node)

    def _names(self, field: Field, node: Node) -> dict[str, str] | None:
        return self._by_id(field, node, lambda value: self._plain(field, value), free=True)

    def _texts(self, field: Field, node: Node) -> dict[str, str] | None:
        return self._by_id(field, node, lambda value: self._text(field, value))

    def _one(self, field: Field, node: Node) -> Item | None:
        return self.item(node, field.shape)

    def _map(self, field: Field, node: Node) -> dict[str, Item] | None:
        free = field.shape == "term"
        return self._by_id(field, node, lambda value: self._entry(field.shape, value), free=free)

    def _entry(self, shape: str, node: Node) -> Item | None:
        if shape == "term" and node.id == "scalar":
            text = self._text(SHAPES["term"]["text"], node)
            fields = {} if text is None else {"text": text}
            return Item("term", node, fields, {"text": (node, node)})
        return self.item(node, shape)

    def _by_id(
        self, field: Field, node: Node, read: Callable[[Node], Any], *, free: bool = False
    ) -> dict[str, Any] | None:
        """Read values under names of the author's own; ``free`` names need not be ids."""
        if node.id != "mapping":
            self._wrong_type(node, "mapping")
            return None
        pairs = [pair for pair in self.pairs(node) if pair[0].value != "note"]
        self._count(field, node, len(pairs))
        found = {}
        for key, value in pairs[: int(field.high or MOST_NAMES)]:
            if not free:
                self._id(field, key)
            entry = read(value)
            if entry is not None:
                found[key.value] = entry
        return found

    def _list(self, field: Field, node: Node) -> list[Item] | None:
        if node.id != "sequence":
            self._wrong_type(node, "list")
            return None
        self._count(field, node, len(node.value))
        read = self._step if field.shape == "step" else lambda entry: self.item(entry, field.shape)
        return [item for entry in node.value if (item := read(entry)) is not None]

    def _step(self, node: Node) -> Item | None:
        if node.id != "mapping":
            self._wrong_type(node, "mapping")
            return None
        self.steps += 1
        if self.steps == MOST_STEPS + 1:
            self.problems.add("ZR114", head(node), most=MOST_STEPS)
        kind, value = self._kind(node)
        if kind is None:
            return None
        outer, self.problems.step = self.problems.step, _step_id(value)
        item = self.item(node, kind, told=() if value else (kind,))
        self.problems.step = outer
        return item

    def _kind(self, node: Node) -> tuple[str | None, Node | None]:
        """Return the kind of a step and the node of its id; guess where no key says it."""
        keys = [(key, value) for key, value in node.value if key.id == "scalar"]
        found = [(key, value) for key, value in keys if key.value in KINDS]
        for key, _ in found[1:]:
            if key.value != found[0][0].value:
                self.problems.add("ZR206", key, key=key.value, first=found[0][0].value)
                self._meant[id(key)] = None
        if found:
            return found[0][0].value, found[0][1]
        return self._guessed_kind(node, keys)

    def _guessed_kind(
        self, node: Node, keys: list[tuple[Node, Node]]
    ) -> tuple[str | None, Node | None]:
        names = {key.value for key, _ in keys}
        for key, value in keys:
            kind = english(key.value, KINDS) or nearest(key.value, KINDS)
            if kind and key.value not in SHAPES[kind]:
                self.problems.add("ZR207", key, key=key.value, near=kind)
                self._meant[id(key)] = kind
                return kind, value
        self.problems.add("ZR234", head(node), kinds=", ".join(KINDS))
        return next((kind for key, kind in _TELLING.items() if key in names), "story"), None

    def _count(self, field: Field, node: Node, count: int) -> None:
        if field.low is not None and count < field.low:
            self.problems.add("ZR215", node, count=count, low=int(field.low))
        elif field.high is not None and count > field.high:
            self.problems.add("ZR236", node, count=count, high=int(field.high))

    def _wrong_type(self, node: Node, expected: str) -> None:
        if node.id == "scalar" and not node.value and not node.style:
            self.problems.add("ZR223", node)
        else:
            self.problems.add("ZR205", node, expected=word(expected), found=word(node.id))


def _step_id(node: Node | None) -> str | None:
    return node.value if node is not None and node.id == "scalar" else None


def _is_insert(node: Node) -> bool:
    """Whether an author wrote ``key: {{step}}`` unquoted, which YAML reads as keys."""
    return (
        node.id == "mapping"
        and len(node.value) == 1
        and node.value[0][0].id == "mapping"
        and not node.value[0][1].value
    )


def _is_cut_by_colon(node: Node) -> bool:
    """Whether an author wrote ``- Heute: nein`` unquoted, which YAML reads as key and value."""
    if node.id != "mapping" or len(node.value) != 1:
        return False
    key, value = node.value[0]
    is_bare = key.id == value.id == "scalar" and key.start_mark.index == node.start_mark.index
    is_one_line: bool = value.start_mark.line == key.start_mark.line
    return is_bare and is_one_line


def _colon(node: Node) -> Span:
    mark = node.value[0][0].end_mark
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def _below(shape: Shape, key: str) -> str | None:
    """Return the key one level deeper under which this key belongs, or None."""
    for name, field in shape.items():
        if name != "variants" and key in SHAPES.get(field.shape, {}):
            return name
    return None


def _place(shape: str) -> str:
    return "variant" if shape.startswith("variant-") else shape.removeprefix("words-")
