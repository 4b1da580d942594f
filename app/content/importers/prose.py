"""Markdown from pieces of markup: what HTML and wiki signs of other tools become in our texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote

from app.content.importers.texts import plain
from app.content.importers.vocabulary import NAMES

TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?")
_SHOWN = ("alt", "title", "placeholder", "value", "label", "aria-label", "data-title")
"""Attributes whose words a reader of the original saw or heard."""

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`",
          "s": "~~", "strike": "~~", "del": "~~"}  # fmt: skip
_BLOCKS = NAMES["html.blocks"]
_HEADS = NAMES["html.heads"]
MEDIA = NAMES["html.media"]
_KNOWN = _BLOCKS | _HEADS | NAMES["html.silent"] | NAMES["html.others"] | set(_MARKS)
_MOST_OPEN = 100
"""Marks nested deeper than anybody nests them are passed over."""

_HEAD = "\ue004"
"""Stands for a heading until wiki signs are read, of which ``#`` is one."""

_OPEN_URL = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_NO_LINK = re.compile(r"\]\((?!\s*<?(?:https?|mailto):)")
_BLANKS = re.compile(r"\n{3,}")
_LIST = re.compile(r"(?:[-*+]|\d+[.)]) ")
_JOINT = re.compile(r"(?<=\w)\|(?=\w)")


@dataclass(slots=True)
class Prose:
    """A text under construction; ``odd`` collects tags that have no place in our format."""

    parts: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    _open: list[tuple[str, int, str]] = field(default_factory=list)
    _lists: list[str] = field(default_factory=list)

    def words(self, text: str) -> None:
        """Add words as they are, character references resolved."""
        self.parts.append(plain(unescape(text)) if "&" in text else text)

    def block(self) -> None:
        """Begin a new paragraph."""
        self.parts.append("\n\n")

    def tag(self, match: re.Match[str]) -> None:
        """Take in a tag that `TAG` found."""
        is_end, name, given = match[1] == "/", match[2].lower(), match[3]
        if name not in _KNOWN:
            self.odd.append(match[0])
        elif is_end:
            self._close(name)
            if bare_words(given):
                self.odd.append(match[0])
        else:
            self._begin(name, given, match[0])
            if given.rstrip().endswith("/") and name in _MARKS:
                self._close(name)

    def _begin(self, name: str, given: str, raw: str) -> None:
        if (name in _MARKS or name == "a") and len(self._open) < _MOST_OPEN:
            href = attributes(given).get("href", "") if name == "a" else ""
            self._open.append((name, len(self.parts), href))
        elif name in ("ul", "ol"):
            self._lists.append(name)
            self.block()
        elif name in _LEADS or name in _HEADS:
            self.parts.append(f"\n\n{_HEAD}" if name in _HEADS else _LEADS[name])
        elif name == "li":
            self.parts.append("\n1. " if self._lists[-1:] == ["ol"] else "\n- ")
        elif name in _BLOCKS:
            self.block()
        self._keep_words(given, raw)

    def _keep_words(self, given: str, raw: str) -> None:
        """Keep what the tag itself says, where the text cannot: an explanation, a strange link."""
        if not given.strip():
            return
        found = attributes(given)
        href = found.get("href", "")
        if shown_words(found) or bare_words(given) or (href and not _OPEN_URL.match(href)):
            self.odd.append(raw)

    def _close(self, name: str) -> None:
        if name in _MARKS or name == "a":
            at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == name),
                      None)  # fmt: skip
            if at is not None:
                _, start, href = self._open.pop(at)
                del self._open[at:]
                self._wrap(name, start, href)
        elif name in ("ul", "ol"):
            del self._lists[-1:]
            self.block()
        elif name in _BLOCKS or name in _HEADS or name == "tr":
            self.block()

    def _wrap(self, name: str, start: int, href: str) -> None:
        inner = "".join(self.parts[start:])
        words = inner.strip()
        if not words or "\n" in words or (name == "a" and not _OPEN_URL.match(href)):
            return
        before = inner[: len(inner) - len(inner.lstrip())]
        after = inner[len(inner.rstrip()) :]
        mark = _MARKS.get(name, "")
        made = f"{mark}{words}{mark}" if mark else linked(words, href)
        self.parts[start:] = [before, made, after]

    def text_so_far(self) -> str:
        """Return all that was put in, unarranged."""
        return "".join(self.parts)

    def text(self, *, keeps_lines: bool = True) -> str:
        """Return the whole as Markdown that our checker takes: paragraphs, lists, headings."""
        return arranged("".join(self.parts), keeps_lines=keeps_lines)


