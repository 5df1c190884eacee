"""Timetables as grids of weekday by period, one a class or many in one sheet."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from xueheng.tables.documents.lesson_cell import lessons_in
from xueheng.tables.documents.timetable_grid import read
from xueheng.tables.issues import Refused

DAYS = ["星期一", "星期二", "星期三", "星期四", "星期五"]


@pytest.fixture
def book(write):
    """A workbook of sheets, each its rows and merged ranges."""

    def made(**sheets):
        workbook, held = Workbook(), BytesIO()
        workbook.remove(workbook.active)
        for name, (rows, merged) in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
            for area in merged:
                sheet.merge_cells(area)
        workbook.save(held)
        return write("课表.xlsx", held.getvalue())

    return made


def hours(path):
    rows = read(path, None).tables["timetable"].to_pylist()
    return {(r["grade"], r["class"], r["subject"], r["teacher"]): r["hours"] for r in rows}


def test_the_grid_of_a_class_becomes_lessons_a_week(book):
    rows = [
        ["青山县第一小学三年级（1）班课程表"],
        ["节次", *DAYS],
        ["早读", *["语文"] * 5],
        [1, "语文\n张三", "语文\n张三", "数学", "数学", "音乐/美术"],
        ["大课间", "大课间", "", "", "", ""],
        [2, "数学", "体育", "体育", "", "班会"],
    ]
    found = hours(book(甲=(rows, ["A1:F1", "B5:F5"])))
    assert found[("3", "1班", "语文", "张三")] == 2
    assert found[("3", "1班", "音乐", None)] == Decimal("0.5")
    assert ("3", "1班", "语文", None) not in found


def test_a_lesson_merged_over_two_periods_counts_twice(book):
    rows = [["三年级2班"], ["", *DAYS], [1, "劳动", "数学", "数学", "数学", "数学"], [2, "", "语文"]]
    assert hours(book(甲=(rows, ["B3:B4"])))[("3", "2班", "劳动", None)] == 2


def test_a_sheet_of_all_classes_has_one_row_each(book):
    head = ["班级", "周一", "", "周二", "", "周三", ""]
    rows = [
        ["总课表"],
        head,
        ["", 1, 2, 1, 2, 1, 2],
        ["七(1)班", *["语文", "数学"] * 3],
        ["七(2)班", *["英语", ""] * 3],
    ]
    found = hours(book(总表=(rows, ["B2:C2", "D2:E2", "F2:G2"])))
    assert found == {
        ("7", "1班", "语文", None): 3,
        ("7", "1班", "数学", None): 3,
        ("7", "2班", "英语", None): 3,
    }


def test_the_school_is_read_from_the_title_else_from_the_file(book):
    rows = [["", *DAYS], [1, *["语文"] * 5]]
    titled = read(book(甲=([["石门中学703班"], *rows], [])), None).tables["timetable"].to_pylist()
    plain = read(book(三年级1班=(rows, [])), None).tables["timetable"].to_pylist()
    assert {(r["school"], r["class"]) for r in (*titled, *plain)} == {("石门中学", "3班"), ("课表", "1班")}


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"说明": ([["请按课表上课"]], [])}, "GRID_NONE"),
        ({n: ([["三年级1班"], ["", *DAYS], [1, "语文"]], []) for n in ("甲", "乙")}, "GRID_TWICE"),
    ],
)
def test_a_workbook_without_grids_or_with_two_of_a_class_is_refused(book, sheets, code):
    with pytest.raises(Refused) as refused:
        read(book(**sheets), None)
    assert [i.code for i in refused.value.issues] == [code]


def test_lessons_at_the_weekend_are_said(book):
    found = read(book(甲=([["三年级1班"], ["", *DAYS, "星期六"], [1, *["语文"] * 6]], [])), None)
    assert "GRID_WEEKEND" in [i.code for i in found.issues]


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("语文", [("语文", None, 1)]),
        ("语文（张三）", [("语文", "张三", 1)]),
        ("单:音乐 双:美术", [("音乐", None, 0.5), ("美术", None, 0.5)]),
        ("数学 李四/科学 王五", [("数学", "李四", 0.5), ("科学", "王五", 0.5)]),
        ("奥数 张三", [("奥数", "张三", 1)]),
        ("3", []),
    ],
)
def test_a_cell_is_a_subject_a_teacher_and_whether_by_turns(text, lessons):
    assert [(o.subject, o.teacher, float(o.part)) for o in lessons_in(text)] == lessons


def test_a_table_of_classes_by_subject_is_read_with_counts_by_turns(book):
    rows = [
        ["石门小学课时安排表"],
        ["序号", "年级", "班级", "语文", "数学", "英语", "音乐", "阅读", "合计"],
        [1, "三年级", "1班", 7, 4, 3, "2/1", 1, 16.5],
        [2, "三年级", "2", 7, 4, 3, 1, "", 15],
        [3, "四年级", "", 6, "", 3, 1, "", 10],
    ]
    found = hours(book(甲=(rows, [])))
    assert found[("3", "1班", "音乐", None)] == Decimal("1.5")
    assert found[("3", "2班", "语文", None)] == 7
    assert ("4", "各班", "数学", None) not in found
    assert {subject for _, _, subject, _ in found} == {"语文", "数学", "英语", "音乐", "阅读"}


def test_every_row_of_a_county_table_may_name_its_school(book):
    rows = [["学校", "班级", "语文", "数学", "体育", "美术"]]
    rows += [[school, "七(1)班", 5, 5, 3, 1] for school in ("一中", "石门学校")]
    found = read(book(总表=(rows, [])), None).tables["timetable"].to_pylist()
    assert {r["school"] for r in found} == {"一中", "石门学校"}
