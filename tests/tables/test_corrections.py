"""What a person typed over a cell holds, in every kind of file."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tables.test_dbf_grids import dbf, record

from xueheng.tables.check import read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import schema

HEADS = ["考号", "姓名", "语文", "数学"]
ROWS = [["1001", "林小满", 88.5, 90], ["1002", "周子墨", 760, 71], ["1003", "吴雨桐", 64, 66]]


def read(path, corrections, **more):
    return read_table(path, schema("scores"), context=Context(corrections=corrections, **more))


def marks(checked, subject="语文", blank=0):
    return [blank if mark is None else float(mark) for mark in checked.table[subject].to_pylist()]


@pytest.fixture
def book(workbook):
    return workbook({"初三": [HEADS, *ROWS]})


def test_a_corrected_cell_is_read_in_place_of_what_stands_there(book):
    assert marks(read(book, {("初三", 3, "语文"): "76"})) == [88.5, 76, 64]


def test_a_correction_may_say_why_a_mark_is_missing(book):
    checked = read(book, {("初三", 3, "语文"): "缺考"})
    assert checked.table["语文:status"].to_pylist() == [None, "absent", None]


def test_a_corrected_number_is_text_that_a_person_typed(book):
    checked = read(book, {("初三", 2, "考号"): "0017"})
    assert checked.table["id"].to_pylist()[0] == "0017"


def test_a_wrong_correction_is_a_finding_like_any_other(book):
    (found,) = read(book, {("初三", 3, "语文"): "七六x"}).issues
    assert (found.code, found.row, found.column, found.value) == ("NOT_NUMBER", 3, "语文", "七六x")


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [
        ("初三", 99, "语文"),
        ("初三", 1, "语文"),
        ("初二", 3, "语文"),
        ("初三", 3, "英语"),
        ("初三", None, "语文"),
    ],
)
def test_a_correction_without_a_place_is_an_error(book, sheet, row, column):
    checked = read(book, {(sheet, row, column): "76"})
    assert [(i.code, i.severity) for i in checked.issues] == [("CORRECTION_PLACE", "error")]
    assert marks(checked) == [88.5, 760, 64]


def test_csv_is_corrected_by_its_own_rows(write):
    path = write("marks.csv", "考号,姓名,语文\n1,林小满,88\n\n2,周子墨,760\n")
    assert marks(read(path, {(None, 4, "语文"): "76"})) == [88, 76]


def test_an_old_workbook_is_corrected_even_where_a_cell_is_broken():
    old = Path(__file__).parent / "data" / "scores.xls"
    checked = read(old, {("成绩", 4, "语文"): "60", ("成绩", 6, "语文"): "70"})
    held = dict(zip(checked.places["row"].to_pylist(), marks(checked, blank=None), strict=True))
    assert (held[4], held[6]) == (60, 70)


def test_dbf_is_corrected_by_its_records(write):
    fields = [("KH", "C", 4, 0), ("YUWEN", "N", 4, 0)]
    records = [record(fields, b"1", b"  88"), record(fields, b"2", b" 760")]
    path = write("marks.dbf", dbf(fields, records))
    places = read(path, {}, full={"YUWEN": 150}).issues
    assert marks(read(path, {(places[0].sheet, places[0].row, "YUWEN"): "76"}), "YUWEN") == [88, 76]


def test_json_is_corrected_by_the_path_that_a_finding_names(write):
    rows = [dict(zip(HEADS, row, strict=True)) for row in ROWS]
    path = write("marks.json", json.dumps({"scores": rows}, ensure_ascii=False))
    found = read(path, {}, full={"语文": 150}).issues
    assert marks(read(path, {(None, None, found[0].column): "76"})) == [88.5, 76, 64]


def test_a_cell_of_a_merged_range_is_corrected_alone(write, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["考号", "班级", "语文"], ["1", "1班", 80], ["2", None, 81], ["3", None, 82]):
        book.active.append(row)
    book.active.merge_cells("B2:B4")
    book.save(tmp_path / "merged.xlsx")
    checked = read(tmp_path / "merged.xlsx", {("Sheet", 3, "班级"): "2班"})
    assert checked.table["class"].to_pylist() == ["1班", "2班", "1班"]


def test_places_say_where_each_row_stands_and_whether_it_is_good(book):
    checked = read(book, {}, full={"语文": 150})
    assert checked.places.to_pylist() == [
        {"sheet": "初三", "row": 2, "good": True},
        {"sheet": "初三", "row": 3, "good": False},
        {"sheet": "初三", "row": 4, "good": True},
    ]


def test_order_of_corrections_does_not_matter(book):
    given = {("初三", 4, "语文"): "65", ("初三", 2, "语文"): "81", ("初三", 3, "语文"): "76"}
    assert marks(read(book, given)) == marks(read(book, dict(reversed(given.items())))) == [81, 76, 65]


CELLS = st.sampled_from(["0", "88.5", "缺考", "", "-1", "七十", "99999", " 60 ", "=1+1"])


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=6), st.data())
def test_a_corrected_cell_reads_as_if_it_had_been_typed_into_the_file(write, rows, data):
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 1))
    value = data.draw(CELLS)
    edited = [list(cells) for cells in rows]
    edited[row][column] = value
    corrected = read(write("a.csv", _csv(rows)), {(None, row + 2, HEADS[column + 2]): value})
    typed = read(write("a.csv", _csv(edited)), {})
    assert (corrected.table, corrected.issues) == (typed.table, typed.issues)


def _csv(rows):
    lines = (",".join([f"{n}", "林小满", *cells]) for n, cells in enumerate(rows, start=1))
    return "\n".join([",".join(HEADS), *lines])
