"""作业与睡眠: the limits of written homework and sleep by grade."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from xueheng.standards.dated import shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated

Measure = Literal["homework_minutes", "sleep_hours"]
MEASURES: tuple[Measure, ...] = ("homework_minutes", "sleep_hours")


@dataclass(frozen=True)
class LoadLimit:
    """学生负担的一条限度: a measure of a day in some grades, and its least or most."""

    id: str
    label: Words
    valid: Validity
    measure: Measure
    grades: tuple[int, ...]
    source: Source
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    def met(self, value: Decimal) -> bool:
        """True when a value is within the limit."""
        is_enough = self.at_least is None or value >= self.at_least
        return is_enough and (self.at_most is None or value <= self.at_most)


@cache
def load_limits() -> tuple[LoadLimit, ...]:
    """Every limit, in the order of the file."""
    return load_dated(shipped("pupil_load.yaml"), LoadLimit)


def load_limit(measure: Measure, grade: int) -> LoadLimit | None:
    """The limit of a measure in a grade; None where no document sets one."""
    found = (limit for limit in load_limits() if limit.measure == measure and grade in limit.grades)
    return next((limit for limit in found if limit.valid.to is None), None)
