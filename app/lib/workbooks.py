"""XLSX workbooks: read with suspicion, written with the same bytes every time. `tables` uses them.

A workbook is a ZIP of XML files. It says itself how large it is unpacked, and Python's `zipfile`
never unpacks more than that; so what it says is checked before anything is read.
"""

import datetime as days
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import openpyxl
import xlsxwriter

from app.lib.tables import MOST_CELLS, MOST_ROWS, Cell, Unreadable

MOST_FILES = 500
LARGEST_UNPACKED = 30 * 1024 * 1024
MOST_TAGS = 1_000_000
"""Each costs time and memory, however short it is: so many mean a table of far too many cells."""

_LAST_LINE = 100_000
"""A row may say any number, and the library fills the gap before it with empty ones."""
_LONGEST = 32_767
_LONGEST_TITLE = 31
_MADE = days.datetime(2026, 1, 1)  # noqa: DTZ001 (workbooks know no time zones)
"""When every workbook was made, so that equal cells make equal bytes."""

# Without it a file could explain abbreviations of its own that grow without end, or name others.
assert openpyxl.DEFUSEDXML, "openpyxl must read with defusedxml"


def rows(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the number and the cells of each line of the first sheet shown. Raise `Unreadable`."""
    try:
        _check(data)
        yield from _rows(data)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("list-broken") from error


def _check(data: bytes) -> None:
    """Refuse what would unpack to too much, is locked, or is another kind of ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise Unreadable("list-unpacked")
        if "xl/workbook.xml" not in archive.namelist():
            raise Unreadable("list-kind")
        tags = 0
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                tags += archive.read(part).count(b"<")
        if tags > MOST_TAGS:
            raise Unreadable("list-unpacked")


def _rows(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    try:
        sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
        # What a sheet says about its own size may be wrong.
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_col=MOST_CELLS + 1, values_only=True)
        for line, cells in enumerate(lines, start=1):
            if line > _LAST_LINE:
                raise Unreadable("list-rows", most=MOST_ROWS)
            if cells.count(None) < len(cells):
                yield line, tuple(_text(cell) for cell in cells)
    finally:
        book.close()


def _text(value: Any) -> str:
    """Return a cell as people see it, dates as 2026-12-24."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, days.datetime) and value.time() == days.time():
        return value.date().isoformat()
    return str(value)


def written(lines: Iterable[Sequence[Cell]], title: str) -> bytes:
    """Return a workbook with one sheet of these cells; the first line stays in view."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(_title(title))
        sheet.freeze_panes(1, 0)
        head, body = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                look = body if row else head
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell[:_LONGEST], look)
                elif cell is not None:
                    sheet.write_number(row, column, cell, look)
        sheet.autofit(400)
    return buffer.getvalue()


def _title(words: str) -> str:
    """Return a name that a sheet may have."""
    kept = "".join(sign for sign in words if sign.isprintable() and sign not in "[]:*?/\\")
    return kept.strip("' ")[:_LONGEST_TITLE].strip("' ") or "1"
