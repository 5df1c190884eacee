"""学校布局: rules of a proposal on where schools stand, with the document of each and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class SitingRule:
    """布局规则: one rule and the numbers in it, where it has any."""

    id: str
    label: Words
    valid: Validity
    source: Source
    numbers: tuple[Decimal, ...] = ()


@cache
def siting_rules() -> tuple[SitingRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("siting.yaml"), SitingRule)


def siting_rule(id_: str) -> SitingRule:
    """The rule of that id; an unknown one names the nearest."""
    return entry(siting_rules(), id_)


def siting_number(id_: str) -> Decimal:
    """The one number of a rule."""
    return siting_rule(id_).numbers[0]
