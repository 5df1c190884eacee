from __future__ import annotations

import pytest

from xueheng.standards.stages import grade_of, name_index, stage_of, stages
from xueheng.standards.subjects import Subject, subject, subject_of, subjects
from xueheng.standards.yaml_source import UnknownName


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        (7, 7),
        ("７", 7),
        ("七年级", 7),
        ("初一", 7),
        ("初中 一年级", 7),
        ("Grade 7", 7),
        ("小六", 6),
        ("9年级", 9),
        ("高三", 12),
        ("高中三年级", 12),
    ],
)
def test_a_grade_is_known_by_number_or_name(text: str | int, grade: int) -> None:
    assert grade_of(text) == grade


@pytest.mark.parametrize("text", ["", 0, 13, "2023级", "初四", "毕业班"])
def test_what_is_no_grade_is_none(text: str | int) -> None:
    assert grade_of(text) is None


@pytest.mark.parametrize(
    ("text", "stage"),
    [("小学部", "primary"), ("初中", "junior"), ("普通高中", "senior")],
)
def test_a_stage_is_known_by_its_names(text: str, stage: str) -> None:
    assert stage_of(text) == stage


def test_every_grade_belongs_to_a_stage() -> None:
    assert {g for s in stages().stages for g in s.grades} == {g.grade for g in stages().grades}


@pytest.mark.parametrize(
    ("heading", "id_"),
    [
        ("语文", "chinese"),
        ("math", "mathematics"),
        ("SX", "mathematics"),
        ("外语", "english"),
        ("生物", "biology"),
        ("生物学", "biology"),
        ("思想政治", "politics"),
        ("道法", "politics"),
        ("体育", "sport"),
        (" ＰＥ ", "sport"),
    ],
)
def test_a_subject_is_known_by_its_headings(heading: str, id_: str) -> None:
    assert subject_of(heading) == id_


@pytest.mark.parametrize("heading", ["", "总分", "语文等级", "姓名"])
def test_another_heading_is_no_subject(heading: str) -> None:
    assert subject_of(heading) is None


@pytest.mark.parametrize("found", subjects(), ids=lambda s: s.id)
def test_a_subject_is_found_by_its_own_label_in_both_languages(found: Subject) -> None:
    assert subject_of(found.label.zh) == subject_of(found.label.en) == found.id


def test_an_unknown_subject_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'physics'"):
        subject("phisics")


def test_one_name_cannot_belong_to_two_ids() -> None:
    with pytest.raises(ValueError, match="belongs to"):
        name_index([("history", ["史"]), ("historiography", ["史"])])
