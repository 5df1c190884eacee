from __future__ import annotations

from datetime import date

import pytest

from xueheng.standards.class_years import class_label, class_years, grade_label, grade_on, school_year
from xueheng.standards.org_kinds import OrgKind, kinds_of, org_kind, org_kinds
from xueheng.standards.pupil_status import present_statuses, pupil_status
from xueheng.standards.stages import stages
from xueheng.standards.words import plain
from xueheng.standards.yaml_source import UnknownName


@pytest.mark.parametrize("kind", ["kindergarten", "vocational_school", "special_school", "teaching_point"])
def test_every_kind_of_school_is_a_school(kind: str) -> None:
    assert kind in kinds_of("school")


@pytest.mark.parametrize("kind", org_kinds().values(), ids=org_kinds())
def test_the_stages_of_a_school_are_stages_of_classes(kind: OrgKind) -> None:
    assert set(kind.stages) <= set(class_years().stages)


def test_what_is_no_school_names_no_stages() -> None:
    with pytest.raises(ValueError, match="stages"):
        OrgKind(plain("局"), "office", ("primary",))


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'campus'"):
        org_kind("campsu")


@pytest.mark.parametrize(("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026)])
def test_a_school_year_begins_on_the_first_of_september(day: date, year: int) -> None:
    assert school_year(day) == year


@pytest.mark.parametrize(
    ("stage", "entered", "grade"),
    [
        ("primary", 2021, 6),
        ("primary", 2020, 0),
        ("junior", 2026, 7),
        ("senior", 2024, 12),
        ("kindergarten", 2026, -3),
        ("kindergarten", 2024, -1),
        ("vocational", 2025, 22),
        ("junior", 2027, 0),
    ],
)
def test_a_class_has_the_grade_of_its_years(stage: str, entered: int, grade: int) -> None:
    assert grade_on(stage, entered, on=date(2026, 9, 15)) == grade


def test_grades_of_the_twelve_agree_with_the_stages() -> None:
    own = {g for s in class_years().stages.values() for g in s.grades if 1 <= g <= 12}
    assert own == {g.grade for g in stages().grades}


@pytest.mark.parametrize("grade", [g for s in class_years().stages.values() for g in s.grades])
def test_every_grade_and_its_classes_have_words(grade: int) -> None:
    assert grade_label(grade) != class_years().no_grade
    assert "7" in class_label(grade, "7").zh
    assert "7" in class_label(grade, "7").en


@pytest.mark.parametrize(
    ("grade", "name"),
    [(7, "七年级（1）班"), (-1, "大（1）班"), (21, "中职一年级（1）班"), (10, "高一（1）班")],
)
def test_a_class_is_called_as_schools_call_it(grade: int, name: str) -> None:
    assert class_label(grade, "1").zh == name


def test_only_pupils_who_sit_in_class_are_present() -> None:
    assert set(present_statuses()) == {"enrolled", "visiting"}


def test_leaving_school_early_differs_from_moving_and_finishing() -> None:
    exits = pupil_status().exits
    assert {exits[k].outcome for k in ("dropped_out", "transferred", "graduated")} == {
        "stopped", "moved", "finished",
    }  # fmt: skip
