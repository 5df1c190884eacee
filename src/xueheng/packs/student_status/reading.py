"""学籍导出的读法: which state, grade and class a row of the national export speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from xueheng.standards.class_years import class_years, school_year
from xueheng.standards.pupil_status import pupil_status
from xueheng.standards.stages import grade_of
from xueheng.standards.words import Words, comparable
from xueheng.tables.cells.ordinals import ordinal_of

DIGITS = re.compile(r"\d+")
OF_YEAR = len("2401")  # a class number that begins with the year of entry


@cache
def _meanings() -> Mapping[str, str]:
    document = yaml.safe_load((files(__package__) / "states.yaml").read_text("utf-8"))
    return {comparable(word): state for state, words in document["words"].items() for word in words}


def state_of(text: str | None) -> str | None:
    """学籍状态 or way out of a word of the export: "" when it says nothing, None when it is unknown."""
    return _meanings().get(comparable(text)) if text else ""


def leaving() -> frozenset[str]:
    """The states of those who are no longer on the roll."""
    return frozenset(_meanings().values()) - frozenset(pupil_status().statuses)


def state_words(state: str) -> Words:
    """学籍状态的名称."""
    known = pupil_status()
    return known.statuses[state].label if state in known.statuses else known.exits[state].label


@cache
def grade_said(grade: str | None, level: str | None, entered: str | None, *, on: date) -> int | None:
    """年级 by its name, else from the stage and the month of entry."""
    if grade and (found := grade_of(grade)):
        return found
    stage = class_years().stages.get(level or "")
    grades = stage.grades if stage else ()
    if not entered or not entered[:4].isdecimal():
        return None
    passed = school_year(on) - int(entered[:4])
    return grades[passed] if 0 <= passed < len(grades) else None


@cache
def class_number(text: str | None) -> str:
    """班号 without the grade, the year of entry and leading zeros: 七年级1班, 2401班 and 一班 are all 1."""
    plain = comparable(text or "")
    found: list[str] = DIGITS.findall(plain)
    if not found:
        bare = plain.removesuffix("班")
        return str(ordinal_of(bare) or bare) if bare else ""
    last = found[-1][2:] if len(found[-1]) == OF_YEAR else found[-1]
    return last.lstrip("0") or "0"
