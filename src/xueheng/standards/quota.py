"""指标到校规则: how a place shares its quota among junior schools, as far as its text was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class QuotaRule:
    """指标到校规则: the parameters that one place's document settles; None or empty where it is silent."""

    id: str
    label: Words
    valid: Validity
    source: Source
    shares: tuple[Decimal, ...] = ()
    rounding_plan: Literal["half_up", "floor"] | None = None
    rounding_split: Literal["floor", "largest_remainder", "floor_and_draw"] | None = None
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    minimum: int | None = None
    small: int | None = None
    reserve: Decimal | None = None
    floor: Words | None = None  # 分数下限, for the admission itself
    unfilled: Words | None = None

    def __post_init__(self) -> None:
        if not all(0 < share <= 1 for share in self.shares):
            raise ValueError("a share of the plan lies between 0 and 1")

    @property
    def settled(self) -> dict[str, object]:
        """The parameters of `admission.quota` that the document settles, but the shares."""
        names = ("rounding_plan", "rounding_split", "weights", "minimum", "small", "reserve")
        return {name: getattr(self, name) for name in names if getattr(self, name) not in (None, {})}


@cache
def quota_rules() -> tuple[QuotaRule, ...]:
    """指标到校规则 of every place that was seen."""
    return load_dated(shipped("quota.yaml"), QuotaRule)


def quota_rule(id_: str, *, on: date | None = None) -> QuotaRule:
    """指标到校规则 of that id; an unknown id names the nearest."""
    return entry(quota_rules(), id_, on=on)
