"""小题分析: what is usual in judging items, with the document of each number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class ItemRule:
    """小题口径: one rule and its number."""

    id: str
    label: Words
    valid: Validity
    number: Decimal
    source: Source


@cache
def item_rules() -> tuple[ItemRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("item_rules.yaml"), ItemRule)


def item_number(id_: str) -> Decimal:
    """The number of a rule."""
    return entry(item_rules(), id_).number
