"""划片规则: what is kept in drawing school zones, with the document of each rule and its number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class ZoningRule:
    """划片规则: one rule, and its number where it has one."""

    id: str
    label: Words
    valid: Validity
    source: Source
    number: Decimal = Decimal(0)


@cache
def zoning_rules() -> tuple[ZoningRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("zoning.yaml"), ZoningRule)


def zoning_number(id_: str) -> Decimal:
    """The number of a rule."""
    return entry(zoning_rules(), id_).number
