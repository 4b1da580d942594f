"""Tables: lists as people keep them become rows, and nothing that we hand out acts as a formula."""

import csv
import io
import re
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lib import tables, workbooks
from app.lib.tables import Problem, Row, Table, Unreadable, as_csv, as_xlsx, pasted, read
from app.ui import errors

LIST = "Name;E-Mail;Team\r\nJörg Möller;joerg@luft.example;Säge\r\nLea Luft;lea@luft.example;\r\n"
ROWS = (
    Row(1, ("Name", "E-Mail", "Team")),
    Row(2, ("Jörg Möller", "joerg@luft.example", "Säge")),
    Row(3, ("Lea Luft", "lea@luft.example")),
)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read(data)
    return error.value.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_csv_is_read_however_a_program_wrote_it(encoding: str, separator: str, end: str) -> None:
    text = LIST.replace(";", separator).replace("\r\n", end)
    assert read(text.encode(encoding)) == Table(ROWS, ())


def test_quotation_marks_hold_separators_marks_and_lines_together() -> None:
    table = read(b'a;"b; c";"d ""e"" f"\n"zwei\nZeilen";g\nh;5" lang\n')
    assert table.rows == (
        Row(1, ("a", "b; c", 'd "e" f')),
        Row(2, ("zwei Zeilen", "g")),
        Row(4, ("h", '5" lang')),
    )
    assert table.problems == ()


def test_a_mark_that_is_never_closed_costs_its_own_line_only() -> None:
    lines = [f"Person {n};p{n}@luft.example" for n in range(1, 101)]
    lines[16] = '"Person 17;p17@luft.example'
    table = read("\n".join(lines).encode())
    assert table.problems == (Problem(17, "list-quote"),)
    assert [row.line for row in table.rows] == [n for n in range(1, 101) if n != 17]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (";".join("x" * 51), "list-cells"),
        ("x" * 1001, "list-long"),
        ("x" * 60_000, "list-long"),
        ("Lea\x07Luft", "list-signs"),
        ('"Lea"x;y', "list-quote"),
    ],
)
def test_each_problem_names_its_line_and_spares_the_others(line: str, code: str) -> None:
    assert read(f"a;b\n\n{line}\nc;d\n".encode()) == Table(
        (Row(1, ("a", "b")), Row(4, ("c", "d"))), (Problem(3, code),)
    )


def test_empty_lines_and_cells_at_the_end_are_nothing() -> None:
    assert read(b";;;\n\na;;b;;\n ; ;\n").rows == (Row(3, ("a", "", "b")),)


def test_cells_are_tidied() -> None:
    assert cells(read("  Lea\u00a0 Luft ;\u200bx\ufeff;Zoe\u0308\n".encode())) == [
        ("Lea Luft", "x", "Zoë")
    ]


def test_a_spreadsheet_may_name_its_separator() -> None:
    assert read(b"sep=,\nMuster; Lea,lea@luft.example\n").rows == (
        Row(2, ("Muster; Lea", "lea@luft.example")),
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "list-empty"),
        (b" \r\n;;;\n", "list-empty"),
        (b"\xef\xbb\xbf", "list-empty"),
        (b"a" * (tables.LARGEST + 1), "list-large"),
        (b"x\n" * (tables.MOST_ROWS + 1), "list-rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "list-old"),
        (b"%PDF-1.7\n\0\1\2\x81", "list-kind"),
        (b"PK\x03\x04" + b"\0" * 100, "list-broken"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(data: bytes, code: str) -> None:
    assert refused(data) == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lea@luft.example\nben@luft.example", [("lea@luft.example",), ("ben@luft.example",)]),
        (
            "Lea Luft <lea@luft.example>; \"Ben, der\" <ben@luft.example>",
            [("Lea Luft", "lea@luft.example"), ("Ben, der", "ben@luft.example")],
        ),
        ("lea@luft.example, ben@luft.example", [("lea@luft.example",), ("ben@luft.example",)]),
        ("<lea@luft.example>", [("lea@luft.example",)]),
        ("Lea\tl@x.example\nBen\tb@x.example", [("Lea", "l@x.example"), ("Ben", "b@x.example")]),
        ("Lea Luft\nBen Berg", [("Lea Luft",), ("Ben Berg",)]),
    ],
)  # fmt: skip
def test_pasted_lists_become_rows(text: str, found: list[tuple[str, ...]]) -> None:
    assert cells(pasted(text)) == found


