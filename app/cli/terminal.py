"""Words on a terminal: safe HTML as plain lines, and questions that take a typed answer."""

import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser

import click

from app.content.suggest import fold
from app.content.telling import visible

WIDEST = 78
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "li", "tr", "pre", "ul", "ol", "blockquote", *_HEADS)


class Back(Exception):
    """The person wants to see the question before this one again."""


class Quit(Exception):
    """The person wants to stop, or there is nothing more to read (``ended``)."""

    def __init__(self, *, ended: bool = False) -> None:
        super().__init__()
        self.ended = ended


class Terminal:
    """Says and asks. A command is a whole line: ``b`` back, ``q`` quit, ``?`` help."""

    def __init__(self, commands: dict[str, str], *, width: int | None = None) -> None:
        self.commands = commands
        self.width = min(width or shutil.get_terminal_size().columns, WIDEST)
        self.is_seen_typing = sys.stdin.isatty()

    def say(self, words: str = "", indent: str = "") -> None:
        """Print one paragraph, wrapped; further lines stand as far in as the first."""
        click.echo(_wrapped(words, self.width, indent, indent) if words else "")

    def item(self, mark: str, words: str) -> None:
        """Print an entry of a list behind its mark."""
        click.echo(_wrapped(words, self.width, mark, " " * len(mark)))

    def prose(self, html: str, indent: str = "") -> None:
        """Print running text with an empty line behind each paragraph."""
        for first, rest, words in paragraphs(html):
            click.echo(_wrapped(words, self.width, indent + first, indent + rest) + "\n")

    def ask(self, prompt: str, help_: Sequence[str] = ()) -> str:
        """Return a typed line without blanks around it; raise `Back` or `Quit`."""
        while True:
            try:
                typed = input(prompt).strip()
            except EOFError:
                click.echo()
                raise Quit(ended=True) from None
            if not self.is_seen_typing:
                click.echo(typed)
            command = self.commands.get(typed.lower())
            if command == "back":
                raise Back
            if command == "quit":
                raise Quit
            if command != "help":
                return typed
            for line in help_:
                self.say(line, "  ")


def pick(typed: str, names: Sequence[tuple[str, str]]) -> list[int]:
    """Return which of these (id, words) a typed text can mean: a number, an id, words of it.

    The first way that finds anything decides, so that an exact id wins over a word in a sentence.
    """
    if typed.isdecimal():
        return [int(typed) - 1] if 0 < int(typed) <= len(names) else []
    wanted = _words(typed)
    if not wanted:
        return []
    texts = [(_words(id_), _words(words)) for id_, words in names]
    ways = (
        lambda id_, _: id_ == wanted,
        lambda id_, words: id_.startswith(wanted) or words.startswith(wanted),
        lambda _, words: f" {wanted}" in f" {words}",
    )
    for way in ways:
        if found := [number for number, text in enumerate(texts) if way(*text)]:
            return found
    return []


def paragraphs(html: str) -> list[tuple[str, str, str]]:
    """Return safe HTML as paragraphs: what stands before the first line, before the others, words.

    A link keeps its words; where it leads to a page in the net, its address follows. Lines broken
    on purpose are parted by a line break.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []
        self._text = ""
        self._first = ""
        self._lists: list[int | None] = []
        self._quotes = 0
        self._href = ""
        self._is_fixed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end()
        self._is_fixed = tag == "pre" or (self._is_fixed and tag == "code")
        if tag in _OPENINGS:
            _OPENINGS[tag](self, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href.startswith("http"):
            self._text += f" ({self._href})"
        if tag in _BLOCKS:
            self.end()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag == "a":
            self._href = ""

    def handle_data(self, data: str) -> None:
        self._text += data if self._is_fixed else re.sub(r"\s+", " ", data)

    def end(self) -> None:
        """Close the paragraph that is open."""
        words = self._text.replace("\u00ad", "").strip()
        if words:
            inner = "  " * max(0, len(self._lists) - 1) + "| " * self._quotes
            self.found.append((inner + self._first, inner + " " * len(self._first), words))
            self._first = " " * len(self._first)
        self._text = ""
        if not self._lists:
            self._first = ""

    def open_list(self, number: int | None) -> None:
        """Begin a list whose entries count from a number, or bear dashes."""
        self._lists.append(number)

    def open_item(self) -> None:
        """Begin an entry; its mark stands before its first paragraph alone."""
        number = self._lists[-1] if self._lists else None
        self._first = "– "
        if number is not None:
            self._lists[-1] = number + 1
            self._first = f"{number}. "

    def open_quote(self) -> None:
        """Begin a quotation."""
        self._quotes += 1

    def open_link(self, href: str) -> None:
        """Begin a link."""
        self._href = href

    def open_cell(self) -> None:
        """Part a cell of a table from the one before."""
        self._text += "  |  " if self._text else ""

    def add(self, words: str) -> None:
        """Put words of our own into the paragraph."""
        self._text = self._text.rstrip(" ") + words if words == "\n" else self._text + words


_OPENINGS: Mapping[str, Callable[[_Reader, Mapping[str, str]], None]] = {
    "ul": lambda reader, _: reader.open_list(None),
    "ol": lambda reader, given: reader.open_list(int(given.get("start", 1))),
    "li": lambda reader, _: reader.open_item(),
    "blockquote": lambda reader, _: reader.open_quote(),
    "a": lambda reader, given: reader.open_link(given.get("href", "")),
    "br": lambda reader, _: reader.add("\n"),
    "img": lambda reader, given: reader.add(f"[{given.get('alt', '')}]"),
    "td": lambda reader, _: reader.open_cell(),
    "th": lambda reader, _: reader.open_cell(),
}


def _wrapped(words: str, width: int, first: str, rest: str) -> str:
    lines: list[str] = []
    for line in visible(words).split("\n"):
        lines += textwrap.wrap(
            line,
            max(width, 20),
            initial_indent=first if not lines else rest,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(lines)


def _words(text: str) -> str:
    """Return words as they are compared: lower case, no umlauts, no punctuation."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
