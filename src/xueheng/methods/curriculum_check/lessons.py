"""课时: the rows of a timetable as classes with the lessons of each line of the table of hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa

from xueheng.methods.curriculum_check.told import refused, told_of
from xueheng.standards.class_hours import ClassHours
from xueheng.standards.lesson_rules import lesson_rules
from xueheng.standards.subjects import subject_of
from xueheng.tables.issues import Issue

HAN = re.compile("[一-鿿]")
Key = tuple[str, int, str]  # school, grade, class


@dataclass(frozen=True)
class Lesson:
    """课时表一行: a class's lessons of one subject, as written and as known, and who gives them."""

    key: Key
    written: str
    subject: str | None
    hours: Decimal
    teacher: str | None


@dataclass(frozen=True)
class SchoolClass:
    """班级: its lessons by line of the table, and those of subjects that the table does not name."""

    key: Key
    of_line: Mapping[str, Decimal] = field(default_factory=dict)
    of_others: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """周总课时."""
        return sum((*self.of_line.values(), *self.of_others.values()), Decimal(0))


def lessons_of(table: pa.Table, standard: ClassHours, issues: list[Issue]) -> list[Lesson]:
    """The lessons of grades that the table of hours speaks of; what is no lesson is left out and said."""
    rows = table.to_pylist()
    rules = lesson_rules()
    aside = {row["subject"] for row in rows if not rules.is_lesson(row["subject"])}
    outside = {_class_name(row) for row in rows if int(row["grade"]) not in standard.weekly}
    held = [
        _lesson(row) for row in rows if row["subject"] not in aside and int(row["grade"]) in standard.weekly
    ]
    issues += told_of("NOT_LESSONS", "notice", aside)
    issues += told_of("GRADE_OUTSIDE", "warning", outside)
    if not held:
        raise refused("NO_CLASSES", standard=standard.label)
    unknown = {one.written for one in held if standard.line_of(one.subject) is None}
    issues += told_of("SUBJECT_UNKNOWN", "warning", unknown)
    return held


def _lesson(row: Mapping[str, Any]) -> Lesson:
    key = (row["school"], int(row["grade"]), row["class"])
    written = row["subject"].strip()
    return Lesson(key, written, subject_of(written), row["hours"], row.get("teacher") or None)


def called_of(lessons: list[Lesson], standard: ClassHours) -> dict[str, str]:
    """What each line is called: as the timetable writes it, else as the table does if that is Chinese."""
    written: dict[str, set[str]] = {}
    for one in lessons:
        line = standard.line_of(one.subject)
        written.setdefault(line.id if line else one.subject or one.written, set()).add(one.written)
    is_chinese = any(HAN.search(one.written) for one in lessons)
    labels = {line.id: line.label.zh for line in standard.lines} if is_chinese else {}
    return labels | {line: words.pop() for line, words in written.items() if len(words) == 1}


def _class_name(row: Mapping[str, Any]) -> str:
    return f"{row['school']} {row['class']}"


def classes_of(lessons: list[Lesson], standard: ClassHours) -> list[SchoolClass]:
    """Every class in the order of school, grade and name."""
    of_line: dict[Key, dict[str, Decimal]] = {}
    of_others: dict[Key, dict[str, Decimal]] = {}
    for one in lessons:
        line = standard.line_of(one.subject)
        held = (of_line if line else of_others).setdefault(one.key, {})
        name = line.id if line else one.subject or one.written
        held[name] = held.get(name, Decimal(0)) + one.hours
    keys = sorted({*of_line, *of_others})
    return [SchoolClass(key, of_line.get(key, {}), of_others.get(key, {})) for key in keys]
