"""精准投放: order of aims, shares of the standard and weights, with the document of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class FundingRule:
    """投放规则: one rule with its aims or its numbers."""

    id: str
    label: Words
    valid: Validity
    source: Source
    aims: tuple[str, ...] = ()
    numbers: tuple[Decimal, ...] = ()


@cache
def funding_rules() -> tuple[FundingRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("funding.yaml"), FundingRule)


def funding_aims(id_: str) -> tuple[str, ...]:
    """The aims of a rule, first things first."""
    return entry(funding_rules(), id_).aims


def funding_numbers(id_: str) -> tuple[Decimal, ...]:
    """The numbers of a rule."""
    return entry(funding_rules(), id_).numbers


def funding_number(id_: str) -> Decimal:
    """The only number of a rule."""
    return funding_numbers(id_)[0]
