"""The tables of lessons by grade, the limits of load, and which certificate teaches what."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from xueheng.standards.class_hours import class_hours, known
from xueheng.standards.curriculum import curriculum
from xueheng.standards.lesson_rules import lesson_rules
from xueheng.standards.pupil_load import load_limit
from xueheng.standards.subjects import subject_of

DATA = Path(__file__).parent / "data" / "shenzhen_2017_weekly_hours.csv"
SHENZHEN = class_hours("shenzhen-2017")
CALLED = {
    **{name: "morality_law" for name in ("品德与生活", "品德与社会", "思想品德")},
    **{name: "sport" for name in ("体育", "体育与健康")},
    **{"语文": "chinese", "数学": "mathematics", "英语": "foreign_language", "科学(综合)": "science"},
    **{"历史与社会": "history_society", "信息技术": "information_technology", "综合实践活动": "practice"},
    **{"地方、校本课程": "local_school", "选修课": "local_school"},
}


def published(line):
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if CALLED[row["subject"]] == line]
    return {grade: sum(int(row[f"g{grade}"]) for row in rows) for grade in range(1, 10)}


@pytest.mark.parametrize("line", SHENZHEN.lines, ids=lambda line: line.id)
def test_the_table_of_shenzhen_is_the_published_one(line):
    if line.id != "arts":
        assert {g: int(n) for g, n in line.at_least.items()} == published(line.id)
    assert line.at_least == line.at_most


def test_music_and_fine_art_are_the_906_lessons_that_are_left():
    weeks = curriculum("curriculum-2022").teaching_weeks
    arts = next(line for line in SHENZHEN.lines if line.id == "arts")
    assert sum(hours * weeks[grade] for grade, hours in arts.at_least.items()) == 906


@pytest.mark.parametrize("grade", range(1, 10))
def test_the_lines_of_a_grade_fill_the_week(grade):
    assert sum(line.at_least[grade] for line in SHENZHEN.lines) == SHENZHEN.weekly[grade]


def test_the_national_table_has_the_weeks_of_the_plan():
    table = class_hours("curriculum-2022")
    assert table.weekly == curriculum(table.shares).weekly


def test_every_line_lies_inside_one_group_of_shares():
    table = class_hours("curriculum-2022")
    groups = [{curriculum(table.shares).group_of(s).id for s in line.subjects} for line in table.lines]
    assert all(len(found) == 1 for found in groups)


@pytest.mark.parametrize(
    ("id_", "heading", "line"),
    [
        ("curriculum-2022", "书法", "chinese"),
        ("curriculum-2022", "物理", "science"),
        ("curriculum-2022", "班会", "practice"),
        ("curriculum-2022", "选修课", "local_school"),
        ("shenzhen-2017", "劳动", "practice"),
        ("shenzhen-2017", "体育", "sport"),
    ],
)
def test_a_subject_counts_in_its_line(id_, heading, line):
    assert class_hours(id_).line_of(subject_of(heading)).id == line


def test_a_subject_stands_in_one_line_only():
    with pytest.raises(ValueError, match="two lines: chinese"):
        replace(SHENZHEN, lines=(*SHENZHEN.lines, SHENZHEN.lines[0]))


def test_both_tables_are_known():
    assert known() == ("curriculum-2022", "shenzhen-2017")


@pytest.mark.parametrize(
    ("measure", "grade", "value", "met"),
    [
        ("homework_minutes", 2, "0", True),
        ("homework_minutes", 2, "1", False),
        ("homework_minutes", 6, "60", True),
        ("homework_minutes", 7, "90.5", False),
        ("sleep_hours", 6, "9.9", False),
        ("sleep_hours", 9, "9", True),
    ],
)
def test_load_is_within_its_limit(measure, grade, value, met):
    assert load_limit(measure, grade).met(Decimal(value)) is met


def test_no_document_limits_homework_in_senior_grades():
    assert load_limit("homework_minutes", 10) is None


@pytest.mark.parametrize(
    ("certified", "taught", "may"),
    [
        (["science"], "physics", True),
        (["physics"], "science", True),
        (["physics"], "chemistry", False),
        (["mathematics"], "labour", True),
        ([], "labour", True),
        (["mathematics"], "chinese", False),
    ],
)
def test_a_certificate_covers_its_subjects(certified, taught, may):
    assert lesson_rules().may_teach(certified, taught) is may


@pytest.mark.parametrize(("text", "counts"), [("早读", False), ("课后服务", False), ("语文", True)])
def test_what_counts_as_a_lesson(text, counts):
    assert lesson_rules().is_lesson(text) is counts
