"""均衡: what the two balance documents require of a county's schools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from xueheng.standards.dated import Setting, entry, setting, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, UnknownName, Validity, load_dated

Level = Literal["primary", "junior"]


@dataclass(frozen=True)
class BalanceIndicator:
    """指标: an amount per pupil or per 100 pupils; the id is the amount's column."""

    id: str
    label: Words
    short: Words
    unit: Words
    per: Literal[1, 100]
    digits: int
    source: Source
    threshold: Mapping[Level, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class LevelLimits:
    """A largest lawful value by level."""

    primary: Decimal
    junior: Decimal
    source: Source

    def of(self, level: Level) -> Decimal:
        """The limit of one level."""
        return self.primary if level == "primary" else self.junior


@dataclass(frozen=True)
class SchoolRule:
    """每校达标: how many indicators must reach the threshold, and what share of it the rest."""

    at_threshold: int
    rest_share: Decimal
    source: Source


@dataclass(frozen=True)
class Scope:
    """范围: kinds of school left out, and the fewest pupils of a teaching point that counts."""

    excluded: tuple[str, ...]
    source: Source
    smallest_teaching_point: int | None = None


@dataclass(frozen=True)
class Split:
    """拆分: how a school of several stages shares its resources, per pupil, between them."""

    id: str
    label: Words
    ratio: Mapping[str, Decimal]
    indicators: tuple[str, ...]
    source: Source


@dataclass(frozen=True)
class BalanceStandard:
    """均衡标准: one document's indicators, limits, scope and the points left to a setting."""

    id: str
    label: Words
    valid: Validity
    source: Source
    levels: tuple[Level, ...]
    indicators: tuple[BalanceIndicator, ...]
    scope: Scope
    coefficient: LevelLimits | None = None
    composite: LevelLimits | None = None
    school_rule: SchoolRule | None = None
    splits: tuple[Split, ...] = ()
    settings: tuple[Setting, ...] = ()

    def __post_init__(self) -> None:
        for split in self.splits:
            for name in split.indicators:
                self.indicator(name)

    def indicator(self, id_: str) -> BalanceIndicator:
        """The indicator of that amount column."""
        for indicator in self.indicators:
            if indicator.id == id_:
                return indicator
        raise UnknownName(id_, (i.id for i in self.indicators))

    def setting(self, id_: str) -> Setting:
        """The setting of that id."""
        return setting(self.settings, id_)


@cache
def balance_standards() -> tuple[BalanceStandard, ...]:
    """Every balance standard, in the order of the file."""
    return load_dated(shipped("balance.yaml"), BalanceStandard)


def balance_standard(id_: str, *, on: date | None = None) -> BalanceStandard:
    """均衡标准 of that id; an unknown id names the nearest."""
    return entry(balance_standards(), id_, on=on)


def known() -> tuple[str, ...]:
    """The ids of all balance standards."""
    return tuple(dict.fromkeys(s.id for s in balance_standards()))
