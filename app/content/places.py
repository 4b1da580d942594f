"""Where a part of a text stands in the author's file, whatever quotes and breaks YAML has there."""

from __future__ import annotations

import re

from app.content.nodes import Node, Span

_WORD = re.compile(r"[^\W_]+")


def place(text: str, node: Node, words: str, start: int, end: int) -> Span | Node:
    """Return the span of ``words[start:end]``, the value of a node, in ``text``, its file.

    Its first and its last word are looked for, counted among equal ones; signs around them belong
    to it where the file has the same. What cannot be found leaves the node as a whole.
    """
    found = list(_WORD.finditer(words, start, end))
    if not found:
        return node
    first, last = found[0], found[-1]
    begin = _index(text, node, words, first)
    stop = begin if last is first else _index(text, node, words, last)
    if begin < 0 or stop < 0:
        return node
    stop += len(last[0])
    ahead, behind = words[start : first.start()], words[last.end() : end]
    if text.endswith(ahead, 0, begin):
        begin -= len(ahead)
    if text.startswith(behind, stop):
        stop += len(behind)
    return Span(*_position(text, node, begin), *_position(text, node, stop))


def _index(text: str, node: Node, words: str, match: re.Match[str]) -> int:
    wanted, at = match[0], node.start_mark.index
    for _ in range(words.count(wanted, 0, match.start())):
        at = text.find(wanted, at, node.end_mark.index) + len(wanted)
        if at < len(wanted):
            return -1
    return text.find(wanted, at, node.end_mark.index)


def _position(text: str, node: Node, index: int) -> tuple[int, int]:
    line = node.start_mark.line + text.count("\n", node.start_mark.index, index)
    return line + 1, index - text.rfind("\n", 0, index)
