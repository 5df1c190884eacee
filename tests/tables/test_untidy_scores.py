"""Mark books as schools keep them: heads in rows, columns of ranks, remarks, numbers of several kinds."""

from decimal import Decimal

import pytest

PUPILS = "1,李明,100,90\n2,王芳,80,70\n"


def subjects(checked):
    own = ("id", "name", "remark", "class", "total", "school")
    return [n for n in checked.table.column_names if ":" not in n and n not in own]


@pytest.mark.parametrize(
    "heads",
    [
        "考号,姓名,语文,,数学,\n,,成绩,名次,成绩,名次",
        "考号,姓名,语文,语文,数学,数学\n,,得分,等级,得分,等级",
        "考号,姓名,成绩,,,\n,,语文,,数学,\n,,分数,班名,分数,班名",
        "期中成绩册,,,,,\n考号,姓名,语文,,数学,\n,,卷面分,折合分,卷面分,折合分",
    ],
)
def test_heads_in_several_rows_that_nobody_merged_are_read(write, read, heads):
    checked = read(write("s.csv", heads + "\n1,李明,100,3,90,2\n2,王芳,80,5,70,6\n"))
    assert (subjects(checked), checked.rows) == (["语文", "数学"], 2)
    assert {i.code for i in checked.issues} == {"DERIVED_IGNORED"}


@pytest.mark.parametrize(
    "head", ["县名次", "进步名次", "名次变化", "语文等级", "标准分", "折算分", "与均分差", "三科总分"]
)
def test_what_others_have_computed_is_no_subject(write, read, head):
    checked = read(
        write("s.csv", f"考号,语文,数学,{head}\n1,100,90,-3\n2,80,70,512.33\n"), step=Decimal("0.5")
    )
    assert [(i.code, i.column) for i in checked.issues] == [("DERIVED_IGNORED", head)]
    assert subjects(checked) == ["语文", "数学"]


@pytest.mark.parametrize("head", ["语文成绩", "语文得分", "语文(满分120分)", "语文/120分", "语 文"])
def test_a_subject_goes_by_its_own_name(write, read, head):
    checked = read(write("s.csv", f"考号,{head},数学\n1,121,90\n"), full={"语文": Decimal(120)})
    assert subjects(checked) == ["语文", "数学"]
    assert [(i.code, i.column) for i in checked.issues] == [("OVER_FULL", head)]


@pytest.mark.parametrize(
    ("heads", "used"),
    [("学籍号,考号", "考号"), ("考号,学籍号", "考号"), ("学号,准考证号", "准考证号")],
)
def test_of_two_numbers_the_one_of_the_exam_is_read(write, read, heads, used):
    row = ["G1" if h != used else "1" for h in heads.split(",")]
    checked = read(write("s.csv", f"{heads},语文\n{row[0]},{row[1]},100\n"))
    assert checked.table["id"].to_pylist() == ["1"]
    assert [(i.code, i.severity) for i in checked.issues] == [("COLUMN_UNUSED", "notice")]


@pytest.mark.parametrize("head", ["学生代码", "考场编号", "考试日期", "考点年份"])
def test_a_code_or_a_date_is_no_subject(write, read, head):
    assert subjects(read(write("s.csv", f"考号,语文,{head}\n1,100,20260501\n2,90,20260501\n"))) == ["语文"]


def test_a_school_by_code_and_by_name_goes_by_its_name(write, read):
    checked = read(write("s.csv", "学校代码,学校名称,考号,语文\n01,一中,1,100\n"))
    assert checked.table["school"].to_pylist() == ["一中"]


@pytest.mark.parametrize("word", ["满分", "分值", "优秀人数", "缺考人数", "优秀率(%)", "难度", "标准差"])
def test_a_row_of_full_marks_or_rates_is_no_pupil(write, read, word):
    checked = read(write("s.csv", f"考号,姓名,语文,数学\n,{word},120,120\n{PUPILS}"))
    assert ([i.code for i in checked.issues], checked.rows) == (["SKIPPED_TOTAL"], 2)


@pytest.mark.parametrize(
    ("head", "text", "kind"),
    [
        ("备注", "缺考", "absent"),
        ("备注", "因病假缺考", "absent"),
        ("备注", "数学免考", "exempt"),
        ("缺考标记", "1", "absent"),
        ("是否缺考", "是", "absent"),
        ("总分", "缺考", "absent"),
    ],
)
def test_a_blank_mark_is_explained_by_the_rest_of_its_row(write, read, head, text, kind):
    checked = read(write("s.csv", f"考号,语文,数学,{head}\n1,100,90,\n2,80,,{text}\n"))
    assert checked.table["数学:status"].to_pylist() == [None, kind]
    assert (checked.verdict, checked.questions) == ("accept_with_notices", ())


@pytest.mark.parametrize("text", ["", "无", "转学", "英语缺考", "表现好", "缺考，作弊"])
def test_a_remark_that_does_not_explain_it_leaves_the_question(write, read, text):
    checked = read(write("s.csv", f"考号,语文,英语,备注\n1,100,90,\n2,,70,{text}\n"))
    assert [q.code for q in checked.questions] == ["STATUS_UNKNOWN"]


def test_a_table_of_totals_alone_asks_about_their_blanks(write, read):
    checked = read(write("s.csv", "考号,总分\n1,300\n2,\n3,缺考\n"))
    assert [(i.code, i.row) for i in checked.issues] == [("STATUS_UNKNOWN", 3), ("STATUS_ABSENT", 4)]
    assert len(checked.questions) == 1


def test_sheets_named_by_subjects_are_never_taken_for_one(workbook, read):
    sheets = {name: [["考号", "成绩"], ["1", mark]] for name, mark in (("语文", 90), ("数学", 80))}
    checked = read(workbook(sheets))
    assert (subjects(checked), checked.rows) == (["语文"], 1)
    assert [(i.code, i.severity, i.sheet) for i in checked.issues] == [("SHEET_APART", "warning", "数学")]


def test_a_sheet_with_ranks_beside_joins_those_without(workbook, read):
    rows = [["考号", "语文"], ["1", 90]]
    checked = read(workbook({"1班": rows, "2班": [["考号", "语文", "名次"], ["2", 80, 1]]}))
    assert (checked.rows, [i.code for i in checked.issues]) == (2, ["DERIVED_IGNORED"])
