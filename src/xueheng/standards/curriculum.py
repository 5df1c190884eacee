"""课程方案: weekly lessons by grade and the share of each group of subjects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.stages import Stage
from xueheng.standards.subjects import subject
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, UnknownName, Validity, load_dated


@dataclass(frozen=True)
class SubjectGroup:
    """科目组: subjects that share one range of the lessons of all years."""

    id: str
    label: Words
    subjects: tuple[str, ...]
    at_least: Decimal
    at_most: Decimal

    def __post_init__(self) -> None:
        for id_ in self.subjects:
            subject(id_)


@dataclass(frozen=True)
class Lessons:
    """课时: the fewest and the most lessons."""

    at_least: Decimal
    at_most: Decimal


@dataclass(frozen=True)
class Curriculum:
    """课程方案: one document's lessons by grade and shares by group of subjects."""

    id: str
    label: Words
    valid: Validity
    source: Source
    weekly: Mapping[int, int]
    teaching_weeks: Mapping[int, int]
    year_weeks: int
    lesson_minutes: Mapping[Stage, int]
    cross_subject_share: Decimal
    groups: tuple[SubjectGroup, ...]

    def __post_init__(self) -> None:
        if self.weekly.keys() != self.teaching_weeks.keys():
            raise ValueError("weekly and teaching_weeks name different grades")

    @property
    def total_lessons(self) -> int:
        """总课时: lessons of all grades together."""
        return sum(hours * self.teaching_weeks[grade] for grade, hours in self.weekly.items())

    def lessons(self, group: str) -> Lessons:
        """课时 of a group of subjects over all grades, fewest and most."""
        found = self.group(group)
        return Lessons(found.at_least * self.total_lessons, found.at_most * self.total_lessons)

    def group(self, id_: str) -> SubjectGroup:
        """科目组 of that id."""
        for group in self.groups:
            if group.id == id_:
                return group
        raise UnknownName(id_, (g.id for g in self.groups))

    def group_of(self, subject_id: str) -> SubjectGroup | None:
        """科目组 to which a subject belongs; None when the plan does not name it."""
        return next((g for g in self.groups if subject_id in g.subjects), None)


@cache
def _plans() -> tuple[Curriculum, ...]:
    return load_dated(shipped("curriculum.yaml"), Curriculum)


def curriculum(id_: str, *, on: date | None = None) -> Curriculum:
    """课程方案 of that id; an unknown id names the nearest."""
    return entry(_plans(), id_, on=on)


def known() -> tuple[str, ...]:
    """The ids of all plans."""
    return tuple(dict.fromkeys(p.id for p in _plans()))
