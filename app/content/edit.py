"""Editing authors' files by places in their text, so that everything else keeps its bytes.

A `Document` is one file as text with its nodes; commands collect `Edit`s on it, `applied` gives the
new text, and `write_all` puts all changed files in place, or none.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from app.content.nodes import Node
from app.content.problems import ERROR, Problem, Problems, TooMany
from app.content.source import compose

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
Words = str | tuple[str, ...]


class Edit(NamedTuple):
    """Put ``text`` in the place of what stands from ``start`` to ``end``, in code points."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text after all edits; they may touch but not overlap, equal ones count once."""
    kept, last = [], len(text)
    for edit in sorted(set(edits), reverse=True):
        assert edit.end <= last, f"two edits overlap at {edit.start}"
        kept += [text[edit.end : last], edit.text]
        last = edit.start
    return text[:last] + "".join(reversed(kept))


@dataclass(frozen=True)
class Document:
    """One file: its text without the byte order mark, and its nodes.

    ``problems`` are the errors of reading; where there are any, ``root`` is None, because the
    places of nodes could not be trusted.
    """

    path: Path
    text: str
    root: Node | None
    problems: tuple[Problem, ...]
    has_mark: bool

    @classmethod
    def of(cls, raw: bytes, path: Path) -> Document:
        """Read a file's bytes."""
        problems = Problems(str(path))
        try:
            tree = compose(raw, problems)
        except TooMany:
            tree = None
        errors = tuple(problem for problem in problems.found if problem.severity == ERROR)
        root = tree.root if tree is not None and not errors else None
        text = tree.text if tree is not None and root is not None else ""
        return cls(path, text, root, errors, raw.startswith(BYTE_ORDER_MARK))

    @cached_property
    def newline(self) -> str:
        """How the file ends its lines."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def encoded(self, text: str) -> bytes:
        """Return the bytes of this file with another text."""
        return (BYTE_ORDER_MARK if self.has_mark else b"") + text.encode()


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write all files or, where one of them fails with `OSError`, none."""
    waiting: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for path, data in contents.items():
            target = path.resolve()
            before[target] = target.read_bytes() if target.exists() else None
            waiting[target] = _written_beside(target, data)
        for target, new in waiting.items():
            new.replace(target)
    except OSError:
        for target, new in waiting.items():
            if not new.exists():
                _put_back(target, before[target])
        raise
    finally:
        for new in waiting.values():
            new.unlink(missing_ok=True)


def _written_beside(target: Path, data: bytes) -> Path:
    """Write a file of another name into the same folder, where renaming it takes one moment."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
    return Path(name)


def _put_back(target: Path, data: bytes | None) -> None:
    """Undo one replaced file, as far as the disk lets us."""
    with suppress(OSError):
        if data is None:
            target.unlink()
        else:
            target.write_bytes(data)


# Where things stand


def is_flow(text: str, node: Node) -> bool:
    """Whether a list or mapping is written in brackets."""
    return node.id != "scalar" and text[node.start_mark.index] in "[{"


def last_of(text: str, node: Node) -> Node:
    """Return the value on the last line of a value: a single one, or one in brackets."""
    while node.id != "scalar" and not is_flow(text, node):
        node = node.value[-1][1] if node.id == "mapping" else node.value[-1]
    return node


def keeps_blank_lines(text: str, node: Node) -> bool:
    """Whether blank lines behind a value belong to it, as ``|+`` has it."""
    return bool(_KEEPS.match(text, last_of(text, node).start_mark.index))


def end_of(text: str, node: Node) -> int:
    """Return the index behind a node; the reader's own mark is behind comments that follow it."""
    return last_of(text, node).end_mark.index


def line_after(text: str, index: int) -> int:
    """Return where the next line begins; the index itself, where a line begins there."""
    if index == 0 or text[index - 1] == "\n":
        return index
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def with_own_comments(text: str, end: int, column: int) -> int:
    """Return the end of an entry with comments below that are indented more than its key."""
    comment = re.compile(rf"(?:[ ]*\r?\n)*[ ]{{{column + 1},}}#[^\n]*(?:\n|\Z)")
    while match := comment.match(text, end):
        end = match.end()
    return end


