"""小样本: the fewest persons a group must have before something is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class SmallGroup:
    """人数下限: one purpose and the fewest persons it needs."""

    id: str
    label: Words
    valid: Validity
    least: int
    source: Source


@cache
def small_groups() -> tuple[SmallGroup, ...]:
    """Every entry, in the order of the file."""
    return load_dated(shipped("small_groups.yaml"), SmallGroup)


def small_group(id_: str, *, on: date | None = None) -> SmallGroup:
    """The entry of that purpose; an unknown one names the nearest."""
    return entry(small_groups(), id_, on=on)


def least(id_: str) -> int:
    """The fewest persons that purpose needs."""
    return small_group(id_).least
