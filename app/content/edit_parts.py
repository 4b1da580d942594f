"""Small changes in a journey's text that leave all the rest as it is: comments, order, quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from app.content.edit import (
    Document,
    Edit,
    applied,
    end_of,
    is_flow,
    keeps_blank_lines,
    line_after,
    quoted,
    with_own_comments,
)
from app.content.nodes import Node, pairs, scalars
from app.content.schema import KINDS

_HEAD = (*KINDS, "title", "text", "plain", "question", "task", "prompt", "image", "audio", "video",
         "transcript")  # fmt: skip
"""Behind the last of these that a step has, media are written."""

_PATH = Path("journey.yaml")


class CannotEdit(Exception):
    """The text was left alone; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def image(name: str, alt: str | None) -> str:
    """Return the value of ``image``; without an alternative text it is for decoration."""
    return f"{{file: {name}, " + ("decorative: yes}" if alt is None else f"alt: {quoted(alt)}}}")


def with_media(text: str, step: str, values: Mapping[str, str]) -> str:
    """Return the text in which a step has these keys, each with a value of one line.

    Raise `CannotEdit` where the text cannot be read, has no such step, or would lose a comment.
    """
    document = _document(text)
    found = next((node for node in _steps(document.root) if _id_of(node) == step), None)
    if found is None:
        raise CannotEdit("no-step")
    given = {key: value for key, _, value in pairs(found)}
    edits = [_replaced(text, given[key], value) for key, value in values.items() if key in given]
    new = {key: value for key, value in values.items() if key not in given}
    if new:
        edits.append(_added(document, found, new))
    return _readable(applied(document.text, edits))


def with_language(text: str, lang: str) -> str:
    """Return the text that lists one more language. Raise `CannotEdit`."""
    document = _document(text)
    assert document.root is not None
    given = {key: value for key, _, value in pairs(document.root)}
    node = given.get("languages")
    if node is None or node.id == "mapping":
        raise CannotEdit("no-languages")
    if node.id == "scalar":
        edit = Edit(node.start_mark.index, end_of(text, node), f"[{node.value}, {lang}]")
    elif is_flow(document.text, node):
        at = end_of(document.text, node.value[-1]) if node.value else node.start_mark.index + 1
        edit = Edit(at, at, f", {lang}" if node.value else lang)
    else:
        at = line_after(document.text, end_of(document.text, node.value[-1]))
        pad = " " * node.start_mark.column
        edit = Edit(at, at, f"{_break_before(document.text, at)}{pad}- {lang}\n")
    return _readable(applied(document.text, [edit]))


def _document(text: str) -> Document:
    document = Document.of(text.encode(), _PATH)
    if document.root is None or document.root.id != "mapping":
        raise CannotEdit("unreadable")
    return document


def _readable(text: str) -> str:
    """Return a changed text; never one that could not be read any more."""
    _document(text)
    return text


def _steps(root: Node | None) -> Iterator[Node]:
    """Give the mapping of each step, those of detours and places too."""
    for stage in _items(root, "stages"):
        yield from _steps_in(stage)


def _steps_in(node: Node) -> Iterator[Node]:
    for step in _items(node, "steps"):
        yield step
        for group in ("choices", "places"):
            for part in _items(step, group):
                yield from _steps_in(part)


def _items(node: Node | None, key: str) -> Iterator[Node]:
    if node is None or node.id != "mapping":
        return
    for name, _, value in pairs(node):
        if name == key and value.id == "sequence":
            yield from (item for item in value.value if item.id == "mapping")


def _id_of(step: Node) -> str | None:
    return next((value.value for key, _, value in pairs(step)
                 if key in KINDS and value.id == "scalar"), None)  # fmt: skip


def _replaced(text: str, node: Node, value: str) -> Edit:
    start, end = node.start_mark.index, end_of(text, node)
    old = text[start:end]
    if _has_comment(text, node, end):
        raise CannotEdit("has-comment")
    return Edit(start, end, value + old[len(old.rstrip(" \r\n")) :])


def _has_comment(text: str, node: Node, end: int) -> bool:
    """Whether a comment stands between the keys and values of a mapping or list."""
    at, between = node.start_mark.index, ""
    for part in sorted(scalars(node), key=lambda each: each.start_mark.index):
        between += text[at : part.start_mark.index]
        at = part.end_mark.index
    return "#" in between + text[at:end]


def _added(document: Document, step: Node, new: Mapping[str, str]) -> Edit:
    text = document.text
    key, last = [(key, value) for name, key, value in pairs(step) if name in _HEAD][-1]
    at = end_of(text, last)
    if is_flow(text, step):
        return Edit(at, at, "".join(f", {name}: {value}" for name, value in new.items()))
    at = with_own_comments(text, line_after(text, at), key.start_mark.column)
    while not keeps_blank_lines(text, last) and text[:at].endswith("\n\n"):
        at -= 1
    pad = " " * key.start_mark.column
    lines = "".join(f"{pad}{name}: {value}\n" for name, value in new.items())
    return Edit(at, at, _break_before(text, at) + lines)


def _break_before(text: str, at: int) -> str:
    return "" if at == 0 or text[at - 1] == "\n" else "\n"
