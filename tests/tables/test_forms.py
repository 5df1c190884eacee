"""What clerks' forms hold beside plain cells: units, dashes, merged ranges, rows that nobody filled in."""

import openpyxl
import pytest

SCHOOLS = ["学校名称", "学生数", "教学仪器设备值"]
TEACHING = ["学校", "教师编号", "学科", "班级", "周课时"]
DEVICES = ["资产编号", "名称", "数量", "单价(元)"]


@pytest.fixture
def sheet(workbook, read):
    """Read one sheet as that table."""

    def checked(name, rows, merged=()):
        path = workbook({"表": rows})
        book = openpyxl.load_workbook(path)
        for area in merged:
            book["表"].merge_cells(area)
        book.save(path)
        return read(path, name)

    return checked


@pytest.mark.parametrize(
    "rows",
    [
        [["学校名称", "学生数(人)", "教学仪器设备值(万元)"]],
        [["学校名称", "学生数/人", "教学仪器设备值/万元"]],
        [["1.学校名称", "2.学生数", "\uff083\uff09教学仪器设备值\uff08万元\uff09"]],
        [SCHOOLS, ["", "\uff08人\uff09", "\uff08万元\uff09"]],
        [SCHOOLS, ["计量单位", "人", "万元"]],
        [["单位\uff1a人、万元"], SCHOOLS],
    ],
)
def test_a_unit_is_read_wherever_it_stands(sheet, rows):
    checked = sheet("schools", [*rows, ["甲小学", 500, 100]])
    assert checked.verdict == "accept"
    assert checked.table["equipment_yuan"].to_pylist() == [1_000_000]


@pytest.mark.parametrize(
    ("count", "price"),
    [("2台", "18000元"), ("２ 台", "\uffe518,000.00"), ("2", "1.8万元"), ("2", "18000元/台")],
)
def test_a_number_with_its_unit_is_read_and_told(sheet, count, price):
    checked = sheet("devices", [DEVICES, ["Z1", "电脑", count, price]])
    assert {i.code for i in checked.issues} <= {"NUM_TEXT"}
    assert (checked.table["count"][0].as_py(), checked.table["price"][0].as_py()) == (2, 18000)


@pytest.mark.parametrize("price", ["约100元", "一万", "100元起", "1.8亩", "10%"])
def test_what_is_more_than_a_number_and_its_unit_stays_an_error(sheet, price):
    assert [i.code for i in sheet("devices", [DEVICES, ["Z1", "电脑", 2, price]]).issues] == ["NOT_NUMBER"]


@pytest.mark.parametrize("word", ["-", "—", "/", "无", "暂无"])
def test_a_dash_in_an_optional_column_is_a_blank(sheet, found, word):
    checked = sheet("schools", [["学校名称", "学生数", "班级数"], ["甲小学", 500, word]])
    assert found(checked) == [("READ_BLANK", 2, "班级数")]
    assert checked.table["classes"].to_pylist() == [None]


def test_a_dash_where_a_number_must_stand_is_an_error(sheet, found):
    assert found(sheet("schools", [SCHOOLS[:2], ["甲小学", "-"]])) == [("NOT_INTEGER", 2, "学生数")]


def test_a_teacher_merged_over_several_classes_teaches_them_all(sheet, found):
    rows = [["甲校", "T1", "语文", "1班", 5], [None, None, None, "2班", 5]]
    checked = sheet("teaching", [TEACHING, *rows], ["A2:A3", "B2:B3", "C2:C3"])
    assert checked.table["teacher_id"].to_pylist() == ["T1", "T1"]
    assert found(checked) == [("MERGED_FILLED", 3, c) for c in ("学校", "学科", "教师编号")]


def test_the_departments_of_a_school_may_share_its_merged_code(sheet):
    head = ["学校标识码", "学校名称", "学段", "学生数"]
    rows = [["3643029901", "甲校", "小学部", 500], [None, None, "初中部", 300]]
    checked = sheet("schools", [head, *rows], ["A2:A3", "B2:B3"])
    assert (checked.verdict, checked.good_rows) == ("accept_with_notices", 2)


@pytest.mark.parametrize(("column", "heading"), [("A", "资产编号"), ("C", "数量")])
def test_what_only_one_row_can_have_is_no_other_rows_by_a_merge(sheet, found, column, heading):
    rows = [["Z1", "电脑", 2, 100], ["Z2", "电脑", 3, 100]]
    rows[1]["ABCD".index(column)] = None
    checked = sheet("devices", [DEVICES, *rows], [f"{column}2:{column}3"])
    assert (found(checked), checked.good_rows) == ([("MERGED_VALUE", 3, heading)], 1)


def test_two_teachers_of_one_class_are_told(sheet, found):
    rows = [["甲校", "T1", "语文", "1班", 5], ["甲校", "T2", "语文", "1班", 5]]
    assert found(sheet("teaching", [TEACHING, *rows])) == [("SHARED", row, "教师编号") for row in (2, 3)]


def test_rows_that_hold_only_their_serial_number_are_blank(sheet):
    rows = [[1, "甲小学", 500, 10], [2], [3], ["合计", None, 500, 10]]
    checked = sheet("schools", [["序号", *SCHOOLS[:2], "班级数"], *rows])
    assert (checked.rows, [i.code for i in checked.issues]) == (1, ["SKIPPED_TOTAL"])


def test_a_form_that_nobody_filled_in_has_no_data(sheet):
    checked = sheet("schools", [["序号", *SCHOOLS], [1], [2], [3]])
    assert (checked.verdict, [i.code for i in checked.issues]) == ("reject_file", ["NO_DATA"])


def test_a_blank_column_under_a_heading_merged_across_is_nothing(sheet):
    checked = sheet("schools", [["学校名称", None, "学生数"], ["甲小学", None, 500]], ["A1:B1", "A2:B2"])
    assert checked.verdict == "accept"


@pytest.mark.parametrize(
    "again",
    [
        ["青山县学校名册"],
        ["学校", "在校生数"],
        ["XXMC", "ZXSS"],
    ],
)
def test_the_title_and_the_heads_in_other_words_are_no_data(sheet, again):
    title = [["青山县学校名册"], SCHOOLS[:2], ["甲小学", 500]]
    checked = sheet("schools", [*title, again, ["乙小学", 400]])
    assert (checked.verdict, checked.rows, len(checked.issues)) == ("accept_with_notices", 2, 1)


@pytest.mark.parametrize(("said", "codes"), [("2人", []), ("3人", ["COUNT_MISMATCH"])])
def test_the_count_beside_a_total_is_compared(sheet, said, codes):
    rows = [["甲小学", 500, ""], ["乙小学", 400, ""], ["合计", "", said]]
    checked = sheet("schools", [["学校名称", "学生数", "校长"], *rows])
    assert [i.code for i in checked.issues if i.code != "SKIPPED_TOTAL"] == codes


@pytest.mark.parametrize("name", ["姓名", "身份证件号"])
def test_a_formula_whose_result_was_not_saved_is_told_as_such(sheet, found, name):
    head = ["姓名", "身份证件号"]
    row = ["=B2", "430299201205060036"] if name == "姓名" else ["李明", "=A2"]
    assert found(sheet("students", [head, row])) == [("FORMULA_UNSAVED", 2, name)]
