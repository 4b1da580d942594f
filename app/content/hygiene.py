"""ZR1 before and after YAML: what spoils a file as text, and repairs that let reading go on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from app.content import traps
from app.content.nodes import START, Node, Span, scalars
from app.content.problems import Problems
from app.content.traps import Guess

LARGEST_FILE = 512 * 1024
DEEPEST = 20
SAFE_DEPTH = 300
"""Deeper than this nothing is composed: the reader's own stack would be at stake."""

_BREAKS = re.compile(r"\r\n|[\n\r]")
_SPOILERS = re.compile(
    "[\t\u00a0\u2007\u202f\ufeff\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]+"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^xuU])", re.DOTALL)
_ESCAPED = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_NO_BREAK = "\u00a0\u2007\u202f"
_CODES = {"\t": "ZR104", "\ufeff": "ZR106", **dict.fromkeys(_NO_BREAK, "ZR105")}
_BRACKETS = re.compile(r"[\[\]{}]")
_INDENT = re.compile(r"^[ \-?:]+", re.MULTILINE)


@dataclass(slots=True)
class Repairs:
    """What was done to lines (from 0) so that reading could go on.

    ``lost`` were left out, ``told`` have been reported as a whole, ``shifts`` tells how far the
    signs of a line were moved to the right.
    """

    lost: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    shifts: dict[int, int] = field(default_factory=dict)

    def indent(self, lines: list[str], number: int) -> None:
        """Indent a line as the lines around it tell."""
        before = _width(lines[number])
        lines[number] = _reindented(lines, number)
        shift = _width(lines[number]) - before
        self.shifts[number] = self.shifts.get(number, 0) + shift
        self.told.add(number)


def lines_of(text: str) -> list[str]:
    """Return the lines as editors count them; `clean` leaves no other line ends for YAML."""
    return _BREAKS.split(text)


