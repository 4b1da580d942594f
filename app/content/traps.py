"""What the YAML reader stumbled over, as an author sees it: the code, the place, the right line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_LINES_BACK = 30
"""A quotation mark or a bracket that was never closed is looked for so many lines above."""

_KEY = re.compile(r"(?P<head>[ ]*(?:- +)*(?:[\w.-]+|\"[^\"]*\"|'[^']*') *: +)(?P<rest>\S.*)")
_ROW_VALUE = re.compile(r"[{\[,] *(?:[\w.-]+ *: +)?(?=\S)|^ *(?:- +)?(?:[\w.-]+ *: +)?(?=[\"'{])")
_QUOTED = {"'": re.compile(r"'(?:[^']|'')*'"), '"': re.compile(r"\"(?:[^\"\\]|\\.)*\"")}
_PLAIN = re.compile(r"[^{}\[\],#\"'\s][^{}\[\],]*? (?P<hash>#)")
_INSERT = re.compile(r"\{\{[^{}]*\}\}")
_CLOSED = re.compile(r" *(?:[,}\]]|$)| +#")


class Guess(NamedTuple):
    """What may be wrong, where (from 0), and the line as it should then be read."""

    code: str
    line: int
    column: int
    repaired: str | None


def in_a_row(lines: list[str], first: int, last: int) -> Guess | None:
    """Find the text that breaks a row of ``{…}`` or ``[…]`` written on these lines (from 0)."""
    for number in range(max(first, last - MOST_LINES_BACK), last + 1):
        for match in _ROW_VALUE.finditer(lines[number]):
            if found := _broken_text(lines[number], match.end(), number):
                return found
    return None


def _broken_text(line: str, at: int, number: int) -> Guess | None:
    quote = line[at]
    if insert := _INSERT.match(line, at):
        safe = insert[0].replace("{", "(").replace("}", ")")
        is_whole = _CLOSED.match(line, insert.end())
        return None if is_whole else Guess("ZR127", number, at, _put(line, at, safe, len(safe)))
    if quote not in _QUOTED:
        cut = _PLAIN.match(line, at)
        if cut is None or _is_closed(line[: cut.start("hash")]):
            return None
        return Guess("ZR119", number, cut.start("hash"), _put(line, cut.start("hash"), "x"))
    whole = _QUOTED[quote].match(line, at)
    if whole is None:
        return Guess("ZR116", number, at, _with_close(line, at))
    if _CLOSED.match(line, whole.end()):
        return None
    swallowed = re.search(r", *(?:[\w-]+ *: *)?$", whole[0][1:-1])
    if swallowed:
        return Guess("ZR116", number, at, _put(line, at + 1 + swallowed.start(), quote, 0))
    behind = len(line) - len(line[whole.end() :].lstrip())
    if re.compile(r"[\w-]+ *: ").match(line, behind):
        return Guess("ZR119", number, behind, _put(line, whole.end(), ",", 0))
    return Guess("ZR117", number, behind, _without_inner(line, at, whole.end()))


def _is_closed(text: str) -> bool:
    return sum(text.count(sign) for sign in "[{") <= sum(text.count(sign) for sign in "]}")


def _put(line: str, at: int, sign: str, instead: int = 1) -> str:
    return line[:at] + sign + line[at + instead :]


def _with_close(line: str, at: int) -> str:
    """Return a line with the quotation mark that the text at this place lacks."""
    after = re.compile(r", *[\w-]+ *: |[\]}]+ *, *[\[{]|[\]}][\]}, ]*$").search(line, at + 1)
    return _put(line, after.start() if after else len(line), line[at], 0)


def _without_inner(line: str, at: int, end: int) -> str | None:
    """Return a line without the quotation marks inside the text that begins at ``at``."""
    quote = line[at]
    close = re.compile(rf"{quote}(?= *(?:[,}}\]]|$))").search(line, end)
    next_one = re.compile(r", *[\w-]+ *: ").search(line, end)
    if close and not (next_one and next_one.start() < close.start()):
        inner = line[at + 1 : close.start()].replace(quote, "”")
        return f"{line[: at + 1]}{inner}{line[close.start() :]}"
    after = re.compile(r" *(?:[,}\]]|$)").search(line, end)
    return _put(line, end, "", after.start() - end) if after else None


def open_quote(lines: list[str], line: int) -> tuple[int, int] | None:
    """Find the quotation mark above that was never closed on its line and swallowed this one."""
    for number in range(line, max(-1, line - MOST_LINES_BACK), -1):
        match = re.search(r"(?:: |- |[\[{,] *)(\"(?:[^\"\\]|\\.)*|'[^']*)$", lines[number])
        if match:
            return number, match.start(1)
    return None


def diagnose(problem: str, context: str, lines: list[str], line: int, column: int) -> str:
    """Return the code for what the YAML reader could not read at this place (from 0)."""
    text = lines[line] if line < len(lines) else ""
    if "mapping values" in problem:
        return "ZR118" if _is_key(text[:column], quotes=True) else "ZR115"
    if "expected ',' or" in problem:
        is_colon = text[column : column + 1] == ":" and not _is_key(text[:column])
        return "ZR115" if is_colon else "ZR119"
    if "expected key" in problem:
        return "ZR117" if re.search(r"[\"']\s*$", text[:column]) else "ZR118"
    if "document start" in problem and not text.startswith("---"):
        return "ZR118"
    if "expected node content" in problem and not text[column:].strip():
        return "ZR119"
    if "not allowed in this context" in problem and re.search(r"\w: +$", text[:column]):
        return "ZR120"
    return next(_codes(problem, context), "ZR125")


def _codes(problem: str, context: str) -> Iterator[str]:
    return (code for part, code in _SIGNS.items() if part in problem or part in context)


_SIGNS = {
    "unexpected end of stream": "ZR116",
    "unexpected ':'": "ZR115",
    "cannot start any token": "ZR120",
    "expected node content": "ZR120",
    "alphabetic or numeric": "ZR120",
    "undefined tag": "ZR110",
    "scanning a tag": "ZR110",
    "parsing a tag": "ZR110",
    "escape": "ZR121",
    "hexdecimal": "ZR121",
    "scanning a block scalar": "ZR123",
    "expected ':'": "ZR124",
    "simple key": "ZR124",
    "'-' indicator": "ZR118",
    "block sequence entries": "ZR118",
    "document start": "ZR111",
    "single document": "ZR111",
    "document indicator": "ZR116",
}
"""Parts of libyaml's messages, and what an author has to be told instead."""


