from __future__ import annotations

from typing import get_args

import pytest

from xueheng.standards.exam_kinds import (
    ExamKindId,
    exam_kind,
    exam_kind_of,
    exam_kinds,
    exam_mentioned,
    exam_scope_of,
)
from xueheng.standards.yaml_source import UnknownName


def test_the_kinds_are_the_five_of_the_formats() -> None:
    assert tuple(k.id for k in exam_kinds()) == get_args(ExamKindId)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("高考", "gaokao"), ("中考", "zhongkao"), ("期末考试", "school_final"), ("抽测", "monitoring_sample")],
)
def test_a_kind_is_known_by_its_names(text: str, kind: str) -> None:
    assert exam_kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "scope"), [("校内", "school"), ("区", "county"), ("全市", "city"), ("省", "province")]
)
def test_a_scope_is_known_by_its_names(text: str, scope: str) -> None:
    assert exam_scope_of(text) == scope


def test_which_grades_sit_the_leaving_exam_is_a_setting() -> None:
    kind = exam_kind("zhongkao")
    assert kind.possible_grades() == (8, 9)
    assert kind.settings[0].option("nine").members == ("9",)


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'zhongkao'"):
        exam_kind("zhonkao")


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("一本上线率", "gaokao"),
        ("高考成绩进步", "gaokao"),
        ("中考平均分", "zhongkao"),
        ("升学率", "zhongkao"),
        ("课程开齐开足", None),
    ],
)
def test_the_words_of_a_criterion_betray_its_exam(label: str, kind: str | None) -> None:
    assert exam_mentioned(label) == kind
