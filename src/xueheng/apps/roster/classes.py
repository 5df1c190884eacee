"""What a class and its grade are called on a day."""

from __future__ import annotations

from datetime import date

from xueheng.apps.roster.models import Org, Spell
from xueheng.standards.class_years import NO_GRADE, class_label, grade_label, grade_on
from xueheng.standards.words import Words, plain


def grade_of(klass: Org, on: date) -> int:
    """年级 of a class on a day: 1 to 12, below 0 in kindergartens, above 20 in vocational schools, else 0."""
    if not klass.stage or klass.entered is None:
        return NO_GRADE
    return grade_on(klass.stage, klass.entered, on=on)


def grade_words(grade: int) -> Words:
    """年级的名称: 七年级, 大班, 中职一年级."""
    return grade_label(grade)


def class_name(klass: Org, on: date) -> Words:
    """班级的名称 on a day: 七年级（1）班; the name it was given while it has no grade."""
    grade = grade_of(klass, on)
    return class_label(grade, klass.number) if grade != NO_GRADE and klass.number else plain(klass.name)


def own_grade(text: str) -> int:
    """年级 that a spell without a class says by itself."""
    return int(text) if text.removeprefix("-").isdecimal() else NO_GRADE


def grade_of_spell(spell: Spell, on: date) -> int:
    """年级 of a pupil: of the class, or as the spell itself says."""
    return own_grade(spell.grade) if spell.klass is None else grade_of(spell.klass, on)
