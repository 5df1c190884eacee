"""需要: teachers a school needs in a subject, exactly, and the formula as it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from xueheng.methods.staff_gap.county import GENERAL, County, grade_stage
from xueheng.methods.staff_gap.growth import Classes, Place
from xueheng.methods.staff_gap.posts import Cell
from xueheng.methods.staff_gap.told import joined, words
from xueheng.standards.staffing import staffing_number
from xueheng.standards.words import Words

Bound = Literal["low", "middle", "high"]


@dataclass(frozen=True)
class Term:
    """算式的一项: classes of equal lessons and load, or lessons relieved."""

    classes: int
    hours: Fraction
    load: Fraction

    @property
    def teachers(self) -> Fraction:
        """Full loads that the term comes to."""
        return self.classes * self.hours / self.load


@dataclass(frozen=True)
class Need:
    """需要: classes with their lessons, lessons relieved, and the minimum of a teaching point."""

    terms: tuple[Term, ...] = ()
    relief: Term | None = None
    point: tuple[int, Fraction] | None = None  # classes, teachers that the subjects come to

    @property
    def total(self) -> Fraction:
        """Teachers needed, in full loads."""
        if self.point is not None:
            return max(Fraction(0), _least(self.point[0]) - self.point[1])
        relieved = self.relief.teachers if self.relief else Fraction(0)
        return sum((t.teachers for t in self.terms), relieved)

    @property
    def formula(self) -> Words:
        """算式: as an official would write it down."""
        if self.point is not None:
            least = _least(self.point[0])
            return words("formula.point", classes=self.point[0], least=least, held=self.point[1])
        shown = [t for t in self.terms if t.classes] or self.terms[:1]
        parts = [words("formula.classes", n=t.classes, hours=t.hours, load=t.load) for t in shown]
        if self.relief:
            parts.append(words("formula.relief", hours=self.relief.hours, load=self.relief.load))
        return joined(parts or [words("formula.nothing")], zh=" + ", en=" + ")


def _least(classes: int) -> int:
    return ceil(Fraction(classes, staffing_number("classes_per_teacher")))


def needs_of(classes: Mapping[Place, Classes], county: County, bound: Bound) -> dict[Cell, Need]:
    """需要 of every school and subject that its grades have lessons in."""
    numbers: dict[Cell, dict[tuple[Fraction, Fraction], int]] = {}
    for (school, grade), held in sorted(classes.items()):
        n = getattr(held, bound)
        for subject, lessons in county.lessons.get(grade, {}).items():
            terms = numbers.setdefault((school, subject), {})
            key = (lessons.hours, lessons.load)
            terms[key] = terms.get(key, 0) + n
    found = {cell: _need(cell, held, classes, county) for cell, held in numbers.items()}
    for cell in county.relief.keys() - found.keys():
        found[cell] = _need(cell, {}, classes, county)
    return found | _points(found, classes, county, bound)


def _need(
    cell: Cell,
    terms: Mapping[tuple[Fraction, Fraction], int],
    classes: Mapping[Place, Classes],
    county: County,
) -> Need:
    listed = [Term(n, hours, load) for (hours, load), n in sorted(terms.items())]
    hours = county.relief.get(cell)
    if hours is None:
        return Need(tuple(listed))
    first = next((grade for school, grade in sorted(classes) if school == cell[0]), "")
    load = listed[0].load if listed else county.load(cell[1], grade_stage(first))
    return Need(tuple(listed), Term(1, hours, load))


def _points(
    found: Mapping[Cell, Need], classes: Mapping[Place, Classes], county: County, bound: Bound
) -> dict[Cell, Need]:
    """教学点: one teacher for every two classes at least, whatever the lessons come to."""
    needs = {}
    for school, kept in county.schools.items():
        number = sum(getattr(n, bound) for (s, _), n in classes.items() if s == school)
        if kept.is_point and number:
            held = sum((n.total for (s, _), n in found.items() if s == school), Fraction(0))
            needs[school, GENERAL] = Need(point=(number, held))
    return {cell: need for cell, need in needs.items() if need.total}
