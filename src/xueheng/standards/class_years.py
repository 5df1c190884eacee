"""班级的年级: the grade of a class on a day, and what grades and classes are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.stages import stages
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, UnknownName, Validity, load_dated

NO_GRADE = 0


@dataclass(frozen=True)
class YearDay:
    """The day of the year on which a school year begins."""

    month: int
    day: int


@dataclass(frozen=True)
class ClassStage:
    """班级学段: its words and the grades that its classes pass through, in order."""

    label: Words
    grades: tuple[int, ...]


@dataclass(frozen=True)
class OwnGrade:
    """年级 beyond the twelve: its words, and the words of its classes where they are not the usual ones."""

    label: Words
    class_: Words | None = None


@dataclass(frozen=True)
class ClassYears:
    """班级的年级: how classes grow, by one document."""

    id: str
    valid: Validity
    source: Source
    begins: YearDay
    stages: Mapping[str, ClassStage]
    grades: Mapping[int, OwnGrade]
    no_grade: Words
    class_: Words


@cache
def _documents() -> tuple[ClassYears, ...]:
    return load_dated(shipped("class_years.yaml"), ClassYears)


def class_years(*, on: date | None = None) -> ClassYears:
    """班级的年级 in force on a day."""
    return entry(_documents(), "class-years", on=on)


def class_stage(id_: str) -> ClassStage:
    """班级学段 of that id; an unknown one names the nearest."""
    if id_ not in class_years().stages:
        raise UnknownName(id_, class_years().stages)
    return class_years().stages[id_]


def school_year(on: date) -> int:
    """学年: the calendar year in which the school year of a day began."""
    begins = class_years().begins
    return on.year if (on.month, on.day) >= (begins.month, begins.day) else on.year - 1


def grade_on(stage: str, entered: int, *, on: date) -> int:
    """年级 of a class on a day; NO_GRADE before it has entered and after it has left."""
    grades = class_stage(stage).grades
    passed = school_year(on) - entered
    return grades[passed] if 0 <= passed < len(grades) else NO_GRADE


@cache
def grade_label(grade: int) -> Words:
    """年级的名称, of every stage."""
    own = class_years().grades.get(grade)
    if own:
        return own.label
    return next((g.label for g in stages().grades if g.grade == grade), class_years().no_grade)


def class_label(grade: int, number: str) -> Words:
    """班级的名称: 七年级（1）班."""
    own = class_years().grades.get(grade)
    words = own.class_ if own and own.class_ else class_years().class_
    return words.fill(grade=grade_label(grade), number=number)
