"""Sheets of workbooks as they lie there: places, types, merges, what is hidden and what is broken."""

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.tables.files.grid import Area
from xueheng.tables.files.grids import read_grids

XLS = Path(__file__).parent / "data" / "scores.xls"
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n𠮷·　"), min_size=1, max_size=20
)
NUMBERS = st.integers(-(10**15), 10**15).flatmap(lambda n: st.sampled_from([float(n), n / 1000]))  # 15 digits


@pytest.fixture
def made(tmp_path):
    """Save a workbook of one sheet that a function fills."""

    def saved(fill, **options):
        with xlsxwriter.Workbook(tmp_path / "s.xlsx", options) as book:
            fill(book, book.add_worksheet("表"))
        return tmp_path / "s.xlsx"

    return saved


@pytest.fixture
def edited(tmp_path, workbook):
    """Save a workbook whose one sheet is this XML."""

    def saved(rows):
        source, target = workbook({"表": [["x"]]}), tmp_path / "edited.xlsx"
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    data = (
                        data[: data.index(b"<sheetData")]
                        + f"<sheetData>{rows}</sheetData></worksheet>".encode()
                    )
                new.writestr(name, data)
        return target

    return saved


def only(path):
    (grid,) = read_grids(path)
    return grid


@settings(max_examples=40)
@given(
    cells=st.dictionaries(
        st.tuples(st.integers(1, 9), st.integers(1, 30)), TEXT | NUMBERS | st.booleans(), min_size=1
    )
)
def test_any_cells_read_back_where_and_as_they_were_written(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("any") / "s.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for (row, column), cell in cells.items():
            write = sheet.write_string if isinstance(cell, str) else sheet.write
            write(row - 1, column - 1, cell)
    rows = list(only(path).rows)
    assert {(r, c): v for r, row in rows for c, v in enumerate(row, start=1) if v != ""} == cells


def test_dates_and_times_are_cells_of_their_own_type(made):
    def fill(book, sheet):
        for row, (form, value) in enumerate(
            [
                ("yyyy-mm-dd", 40607),
                ("yyyy-mm-dd hh:mm", 40607.5),
                ("hh:mm", 0.25),
                ("[h]:mm", 1.5),
                ("0", 40607),
            ]
        ):
            sheet.write_number(row, 0, value, book.add_format({"num_format": form}))

    wanted = [date(2011, 3, 5), datetime(2011, 3, 5, 12), time(6), timedelta(days=1.5), 40607.0]  # noqa: DTZ001
    assert [cells[0] for _, cells in only(made(fill)).rows] == wanted


def test_dates_of_the_mac_calendar_are_the_dates_one_sees(made):
    def fill(book, sheet):
        sheet.write_datetime(0, 0, date(2011, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 0, 40607)

    assert [cells[0] for _, cells in only(made(fill, date_1904=True)).rows] == [date(2011, 3, 5), 40607.0]


def test_merged_areas_end_where_the_values_do(made):
    def fill(book, sheet):
        sheet.merge_range("A1:XFD1", "题目")
        sheet.merge_range("B3:B4", "2301班")
        sheet.write("C4", 1)
        sheet.merge_range("E7:F8", "")

    assert only(made(fill)).merged == (Area(1, 1, 1, 3), Area(3, 2, 4, 2))


def test_hidden_rows_are_those_that_hold_something(made):
    def fill(book, sheet):
        for row in (1, 2, 5):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.write_column(0, 0, ["考号", "1", "2", "3"])

    assert only(made(fill)).hidden_rows == {2, 3}


def test_hidden_sheets_are_said_and_charts_passed_over(workbook):
    path = workbook({"成绩": [["考号"], ["1"]], "藏": [["x"]], "深藏": [["y"]]})
    book = openpyxl.load_workbook(path)
    book["藏"].sheet_state, book["深藏"].sheet_state = "hidden", "veryHidden"
    book.create_chartsheet("图", 1)
    book.save(path)
    assert [(g.name, g.is_hidden) for g in read_grids(path)] == [
        ("成绩", False),
        ("藏", True),
        ("深藏", True),
    ]


def test_errors_and_formulas_without_results_are_broken_cells(workbook):
    path = workbook({"表": [["#N/A", "#REF!", "=A1", "text"], [1, 2, "=1/0", 4]]})
    book = openpyxl.load_workbook(path)
    book["表"]["D1"].value, book["表"]["D1"].data_type = "#N/A", "s"
    book.save(path)
    grid = only(path)
    assert grid.broken == {(1, 1): "#N/A", (1, 2): "#REF!", (1, 3): "=?", (2, 3): "=?"}
    assert next(iter(grid.rows)) == (1, ["", "", "", "#N/A"])


@pytest.mark.parametrize(
    ("cell", "broken"),
    [
        ('<c r="B2"><f>1+1</f><v>2</v></c>', {}),
        ('<c r="B2" t="str"><f>IF(1,"")</f><v></v></c>', {}),
        ('<c r="B2"><f>1+1</f><v/></c>', {(2, 2): "=?"}),
        ('<c r="B2"><f>1+1</f></c>', {(2, 2): "=?"}),
        ('<c t="e" r="B2" s="1"><v>#DIV/0!</v></c>', {(2, 2): "#DIV/0!"}),
        ('<c r="B2" t="e"/>', {(2, 2): "=?"}),
        ('<c r="A2"/><c t="e"><f>NA()</f>\n<v>#N/A</v>\n</c>', {(2, 2): "#N/A"}),
        ('<x:c xmlns:x="y" r="B2" t="e"><x:v>#NUM!</x:v></x:c>', {(2, 2): "#NUM!"}),
    ],
)
def test_a_formula_is_broken_when_it_shows_no_result(edited, cell, broken):
    path = edited(
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cell}</row><row r="3"><c><v>3</v></c></row>'
    )
    grid = only(path)
    assert grid.broken == broken
    assert list(grid.rows)[2][1][0] == 3.0


def test_an_old_workbook_says_the_same_as_a_new_one():
    grid, hidden, empty = read_grids(XLS)
    rows = [cells for _, cells in grid.rows]
    assert rows[2] == ["007", "𠮷野", 95.5, date(2011, 3, 5)]
    assert [rows[3][1], *rows[4][2:], *rows[5]] == [" 李明 ", True, "2011-03-05", "010", "", "", 191.0]
    assert (grid.merged, grid.hidden_rows) == ((Area(1, 1, 1, 4),), {4})
    assert grid.broken == {(6, 2): "#DIV/0!", (6, 3): "#N/A"}
    assert (hidden.is_hidden, list(empty.rows)) == (True, [])


def test_a_long_sheet_keeps_its_row_numbers(made):
    def fill(book, sheet):
        sheet.write(100, 2, "考号")
        sheet.write(70_000, 2, "1")

    rows = [(number, cells) for number, cells in only(made(fill)).rows if any(cells)]
    assert rows == [(101, ["", "", "考号"]), (70_001, ["", "", "1"])]


def test_sheets_are_read_in_the_order_of_the_workbook(workbook):
    names = ["三班", "一班", "二班", "A&B <x>", "1"]
    path = workbook({name: [["考号"], [name]] for name in names})
    assert [(g.name, list(g.rows)[1][1]) for g in read_grids(path)] == [(name, [name]) for name in names]
