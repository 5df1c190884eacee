"""The coefficient of each indicator among the schools of a county and level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa

from xueheng.engine.holdings import ROOT_PLACES, Holdings
from xueheng.methods.balance_standard.amounts import Amounts, Schools
from xueheng.methods.balance_standard.scope import indicator_id
from xueheng.standards.balance import BalanceIndicator, BalanceStandard

Bounds = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Spread:
    """The coefficient of one indicator at one level; None where it cannot be known."""

    indicator: str
    value: float | None
    bounds: Callable[[], Bounds]  # between what the coefficient lies
    root: Callable[[], Fraction]  # the coefficient itself
    mean: float | None = None
    n: int | None = None
    if_met: float | None = None
    met: bool | None = None


@dataclass(frozen=True)
class Group:
    """One level of one county, and its spreads; it has schools unless only coefficients are given."""

    county: str | None
    level: Any
    has_schools: bool
    spreads: tuple[Spread, ...]


def grouped(schools: Schools, amounts: tuple[Amounts, ...], standard: BalanceStandard) -> list[Group]:
    """The groups of schools, with the coefficient of each indicator."""
    raised = [a.held.raised(a.floor) if any(t is not None for t in a.asked) else None for a in amounts]
    pairs = list(zip(amounts, raised, strict=True))
    return [
        Group(county, level, True, tuple(_spread(a, r, g, level, standard) for a, r in pairs))
        for g, (county, level) in enumerate(schools.groups)
    ]


def _spread(
    amounts: Amounts, raised: Holdings | None, group: int, level: Any, standard: BalanceStandard
) -> Spread:
    held, id_ = amounts.held, amounts.indicator.id
    value, n = held.coefficients[group], int(held.sizes[group])
    if value is None:
        return Spread(id_, None, _none, _nothing, n=n)
    limit = standard.coefficient.of(level) if standard.coefficient else None
    return Spread(
        id_,
        value,
        lambda: _bounds(held, group),
        lambda: _root(held, group),
        held.mean(group, per=amounts.indicator.per),
        n,
        raised.coefficients[group] if raised is not None and amounts.asked[group] is not None else None,
        None if limit is None else held.at_most(group, limit),
    )


def _bounds(held: Holdings, group: int) -> Bounds:
    found = held.bracket(group)
    return Fraction(found.low, 1 << ROOT_PLACES), Fraction(found.high, 1 << ROOT_PLACES)


def _root(held: Holdings, group: int) -> Fraction:
    found = held.exact(group)
    return found.root if found else Fraction(0)


def _none() -> Bounds:
    return Fraction(0), Fraction(0)


def _nothing() -> Fraction:
    return Fraction(0)


def given(table: pa.Table, standard: BalanceStandard, chosen: tuple[BalanceIndicator, ...]) -> list[Group]:
    """Groups from coefficients that somebody else has computed."""
    ids = {i.id for i in chosen}
    by_key: dict[tuple[str, Any], list[Spread]] = {}
    for row in table.to_pylist():
        row["indicator"] = indicator_id(row["indicator"], standard)
        if row["indicator"] in ids:
            key = (row.get("county") or "", row["level"])
            by_key.setdefault(key, []).append(_given_spread(row, standard, row["level"]))
    return [
        Group(county or None, level, False, tuple(held)) for (county, level), held in sorted(by_key.items())
    ]


def _given_spread(row: Mapping[str, Any], standard: BalanceStandard, level: Any) -> Spread:
    limit = standard.coefficient.of(level) if standard.coefficient else None
    exact = Fraction(row["cv"])
    met = None if limit is None else row["cv"] <= limit
    return Spread(row["indicator"], float(exact), lambda: (exact, exact), lambda: exact, met=met)
