"""What the checks see of a file: positioned nodes, and items read from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

Fields = dict[str, Any]


class Mark(Protocol):
    """A place in the text; line and column from 0, index in code points from the start."""

    line: int
    column: int
    index: int


class Node(Protocol):
    """A node of YAML: ``id`` is scalar, sequence or mapping; ``style`` how it is quoted."""

    id: str
    value: Any
    style: str | None
    start_mark: Mark
    end_mark: Mark


class Span(NamedTuple):
    """A stretch of text: lines and columns from 1, in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)


def span(node: Node) -> Span:
    """Return where a node stands; of a mapping its first key, of a block text its first sign."""
    while node.id == "mapping" and node.value:
        node = node.value[0][0]
    start, end = node.start_mark, node.end_mark
    if node.id != "scalar" and start.line != end.line:
        return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    if node.style in ("|", ">"):
        return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class Item:
    """One mapping of the file, read by its shape.

    ``fields`` holds what could be read, by key: text, numbers, further items or lists of them. What
    was wrong is missing there and has been reported. ``shape`` is the name of the shape, for a step
    its kind.
    """

    __slots__ = ("fields", "node", "shape")

    def __init__(self, shape: str, node: Node, fields: Fields) -> None:
        self.shape = shape
        self.node = node
        self.fields = fields

    def get(self, name: str, default: Any = None) -> Any:
        """Return what was read under this key."""
        return self.fields.get(name, default)

    def items(self, name: str) -> list[Item]:
        """Return the items of a list under this key, none where there is no list."""
        found: list[Item] = self.fields.get(name) or []
        return found

    def at(self, name: str) -> Node:
        """Return the node of a key's value, or of the item itself where the key is missing."""
        for key, value in self.node.value:
            if key.value == name:
                found: Node = value
                return found
        return self.node

    def key(self, name: str) -> Node:
        """Return the node of a key, or of the item itself where the key is missing."""
        for key, _ in self.node.value:
            if key.value == name:
                found: Node = key
                return found
        return self.node


def at_index(node: Node, index: int) -> Node:
    """Return one entry of a list; a single value stands for a list of one."""
    if node.id == "sequence" and index < len(node.value):
        found: Node = node.value[index]
        return found
    return node


def under(node: Node, name: str) -> Node:
    """Return the value of a key in a mapping, or the node itself."""
    if node.id == "mapping":
        for key, value in node.value:
            if key.value == name:
                found: Node = value
                return found
    return node


def pairs(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """Give the text of each key, its node and its value; keys that are no text are left out."""
    for key, value in node.value:
        if key.id == "scalar":
            yield key.value, key, value
