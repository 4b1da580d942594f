"""The text of a Twee passage once its markup is read: wiki signs, lines, places of links."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.content.importers.prose import arranged
from app.content.importers.story import Way

_WAY, _WAY_END, _LABEL, _LABEL_END = "\ue000", "\ue001", "\ue002", "\ue003"
_WAY_SIGN = re.compile(f"{_WAY}(\\d+){_WAY_END}")
_LABEL_SIGN = re.compile(f"{_LABEL}(\\d+){_LABEL_END}")
_ONLY_SIGNS = re.compile(r"(?:[\W_]|\d+[.)])*")
_SPACES = re.compile(r"(?<=\S) {2,}")
_NOTHING = re.compile(r"(?!)")
_DOLLAR = re.compile(r"\$[A-Za-z_]\w*(?:\.\w+|\[\w+\])*|(?<![\w?])\?[A-Z]\w*")
VARIABLE: Mapping[str, re.Pattern[str]] = {
    "sugarcube": _DOLLAR,
    "harlowe": _DOLLAR,
    "any": _DOLLAR,
    "snowman": _NOTHING,
    "chapbook": _NOTHING,
}
"""Words that the tool would have computed."""

_MARKDOWN = ("snowman", "chapbook")
_PICTURE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)")
_BOLD = re.compile(r"''(?=[^\s'])([^'\n]+(?:'[^'\n]+)*)''")
_ITALIC = re.compile(r"(?<![:/\w])//(?=[^\s/])([^\n/]*[^\s/])//(?!/)")
_STRIKE = re.compile(r"(?<!=)==(?=[^\s=])([^\n=]*[^\s=])==(?!=)")
_WIKI_HEAD = re.compile(r"^!{1,6}[ ]*(?=\S)", re.MULTILINE)
_WIKI_NUMBER = re.compile(r"^#+[ ]*(?=\S)", re.MULTILINE)
_WIKI_ITEM = re.compile(r"^\*+[ ]*(?=[^\s*])(?!.*\S\*)", re.MULTILINE)
_STYLED = re.compile(r"(?<!\w)@@(?:[^@;\n]*;)?([^@\n]*[^@\s])@@(?!\w)")
_STYLE_LINE = re.compile(r"^@@(?:[^@\n]*;)?$", re.MULTILINE)
_HARLOWE_HEAD = re.compile(r"^(#{1,6})(?=[^\s#])", re.MULTILINE)
_HARLOWE_NUMBER = re.compile(r"^(?:0\.)+[ ]*(?=\S)", re.MULTILINE)


def way_sign(number: int) -> str:
    """Return the sign that stands in a text for the label of a way."""
    return f"{_WAY}{number}{_WAY_END}"


def label_sign(number: int) -> str:
    """Return the sign for a label of which is not known yet whether it leads anywhere."""
    return f"{_LABEL}{number}{_LABEL_END}"


def with_labels(text: str, labels: list[tuple[str, int | None]]) -> str:
    """Put labels in their places: as words, or as the sign of the way they turned out to be.

    Words that only came with a click on the label do not grow together with it.
    """

    def put(match: re.Match[str]) -> str:
        label, way = labels[int(match[1])]
        if way is not None:
            return way_sign(way)
        return f"{label} " if text[match.end() : match.end() + 1].isalnum() else label

    return _LABEL_SIGN.sub(put, text)


def without_pictures(text: str, found: list[str]) -> str:
    """Leave the words of pictures written in Markdown; ``found`` takes the whole."""

    def put(match: re.Match[str]) -> str:
        found.append(match[0])
        return match[1]

    return _PICTURE.sub(put, text) if "![" in text else text


def marked(text: str, format_: str) -> str:
    """Return a text with wiki signs as Markdown has them."""
    if format_ in _MARKDOWN:
        return text
    text = "\n".join(map(_with_marks, text.split("\n")))
    if format_ == "harlowe":
        return _HARLOWE_NUMBER.sub("1. ", _HARLOWE_HEAD.sub(r"\1 ", text))
    text = _STYLE_LINE.sub("", _STYLED.sub(r"\1", text)) if "@@" in text else text
    return _WIKI_ITEM.sub("- ", _WIKI_HEAD.sub("## ", _WIKI_NUMBER.sub("1. ", text)))


def _with_marks(line: str) -> str:
    line = _BOLD.sub(r"**\1**", line) if "''" in line else line
    line = _ITALIC.sub(r"*\1*", line) if "//" in line else line
    return _STRIKE.sub(r"~~\1~~", line) if "==" in line else line


def finished(text: str, ways: list[Way], format_: str, is_one_line: bool) -> str:
    """Return a passage's text without the lines that only hold links; elsewhere labels are words.

    ``is_one_line`` says that line breaks of the source mean nothing.
    """
    if format_ not in _MARKDOWN:
        text = marked("\n".join(line.strip() for line in text.split("\n")), format_)
    kept = [_with_ways(line, ways) for line in text.split("\n") if not _is_only_ways(line)]
    kept = [_SPACES.sub(" ", line) for line in kept]
    return arranged("\n".join(kept), keeps_lines=not (is_one_line or format_ in _MARKDOWN))


def _is_only_ways(line: str) -> bool:
    return _WAY in line and bool(_ONLY_SIGNS.fullmatch(_WAY_SIGN.sub("", line)))


def _with_ways(line: str, ways: list[Way]) -> str:
    return _WAY_SIGN.sub(lambda match: ways[int(match[1])].label, line) if _WAY in line else line
