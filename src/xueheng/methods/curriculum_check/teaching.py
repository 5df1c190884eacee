"""任教资格: every lesson that a teacher gives, beside the subjects of the teacher's certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from xueheng.methods.curriculum_check.lessons import Lesson
from xueheng.methods.curriculum_check.told import told_of
from xueheng.standards.lesson_rules import lesson_rules
from xueheng.standards.subjects import subject, subject_of
from xueheng.tables.issues import Issue

BETWEEN = re.compile(r"[、,，;；/|]|\s+")
VERDICTS = {"CERTIFIED": True, "OPEN": True, "OTHER_SUBJECT": False, "NO_CERTIFICATE": False}
Held = dict[tuple[str | None, str], frozenset[str]]  # school where it is said, and teacher


@dataclass(frozen=True)
class Taught:
    """任教一行: a lesson, its teacher, the certificates and the verdict."""

    lesson: Lesson
    certified: frozenset[str] | None
    reason: str

    @property
    def met(self) -> bool | None:
        """None where the teacher or the subject is not known."""
        return VERDICTS.get(self.reason)

    def row(self) -> tuple[Any, ...]:
        """The row of the outcome table."""
        one = self.lesson
        named = "、".join(sorted(subject(s).label.zh for s in self.certified or ())) or None
        return (*one.key, one.subject or one.written, one.teacher, one.hours, named, self.met, self.reason)


def taught_of(lessons: list[Lesson], table: pa.Table, issues: list[Issue]) -> list[Taught]:
    """Every lesson with its verdict; teachers and certificates that are not known are said."""
    held = _certificates(table, issues)
    found = [_taught(one, held) for one in lessons]
    unlisted = {one.lesson.teacher or "" for one in found if one.reason == "NOT_LISTED"}
    issues += told_of("TEACHER_UNLISTED", "warning", unlisted)
    nobody = {
        f"{one.lesson.key[0]} {one.lesson.key[2]} {one.lesson.written}"
        for one in found
        if one.reason == "NO_TEACHER"
    }
    issues += told_of("TEACHER_BLANK", "warning", nobody)
    return found


def hours_of(taught: list[Taught], met: bool) -> Decimal:
    """The lessons of one verdict."""
    return sum((one.lesson.hours for one in taught if one.met is met), Decimal(0))


def _certificates(table: pa.Table, issues: list[Issue]) -> Held:
    found: dict[tuple[str | None, str], set[str]] = {}
    unknown: set[str] = set()
    for row in table.to_pylist():
        of = found.setdefault((row.get("school") or None, row["id"]), set())
        for name in _names(row.get("subject")):
            id_ = subject_of(name)
            if id_ is None:
                unknown.add(name)
            else:
                of.add(id_)
    issues += told_of("CERTIFICATE_UNKNOWN", "warning", unknown)
    return {key: frozenset(of) for key, of in found.items()}


def _names(text: str | None) -> Iterator[str]:
    return (name for name in BETWEEN.split(text or "") if name)


def _taught(one: Lesson, held: Held) -> Taught:
    if one.teacher is None:
        return Taught(one, None, "NO_TEACHER")
    certified = held.get((one.key[0], one.teacher), held.get((None, one.teacher)))
    if certified is None:
        return Taught(one, None, "NOT_LISTED")
    return Taught(one, certified, _reason(one.subject, certified))


def _reason(subject_id: str | None, certified: frozenset[str]) -> str:
    rules = lesson_rules()
    if subject_id is None:
        return "UNNAMED"
    if subject_id in rules.open:
        return "OPEN"
    if not certified:
        return "NO_CERTIFICATE"
    return "CERTIFIED" if rules.may_teach(certified, subject_id) else "OTHER_SUBJECT"
