"""Tables of texts: lists that somebody pastes or sends as CSV or XLSX, and tables that we hand out.

`read` and `pasted` give rows with the numbers of their lines, and a problem for each line that
cannot be used; `as_csv` and `as_xlsx` write the same cells. What a column means is for others.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_ROWS = 20_000
MOST_CELLS = 50
LONGEST_CELL = 1_000
MOST_LINES = 20
"""So many lines a cell in quotation marks may have; more, and a mark was forgotten."""
LARGEST = 5 * 1024 * 1024

Cell = str | int | None

_SEPARATORS = ("\t", ";", ",")
_SAMPLE = 50
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_LINE = MOST_CELLS * LONGEST_CELL
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_NAMED = re.compile(r"\s*\"?([^<>\"@]*?)\"?\s*<([^<>\s]+@[^<>\s]+)>\s*")
_ACTS = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may take for a formula, also behind spaces and in wide signs."""


class Unreadable(Exception):
    """A file that is no table we can read; ``code`` says why, ``values`` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the cells in one line of text each, without empty ones at the end."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that gave no row: `code` is one of `list-quote`, `-cells`, `-long` and `-signs`."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Table:
    """What could be read, and what could not; empty lines are neither."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read(data: bytes) -> Table:
    """Read a CSV or XLSX file, known by its bytes. Raise `Unreadable`.

    CSV may be UTF-8, UTF-16 or Windows-1252, separated by semicolons, commas or tabs. Of an XLSX
    file the first sheet that is shown counts; a formula gives the value it had when it was saved.
    """
    if not data.strip():
        raise Unreadable("list-empty")
    if len(data) > LARGEST:
        raise Unreadable("list-large", most=LARGEST // 1024**2)
    if data.startswith(_OLD_EXCEL):
        raise Unreadable("list-old")
    if data.startswith(b"PK\x03\x04"):
        # Only who sends a workbook needs the large library that reads workbooks.
        from app.lib import workbooks

        return _table(_checked(line, cells) for line, cells in workbooks.rows(data))
    lines = _lines(_decoded(data))
    separator = _told_separator(lines)
    first = 1 if separator else 0
    return _table(_records(lines, separator or _likely_separator(lines), first))


def pasted(text: str) -> Table:
    """Read what somebody pasted: lines, cells of a spreadsheet, or addresses out of a mail.

    Several addresses in one line are a row each, and „Lea Luft <lea@luft.example>“ is two cells.
    """
    if len(text) > LARGEST:
        raise Unreadable("list-large", most=LARGEST // 1024**2)
    lines = _lines(text)
    return _table(_of_addresses(_records(lines, _likely_separator(lines), 0)))


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write CSV as spreadsheets in German-speaking countries open it by a double click.

    UTF-8 with its mark, semicolons; a text that a spreadsheet would take for a formula gets an
    apostrophe in front.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """Write a workbook with one sheet; the first row is its head. Equal cells make equal bytes.

    Texts stay texts, whatever they look like: no formula, no link, no number.
    """
    from app.lib import workbooks

    return workbooks.written(([_plain(cell) for cell in row] for row in rows), title)


def _guarded(cell: Cell) -> Cell:
    plain = _plain(cell)
    return f"'{plain}" if isinstance(plain, str) and _ACTS.match(plain) else plain


def _plain(cell: Cell) -> Cell:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", cell) if isinstance(cell, str) else cell


def _table(found: Iterable[Row | Problem | None]) -> Table:
    rows: list[Row] = []
    problems: list[Problem] = []
    for each in found:
        if isinstance(each, Row):
            rows.append(each)
        elif each:
            problems.append(each)
        if len(rows) + len(problems) > MOST_ROWS:
            raise Unreadable("list-rows", most=MOST_ROWS)
    if not rows and not problems:
        raise Unreadable("list-empty")
    return Table(tuple(rows), tuple(problems))


def _records(lines: Sequence[str], separator: str, first: int) -> Iterator[Row | Problem | None]:
    """Yield what each record of CSV gives; a quotation mark left open costs its own line only."""
    at = first
    while at < len(lines):
        if len(lines[at]) > _LONGEST_LINE:
            yield Problem(at + 1, "list-long")
            at += 1
            continue
        reader = csv.reader(lines[at : at + MOST_LINES], delimiter=separator, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            yield Problem(at + 1, "list-quote")
            at += 1
            continue
        yield _checked(at + 1, cells)
        at += reader.line_num


def _checked(line: int, cells: Sequence[str]) -> Row | Problem | None:
    """Return a row of tidied cells, or what is wrong with it; None for an empty one."""
    kept = [_tidy(cell) for cell in cells[: MOST_CELLS + 1]]
    while kept and not kept[-1]:
        kept.pop()
    if not kept:
        return Problem(line, "list-cells") if any(cells[MOST_CELLS:]) else None
    if len(kept) > MOST_CELLS:
        return Problem(line, "list-cells")
    if any(len(cell) > LONGEST_CELL for cell in kept):
        return Problem(line, "list-long")
    if any(_CONTROL.search(cell) for cell in kept):
        return Problem(line, "list-signs")
    return Row(line, tuple(kept))


def _tidy(cell: str) -> str:
    """Put a cell on one line, without signs nobody sees and with whole letters."""
    return unicodedata.normalize("NFC", " ".join(cell.translate(_UNSEEN).split()))


def _of_addresses(found: Iterable[Row | Problem | None]) -> Iterator[Row | Problem | None]:
    for each in found:
        if not isinstance(each, Row):
            yield each
        elif sum("@" in cell for cell in each.cells) > 1:
            yield from (Row(each.line, _named(cell)) for cell in each.cells if cell)
        elif len(each.cells) == 1:
            yield Row(each.line, _named(each.cells[0]))
        else:
            yield each


def _named(cell: str) -> tuple[str, ...]:
    """Return name and address where a cell says both, as mail programs write them."""
    found = _NAMED.fullmatch(cell)
    if not found:
        return (cell,)
    return (found[1], found[2]) if found[1] else (found[2],)


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline=None).readlines()


def _told_separator(lines: Sequence[str]) -> str:
    """Return the separator that a spreadsheet named in a first line of its own."""
    told = lines[0].strip("\n").removeprefix("sep=") if lines else ""
    return told if told in _SEPARATORS else ""


def _likely_separator(lines: Sequence[str]) -> str:
    """Return the separator that most of the first lines have outside of quotation marks."""
    bare = [re.sub(r'"[^"]*"', "", line[:_LONGEST_LINE]) for line in lines[:_SAMPLE]]
    return max(_SEPARATORS, key=lambda sign: sum(sign in line for line in bare))


def _decoded(data: bytes) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"),
                       (b"\xfe\xff", "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return _as(data[len(mark) :], name)
    if b"\0" in data[:200]:
        # Without a mark, the place of the zeros in plain letters tells the order of the bytes.
        return _as(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    try:
        return _as(data, "utf-8")
    except Unreadable:
        return _as(data, "cp1252")


def _as(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        raise Unreadable("list-kind") from None
    if "\0" in text:
        raise Unreadable("list-kind")
    return text
