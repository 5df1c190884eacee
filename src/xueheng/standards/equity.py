"""均衡指数: what is usual in measuring equity, with the document of each rule and its number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class EquityRule:
    """均衡指数口径: one rule, and its number where it has one."""

    id: str
    label: Words
    valid: Validity
    source: Source
    number: Decimal = Decimal(0)


@cache
def equity_rules() -> tuple[EquityRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("equity.yaml"), EquityRule)


def equity_number(id_: str) -> Decimal:
    """The number of a rule."""
    return entry(equity_rules(), id_).number


def equity_count(id_: str) -> int:
    """The whole number of a rule."""
    return int(equity_number(id_))
