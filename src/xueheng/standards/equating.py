"""等值: what is usual in equating, with the source of each number."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.sampling import SamplingRule
from xueheng.standards.yaml_source import load_dated


@cache
def equating_rules() -> tuple[SamplingRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("equating.yaml"), SamplingRule)


def equating_number(id_: str) -> Decimal:
    """The number of a rule."""
    return entry(equating_rules(), id_).number


def equating_count(id_: str) -> int:
    """The whole number of a rule."""
    return int(equating_number(id_))
