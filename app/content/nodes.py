"""What the checks see of a file: positioned nodes, and items read from them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

Fields = dict[str, Any]
P = ParamSpec("P")
R = TypeVar("R")


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
    """Return where a node stands; of several lines only the beginning of the first."""
    start, end = node.start_mark, node.end_mark
    line, column = start.line + 1, start.column + 1
    if node.id == "scalar" and node.style not in ("|", ">"):
        return Span(line, column, end.line + 1, end.column + 1)
    if node.id == "mapping" and node.value and node.value[0][0].start_mark.index == start.index:
        return span(node.value[0][0])
    if start.line == end.line:
        return Span(line, column, line, end.column + 1)
    return Span(line, column, line, column + 1)


def head(node: Node) -> Node:
    """Return what stands for a whole mapping in a message: its first key."""
    if node.id == "mapping" and node.value:
        found: Node = node.value[0][0]
        return found
    return node


def children(node: Node) -> list[Node]:
    """Return what stands directly in a mapping or sequence: of a mapping keys and values."""
    if node.id == "mapping":
        return [part for pair in node.value for part in pair]
    return list(node.value)


def scalars(root: Node) -> Iterator[Node]:
    """Give every key and every single value of a file, in no order."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.id == "scalar":
            yield node
        else:
            waiting += children(node)


class Item:
    """One mapping of the file, read by its shape.

    ``fields`` holds what could be read, by key: text, numbers, further items or lists of them. What
    was wrong is missing there and has been reported. ``given`` holds key and value nodes of all
    keys, wrong ones too, under the names they should have. ``shape`` is the name of the shape, for
    a step its kind.
    """

    __slots__ = ("fields", "given", "node", "shape")

    def __init__(
        self, shape: str, node: Node, fields: Fields, given: dict[str, tuple[Node, Node]]
    ) -> None:
        self.shape = shape
        self.node = node
        self.fields = fields
        self.given = given

    def get(self, name: str, default: Any = None) -> Any:
        """Return what was read under this key."""
        return self.fields.get(name, default)

    def items(self, name: str) -> list[Item]:
        """Return the items of a list under this key, none where there is no list."""
        found: list[Item] = self.fields.get(name) or []
        return found

    def at(self, name: str) -> Node:
        """Return the node of a key's value, or of the item itself where the key is missing."""
        return self.given[name][1] if name in self.given else self.node

    def key(self, name: str) -> Node:
        """Return the node of a key, or of the item itself where the key is missing."""
        return self.given[name][0] if name in self.given else self.node


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
    """Give the text of each key, its node and its value: of equal keys the first alone.

    Keys that are no text are left out; `shape` has reported both.
    """
    seen = set()
    for key, value in node.value:
        if key.id == "scalar" and key.value not in seen:
            seen.add(key.value)
            yield key.value, key, value


def uncollected(read: Callable[P, R]) -> Callable[P, R]:
    """Run a reader of nodes without Python's search for circles among them.

    Nodes come by the hundred thousand and hold no circles; searching them again and again took
    most of the time of large files.
    """

    @wraps(read)
    def undisturbed(*args: P.args, **kwargs: P.kwargs) -> R:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return read(*args, **kwargs)
        finally:
            if was_on:
                gc.enable()

    return undisturbed
