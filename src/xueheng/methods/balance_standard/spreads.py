"""The schools of each county and level, and the coefficient of each indicator among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa

from xueheng.engine.equity import coefficient_of_variation, raised_to
from xueheng.methods.balance_standard.scope import indicator_id
from xueheng.standards.balance import BalanceIndicator, BalanceStandard

SCALE = 10**12  # units of an amount: the twelve places that a table may hold


@dataclass(frozen=True)
class Unit:
    """A school at one level: its pupils and its amounts in scaled units."""

    county: str | None
    school: str
    level: str
    pupils: int
    amounts: Mapping[str, int]


@dataclass(frozen=True)
class Spread:
    """The coefficient of one indicator at one level; None where it cannot be known."""

    indicator: str
    value: Fraction | None
    mean: float | None = None
    n: int | None = None
    if_met: float | None = None
    met: bool | None = None


def units_of(table: pa.Table, chosen: Iterable[BalanceIndicator]) -> list[Unit]:
    """The rows of a checked table as schools with scaled amounts."""
    names = [i.id for i in chosen if i.id in table.column_names]
    return [
        Unit(
            row.get("county"),
            row["school"],
            row["level"],
            row["pupils"],
            {name: int(row[name] * SCALE) for name in names},
        )
        for row in table.to_pylist()
    ]


@dataclass(frozen=True)
class Group:
    """One level of one county: its schools (none when only coefficients are given) and spreads."""

    county: str | None
    level: Any
    units: tuple[Unit, ...]
    spreads: tuple[Spread, ...]


def grouped(
    units: list[Unit], chosen: tuple[BalanceIndicator, ...], standard: BalanceStandard
) -> list[Group]:
    """Schools by county and level, with the coefficient of each indicator."""
    by_key: dict[tuple[str, Any], list[Unit]] = {}
    for unit in units:
        by_key.setdefault((unit.county or "", unit.level), []).append(unit)
    groups = []
    for (county, level), members in sorted(by_key.items()):
        spreads = tuple(_spread(members, i, standard, level) for i in chosen)
        groups.append(Group(county or None, level, tuple(members), spreads))
    return groups


def _spread(units: list[Unit], indicator: BalanceIndicator, standard: BalanceStandard, level: Any) -> Spread:
    held = [u for u in units if indicator.id in u.amounts]
    amounts = [u.amounts[indicator.id] for u in held]
    pupils = [u.pupils for u in held]
    found = coefficient_of_variation(amounts, pupils, scale=SCALE) if held else None
    if found is None:
        return Spread(indicator.id, None, n=len(held))
    met = found.at_most(standard.coefficient.of(level)) if standard.coefficient else None
    mean = float(found.mean * indicator.per)
    if_met = _if_met(amounts, pupils, indicator, level)
    return Spread(indicator.id, found.root, mean, found.n, if_met, met)


def _if_met(amounts: list[int], pupils: list[int], indicator: BalanceIndicator, level: Any) -> float | None:
    threshold = indicator.threshold.get(level)
    if threshold is None:
        return None
    share = Fraction(threshold) / indicator.per
    raised = raised_to(amounts, pupils, threshold=share, scale=SCALE)
    after = coefficient_of_variation(raised, pupils, scale=SCALE)
    return after.value if after else None


def given(table: pa.Table, standard: BalanceStandard, chosen: tuple[BalanceIndicator, ...]) -> list[Group]:
    """Groups from coefficients that somebody else has computed."""
    ids = {i.id for i in chosen}
    by_key: dict[tuple[str, Any], list[Spread]] = {}
    for row in table.to_pylist():
        row["indicator"] = indicator_id(row["indicator"], standard)
        if row["indicator"] in ids:
            key = (row.get("county") or "", row["level"])
            by_key.setdefault(key, []).append(_given_spread(row, standard, row["level"]))
    return [Group(county or None, level, (), tuple(held)) for (county, level), held in sorted(by_key.items())]


def _given_spread(row: Mapping[str, Any], standard: BalanceStandard, level: Any) -> Spread:
    limit = standard.coefficient.of(level) if standard.coefficient else None
    met = None if limit is None else row["cv"] <= limit
    return Spread(row["indicator"], Fraction(row["cv"]), met=met)
