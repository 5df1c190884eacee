from decimal import Decimal

import pytest

ROW = "\n甲,小学,100,50\n"


@pytest.fixture
def resources(write, read):
    """Read one school under the given headings."""
    return lambda heads, row=ROW: read(write("schools.csv", heads + row), "school_resources")


@pytest.mark.parametrize(
    "pupils",
    [
        "学生数",
        "pupils",
        "Pupils",
        "在校生",
        "学 生 数",
        "学生数*",
        " 学生数:",
        "\uff50\uff55\uff50\uff49\uff4c\uff53",
        "学生数(人)",
        "PUPILS",
    ],
)
def test_a_column_goes_by_its_label_name_synonym_and_in_any_width(resources, pupils):
    checked = resources(f"学校,学段,{pupils},图书")
    assert checked.table["pupils"].to_pylist() == [100]
    assert checked.verdict == "accept"


@pytest.mark.parametrize(
    ("heading", "yuan"),
    [
        ("教学仪器设备值", 50),
        ("设备值(元)", 50),
        ("教学仪器设备值(万元)", 500_000),
        ("教学仪器设备值【万元】", 500_000),
        ("教学仪器设备值[千元]", 50_000),
        ("equipment_yuan (亿元)", 5_000_000_000),
    ],
)
def test_amounts_are_brought_to_the_unit_of_the_column(resources, heading, yuan):
    assert resources(f"学校,学段,学生数,{heading}").table["equipment_yuan"].to_pylist() == [yuan]


def test_ten_thousand_yuan_are_converted_exactly(resources):
    checked = resources("学校,学段,学生数,设备值(万元)", "\n甲,小学,100,1234567890123.12345678\n")
    assert checked.table["equipment_yuan"][0].as_py() == Decimal("12345678901231234.5678")


@pytest.mark.parametrize(
    ("heads", "unit"),
    [
        ("学校,学段,学生数,教学仪器设备值(美元)", "美元"),
        ("学校,学段,学生数(万人),图书", "万人"),
        ("学校,学段,学生数,图书(千册)", "千册"),
    ],
)
def test_a_unit_that_is_not_known_is_refused_and_named(resources, heads, unit):
    checked = resources(heads)
    assert [(i.code, i.value) for i in checked.issues] == [("UNIT_UNKNOWN", unit)]
    assert (checked.verdict, unit in checked.issues[0].words.zh) == ("reject_file", True)


def test_words_in_brackets_that_are_no_unit_do_no_harm(resources):
    checked = resources("学校,学段,学生数,专任教师数(含特岗)")
    assert checked.table["teachers"].to_pylist() == [50]


def test_coefficients_in_percent_are_read_as_shares(write, read):
    checked = read(write("c.csv", "学段,指标,差异系数(%)\n小学,books,51.53\n"), "coefficients")
    assert checked.table["cv"].to_pylist() == [Decimal("0.5153")]


def test_a_required_column_that_is_missing_is_named_with_the_headings_found(resources):
    checked = resources("学校,学段,校长,图书")
    issue = next(i for i in checked.issues if i.code == "COLUMN_MISSING")
    assert (issue.column, checked.verdict, checked.good_rows) == ("pupils", "reject_file", 0)
    assert "学生数" in issue.words.zh
    assert "校长" in issue.words.zh


def test_a_column_that_stands_twice_is_refused(resources):
    checked = resources("学校,学段,学生数,在校生")
    assert [(i.code, i.column) for i in checked.issues] == [("COLUMN_TWICE", "在校生")]
    assert checked.verdict == "reject_file"


def test_a_column_outside_the_schema_is_noticed_and_not_used(resources):
    checked = resources("学校,学段,学生数,校长电话")
    assert [(i.code, i.severity, i.column) for i in checked.issues] == [
        ("COLUMN_UNUSED", "notice", "校长电话")
    ]
    assert checked.table.column_names == ["school", "level", "pupils"]


def test_ranks_and_grades_are_derived_and_never_subjects(write, read, found):
    checked = read(write("s.csv", "考号,语文,年级名次,等级\n1,95,3,A\n"))
    assert found(checked) == [("DERIVED_IGNORED", None, "年级名次"), ("DERIVED_IGNORED", None, "等级")]


@pytest.mark.parametrize("heading", ["座位号", "考场", "年级", "身份证号", "联系电话"])
def test_numbers_that_are_no_marks_never_enter_a_total(write, read, heading):
    checked = read(write("s.csv", f"考号,{heading},语文\n1,7,95\n"))
    assert checked.table.column_names == ["id", "语文", "语文:status"]


def test_a_subject_may_be_taken_by_few_of_the_pupils(write, read):
    checked = read(write("s.csv", "考号,语文,历史\n1,95,/\n2,90,/\n3,85,缺考\n4,80,72\n"))
    assert checked.table["历史"].to_pylist() == [None, None, None, 72]


def test_a_subject_named_by_the_user_needs_no_marks(write, read):
    checked = read(write("s.csv", "考号,语文,书法\n1,95,缺考\n"), full={"书法": Decimal(100)})
    assert checked.table["书法:status"].to_pylist() == ["absent"]


def test_a_table_of_scores_needs_an_id_or_counts(write, read, found):
    assert ("COLUMN_MISSING", None, "id") in found(read(write("s.csv", "姓名,语文\n李明,95\n")))
    assert read(write("s.csv", "总分,人数\n600,12\n")).verdict == "accept"


def test_a_table_without_a_subject_is_refused(write, read, found):
    checked = read(write("s.csv", "考号,姓名\n1,李明\n"))
    assert found(checked) == [("NO_SUBJECT", None, None)]
    assert checked.verdict == "reject_file"


@pytest.mark.parametrize(
    ("heads", "subjects"),
    [
        ("考号,学科成绩,,总分,名次\n,语文,数学(150),,", ["语文", "数学"]),
        ("考号,期中,,期末,\n,语文,数学,语文,数学", ["期中/语文", "期中/数学", "期末/语文", "期末/数学"]),
    ],
)
def test_a_subject_under_a_common_head_keeps_its_own_name_if_it_stands_once(write, read, heads, subjects):
    checked = read(write("scores.csv", heads + "\n1,100,90,80,70\n2,88,90,178,60\n"))
    own = [n for n in checked.table.column_names if ":" not in n and n not in ("id", "total")]
    assert own == subjects


def test_a_full_mark_holds_for_a_subject_under_a_common_head(write, read):
    checked = read(
        write("scores.csv", "考号,学科成绩,\n,语文,数学\n1,187,90\n2,88,90\n"), full={"语文": Decimal(150)}
    )
    assert [(i.code, i.row, i.column) for i in checked.issues] == [("OVER_FULL", 3, "学科成绩/语文")]


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ("准考证号,学籍号,学校", ("1", "G1")),
        ("学籍号,准考证号,学校", ("G1", "1")),
        ("学籍号,班级,学校", ("1", None)),
    ],
)
def test_a_heading_of_two_columns_is_the_second_where_another_is_the_first(write, read, heads, said):
    [row] = read(write("examinees.csv", f"{heads}\n1,G1,甲\n"), "examinees").table.to_pylist()
    assert (row["id"], row.get("student_number")) == said
