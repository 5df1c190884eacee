from datetime import date, datetime

import openpyxl
import pytest

HEAD = ["考号", "姓名", "语文"]


def test_numbers_are_read_as_a_person_sees_them(workbook, read):
    checked = read(workbook({"表": [HEAD, [20260001, "李明", 0.1 + 0.2], ["007", "王", 95.5]]}))
    assert checked.table["id"].to_pylist() == ["20260001", "007"]
    assert [str(m) for m in checked.table["语文"].to_pylist()] == ["0.3000", "95.5000"]


def test_rows_keep_the_numbers_of_the_sheet(workbook, read, found):
    checked = read(workbook({"一班": [[], [], HEAD, [1, "李明", 95], [], [2, "王", -3]]}))
    assert found(checked) == [("NEGATIVE", 6, "语文")]
    assert checked.issues[0].sheet == "一班"


def test_sheets_of_the_same_headings_are_one_table(workbook, read):
    checked = read(workbook({"一班": [HEAD, [1, "李", 95]], "二班": [HEAD, [2, "王", 80], [3, "赵", 70]]}))
    assert checked.table["id"].to_pylist() == ["1", "2", "3"]
    assert (checked.verdict, checked.rows, checked.good_rows) == ("accept", 3, 3)


def test_a_subject_that_a_whole_class_missed_stays_a_subject_there(workbook, read):
    checked = read(workbook({"一班": [HEAD, [1, "李", "缺考"]], "二班": [HEAD, [2, "王", 80]]}))
    assert checked.table["语文:status"].to_pylist() == ["absent", None]
    assert checked.table["语文"].to_pylist() == [None, 80]


@pytest.mark.parametrize(
    "other",
    [
        [["姓名", "考号", "语文"], ["王", 2, 80]],
        [["学生姓名", "准考证号", "语文"], ["王", 2, 80]],
        [[*HEAD, "班级"], [2, "王", 80, "二班"]],
    ],
)
def test_a_class_whose_columns_stand_otherwise_is_read_too(workbook, read, other):
    checked = read(workbook({"一班": [HEAD, [1, "李", 95]], "二班": other}))
    assert (checked.verdict, checked.table["id"].to_pylist()) == ("accept", ["1", "2"])


def test_a_hidden_sheet_of_the_same_table_is_told_and_not_read(workbook, read):
    path = workbook({"一班": [HEAD, [1, "李", 95]], "旧": [HEAD, [2, "王", 80]], "表": [["男"], ["女"]]})
    book = openpyxl.load_workbook(path)
    book["旧"].sheet_state = book["表"].sheet_state = "hidden"
    book.save(path)
    checked = read(path)
    assert [(i.code, i.sheet) for i in checked.issues] == [("SHEET_HIDDEN", "旧")]
    assert checked.rows == 1


def test_repeats_are_found_across_sheets(workbook, read):
    checked = read(workbook({"一班": [HEAD, [1, "李", 95]], "二班": [HEAD, [1, "李", 90]]}))
    places = [(i.code, i.sheet, i.row) for i in checked.issues]
    assert places == [("DUP_CONFLICT", "一班", 2), ("DUP_CONFLICT", "二班", 2)]


@pytest.mark.parametrize("other", [[["说明"]], [["说明"], ["请勿修改"]], [["考号", "姓名"], [1, "李"]]])
@pytest.mark.parametrize("order", [("成绩", "别的"), ("别的", "成绩")])
def test_a_sheet_of_something_else_is_noticed_and_not_read(workbook, read, other, order):
    sheets = {"成绩": [HEAD, [1, "李", 95]], "别的": other}
    checked = read(workbook({name: sheets[name] for name in order}))
    assert [(i.code, i.sheet) for i in checked.issues] == [("SHEET_UNUSED", "别的")]
    assert checked.table["语文"].to_pylist() == [95]


def test_empty_sheets_and_charts_are_nothing(workbook, read):
    path = workbook({"成绩": [HEAD, [1, "李", 95]], "空": []})
    book = openpyxl.load_workbook(path)
    book.create_chartsheet("图")
    book.save(path)
    assert read(path).verdict == "accept"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(2026, 1, 15), "2026-01-15"),
        (datetime.fromisoformat("2026-01-15T09:30"), "2026-01-15 09:30:00"),
        (True, "true"),
    ],
)
def test_dates_and_truth_are_read_as_plain_text(workbook, read, cell, text):
    checked = read(workbook({"e": [["类型", "学段", "日期"], ["中考", "初中", cell]]}), "exam")
    assert checked.table["date"].to_pylist() == [text]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "CORRUPT"), (b"PK\x03\x04 half", "CORRUPT"), (b"not a workbook", "CONTAINER")]
)
def test_a_damaged_workbook_is_refused(write, read, found, data, code):
    checked = read(write("s.xlsx", data))
    assert found(checked) == [(code, None, None)]
    assert checked.verdict == "reject_file"