_LEADS: Mapping[str, str] = {"br": "\n\n", "hr": "\n\n---\n\n", "tr": "\n\n",
                             "td": " – ", "th": " – "}  # fmt: skip


def attributes(given: str) -> dict[str, str]:
    """Return the attributes of a tag, names in lower case, values unescaped."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(given):
        bare = value[1:-1] if value[:1] in "\"'" else value
        found.setdefault(name.lower(), unescape(bare))
    return found


def shown_words(found: Mapping[str, str]) -> list[str]:
    """Return what a reader of the original saw or heard of a tag's attributes."""
    return [found[name] for name in _SHOWN if found.get(name)]


def bare_words(given: str) -> list[str]:
    """Return what stands in a tag like an attribute without a value, and is none."""
    return [
        name
        for name, value in _ATTRIBUTE.findall(given)
        if not value and any(map(str.isalnum, name)) and name.lower() not in NAMES["html.flags"]
    ]


def linked(words: str, url: str) -> str:
    """Return a Markdown link."""
    return f"[{words}]({quote(unescape(url).strip(), safe=_URL_SIGNS)})"


_URL_SIGNS = "/:?#@!$&'*+,;=%~-._"


def arranged(text: str, *, keeps_lines: bool = True) -> str:
    """Return a text with one blank line between paragraphs and no line that reads as code.

    With ``keeps_lines`` each line of the source is a paragraph of its own, as its tool showed it;
    else a line break is a space.
    """
    made: list[str] = []
    for line in text.split("\n"):
        bare = line.strip().replace(_HEAD, "## ")
        if not bare:
            _blank(made)
            continue
        is_item = bool(_LIST.match(bare))
        if not (keeps_lines or is_item) and line.startswith("  ") and _goes_on(made):
            made.append(f"  {bare}")
            continue
        follows_item = any(_LIST.match(above) for above in made[-2:] if above)
        if is_item and follows_item and not made[-1]:
            made.pop()
        elif is_item != follows_item or (keeps_lines and not is_item):
            _blank(made)
        made.append(bare)
    return escaped(_BLANKS.sub("\n\n", "\n".join(made)).strip("\n"))


def _goes_on(made: list[str]) -> bool:
    """Whether the last line is an entry of a list, or goes on with one."""
    return bool(made) and (made[-1].startswith("  ") or bool(_LIST.match(made[-1])))


def _blank(made: list[str]) -> None:
    if made and made[-1]:
        made.append("")


def escaped(text: str) -> str:
    """Return a text whose braces and brackets mean nothing to our format but links to the net."""
    if "{{" in text:
        text = re.sub(r"(?<!\\)\{\{", r"\\{{", text)
    return _NO_LINK.sub(r"]\\(", text) if "](" in text else text


def one_line(text: str) -> str:
    """Return a text fit for a title or a label."""
    bare = " ".join(line.strip().lstrip(f"#{_HEAD}").strip() for line in text.split("\n"))
    return escaped(_JOINT.sub(r"\\|", " ".join(bare.split())))


def pieces(html: str) -> Iterator[tuple[str, str | re.Match[str]]]:
    """Part HTML into words, tags and comments."""
    at, last, sign = 0, 0, _PIECE
    while match := sign.search(html, at):
        end = match.end()
        if match[0] == "<!--":
            close = html.find("-->", end)
            if close < 0:
                sign, at = TAG, end
                continue
            end = close + len("-->")
        if match.start() > last:
            yield "words", html[last : match.start()]
        if match[0] == "<!--":
            yield "comment", html[match.start() : end]
        else:
            yield "tag", match
        at = last = end
    if last < len(html):
        yield "words", html[last:]


_PIECE = re.compile(r"<!--|" + TAG.pattern)


def seen(source: str) -> str:
    """Return what a reader saw of marked-up text, roughly: tags gone but for words they show."""
    return unescape(TAG.sub(_shown, source)) if "<" in source or "&" in source else source


def _shown(match: re.Match[str]) -> str:
    if not match[3].strip():
        return " "
    return f" {' '.join((*shown_words(attributes(match[3])), *bare_words(match[3])))} "
