"""Values of an Oppia file as it was read: fields, lists, texts in their many forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape

from app.content.importers.prose import Prose, attributes, linked, pieces
from app.content.nodes import Node, pairs

_NOTHING = ("", "null", "~", "Null", "NULL")
_TEXT_KEYS = ("html", "unicode_str", "hint_content", "hint_text", "explanation", "translation",
              "value")  # fmt: skip
_COMPONENT = "oppia-noninteractive-"
_DEEPEST = 3
_MOST_ESCAPED = 3


def fields(node: Node | None) -> dict[str, Node]:
    """Return the values of a mapping by key, nothing for anything else."""
    if node is None or node.id != "mapping":
        return {}
    return {name: found for name, _, found in pairs(node)}


def entries(node: Node | None) -> list[Node]:
    """Return the entries of a list, nothing for anything else."""
    return list(node.value) if node is not None and node.id == "sequence" else []


def shown(node: Node | None) -> str:
    """Return a single value as text, "" for nothing and for groups."""
    if node is None or node.id != "scalar" or (not node.style and node.value in _NOTHING):
        return ""
    return str(node.value)


def first_line(node: Node) -> int:
    """Return the line, from 1, on which a value begins."""
    return node.start_mark.line + 1


def is_true(node: Node | None) -> bool:
    """Whether a value says yes."""
    return shown(node).lower() in ("true", "yes")


def value(node: Node | None) -> str:
    """Return any value on one line, for a note: groups as ``key: value, key: value``."""
    if node is None:
        return ""
    if node.id == "scalar":
        return " ".join(shown(node).split())
    if node.id == "sequence":
        return ", ".join(part for part in map(value, node.value) if part)
    told = {name: value(found) for name, _, found in pairs(node)}
    return "; ".join(f"{name}: {text}" for name, text in told.items() if text)


def html_of(node: Node | None) -> list[str]:
    """Return the texts of a value in any of the forms that the schemas gave them."""
    if node is None:
        return []
    if node.id == "scalar":
        return [shown(node)] if shown(node) else []
    if node.id == "sequence":
        return [text for entry in node.value for text in html_of(entry)]
    given = fields(node)
    return next((html_of(given[key]) for key in _TEXT_KEYS if key in given), [])


class Rich:
    """Turns Oppia's HTML into Markdown; ``odd`` collects what stands in the note instead."""

    def __init__(self) -> None:
        self.odd: list[tuple[str, str]] = []

    def text(self, html: str, depth: int = 0) -> str:
        """Return Markdown; pictures and films leave their words."""
        prose = Prose()
        for kind, piece in pieces(html):
            if isinstance(piece, str):
                if kind == "comment":
                    self.odd.append(("comment", piece))
                else:
                    prose.words(" ".join(piece.split("\n")))
            elif piece[2].lower().startswith(_COMPONENT):
                if not piece[1]:
                    self._component(piece[2].lower(), piece[3], prose, depth)
            else:
                prose.tag(piece)
        self.odd += [("tag", raw) for raw in prose.odd]
        return prose.text(keeps_lines=False)

    def _component(self, name: str, given: str, prose: Prose, depth: int) -> None:
        told = {
            key.removesuffix("-with-value"): _decoded(text)
            for key, text in attributes(given).items()
        }
        kind = name.removeprefix(_COMPONENT)
        make = {"link": self._link, "math": self._math, "tabs": self._tabs,
                "collapsible": self._collapsible}.get(kind)  # fmt: skip
        if make is not None and depth < _DEEPEST:
            make(told, prose, depth)
            return
        self.odd.append(("media", f"{kind}: {json.dumps(told, ensure_ascii=False)}"))
        for key in ("caption", "text"):
            if isinstance(told.get(key), str):
                prose.words(f" {told[key]} ")

    def _link(self, told: dict[str, object], prose: Prose, depth: int) -> None:
        url, words = str(told.get("url") or ""), str(told.get("text") or "")
        if url.startswith(("http://", "https://", "mailto:")):
            prose.parts.append(linked(words or url, url))
        else:
            prose.words(words)
            self.odd.append(("tag", f"{words}: {url}"))

    def _math(self, told: dict[str, object], prose: Prose, depth: int) -> None:
        content = told.get("math_content")
        latex = content.get("raw_latex") if isinstance(content, dict) else told.get("raw_latex")
        if isinstance(latex, str) and latex.strip():
            prose.parts.append(f"`{' '.join(latex.replace('`', ' ').split())}`")

    def _tabs(self, told: dict[str, object], prose: Prose, depth: int) -> None:
        tabs = told.get("tab_contents")
        for tab in tabs if isinstance(tabs, list) else ():
            if isinstance(tab, dict):
                self._titled(str(tab.get("title") or ""), tab.get("content"), prose, depth)

    def _collapsible(self, told: dict[str, object], prose: Prose, depth: int) -> None:
        self._titled(str(told.get("heading") or ""), told.get("content"), prose, depth)

    def _titled(self, title: str, content: object, prose: Prose, depth: int) -> None:
        if title.strip():
            prose.parts.append(f"\n\n**{' '.join(title.split())}**")
        prose.parts += ["\n\n", self.text(str(content or ""), depth + 1), "\n\n"]


def _decoded(text: str) -> object:
    """Return a component's value: JSON that has been escaped as HTML, once or more often."""
    for _ in range(_MOST_ESCAPED):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            text = unescape(text)
    return text.strip().strip('"')


def leaves(node: Node, without: frozenset[str]) -> Iterator[str]:
    """Give every single value below a node in its order, but not below keys that are no text."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.id == "scalar":
            yield shown(one)
        elif one.id == "sequence":
            waiting += reversed(one.value)
        else:
            waiting += [found for name, _, found in pairs(one) if name not in without][::-1]
