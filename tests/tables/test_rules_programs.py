"""Choices name schools of the plan by their right names, and quota places only where they may."""

import pytest
from typed_rows import rows_of, told

from xueheng.tables.rules.programs import by_its_name, in_plan, quota_open

PLAN = (
    {"code": "0101", "name": "青山一中", "plan": "800", "indicator": "560"},
    {"code": "0102", "name": "青山二中", "plan": "500", "indicator": "250"},
    {"code": "0103", "name": "青山十一中", "plan": "450", "indicator": "0"},
    {"code": "0104", "name": "青山县实验中学", "plan": "300", "indicator": "100"},
)


def choice(program, name=None, kind=None, *, plan=PLAN, student="1", **more):
    columns = {"student": [student], "program": [program], "school_name": [name], "kind": [kind]}
    return rows_of("preferences", columns, plan=plan, **more)


def test_a_school_of_the_plan_is_not_told():
    assert told(in_plan(choice("0101"))) == []


@pytest.mark.parametrize(("program", "repair"), [("0999", None), ("101", "0101"), ("00101", "0101")])
def test_a_school_outside_the_plan_is_told(program, repair):
    (flag,) = in_plan(choice(program))
    assert (flag.code, flag.severity, flag.column, flag.repair) == ("NOT_IN_PLAN", "error", "program", repair)


@pytest.mark.parametrize(
    "plan",
    [({"学校代码": "0101", "学校名称": "青山一中", "招生计划": "8"},), ({"代码": "０１０１", "名称": "x"},)],
)
def test_a_plan_has_chinese_headings_too(plan):
    assert told(in_plan(choice("0101", plan=plan))) == []


def test_without_a_plan_nothing_is_outside_it():
    rows = choice("0999", "外县中学", "quota", plan=())
    assert told([*in_plan(rows), *by_its_name(rows), *quota_open(rows)]) == []


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("0101", "青山一中"),
        ("0101", " 青山 一中"),
        ("0101", "青山县第一中学"),
        ("0101", "青山县第１中学"),
        ("0101", "江城市青山县第一中学"),
        ("0101", "青山第一高级中学"),
        ("0101", "一中"),
        ("0103", "青山第十一中学"),
        ("0104", "青山实验中学"),
        ("0101", None),
        ("0999", "外县中学"),
    ],
)
def test_a_name_of_the_school_agrees(program, name):
    assert told(by_its_name(choice(program, name))) == []


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("0102", "青山一中"),
        ("0101", "青山十一中"),
        ("0103", "一中"),
        ("0101", "红山一中"),
        ("0101", "中"),
        ("0104", "青山中学"),
    ],
)
def test_a_name_of_another_school_is_told(program, name):
    (flag,) = by_its_name(choice(program, name))
    assert told([flag]) == [("CODE_NAME_MISMATCH", "error", 0, "school_name")]


def test_a_quota_place_is_not_for_those_who_are_barred():
    rows = choice("0101", kind="quota", student="260105", indicator_ineligible=frozenset({"260105"}))
    assert told(quota_open(rows)) == [("NOT_ELIGIBLE", "error", 0, "kind")]


@pytest.mark.parametrize(("kind", "student"), [("general", "260105"), ("quota", "260106"), (None, "260105")])
def test_other_choices_and_other_candidates_are_not_told(kind, student):
    rows = choice("0101", kind=kind, student=student, indicator_ineligible=frozenset({"260105"}))
    assert told(quota_open(rows)) == []


def test_a_school_without_quota_places_is_told():
    assert told(quota_open(choice("0103", kind="quota"))) == [("NO_QUOTA", "error", 0, "kind")]


def test_a_batch_of_quota_places_says_the_kind_where_there_is_no_column():
    columns = {"student": ["1"], "program": ["0101"], "batch": ["指标批"]}
    rows = rows_of("preferences", columns, plan=PLAN, indicator_ineligible=frozenset({"1"}))
    assert told(quota_open(rows)) == [("NOT_ELIGIBLE", "error", 0, "batch")]


def test_a_choice_that_was_replaced_is_not_looked_at():
    rows = choice("0999", "外县中学", "quota", dropped=[0])
    assert told([*in_plan(rows), *by_its_name(rows), *quota_open(rows)]) == []


@pytest.mark.parametrize(
    "name", ["青山一中（本部）", "0101青山一中", "0101-青山一中", "(青山一中)", "湖南省青山县第一中学高中部"]
)
def test_a_name_with_its_code_or_its_part_is_the_schools(name):
    assert told(by_its_name(choice("0101", name))) == []


def test_a_part_that_is_a_school_of_the_plan_is_that_school():
    plan = (*PLAN, {"code": "0105", "name": "青山一中东校区", "plan": "9"})
    assert told(by_its_name(choice("0101", "青山一中（东校区）", plan=plan))) == [
        ("CODE_NAME_MISMATCH", "error", 0, "school_name")
    ]
