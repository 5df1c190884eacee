"""派位依据: the documents that a draw by each procedure rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xueheng.standards.dated import shipped
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class LotteryRule:
    """派位规则: who asks for a draw, or published its procedure."""

    id: str
    procedures: tuple[str, ...]
    valid: Validity
    source: Source


@cache
def lottery_rules() -> tuple[LotteryRule, ...]:
    """All rules about draws."""
    return load_dated(shipped("lottery.yaml"), LotteryRule)