def comments_above(text: str, index: int) -> int:
    """Return where the comment lines begin that stand directly above the line of an index.

    Lines of a text below ``|`` look the same: the caller knows where the value above ends.
    """
    start = text.rfind("\n", 0, index) + 1
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip(" ").startswith("#"):
            break
        start = above
    return start


def added_pair(text: str, node: Node, pair: str, newline: str) -> Edit:
    """Return the edit that adds ``key: value``, on one line, behind all pairs of a mapping."""
    if not node.value:
        at = node.start_mark.index + 1
        return Edit(at, at, pair)
    end = end_of(text, node.value[-1][1])
    if is_flow(text, node):
        return Edit(end, end, f", {pair}")
    at = line_after(text, end)
    before = "" if at == 0 or text[at - 1] == "\n" else newline
    pad = " " * node.value[0][0].start_mark.column
    return Edit(at, at, f"{before}{pad}{pair}{newline}")


def in_block_style(text: str, node: Node, pad: str, newline: str) -> Edit:
    """Return the edit that writes a mapping in brackets as lines; comments stand above pairs."""
    lines, last = [], node.start_mark.index + 1
    for key, value in node.value:
        lines += [pad + comment for comment in _COMMENT.findall(text[last : key.start_mark.index])]
        last = end_of(text, value)
        lines.append(f"{pad}{text[key.start_mark.index : key.end_mark.index]}: "
                     f"{text[value.start_mark.index : last]}")  # fmt: skip
    lines += [pad + comment for comment in _COMMENT.findall(text[last : node.end_mark.index])]
    before = newline if pad else ""
    return Edit(node.start_mark.index, node.end_mark.index, before + newline.join(lines))


# How words are written

_COMMENT = re.compile(r"#[^\r\n]*")
_KEEPS = re.compile(r"[|>]\d?\+")
COMMENT_NEXT = re.compile(r"\s*#")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\xa0\u2007\u2028\u2029\u202f\ufeff\ufffe\uffff]")
_PLAIN_KEY = re.compile(r"\w[\w.@-]*(?: \w[\w.@-]*)*")


def quoted(words: str) -> str:
    """Return words in quotation marks: in double ones, unless single ones spare backslashes."""
    if not _HIDDEN.search(words) and "'" not in words and re.search(r"[\"\\]", words):
        return f"'{words}'"
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", escaped) + '"'


def spelled(words: Words, pad: str | None, newline: str) -> str:
    """Return words as a value: text of several lines below a ``|``, indented by ``pad``.

    Without ``pad``, as within brackets, all stays on one line.
    """
    if isinstance(words, tuple):
        return "[" + ", ".join(quoted(part) for part in words) + "]"
    lines = words.removesuffix("\n").split("\n")
    if pad is None or "\n" not in words or not _fits_literally(lines):
        return quoted(words)
    head = "|" if words.endswith("\n") else "|-"
    return newline.join([head, *((pad + line) if line else "" for line in lines)])


def _fits_literally(lines: list[str]) -> bool:
    """Whether lines below a ``|`` are read as they are."""
    return bool(lines[0].strip() and lines[-1].strip()) and not any(
        _HIDDEN.search(line) or (line and not line.strip()) or lines[0].startswith(" ")
        for line in lines
    )


def spelled_key(key: str) -> str:
    """Return a key as it can stand before a colon."""
    return key if _PLAIN_KEY.fullmatch(key) else quoted(key)


def rewritten(text: str, node: Node, words: Words, pad: str | None, newline: str) -> Edit:
    """Return the edit that gives a value other words, as `spelled` writes them."""
    start, end = node.start_mark.index, end_of(text, node)
    behind = text[start + len(text[start:end].rstrip(" \r\n")) : end].lstrip(" ")
    if COMMENT_NEXT.match(text, end):
        pad = None  # Behind a text of several lines a comment could be read as one of them.
    return Edit(start, end, spelled(words, pad, newline) + behind)
