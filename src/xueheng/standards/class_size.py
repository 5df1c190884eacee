"""班额: bands of class size, and the standard size of a class by stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.stages import Stage
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class Band:
    """班额段: from how many to how many pupils a class is called so."""

    id: str
    label: Words
    at_least: int
    at_most: int | None = None


@dataclass(frozen=True)
class StandardSize:
    """标准班额: the pupils of a class as planned, and who says so."""

    pupils: int
    source: Source


@dataclass(frozen=True)
class ClassSizes:
    """班额标准: the bands and the standard sizes of one document."""

    id: str
    valid: Validity
    source: Source
    bands: tuple[Band, ...]
    standard: Mapping[Stage, StandardSize]

    def __post_init__(self) -> None:
        for lower, upper in zip(self.bands, self.bands[1:], strict=False):
            if lower.at_most is None or upper.at_least != lower.at_most + 1:
                raise ValueError(f"band {upper.id!r} does not begin where {lower.id!r} ends")

    def band_of(self, pupils: int) -> Band | None:
        """班额段 of a class, or None when it is smaller than every band."""
        reached = [b for b in self.bands if b.at_least <= pupils]
        return reached[-1] if reached and pupils <= (reached[-1].at_most or pupils) else None


@cache
def _documents() -> tuple[ClassSizes, ...]:
    return load_dated(shipped("class_size.yaml"), ClassSizes)


def class_sizes(*, on: date | None = None) -> ClassSizes:
    """班额标准 in force on a day."""
    return entry(_documents(), "class-size", on=on)
