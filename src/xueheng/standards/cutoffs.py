"""一分三率: the shares of full marks from which a mark is excellent, a pass, or low."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from xueheng.standards.dated import Setting, entry, setting, shipped
from xueheng.standards.yaml_source import Source, Validity, load_dated

Cutoff = Literal["excellent", "pass", "low"]


@dataclass(frozen=True)
class Cutoffs:
    """分数线: the settings of one document."""

    id: str
    valid: Validity
    source: Source
    settings: tuple[Setting, ...]

    def __post_init__(self) -> None:
        for name in ("excellent", "pass", "low"):
            shares = [option.number for option in setting(self.settings, name).options]
            if not all(0 < share < 1 for share in shares):
                raise ValueError(f"{name} is a share of full marks, between 0 and 1")


@cache
def cutoff_documents() -> tuple[Cutoffs, ...]:
    """分数线 of all documents."""
    return load_dated(shipped("cutoffs.yaml"), Cutoffs)


def cutoff_setting(name: Cutoff, *, on: date | None = None) -> Setting:
    """分数线 as a setting with all readings seen."""
    return setting(entry(cutoff_documents(), "score-cutoffs", on=on).settings, name)


def cutoff(name: Cutoff, option: str | None = None, *, on: date | None = None) -> Decimal:
    """分数线 as a share of full marks, by default or by the option chosen."""
    return cutoff_setting(name, on=on).option(option).number
