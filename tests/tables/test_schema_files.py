"""The schemas: what they name exists and fits, and people's headings find their columns."""

from dataclasses import replace

import pytest

from xueheng.standards.words import comparable, plain
from xueheng.tables.rule_check import problems, problems_of
from xueheng.tables.schema import ColumnSchema, RuleUse, TableSchema, match, meant, schema
from xueheng.tables.schema import heading as head

TABLES = ["students", "teachers", "schools", "teaching", "devices", "calendar", "exams", "population"]
NAME = ColumnSchema("name", plain("姓名"))
TABLE = TableSchema("sample", plain("样表"), (NAME, ColumnSchema("id_number", plain("证件号"))))
FIXED = {
    "teaching": ["学校", "教师编号", "学科", "年级", "班级", "周课时"],
    "calendar": ["事项", "开始", "截止", "负责", "依据"],
    "exams": ["考试编号", "名称", "类型", "学段", "年级", "范围", "日期", "学科", "满分", "最小分值"],
    "population": ["乡镇", "年龄", "人数", "截止日期", "来源"],
    "devices": ["资产编号", "名称", "学校", "数量", "单价", "购置日期", "存放地点"],
}
MEANT = [
    ("students", "★身份证件号", "id_number"),
    ("students", "SFZJH", "id_number"),
    ("students", "是否进城务工人员随迁子女", "migrant_child"),
    ("students", "出生日期(20110101)", "born_on"),
    ("students", "家庭成员或监护人1姓名", "guardian_1_name"),
    ("students", "成员2身份证件号", "guardian_2_id_number"),
    ("students", "监护人电话", "guardian_1_phone"),
    ("students", "Date of birth", "born_on"),
    ("teachers", "职称", "title"),
    ("teachers", "参加工作时间", "work_started"),
    ("schools", "九年级/初三", "grade_9"),
    ("schools", "高一年级人数", "grade_10"),
    ("schools", "校舍建筑面积（万㎡）", "floor_area_m2"),
    ("devices", "SN", "serial"),
]


def codes(found):
    return [words.en for words in problems_of(found)]


def with_rule(rule, arguments):
    return replace(TABLE, rules=(RuleUse(rule, arguments),))


def with_column(**more):
    return replace(TABLE, columns=(*TABLE.columns, ColumnSchema("other", plain("其他"), **more)))


def test_all_that_the_shipped_schemas_name_exists_and_fits():
    assert [words.zh for words in problems()] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_and_says_who_may_see_each_column(name):
    columns = schema(name).columns
    assert schema(name).name == name
    persons = [c for c in columns if c.type in ("identity", "phone", "name") and c.name != "name"]
    assert all(c.sensitivity == "personal" for c in persons)


@pytest.mark.parametrize(("name", "heading"), [(n, h) for n, heads in FIXED.items() for h in heads])
def test_the_fixed_headings_are_labels(name, heading):
    assert heading in [c.label.zh for c in schema(name).columns]


@pytest.mark.parametrize(("name", "heading", "column"), MEANT)
def test_a_heading_seen_in_practice_finds_its_column(name, heading, column):
    assert [c.name for c in schema(name).columns if match(c, head(heading), exact=False)] == [column]


@pytest.mark.parametrize(
    ("path", "column"),
    [
        (("监护人1", "姓名"), "guardian_1_name"),
        (("父亲", "联系电话"), "father_phone"),
        (("学生", "姓名"), "name"),
        (("基本信息", "性别"), "sex"),
    ],
)
def test_heads_of_two_rows_find_their_column_together(path, column):
    found = meant(schema("students"), path)
    assert found is not None
    assert found.name == column


@pytest.mark.parametrize(("source", "column"), [("exam", "kind"), ("exam", "scope")])
def test_exams_know_every_word_of_the_exam_that_a_run_takes(source, column):
    known = schema("exams").column(column).codes
    for code, words in schema(source).column(column).codes.items():
        assert set(map(comparable, words)) <= set(map(comparable, known[code]))


@pytest.mark.parametrize(
    "use",
    [
        ("identity.nothing", {}),
        ("nowhere.agrees", {}),
        ("keys.distinct", {}),
        ("keys.distinct", {"columns": "name"}),
        ("keys.distinct", {"columns": ("name",), "colour": "name"}),
        ("identity.sound", {"number": ("name",), "kind": "name"}),
        ("keys.distinct", {"columns": ("nobody",)}),
    ],
)
def test_a_rule_that_is_not_there_or_does_not_fit_is_told(use):
    assert len(codes(with_rule(*use))) == 1


def test_a_rule_that_fits_is_not_told():
    assert codes(with_rule("keys.distinct", {"columns": ("id_number", "name"), "name": "name"})) == []


@pytest.mark.parametrize(
    "more",
    [
        {"codes_of": "nothing", "type": "code"},
        {"codes_of": "sex", "codes": {"1": ("男",)}, "type": "code"},
        {"synonyms": ("姓 名",)},
        {"type": "date", "example": "昨天"},
        {"type": "month", "example": "202613"},
        {"type": "identity", "example": "430299201205060037"},
        {"type": "integer", "example": "1.5"},
        {"type": "decimal", "example": "9", "at_most": 5},
        {"type": "code", "codes_of": "sex", "example": "雌"},
    ],
)
def test_a_column_that_cannot_be_is_told(more):
    assert len(codes(with_column(**more))) == 1


def test_a_column_with_a_good_example_is_not_told():
    assert codes(with_column(type="date", example="20260501")) == []
