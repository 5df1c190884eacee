"""拆分: what the levels of one school share, divided by pupils and the ratios of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from xueheng.methods.balance_standard.scope import indicator_id
from xueheng.methods.balance_standard.told import refused
from xueheng.standards.balance import BalanceStandard, Split

PLACES = 10**12
Row = dict[str, Any]


@dataclass(frozen=True)
class Divided:
    """拆分结果: what one level of a school gets of a shared amount, and by which ratio."""

    county: str | None
    school: str
    indicator: str
    level: str
    pupils: int
    split: Split
    amount: Decimal


def divided(schools: pa.Table, shared: pa.Table, standard: BalanceStandard) -> list[Divided]:
    """Each level's part of each shared amount, to twelve places; the last level takes what rounding left."""
    if not standard.splits:
        raise refused("SPLIT_NONE", standard=standard.label)
    levels: dict[tuple[str, str], dict[str, int]] = {}
    for row in schools.to_pylist():
        levels.setdefault((row.get("county") or "", row["school"]), {})[row["level"]] = row["pupils"]
    return [part for row in shared.to_pylist() for part in _parts(row, levels, standard)]


def _parts(
    row: Row, levels: Mapping[tuple[str, str], dict[str, int]], standard: BalanceStandard
) -> Iterator[Divided]:
    indicator = indicator_id(row["indicator"], standard)
    held = levels.get((row.get("county") or "", row["school"]))
    if held is None:
        raise refused("SHARED_NO_SCHOOL", value=row["school"])
    pupils = held | ({"senior": row["senior_pupils"]} if row.get("senior_pupils") else {})
    split = _split(standard, set(pupils), row["school"])
    if indicator not in split.indicators:
        raise refused("SHARED_INDICATOR", value=row["indicator"], known=", ".join(split.indicators))
    weights = {level: Fraction(split.ratio[level]) * n for level, n in pupils.items()}
    total = sum(weights.values())
    if not total:
        raise refused("SHARED_NO_PUPILS", value=row["school"])
    left = row["amount"]
    for place, level in enumerate(sorted(weights, key=("primary", "junior", "senior").index)):
        share = Fraction(row["amount"]) * weights[level] / total
        amount = left if place == len(weights) - 1 else Decimal(int(share * PLACES)) / PLACES
        left -= amount
        yield Divided(row.get("county"), row["school"], indicator, level, pupils[level], split, amount)


def _split(standard: BalanceStandard, levels: set[str], school: str) -> Split:
    for split in standard.splits:
        if set(split.ratio) == levels:
            return split
    raise refused("SHARED_LEVELS", value=school, known="、".join(s.label.zh for s in standard.splits))


def with_parts(schools: pa.Table, parts: list[Divided]) -> pa.Table:
    """The schools' table with each level's parts added to what it has of its own."""
    more: dict[tuple[str, str, str, str], Decimal] = {}
    for p in parts:
        key = (p.county or "", p.school, p.level, p.indicator)
        more[key] = more.get(key, Decimal(0)) + p.amount
    rows = schools.to_pylist()
    for row in rows:
        for name in schools.column_names:
            key = (row.get("county") or "", row["school"], row["level"], name)
            if key in more:
                row[name] += more[key]
    return pa.Table.from_pylist(rows, schema=schools.schema)


def part_rows(parts: list[Divided]) -> list[tuple[Any, ...]]:
    """拆分明细: how each shared amount was divided."""
    return [
        (
            p.county,
            p.school,
            p.indicator,
            p.level,
            p.pupils,
            float(p.split.ratio[p.level]),
            p.split.id,
            float(p.amount),
        )
        for p in parts
    ]
