"""Workbooks from strangers: bombs, traps and broken files end in a sentence, never in a crash."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lib import workbooks
from app.lib.tables import Problem, Row, Unreadable, as_xlsx, read

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
GOOD = as_xlsx([["Name", "E-Mail"], ["Lea", "lea@luft.example"]], "Leute")


def changed(**parts: bytes) -> bytes:
    """Return the good workbook with other parts, named by `sheet`, `strings` or `more`."""
    names = {"sheet": SHEET, "strings": STRINGS, "more": "xl/more.xml"}
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        wanted = {names[name]: data for name, data in parts.items()}
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, data in wanted.items():
            new.writestr(name, data)
    return buffer.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        return archive.read(name)


def with_rows(rows: bytes) -> bytes:
    """Return the good workbook with other rows."""
    head, _, tail = part(SHEET).partition(b"<sheetData>")
    return changed(
        sheet=head + b"<sheetData>" + rows + b"</sheetData>" + tail.partition(b"</sheetData>")[2]
    )


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read(data)
    return error.value.code


def test_values_are_read_as_people_see_them() -> None:
    book = openpyxl.Workbook()
    for row in (["a", 34117, 2.5, True], [None, "=1+1", 7.0, ""]):
        book.active.append(row)
    book.create_sheet("zweites").append(["nicht dieses"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert read(buffer.getvalue()).rows == (
        Row(1, ("a", "34117", "2.5", "True")),
        Row(2, ("", "", "7")),
    )


def test_the_first_sheet_that_is_shown_counts_and_lines_keep_their_numbers() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "verborgen"
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Leute")
    shown["B3"] = "Lea"
    shown["A9"] = "Ben"
    buffer = io.BytesIO()
    book.save(buffer)
    assert read(buffer.getvalue()).rows == (Row(3, ("", "Lea")), Row(9, ("Ben",)))


def test_a_file_that_unpacks_to_very_much_is_not_unpacked() -> None:
    bomb = changed(more=b"\0" * (workbooks.LARGEST_UNPACKED + 1))
    assert len(bomb) < 100_000
    assert refused(bomb) == "list-unpacked"


def test_very_many_short_tags_are_not_read() -> None:
    assert refused(changed(strings=b"<sst>" + b"<si/>" * workbooks.MOST_TAGS)) == "list-unpacked"


def test_very_many_files_are_not_read() -> None:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(workbooks.MOST_FILES):
            archive.writestr(f"x{number}", b"")
    assert refused(buffer.getvalue()) == "list-unpacked"


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa">%s]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&%s;</t></si></sst>"""


def test_abbreviations_that_grow_and_other_files_are_not_followed() -> None:
    laughs = b"".join(
        b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9)
    )
    outside = b'<!ENTITY f SYSTEM "file:///etc/hostname">'
    for data in (ENTITIES % (laughs, b"b8"), ENTITIES % (outside, b"f")):
        assert refused(changed(strings=data)) == "list-broken"


@pytest.mark.parametrize("line", [b"100001", b"99999999999999"])
def test_a_row_beyond_every_list_is_refused_at_once(line: bytes) -> None:
    assert refused(with_rows(b'<row r="%s"><c r="A9"><v>1</v></c></row>' % line)) == "list-rows"


def test_a_cell_far_to_the_right_stretches_no_line() -> None:
    wide = with_rows(
        b'<row r="2"><c r="XFD2"><v>1</v></c></row><row r="3"><c r="A3"><v>5</v></c></row>'
    )
    table = read(wide)
    assert table.rows == (Row(3, ("5",)),)
    assert table.problems == ()


def test_more_cells_than_a_list_has_are_told() -> None:
    wide = as_xlsx([["x"] * 60, ["y"]], "x")
    assert read(wide).problems == (Problem(1, "list-cells"),)


def test_another_kind_of_zip_and_a_locked_one_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", b"<x/>")
    assert refused(buffer.getvalue()) == "list-kind"
    locked = bytearray(GOOD)
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)
    assert refused(bytes(locked)) == "list-broken"


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(100, len(GOOD)),
)
@settings(max_examples=300)
def test_a_damaged_workbook_is_read_or_refused(changes: list[tuple[int, int]], size: int) -> None:
    damaged = bytearray(GOOD)
    for place, value in changes:
        damaged[place] = value
    for data in (bytes(damaged), bytes(damaged[:size])):
        try:
            read(data)
        except Unreadable:
            continue


@given(st.binary(max_size=300), st.sampled_from(["sheet", "strings"]))
@settings(max_examples=300)
def test_a_workbook_with_any_part_is_read_or_refused(data: bytes, name: str) -> None:
    whole = part({"sheet": SHEET, "strings": STRINGS}[name])
    middle = len(whole) // 2
    for made in (data, whole[:middle] + data + whole[middle:]):
        try:
            read(changed(**{name: made}))
        except Unreadable:
            continue