def decode(source: bytes | str, problems: Problems, most: int = LARGEST_FILE) -> str | None:
    """Return the text without a byte order mark; None, and a problem, where it cannot be read."""
    raw = source.encode("utf-8", "replace") if isinstance(source, str) else source
    if len(raw) > most:
        problems.add("ZR101", START, size=len(raw) // 1024, most=most // 1024)
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.add("ZR102", START, encoding="UTF-16")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = lines_of(raw[: error.start].decode("utf-8"))
        line, column = len(before), len(before[-1]) + 1
        guess = "UTF-16" if b"\x00" in raw[:64] else "Latin-1"
        problems.add("ZR102", Span(line, column, line, column + 1), encoding=guess)
        return None
    return text.removeprefix("\ufeff")


def clean(text: str, problems: Problems, repairs: Repairs) -> str:
    """Report signs that spoil a file and put spaces in their places, so that reading goes on."""
    if not _SPOILERS.search(text):
        return text
    kept, last, lines = [], 0, _Lines(text)
    for match in _SPOILERS.finditer(text):
        sign = match[0][0]
        code = _CODES.get(sign, "ZR122")
        where = lines.span(match.start(), match.end())
        problems.add(code, where, sign=f"U+{ord(sign):04X}")
        kept += [text[last : match.start()], " " * len(match[0])]
        last = match.end()
    return _straighten("".join([*kept, text[last:]]), text, repairs)


def check_escapes(root: Node, text: str, problems: Problems) -> None:
    """Report control signs that a text in double quotation marks writes as an escape.

    Spaces that do not break are welcome there: written out, nobody overlooks them.
    """
    if "\\" not in text:
        return
    found = [
        (match.start(), match.end(), sign)
        for node in scalars(root)
        if node.style == '"'
        for match in _ESCAPE.finditer(text, node.start_mark.index, node.end_mark.index)
        if _CONTROL.match(sign := _unescaped(match[0]))
    ]
    lines = _Lines(text)
    for start, end, sign in sorted(found):
        problems.add("ZR122", lines.span(start, end), sign=f"U+{ord(sign):04X}")


def _unescaped(escape: str) -> str:
    if escape[1] in "xuU":
        return chr(int(escape[2:], 16))
    return _ESCAPED.get(escape[1], escape[1])


def _straighten(cleaned: str, text: str, repairs: Repairs) -> str:
    """Indent anew the lines whose indentation held a sign that is no space."""
    lines, before = lines_of(cleaned), lines_of(text)
    for number, line in enumerate(before):
        if _SPOILERS.search(line[: _width(line)]):
            repairs.indent(lines, number)
    return "\n".join(lines)


class _Lines:
    """Finds the line of an index; asked in rising order."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _BREAKS.finditer(text))]
        self._at = 0

    def span(self, start: int, end: int) -> Span:
        while self._at + 1 < len(self._starts) and self._starts[self._at + 1] <= start:
            self._at += 1
        column = start - self._starts[self._at] + 1
        return Span(self._at + 1, column, self._at + 1, column + end - start)


@lru_cache(1)
def deepest_possible(text: str) -> int:
    """Return a bound of the nesting that costs next to nothing: columns and open brackets."""
    depth = most = 0
    for sign in _BRACKETS.findall(text):
        depth = depth + 1 if sign in "[{" else max(0, depth - 1)
        most = max(most, depth)
    return most + max((len(indent) for indent in _INDENT.findall(text)), default=0)


def mend(
    text: str,
    said: tuple[str, str],
    at: tuple[int, int],
    start: tuple[int, int] | None,
    problems: Problems,
    repairs: Repairs,
    reach: Callable[[str], int],
) -> str:
    """Report what stopped the reader at ``at`` (from 0) and mend the text, or leave the line out.

    ``said`` are the reader's own problem and context, ``start`` is where that context begins.
    ``reach`` tells the line up to which a text can be read: of several guesses the one that reads
    furthest is taken.
    """
    lines = lines_of(text)
    guesses = _guesses(said, lines, (min(at[0], len(lines) - 1), at[1]), start)
    best = guesses[0]
    if len(guesses) > 1:
        usual = Counter(map(_margin, lines))
        best = max(guesses, key=lambda g: (reach(_with(lines, g)), -usual[_margin(lines[g.line])]))
    if best.line not in repairs.told:
        place = Span(best.line + 1, best.column + 1, best.line + 1, best.column + 2)
        problems.add(best.code, place, **traps.shown(best.code, lines[best.line], best.column))
    if best.code == "ZR111":
        is_another = any(later.startswith("format:") for later in lines[best.line + 1 :])
        lines[best.line] = ""
        return "\n".join(lines[: best.line] if is_another else lines)
    _change(best, lines, repairs)
    return "\n".join(lines)


def _guesses(
    said: tuple[str, str], lines: list[str], at: tuple[int, int], start: tuple[int, int] | None
) -> list[Guess]:
    line, column = at
    code = traps.diagnose(*said, lines, line, column)
    is_row = "flow" in said[1]
    if code in ("ZR117", "ZR118", "ZR119") and (start if is_row else "expected" in said[0]):
        broken = traps.in_a_row(lines, start[0] if is_row and start else line, line)
        if broken and (is_row or broken.code in ("ZR117", "ZR127")):
            return [broken]
    is_quoted = code == "ZR116" and "quoted" in said[1]
    open_ = start if is_quoted else traps.open_quote(lines, line)
    if code in ("ZR117", "ZR118", "ZR116", "ZR119") and open_:
        broken = traps.in_a_row(lines, open_[0], open_[0])
        if broken and broken.code == "ZR116":
            return [broken]
        code, (line, column) = "ZR116", open_
    elif start and (
        code in ("ZR116", "ZR119") and start[0] < at[0] or re.search("alias|tag", said[1])
    ):
        line, column = start
    if code not in ("ZR118", "ZR124"):
        return [Guess(code, line, column, traps.repair(code, lines[line], column))]
    above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    guesses = [Guess("ZR118", n, _width(lines[n]), _reindented(lines, n)) for n in (line, above)]
    with_colon = _with_colon(lines[above])
    if with_colon is not None:
        guesses.insert(0, Guess("ZR124", above, _content(lines[above]), with_colon))
    return guesses


def _with(lines: list[str], guess: Guess) -> str:
    repaired = lines[guess.line] if guess.repaired is None else guess.repaired
    return "\n".join([*lines[: guess.line], repaired, *lines[guess.line + 1 :]])


def _with_colon(line: str) -> str | None:
    """Return a line with the colon or the space that its key lacks, None where it lacks none."""
    match = re.fullmatch(
        r"([ ]*(?:- +)*[\w-]+)(?::(?=\S)|(?= *$)|(?= +(?:[^ :]+|\".*\")$)) *(.*)", line
    )
    return f"{match[1]}: {match[2]}".rstrip() if match else None


def _change(guess: Guess, lines: list[str], repairs: Repairs) -> None:
    """Repair a line; one that stays unreadable is left out, with the blank ones above it."""
    line = guess.line
    if guess.code == "ZR118" and line not in repairs.told:
        repairs.indent(lines, line)
    elif guess.repaired is not None and guess.repaired != lines[line]:
        lines[line] = guess.repaired
    else:
        while line > 0 and not lines[line].strip():
            line -= 1
        lines[line] = ""
        repairs.lost.add(line)
    repairs.told.add(line)


def _reindented(lines: list[str], number: int) -> str:
    """Return a line indented as the lines around it tell, which is a guess."""
    line = lines[number].lstrip()
    below = next((other for other in lines[number + 1 :] if other.strip()), "")
    above = next((other for other in reversed(lines[:number]) if other.strip()), "")
    if line.startswith("- "):
        width = _width(below) - (0 if below.lstrip().startswith("- ") else 2)
    elif above.rstrip().endswith((": |", ": >")):
        width = _content(above) + 2
    elif above.rstrip().endswith(":"):
        width = max(_width(below), _content(above))
    elif above and _IS_KEY.match(line) and not _IS_KEY.match(above):
        width = _nearest_key(lines, number)
    else:
        width = _content(above)
    return " " * max(0, width) + line


_IS_KEY = re.compile(r"[ ]*(?:- +)*[\w-]+:(?: |$)")


def _nearest_key(lines: list[str], number: int) -> int:
    """Return the column of keys above that is nearest to the one of a line, but another."""
    own = _width(lines[number])
    above = lines[max(0, number - 40) : number]
    columns = [_content(line) for line in reversed(above) if _IS_KEY.match(line)]
    return min((c for c in columns if c != own), key=lambda c: abs(c - own), default=own)


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())


def _margin(line: str) -> tuple[int, bool]:
    """Return how a line begins; one that begins like no other is the likelier fault."""
    return _width(line), line.lstrip().startswith("- ")


def _content(line: str) -> int:
    """Return the column of a line's first key, behind a hyphen."""
    return len(line) - len(line.lstrip(" -"))
