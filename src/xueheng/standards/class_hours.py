"""课时表: what the timetable of a class must hold in a week, by grade and line of subjects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from xueheng.standards.curriculum import curriculum
from xueheng.standards.dated import entry, shipped
from xueheng.standards.subjects import subject
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class HoursLine:
    """课时表一行: subjects counted together, and their fewest and most lessons a week by grade."""

    id: str
    label: Words
    subjects: tuple[str, ...]
    at_least: Mapping[int, Decimal] = field(default_factory=dict)
    at_most: Mapping[int, Decimal] = field(default_factory=dict)
    source: Source | None = None

    def __post_init__(self) -> None:
        for id_ in self.subjects:
            subject(id_)


@dataclass(frozen=True)
class ClassHours:
    """课时表: a document's lessons of a week; `shares` names the plan whose shares of all years hold too."""

    id: str
    label: Words
    valid: Validity
    source: Source
    weekly: Mapping[int, int]
    lines: tuple[HoursLine, ...]
    shares: str = ""

    def __post_init__(self) -> None:
        twice = [s for s, n in Counter(s for line in self.lines for s in line.subjects).items() if n > 1]
        if twice:
            raise ValueError(f"subjects in two lines: {', '.join(twice)}")
        if self.shares:
            curriculum(self.shares)

    def line_of(self, subject_id: str | None) -> HoursLine | None:
        """The line that counts a subject; None when the table does not name it."""
        return next((line for line in self.lines if subject_id in line.subjects), None)


@cache
def _tables() -> tuple[ClassHours, ...]:
    return load_dated(shipped("class_hours.yaml"), ClassHours)


def class_hours(id_: str, *, on: date | None = None) -> ClassHours:
    """课时表 of that id; an unknown id names the nearest."""
    return entry(_tables(), id_, on=on)


def known() -> tuple[str, ...]:
    """The ids of all tables."""
    return tuple(dict.fromkeys(t.id for t in _tables()))
