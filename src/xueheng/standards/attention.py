"""需关注: the limits from which a report says that something needs a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class Attention:
    """需关注界限: one rule and the value from which it speaks."""

    id: str
    label: Words
    valid: Validity
    value: Decimal
    source: Source


@cache
def attention_limits() -> tuple[Attention, ...]:
    """Every entry, in the order of the file."""
    return load_dated(shipped("attention.yaml"), Attention)


def attention_limit(id_: str, *, on: date | None = None) -> Attention:
    """需关注界限 of that rule; an unknown one names the nearest."""
    return entry(attention_limits(), id_, on=on)


def limit(id_: str) -> float:
    """The value of that rule."""
    return float(exact_limit(id_))


def exact_limit(id_: str) -> Decimal:
    """The value of that rule as it is written."""
    return attention_limit(id_).value