def _is_key(text: str, *, quotes: bool = False) -> bool:
    word = r"(?:[\w.-]+|\"[^\"]*\"|'[^']*')" if quotes else r"[\w.-]+"
    return re.fullmatch(rf"[ ]*(?:- +)*{word} *", text) is not None


def quoted(text: str, column: int) -> str | None:
    """Return a line with its unquoted text in quotation marks, None where that is no cure.

    ``column`` is the place of the sign that disturbs, from 0.
    """
    flow = re.compile(r"(?P<head>.*[{,] *[\w-]+ *: +)(?P<rest>[^,{}\[\]]*)(?P<tail>.*)")
    if flow.fullmatch(text):
        start = text.rfind(": ", 0, column)
        rest = re.match(r"[^,{}\[\]]*", text[start + 1 :])
        if rest and start > 0:
            tail = text[start + 1 + rest.end() :]
            return f"{text[: start + 1]} {_in_quotes(rest[0].strip())}{tail}"
    match = _KEY.fullmatch(text.rstrip())
    if match is None or match["rest"][0] in "\"'|>[{":
        return None
    return f"{match['head']}{_in_quotes(match['rest'])}"


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def repair(code: str, line: str, column: int) -> str | None:
    """Return the line so that reading can go on; None where only leaving it out helps."""
    sign = line[column : column + 1]
    if code == "ZR115":
        return _put(line, column, "\u2236")
    if code == "ZR116":
        return line + sign
    if code == "ZR119" and sign in ("[", "{"):
        return line + ("]" if sign == "[" else "}")
    if code == "ZR117" and (match := re.fullmatch(r"(.*?: *)([\"'])(.*)(\2)(.*)", line)):
        inner = match[3].replace(match[2], "”")
        return f"{match[1]}{match[2]}{inner}{match[4]}" + " " * len(match[5])
    if code == "ZR121":
        return line.replace("\\", "/")
    return _begun_anew(line, column) if code in ("ZR110", "ZR120") else None


def _begun_anew(line: str, column: int) -> str:
    """Return the line with letters for the signs that a text must not begin with."""
    end = re.compile(r"[^\w\s,\[\]{}]*[\w]*[*]*").match(line, column)
    return _put(line, column, "x" * (end.end() - column), end.end() - column) if end else line


def shown(code: str, line: str, column: int) -> dict[str, str]:
    """Return the line as it should be written, where that can be told."""
    values = {"sign": line[column : column + 1], "repaired": line.strip()}
    if code in ("ZR115", "ZR120"):
        values["repaired"] = (quoted(line, column) or line).strip()
    return values
