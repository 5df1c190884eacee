"""成长百分位: the numbers that its definition leaves open, with the source of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class GrowthRule:
    """成长规则: one or several numbers."""

    id: str
    label: Words
    valid: Validity
    numbers: tuple[Decimal, ...]
    source: Source


@cache
def growth_rules() -> tuple[GrowthRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("growth.yaml"), GrowthRule)


def growth_numbers(id_: str) -> tuple[Decimal, ...]:
    """The numbers of a rule."""
    return entry(growth_rules(), id_).numbers


def growth_number(id_: str) -> Decimal:
    """The one number of a rule."""
    (number,) = growth_numbers(id_)
    return number


def growth_count(id_: str) -> int:
    """The one whole number of a rule."""
    return int(growth_number(id_))


def growth_taus() -> tuple[float, ...]:
    """The shares whose curves are counted: first, last and step of the rule."""
    first, last, step = growth_numbers("taus")
    return tuple(float(first + k * step) for k in range(int((last - first) / step) + 1))
