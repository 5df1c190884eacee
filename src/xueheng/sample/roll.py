"""名册: classes, pupils and their spells, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from xueheng.sample.plan import YEARS

FIRST, LAST = 2023, 2026  # school years that the roster covers, by the year of their autumn
OPEN = date.max.toordinal()
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Klass:
    """班级: of a school, a stage and a year of entry."""

    school: int
    stage: str
    entered: int
    number: int


@dataclass(frozen=True)
class Pupils:
    """学生: columns of equal length; exams measure `ability`, the entrance exam found `entrance`."""

    is_boy: NDArray[np.bool_]
    born: IntArray  # proleptic ordinal
    town: IntArray
    ability: FloatArray
    entrance: FloatArray


@dataclass(frozen=True)
class Spells:
    """在读: columns of equal length, in order of entry."""

    person: IntArray
    klass: IntArray
    since: IntArray
    until: IntArray  # OPEN while it lasts
    left: NDArray[np.str_]  # graduated, transferred or nothing

    def on(self, day: date) -> NDArray[np.bool_]:
        """Which of them hold on a day."""
        at = day.toordinal()
        return (self.since <= at) & (self.until > at)


@dataclass(frozen=True)
class Roll:
    """名册: classes, pupils and their spells."""

    classes: tuple[Klass, ...]
    pupils: Pupils
    spells: Spells


def ends_on(klass: Klass) -> date | None:
    """毕业日 of a class; None while it goes on."""
    year = klass.entered + YEARS[klass.stage]
    return date(year, 7, 1) if year <= LAST else None
