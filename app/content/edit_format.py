"""A file in its usual form: texts in quotation marks, a step's kind first; nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.edit import (
    COMMENT_NEXT,
    Document,
    Edit,
    applied,
    comments_above,
    end_of,
    is_flow,
    keeps_blank_lines,
    last_of,
    line_after,
    rewritten,
)
from app.content.names import Names
from app.content.nodes import Item, Node, pairs
from app.content.schema import KINDS, SHAPES, TEXT_KINDS


def formatted(document: Document, known: Names) -> str:
    """Return a journey's text in its usual form; formatting it again changes nothing.

    ``known`` has been read from the same text. A text that `` #`` may have cut off stays as it is:
    in quotation marks nobody would see any more that something is missing.
    """
    edits = _quotes(document, known.root.node, _texts_of(known.root))
    for spot in known.spots:
        edits += _kind_first(document, spot.item.node)
    return applied(document.text, edits)


def formatted_texts(document: Document) -> str:
    """Return a file of translations in its usual form."""
    assert document.root is not None
    texts = _texts_of_translation(document.root)
    return applied(document.text, _quotes(document, document.root, texts))


def _texts_of(item: Item) -> Iterator[Node]:
    """Give the value of each text, also of several in a list."""
    for name, (_, node) in item.given.items():
        kind = SHAPES[item.shape][name].kind
        if kind in TEXT_KINDS or (item.shape, name) == ("test", "name"):
            yield from _scalars(node)
        elif kind == "texts" and node.id == "mapping":
            yield from (value for key, _, value in pairs(node) if key != "note")
        for inner in _items(item.get(name)):
            yield from _texts_of(inner)


def _items(value: object) -> list[Item]:
    if isinstance(value, dict):
        value = list(value.values())
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, Item)]


def _scalars(node: Node) -> list[Node]:
    return list(node.value) if node.id == "sequence" else [node]


def _texts_of_translation(root: Node) -> Iterator[Node]:
    if root.id != "mapping":
        return
    for name, _, texts in pairs(root):
        if name == "texts" and texts.id == "mapping":
            for _, _, entry in pairs(texts):
                yield from _both(entry)


def _both(entry: Node) -> Iterator[Node]:
    if entry.id == "mapping":
        for name, _, value in pairs(entry):
            if name in ("source", "text"):
                yield from _scalars(value)


# Quotation marks


def _quotes(document: Document, root: Node, texts: Iterator[Node]) -> list[Edit]:
    text, pads = document.text, _pads(document.text, root)
    return [
        rewritten(text, node, node.value, pads.get(id(node)), document.newline)
        for node in texts
        if node.id == "scalar" and not node.style and node.value and not _may_be_cut(text, node)
    ]


def _may_be_cut(text: str, node: Node) -> bool:
    """Whether the checker warns of what follows a text."""
    end = node.end_mark.index
    return text.startswith(" #", end) and not text.startswith(" # ok ZR", end)


def _pads(text: str, root: Node) -> dict[int, str]:
    """Return the indentation for text of several lines, for each value that may have some."""
    found: dict[int, str] = {}
    pending = [root]
    while pending:
        node = pending.pop()
        if node.id == "scalar" or is_flow(text, node):
            continue
        if node.id == "sequence":
            pending += node.value
            continue
        for key, value in node.value:
            found[id(value)] = " " * (key.start_mark.column + 2)
            pending.append(value)
    return found


# The kind of a step


def _kind_first(document: Document, step: Node) -> list[Edit]:
    """Return the edits that put ``kind: id`` before the other keys of a step."""
    text = document.text
    at = next((n for n, (key, _) in enumerate(step.value) if key.value in KINDS), 0)
    if not at:
        return []
    if is_flow(text, step):
        return _first_in_brackets(text, step, at)
    (key, value), first = step.value[at], step.value[0][0].start_mark
    before = line_after(text, end_of(text, step.value[at - 1][1]))
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    comments = max(before, comments_above(text, start))
    end = line_after(text, end_of(text, value))
    if _would_grow(text, step.value[at - 1][1], end):
        return []
    line = text.rfind("\n", 0, first.index) + 1
    dash = text[line : first.index]
    pad = dash[: len(dash) - len(dash.lstrip(" "))]
    said = [pad + said.lstrip(" ") for said in text[comments:start].splitlines(keepends=True)]
    moved = text[key.start_mark.index : end]
    moved += "" if moved.endswith("\n") else document.newline
    return [
        Edit(line, line, "".join(said)),
        Edit(first.index, first.index, moved + " " * first.column),
        Edit(comments, end, ""),
    ]


def _would_grow(text: str, above: Node, end: int) -> bool:
    """Whether the text above a line would take in what follows, were the line not there."""
    if last_of(text, above).style not in ("|", ">"):
        return False
    return keeps_blank_lines(text, above) or bool(COMMENT_NEXT.match(text, end))


def _first_in_brackets(text: str, step: Node, at: int) -> list[Edit]:
    key, value = step.value[at]
    before, end = end_of(text, step.value[at - 1][1]), end_of(text, value)
    if "#" in text[before : key.start_mark.index]:
        return []  # Moving a pair away from its comment would help nobody.
    first = step.value[0][0].start_mark.index
    pair = text[key.start_mark.index : end]
    return [Edit(first, first, f"{pair}, "), Edit(before, end, "")]
