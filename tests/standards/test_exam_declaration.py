from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xueheng.standards.clauses import LocalException
from xueheng.standards.exam_use import declared_exam, exam_judgement
from xueheng.standards.yaml_source import UnknownName


def exam_uses(kind, stage, **declared):
    """Every reason why an exam may not be held."""
    return exam_judgement(declared_exam(kind, stage, **declared)).refusals


def refused(kind: str, stage: str, **declared: Any) -> list[str]:
    return [r.clause.id for r in exam_uses(kind, stage, **declared)]


@pytest.mark.parametrize("grade", [3, "四年级", "小六", None])
@pytest.mark.parametrize("scope", ["county", "city", "province"])
def test_no_primary_grade_sits_a_regional_exam(grade: str | int | None, scope: str) -> None:
    assert refused("other", "primary", grade=grade, scope=scope) == ["regional-exam-primary"]


@pytest.mark.parametrize("grade", [6, 7, "八年级", "初二", "Grade 8"])
@pytest.mark.parametrize("kind", ["other", "school_final"])
def test_no_junior_grade_before_the_last_sits_a_regional_exam(grade: str | int, kind: str) -> None:
    assert refused(kind, "junior", grade=grade, scope="county") == ["regional-exam-junior"]


@pytest.mark.parametrize(
    ("kind", "stage", "declared"),
    [
        ("monitoring_sample", "primary", {"grade": 4, "scope": "county"}),
        ("monitoring_sample", "junior", {"grade": 8, "scope": "province"}),
        ("monitoring_sample", "primary", {}),
        ("school_final", "primary", {"grade": 3}),
        ("school_final", "junior", {"grade": "七年级", "scope": "school"}),
        ("school_final", "junior", {}),
        ("other", "junior", {"grade": 9, "scope": "county"}),
        ("other", "junior", {"grade": 8, "scope": "school"}),
        ("other", "senior", {"grade": 12, "scope": "city"}),
        ("other", "senior", {}),
        ("zhongkao", "junior", {"grade": 9, "scope": "city"}),
        ("zhongkao", "junior", {"grade": 8}),
        ("gaokao", "senior", {}),
        ("中考", "初中", {"grade": "初三", "scope": "市"}),
    ],
)
def test_a_lawful_exam_may_be_analysed(kind: str, stage: str, declared: dict[str, Any]) -> None:
    assert refused(kind, stage, **declared) == []


@pytest.mark.parametrize("kind", ["school_final", "monitoring_sample"])
@pytest.mark.parametrize("grade", [1, "二年级"])
def test_the_first_two_grades_sit_no_paper_exam(kind: str, grade: str | int) -> None:
    assert refused(kind, "primary", grade=grade, scope="school") == ["paper-exam-grades-1-2"]


@pytest.mark.parametrize(
    ("kind", "stage", "grade", "said"),
    [
        ("gaokao", "junior", None, "exam_stage"),
        ("zhongkao", "senior", None, "exam_stage"),
        ("zhongkao", "primary", 6, "exam_stage"),
        ("zhongkao", "junior", 7, "exam_grade"),
        ("gaokao", "senior", 10, "exam_grade"),
        ("other", "senior", 8, "stage_grade"),
        ("other", "primary", 7, "stage_grade"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(
    kind: str, stage: str, grade: int | None, said: str
) -> None:
    assert said in refused(kind, stage, grade=grade, scope="county")


@pytest.mark.parametrize(
    ("declared", "left_out"), [({}, ("grade", "scope")), ({"scope": "county"}, ("grade",))]
)
def test_leaving_out_grade_or_scope_opens_no_door(
    declared: dict[str, str], left_out: tuple[str, ...]
) -> None:
    (refusal,) = exam_uses("other", "junior", **declared)
    assert refusal.undeclared == left_out


@pytest.mark.parametrize("blank", ["", " ", None])
def test_a_blank_grade_is_an_undeclared_one(blank: str | None) -> None:
    assert declared_exam("other", "junior", grade=blank, scope=blank).grade is None


@pytest.mark.parametrize(
    ("kind", "stage", "declared"),
    [
        ("gaokoa", "senior", {}),
        ("other", "junoir", {}),
        ("other", "junior", {"grade": "2023级"}),
        ("other", "junior", {"grade": 0}),
        ("other", "junior", {"scope": "国际"}),
    ],
)
def test_an_unknown_name_is_an_error_and_no_loophole(kind: str, stage: str, declared: dict[str, Any]) -> None:
    with pytest.raises(UnknownName):
        exam_uses(kind, stage, **declared)


def test_an_exam_before_the_notice_was_lawful() -> None:
    assert refused("other", "junior", grade=8, scope="county", on=date(2021, 6, 30)) == []


def test_an_exception_lifts_a_regional_exam_and_is_reported() -> None:
    use = declared_exam("other", "junior", grade=8, scope="city")
    found = exam_judgement(use, exception=LocalException("某教基〔2026〕3号", ("甲", "乙")))
    assert (found.refusals, len(found.lifted)) == ((), 1)