def test_pasted_addresses_of_one_line_share_its_number() -> None:
    assert [row.line for row in pasted("\na@x.example; b@x.example\nc@x.example").rows] == [2, 2, 3]


def test_every_reason_has_words() -> None:
    sources = [Path(module.__file__).read_text("utf-8") for module in (tables, workbooks)]
    codes = {code for text in sources for code in re.findall(r'"(list-[a-z]+)"', text)}
    assert len(codes) > 8
    assert codes <= set(errors.WORDS)


FORMULAS = [
    "=1+1",
    "+49 561 1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
]  # fmt: skip


def loaded(data: bytes) -> list[list[object]]:
    """Return the cells of a workbook, formulas as formulas."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_says_that_a_text_is_no_formula(text: str) -> None:
    (row,) = csv.reader(io.StringIO(as_csv([[text, 5]]).decode("utf-8-sig")), delimiter=";")
    assert row == [f"'{text}", "5"]


@pytest.mark.parametrize("text", [*FORMULAS, "https://fremd.example", "mailto:a@b", "0049", "1e5"])
def test_xlsx_keeps_texts_as_texts(text: str) -> None:
    data = as_xlsx([["Kopf"], [text]], "Liste")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["A2"].data_type == "s" and sheet["A2"].hyperlink is None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_csv_opens_by_a_double_click_with_its_umlauts() -> None:
    assert as_csv([["Größe", 5, None], ["a;b", "", "Säge"]]) == (
        b'\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe;5;\r\n"a;b";;S\xc3\xa4ge\r\n'
    )


def test_both_forms_hold_the_same_cells() -> None:
    rows = [["Antwort", "Anteil"], ["Ich frage im Team", 55], ["wenige", None]]
    assert cells(read(as_csv(rows))) == cells(read(as_xlsx(rows, "Einblick: Team / 1")))


def test_equal_cells_make_equal_bytes() -> None:
    assert as_xlsx([["a", 1]], "x") == as_xlsx([["a", 1]], "x")
    assert as_csv([["a", 1]]) == as_csv([["a", 1]])


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
CELLS = st.lists(st.lists(TEXTS, min_size=2, max_size=6), min_size=1, max_size=8)


@given(CELLS)
@settings(max_examples=300)
def test_what_we_write_is_read_again(rows: list[list[str]]) -> None:
    expected = [tuple(tables._tidy(cell) for cell in row) for row in rows]
    expected = [trimmed for row in expected if (trimmed := without_end(row))]
    for data in (as_csv(rows), as_xlsx(rows, "x")):
        if not expected:
            assert refused(data) == "list-empty"
            continue
        found = [tuple(cell.removeprefix("'") for cell in row) for row in cells(read(data))]
        assert found == [tuple(cell.removeprefix("'") for cell in row) for row in expected]


def without_end(row: tuple[str, ...]) -> tuple[str, ...]:
    while row and not row[-1]:
        row = row[:-1]
    return row


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        table = read(data)
    except Unreadable:
        return
    assert table.rows or table.problems


@given(st.text(max_size=400))
@settings(max_examples=300)
def test_any_pasted_text_is_read_or_refused(text: str) -> None:
    try:
        table = pasted(text)
    except Unreadable:
        return
    for row in table.rows:
        assert all("\n" not in cell and len(cell) <= tables.LONGEST_CELL for cell in row.cells)


def people(count: int) -> list[list[str]]:
    return [[f"Person {n}", f"p{n}@luft.example", f"Team {n % 7}"] for n in range(count)]


def written(count: int, form: str) -> bytes:
    return as_csv(people(count)) if form == "csv" else as_xlsx(people(count), "Leute")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_ten_thousand_people_come_in_and_go_out(form: str) -> None:
    assert len(read(written(10_000, form)).rows) == 10_000


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_reading_needs_a_few_times_the_memory_of_the_cells(form: str) -> None:
    data = written(2_000, form)
    read(data)
    tracemalloc.start()
    table = read(data)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(table.rows) == 2_000
    assert peak < 3 * kept
