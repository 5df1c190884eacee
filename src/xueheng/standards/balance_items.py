"""均衡评估的其他条目: what is asked of a county beside the seven resource indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, in_force, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated

Part = Literal["guarantee", "quality", "recognition", "eligibility", "veto"]


@dataclass(frozen=True)
class Bound:
    """界限: how small or how large a value may be."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    def allows(self, value: Decimal) -> bool:
        """True when the value lies within the bound."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )


@dataclass(frozen=True)
class BalanceItem:
    """条目: one item of 政府保障, 教育质量, 社会认可度, conditions to apply or what rules it out."""

    id: str
    part: Part
    number: int
    label: Words
    valid: Validity
    source: Source
    limits: Mapping[str, Bound] = field(default_factory=dict)


@cache
def _items() -> tuple[BalanceItem, ...]:
    return load_dated(shipped("balance_items.yaml"), BalanceItem)


def balance_items(part: Part | None = None, *, on: date | None = None) -> tuple[BalanceItem, ...]:
    """条目 in force on a day, of one part or of all."""
    return tuple(i for i in in_force(_items(), on) if part in (None, i.part))


def balance_item(id_: str, *, on: date | None = None) -> BalanceItem:
    """条目 of that id."""
    return entry(_items(), id_, on=on)
