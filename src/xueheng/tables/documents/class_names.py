"""班级名称: the grade and class, and the school, that a heading or a cell of a timetable names."""

from __future__ import annotations

import re

from xueheng.standards.stages import grade_of

NUMBER = r"(?P<class>\d{1,2}|[一二三四五六七八九十]{1,3})"
GRADE = r"(?P<grade>(?:小学|初中)?[一二三四五六七八九1-9]年级|初[一二三1-3]|小[一二三四五六])"
CLASS = (
    re.compile(rf"{GRADE}[(（]?{NUMBER}[)）]?班"),
    re.compile(rf"(?P<grade>[一二三四五六七八九1-9])[(（]{NUMBER}[)）]班?"),
    re.compile(r"(?<!\d)(?P<grade>[1-9])(?P<class>0[1-9]|[1-3]\d)班"),
)
WHOLE_GRADE = re.compile(rf"{GRADE}$")
EVERY_CLASS = "各班"
SCHOOL = re.compile(r"[^\s\d（()）—-]{2,}?(?:小学|中学|学校|教学点)")


def class_in(text: str) -> tuple[str, str] | None:
    """年级 as a number and 班 that a text names: 三年级（2）班, 七(3)班, 703班."""
    for pattern in CLASS:
        if match := pattern.search(text.replace(" ", "")):
            grade = grade_of(match["grade"]) or grade_of(f"{match['grade']}年级")
            if grade is not None:
                return str(grade), f"{match['class'].lstrip('0')}班"
    return None


def class_or_grade_in(text: str) -> tuple[str, str] | None:
    """The same, with 班 left out of a number, and a grade alone as all its classes."""
    if found := class_in(text) or class_in(f"{text}班"):
        return found
    match = WHOLE_GRADE.search(text.replace(" ", ""))
    grade = grade_of(match["grade"]) if match else None
    return None if grade is None else (str(grade), EVERY_CLASS)


def school_in(text: str) -> str | None:
    """学校 that a title names; None when it names none."""
    match = SCHOOL.search(text)
    return match[0] if match else None
