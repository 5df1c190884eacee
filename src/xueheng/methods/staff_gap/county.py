"""县里的学校与课程: schools, subjects and grades by one name each, lessons, loads, areas and posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa

from xueheng.methods.params import OTHERS
from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.told import few, refused, told
from xueheng.standards.stages import Stage, grade_of, stage_of, stages
from xueheng.standards.subjects import subject_of
from xueheng.standards.words import comparable
from xueheng.tables.issues import Issue

GENERAL = "全科"  # what a teaching point is short of beside its subjects; who teaches it may teach any
Row = Mapping[str, Any]
KINDS = {
    frozenset({"primary"}): "primary",
    frozenset({"junior"}): "junior",
    frozenset({"senior"}): "senior",
    frozenset({"primary", "junior"}): "nine_year",
    frozenset({"junior", "senior"}): "secondary",
    frozenset({"primary", "junior", "senior"}): "twelve_year",
}


@dataclass(frozen=True)
class School:
    """学校: what the list of posts says of it."""

    district: str = ""
    posts: int | None = None
    is_point: bool = False
    closes: int | None = None


@dataclass(frozen=True)
class Lessons:
    """课时: a grade's lessons a week in a subject, and the lessons of a full load."""

    hours: Fraction
    load: Fraction


@dataclass(frozen=True)
class County:
    """Everything that needs are worked out from but classes and persons."""

    labels: Mapping[str, str]  # of subjects, as the curriculum writes them
    lessons: Mapping[str, Mapping[str, Lessons]]  # grade, subject
    relief: Mapping[tuple[str, str], Fraction]
    schools: Mapping[str, School]
    params: Params

    def school(self, name: str) -> School:
        """What is known of a school; one that no list names has no ceiling."""
        return self.schools.get(name, School())

    def load(self, subject: str, stage: Stage | None) -> Fraction:
        """满工作量周课时 of a subject, that of the stage before that of all."""
        found = _load(self.params, subject, stage)
        if found is None:
            label = self.labels.get(subject, subject)
            raise refused("LOAD_MISSING", value=label, known="、".join(self.params.load))
        return found


def rows(inputs: Mapping[str, pa.Table], name: str) -> list[Row]:
    """The rows of an input; none when it is not given."""
    return inputs[name].to_pylist() if name in inputs else []


def subject_key(text: str) -> str:
    """学科 by its id, or by the text itself where it is none that is known."""
    return subject_of(text) or comparable(text)


def grade_key(text: str) -> str:
    """年级 by its number, or by the text itself."""
    found = grade_of(text)
    return comparable(text) if found is None else str(found)


def grade_stage(grade: str) -> Stage | None:
    """学段 of a grade; None when it is not one of the twelve."""
    number = int(grade) if grade.isdigit() else 0
    return next((s.id for s in stages().stages if number in s.grades), None)


def kind_of(grades: Iterable[str]) -> str:
    """学校类型 by its grades: primary, junior, nine_year ...; other when they do not say."""
    return KINDS.get(frozenset(s for g in grades if (s := grade_stage(g))), "other")


def _load(params: Params, subject: str, stage: Stage | None) -> Fraction | None:
    named: dict[tuple[str, str], Fraction] = {}
    for text, value in params.load.items():
        first, slash, second = text.partition("/")
        where = stage_of(first) if slash else stage_of(text)
        if slash and where is None:
            raise refused("LOAD_STAGE", value=text)
        what = second if slash else OTHERS if where or text == OTHERS else text
        named[where or "", what if what == OTHERS else subject_key(what)] = Fraction(value)
    order = ((stage or "", subject), ("", subject), (stage or "", OTHERS), ("", OTHERS))
    return next((named[key] for key in order if key in named), None)


def county_of(inputs: Mapping[str, pa.Table], params: Params, issues: list[Issue]) -> County:
    """The county as its tables give it; refused when a grade has no lessons or a subject no load."""
    labels = {GENERAL: "全科"}
    for name, column in (
        *(("curriculum", "subject"), ("relief", "subject"), ("teachers", "subject")),
        *(("changes", "subject"), ("related", "subject"), ("related", "to")),
    ):
        for text in sorted({r[column].strip() for r in rows(inputs, name)}, key=str.encode):
            labels.setdefault(subject_key(text), text)
    county = County(labels, {}, {}, _schools(rows(inputs, "schools")), params)
    lessons = _lessons(rows(inputs, "curriculum"), county)
    _every_grade(rows(inputs, "classes"), lessons)
    relief = _relief(rows(inputs, "relief"), county)
    unnamed = sorted({r["school"] for r in rows(inputs, "classes")} - county.schools.keys())
    if county.schools and unnamed:
        issues.append(told("SCHOOL_NO_POSTS", "warning", n=len(unnamed), value=few(unnamed)))
    return County(labels, lessons, relief, county.schools, params)


def _schools(listed: list[Row]) -> dict[str, School]:
    return {
        r["school"]: School(
            (r.get("district") or "").strip(),
            r.get("posts"),
            r.get("teaching_point") in ("1", 1, True, "yes"),
            r.get("closes"),
        )
        for r in listed
    }


def _lessons(curriculum: list[Row], county: County) -> dict[str, dict[str, Lessons]]:
    found: dict[str, dict[str, Lessons]] = {}
    for row in curriculum:
        grade, subject = grade_key(row["grade"]), subject_key(row["subject"])
        if subject in found.setdefault(grade, {}):
            raise refused("CURRICULUM_TWICE", value=row["subject"], grade=row["grade"])
        found[grade][subject] = Lessons(Fraction(row["hours"]), county.load(subject, grade_stage(grade)))
    return found


def _every_grade(classes: list[Row], lessons: Mapping[str, Any]) -> None:
    missing = {r["grade"] for r in classes if r["classes"] and grade_key(r["grade"]) not in lessons}
    if missing:
        raise refused("GRADE_NO_LESSONS", value="、".join(sorted(missing)))


def _relief(listed: list[Row], county: County) -> dict[tuple[str, str], Fraction]:
    found: dict[tuple[str, str], Fraction] = {}
    for row in listed:
        key = (row["school"], subject_key(row["subject"]))
        found[key] = found.get(key, Fraction(0)) + Fraction(row["hours"])
    return found
