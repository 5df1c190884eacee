"""指标: what each indicator is called, in which unit, whether more is better, and which document says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, in_force, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class IndicatorValue:
    """指标值: one column of an indicator, as it is shown."""

    label: Words
    unit: Words
    better: Literal["higher", "lower", "neither"] = "neither"
    digits: int = 0
    percent: bool = False


@dataclass(frozen=True)
class IndicatorEntry:
    """指标条目: stage and origin of what comes from an exam are those of the exam as declared."""

    id: str
    label: Words
    valid: Validity
    sources: tuple[Source, ...]
    values: Mapping[str, IndicatorValue]
    derived_from: Literal["none", "declared_exam"] = "none"

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.id!r} names no source")


@cache
def _entries() -> tuple[IndicatorEntry, ...]:
    return load_dated(shipped("indicators.yaml"), IndicatorEntry)


def indicator_entries(*, on: date | None = None) -> tuple[IndicatorEntry, ...]:
    """指标条目 in force on a day."""
    return in_force(_entries(), on)


def indicator_entry(id_: str, *, on: date | None = None) -> IndicatorEntry:
    """指标条目 of that id."""
    return entry(_entries(), id_, on=on)
