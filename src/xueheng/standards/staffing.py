"""教师需求与退休: retiring ages with their dates, near subjects, and the numbers of a forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.subjects import subject
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_one


@dataclass(frozen=True)
class RetiringAge:
    """退休年龄: the former age in months, and by how it rises from a day on."""

    id: str
    label: Words
    valid: Validity
    former: int
    step: int
    most: int
    source: Source


@dataclass(frozen=True)
class RelatedSubjects:
    """相近学科: which other subjects teachers of a subject may be trained for."""

    id: str
    valid: Validity
    source: Source
    pairs: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        for id_, others in self.pairs.items():
            for one in (id_, *others):
                subject(one)


@dataclass(frozen=True)
class StaffingNumber:
    """A number that a forecast or a need rests on."""

    id: str
    label: Words
    valid: Validity
    number: int
    source: Source


@dataclass(frozen=True)
class StaffingRules:
    """教师需求规则: everything of the file."""

    retirement: tuple[RetiringAge, ...]
    related: tuple[RelatedSubjects, ...]
    numbers: tuple[StaffingNumber, ...]


@cache
def staffing_rules() -> StaffingRules:
    """Every rule, in the order of the file."""
    return load_one(shipped("staffing.yaml"), StaffingRules)


def retiring_age(id_: str) -> RetiringAge:
    """退休年龄 of a group of persons."""
    return entry(staffing_rules().retirement, id_)


def related_subjects() -> RelatedSubjects:
    """相近学科 in force."""
    return entry(staffing_rules().related, "related-subjects")


def staffing_number(id_: str) -> int:
    """The number of a rule."""
    return entry(staffing_rules().numbers, id_).number


def month_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day (29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def retires_on(born_on: date, rule: RetiringAge) -> date:
    """法定退休日: the former age, a month later for each `step` months after the rule began."""
    former = month_later(born_on, rule.former)
    begins = rule.valid.from_ or date.min
    passed = (former.year - begins.year) * 12 + former.month - begins.month
    delay = min(passed // rule.step + 1, rule.most) if passed >= 0 else 0
    return month_later(born_on, rule.former + delay)
