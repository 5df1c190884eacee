"""名册页: schools, classes and pupils as their pages list them, always as far as the actor sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xueheng.apps.roster.actor import EVERYWHERE, Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.queries import (
    ClassSize,
    Count,
    by_school,
    census_counts,
    class_name,
    class_sizes,
    grade_words,
    schools,
)
from xueheng.standards import class_size as sizes
from xueheng.standards.org_kinds import org_kind
from xueheng.standards.words import Words

TOO_LARGE = ("oversize", "extreme")


@dataclass(frozen=True)
class ClassLine:
    """班级 with its size and what the size is held against."""

    klass: Org
    name: Words
    grade: int
    pupils: int
    boys: int
    girls: int
    band: Words | None
    standard: int | None  # pupils of a class as planned
    is_oversize: bool

    @property
    def grade_name(self) -> Words:
        """年级的名称."""
        return grade_words(self.grade)

    @property
    def is_over(self) -> bool:
        """True when the class is larger than planned."""
        return self.standard is not None and self.pupils > self.standard


@dataclass(frozen=True)
class SchoolLine:
    """学校 with its pupils and classes on a day."""

    school: Org
    pupils: int
    boys: int
    girls: int
    classes: tuple[ClassLine, ...]

    @property
    def kind(self) -> Words:
        """办学类型."""
        return org_kind(self.school.kind).label

    @cached_property
    def over(self) -> int:
        """How many classes are larger than planned."""
        return sum(c.is_over for c in self.classes)

    @cached_property
    def oversize(self) -> int:
        """How many classes are 大班额 or larger."""
        return sum(c.is_oversize for c in self.classes)

    @property
    def grades(self) -> list[GradeLine]:
        """年级 of the school in order."""
        held: dict[int, list[ClassLine]] = defaultdict(list)
        for line in self.classes:
            held[line.grade].append(line)
        return [GradeLine(grade_words(grade), tuple(held[grade])) for grade in sorted(held)]


@dataclass(frozen=True)
class GradeLine:
    """年级 of a school: a line of the 班额表."""

    name: Words
    classes: tuple[ClassLine, ...]

    @property
    def pupils(self) -> int:
        """学生数."""
        return sum(c.pupils for c in self.classes)

    @property
    def boys(self) -> int:
        """男生数."""
        return sum(c.boys for c in self.classes)

    @property
    def girls(self) -> int:
        """女生数."""
        return sum(c.girls for c in self.classes)

    @property
    def largest(self) -> int:
        """最大班额."""
        return max(c.pupils for c in self.classes)

    @property
    def over(self) -> int:
        """How many classes are larger than planned."""
        return sum(c.is_over for c in self.classes)


def school_lines(actor: Actor, *, on: date, place: Org | None = None) -> list[SchoolLine]:
    """学校 that the actor sees on a day, by code, with pupils and classes; those of one place only."""
    place = place or Org(path=EVERYWHERE)
    counts = census_counts(actor, place, on=on)
    totals = {c.school.pk: c for c in by_school(counts)}
    by_class = {c.klass.pk: c for c in counts if c.klass}
    held: dict[int, list[ClassLine]] = defaultdict(list)
    for size in class_sizes(actor, place, on=on):
        held[size.school.pk].append(_class_line(size, by_class.get(size.klass.pk), on))
    found = schools(actor, on=on).filter(path__startswith=place.path)
    return [_school_line(s, totals.get(s.pk), held[s.pk]) for s in found]


def _school_line(school: Org, total: Count | None, lines: Iterable[ClassLine]) -> SchoolLine:
    ordered = tuple(sorted(lines, key=lambda c: (c.grade, _as_number(c.klass.number))))
    return SchoolLine(school, *((total.pupils, total.boys, total.girls) if total else (0, 0, 0)), ordered)


def _class_line(size: ClassSize, count: Count | None, on: date) -> ClassLine:
    known = sizes.class_sizes(on=on)
    band = next((b.label for b in known.bands if b.id == size.band), None)
    planned = known.standard.get(size.klass.stage)
    boys, girls = (count.boys, count.girls) if count else (0, 0)
    limit, large = planned.pupils if planned else None, size.band in TOO_LARGE
    name = class_name(size.klass, on)
    return ClassLine(size.klass, name, size.grade, size.pupils, boys, girls, band, limit, large)


def _as_number(number: str) -> tuple[int, str]:
    return (int(number) if number.isdecimal() else 0, number)
