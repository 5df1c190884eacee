"""九年占比: a school's lessons of each group against its share of all nine years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xueheng.methods.curriculum_check.lessons import Lesson
from xueheng.standards.curriculum import Curriculum, SubjectGroup

Hours = dict[tuple[str, int], dict[str, Fraction]]  # school and grade: mean lessons a week by group


@dataclass(frozen=True)
class _Years:
    """The grades that a school has, and the plan's lessons of them and of the others."""

    grades: tuple[int, ...]
    here: int
    other_weeks: int
    other_lessons: int


def shares_of(lessons: list[Lesson], plan: Curriculum) -> Iterator[tuple[Any, ...]]:
    """Every school and group; where schools are several, all together with the mean class of each grade."""
    by_school: dict[str | None, list[Lesson]] = {}
    for one in lessons:
        by_school.setdefault(one.key[0], []).append(one)
    if len(by_school) > 1:
        by_school[None] = lessons
    for school, held in by_school.items():
        means = _means(held, plan)
        years = _years(plan, tuple(sorted(means)))
        for group in plan.groups:
            yield (school, group.id, _span(years.grades), *_judged(means, group, plan, years))


def _means(lessons: list[Lesson], plan: Curriculum) -> dict[int, dict[str, Fraction]]:
    """年级平均周课时 of each group over the classes of a grade."""
    classes: dict[int, set[Any]] = {}
    sums: dict[int, dict[str, Decimal]] = {}
    for one in lessons:
        grade = one.key[1]
        classes.setdefault(grade, set()).add(one.key)
        group = plan.group_of(one.subject) if one.subject else None
        if group is not None:
            held = sums.setdefault(grade, {})
            held[group.id] = held.get(group.id, Decimal(0)) + one.hours
    return {
        grade: {name: Fraction(hours) / len(of) for name, hours in sums.get(grade, {}).items()}
        for grade, of in classes.items()
    }


def _years(plan: Curriculum, grades: tuple[int, ...]) -> _Years:
    def lessons(of: list[int]) -> int:
        return sum(plan.weekly[g] * plan.teaching_weeks[g] for g in of)

    others = [g for g in plan.weekly if g not in grades]
    weeks = sum(plan.teaching_weeks[g] for g in others)
    return _Years(grades, lessons(list(grades)), weeks, lessons(others))


def _judged(
    means: Mapping[int, Mapping[str, Fraction]], group: SubjectGroup, plan: Curriculum, years: _Years
) -> tuple[Any, ...]:
    """Lessons, share, bounds, verdict, and the weekly lessons that the other grades would have to give."""
    lessons = sum(
        (plan.teaching_weeks[g] * means[g].get(group.id, Fraction(0)) for g in years.grades), Fraction(0)
    )
    asked = plan.lessons(group.id)
    least, most = Fraction(asked.at_least) - lessons, Fraction(asked.at_most) - lessons
    reason = _reason(least, most, years)
    met = {"MET": True, "OPEN": None}.get(reason, False)
    others = (
        (
            float(max(least, Fraction(0)) / years.other_weeks),
            float(max(most, Fraction(0)) / years.other_weeks),
        )
        if years.other_weeks
        else (None, None)
    )
    bounds = (float(group.at_least), float(group.at_most))
    return (float(lessons), float(lessons / years.here), *bounds, met, *others, reason)


def _reason(least: Fraction, most: Fraction, years: _Years) -> str:
    """What is certain whatever the grades do that are not here."""
    if most < 0:
        return "OVER"
    if least > years.other_lessons:
        return "SHORT"
    return "OPEN" if years.other_weeks else "MET"


def _span(grades: tuple[int, ...]) -> str:
    """Grades as text: 1-6, or 1,3 where some lie between."""
    is_whole = grades == tuple(range(grades[0], grades[-1] + 1))
    return f"{grades[0]}-{grades[-1]}" if is_whole and len(grades) > 1 else ",".join(map(str, grades))
