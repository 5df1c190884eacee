from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from xueheng.standards.curriculum import Curriculum, curriculum, known
from xueheng.standards.subjects import subject_of
from xueheng.standards.yaml_source import UnknownName

DATA = Path(__file__).parent / "data" / "shenzhen_2017_weekly_hours.csv"
SHARES = {
    "chinese": ("0.20", "0.22"),
    "mathematics": ("0.13", "0.15"),
    "foreign_language": ("0.06", "0.08"),
    "morality_law": ("0.06", "0.08"),
    "history_geography": ("0.03", "0.04"),
    "science": ("0.08", "0.10"),
    "information_technology": ("0.01", "0.03"),
    "sport": ("0.10", "0.11"),
    "arts": ("0.09", "0.11"),
    "labour_and_local": ("0.14", "0.18"),
}


def plan() -> Curriculum:
    return curriculum("curriculum-2022")


def shenzhen() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_nine_years_have_9522_lessons() -> None:
    assert plan().total_lessons == 9522


@pytest.mark.parametrize("row", shenzhen(), ids=lambda row: row["subject"])
def test_the_teaching_weeks_give_the_totals_of_an_older_plan(row: dict[str, str]) -> None:
    weeks = plan().teaching_weeks
    total = sum(int(row[f"g{grade}"]) * weeks[grade] for grade in weeks)
    assert total == int(row["total_hours_published"])


@pytest.mark.parametrize(("group", "share"), list(SHARES.items()))
def test_a_group_has_its_share(group: str, share: tuple[str, str]) -> None:
    found = plan().group(group)
    assert (found.at_least, found.at_most) == tuple(map(Decimal, share))


def test_the_shares_leave_room_for_one_whole() -> None:
    assert sum(g.at_least for g in plan().groups) <= 1 <= sum(g.at_most for g in plan().groups)


def test_no_subject_belongs_to_two_groups() -> None:
    subjects = [s for g in plan().groups for s in g.subjects]
    assert len(subjects) == len(set(subjects))


@pytest.mark.parametrize(("heading", "group"), [("外语", "foreign_language"), ("生物", "science")])
def test_a_subject_finds_its_group(heading: str, group: str) -> None:
    found = plan().group_of(subject_of(heading) or "")
    assert found is not None
    assert found.id == group


def test_the_lessons_of_a_group_are_its_share_of_all() -> None:
    lessons = plan().lessons("chinese")
    assert (lessons.at_least, lessons.at_most) == (Decimal("1904.40"), Decimal("2094.84"))


def test_weeks_and_lessons_name_the_same_grades() -> None:
    with pytest.raises(ValueError, match="different grades"):
        replace(plan(), teaching_weeks={1: 35})


def test_the_old_plan_is_no_standard() -> None:
    assert known() == ("curriculum-2022",)


def test_an_unknown_group_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'chinese'"):
        plan().group("chinse")
