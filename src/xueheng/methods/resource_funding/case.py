"""案例: checked tables as a need in whole smallest units of money, with the names that the outcome says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import nan
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.funding.need import BoolArray, IntArray, Need
from xueheng.methods.resource_funding import Params
from xueheng.tables.issues import Issue, Refused, Severity, finding

UNITS = 10_000  # of money, as decimals have at most four places
SEVERAL = re.compile(r"[;；、|\n]+")
Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A need and the names of what stands in it."""

    need: Need
    schools: tuple[str, ...]
    gaps: tuple[tuple[int, str], ...]  # school and indicator
    offers: tuple[Row, ...]
    rows: Mapping[str, Row]  # the first row of each school
    met: Mapping[int, int]  # indicators at standard already, by school
    sources: tuple[str, ...]
    years: tuple[int | None, ...]
    issues: tuple[Issue, ...]


def told(code: str, severity: Severity = "error", **values: Any) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package="xueheng.methods.resource_funding", **values)


def units(money: Decimal) -> int:
    """Money in the smallest units."""
    return int(money * UNITS)


def case_of(inputs: Mapping[str, pa.Table], params: Params) -> Case:
    """The case; Refused for contradictions, with what each blocks."""
    rows = inputs["gaps"].to_pylist()
    first = {row["school"]: row for row in reversed(rows)}
    schools = tuple(sorted(first))
    place = {name: i for i, name in enumerate(schools)}
    _same_everywhere(rows, first)
    offers = [row for row in rows if row["cost"] > 0]
    gaps = tuple(dict.fromkeys((place[row["school"]], row["indicator"]) for row in offers))
    pots = _pots(inputs, params)
    of_gap = {gap: at for at, gap in enumerate(gaps)}
    ratio = [nan] * len(gaps)
    safety = np.zeros(len(gaps), bool)
    for row in offers:
        at = of_gap[place[row["school"]], row["indicator"]]
        ratio[at] = nan if row.get("ratio") is None else float(row["ratio"])
        safety[at] |= row.get("safety") == "yes"
    need = Need(
        np.array([school for school, _ in gaps], np.int64),
        safety,
        np.array(ratio),
        np.array([of_gap[place[r["school"]], r["indicator"]] for r in offers], np.int64),
        np.array([_cost(r) for r in offers], np.int64),
        _packages(offers),
        np.array([first[s]["pupils"] for s in schools], np.int64),
        np.array([first[s].get("category") == params.rural for s in schools], bool),
        np.array([first[s].get("closing") == "yes" for s in schools], bool),
        _pays(offers, pots),
        pots.amount,
        None if params.school_cap == 1 else int(params.school_cap * int(pots.amount.sum())),
        Fraction(params.rural_share),
    )
    free = [row for row in rows if row["cost"] == 0]
    met = {i: sum(place[r["school"]] == i for r in free) for i in range(len(schools))}
    issues = tuple(_remarks(need, params, schools, rows))
    return Case(need, schools, gaps, tuple(offers), first, met, pots.sources, pots.years, issues)


@dataclass(frozen=True)
class _Pots:
    sources: tuple[str, ...]
    years: tuple[int | None, ...]
    amount: IntArray
    indicators: tuple[frozenset[str], ...]
    categories: tuple[frozenset[str], ...]


def _pots(inputs: Mapping[str, pa.Table], params: Params) -> _Pots:
    """The money by source and year; a single sum is one source of one year."""
    if "sources" in inputs:
        if params.budget:
            raise Refused([told("BUDGET_TWICE")])
        return _of_sources(inputs["sources"].to_pylist())
    given = params.budget or tuple(inputs["budget"]["budget"].to_pylist() if "budget" in inputs else ())
    if not given:
        raise Refused([told("BUDGET_MISSING")])
    years = tuple(range(1, len(given) + 1)) if len(given) > 1 else (None,)
    anything: tuple[frozenset[str], ...] = (frozenset(),)
    return _Pots(("",), years, np.array([[units(b) for b in given]], np.int64), anything, anything)


def _of_sources(rows: list[Row]) -> _Pots:
    names = tuple(dict.fromkeys(row["source"] for row in rows))
    years = tuple(sorted({row.get("year") for row in rows}, key=lambda y: (y is not None, y or 0)))
    amount = np.zeros((len(names), len(years)), np.int64)
    for row in rows:
        amount[names.index(row["source"]), years.index(row.get("year"))] += units(row["amount"])
    purposes = [_named(rows, name, "indicators") for name in names]
    kinds = [_named(rows, name, "categories") for name in names]
    return _Pots(names, years, amount, tuple(purposes), tuple(kinds))


def _named(rows: list[Row], source: str, column: str) -> frozenset[str]:
    """What a source is for; nothing named is for anything."""
    texts = (row.get(column) or "" for row in rows if row["source"] == source)
    return frozenset(part.strip() for text in texts for part in SEVERAL.split(text) if part.strip())


def _pays(offers: list[Row], pots: _Pots) -> BoolArray:
    pays = [
        [
            (not purposes or row["indicator"] in purposes) and (not kinds or row.get("category") in kinds)
            for purposes, kinds in zip(pots.indicators, pots.categories, strict=True)
        ]
        for row in offers
    ]
    idle = [name for at, name in enumerate(pots.sources) if not any(row[at] for row in pays)]
    if offers and any(idle):
        raise Refused([told("SOURCE_IDLE", value=name) for name in idle])
    return np.array(pays, bool).reshape(len(offers), len(pots.sources))


def _cost(row: Row) -> int:
    """The cost, rounded up to whole lots."""
    cost, lot = units(row["cost"]), units(row.get("lot") or Decimal(0))
    return -(-cost // lot) * lot if lot else cost


def _packages(offers: list[Row]) -> IntArray:
    names = [row.get("package") or "" for row in offers]
    known = {name: at for at, name in enumerate(dict.fromkeys(filter(None, names)))}
    return np.array([known.get(name, -1) for name in names], np.int64)


def _same_everywhere(rows: list[Row], first: Mapping[str, Row]) -> None:
    """A school has one number of pupils, one category, one last year, wherever it stands."""
    wrong = []
    for column in ("pupils", "category", "closing", "last_year"):
        for row in rows:
            if row.get(column) != first[row["school"]].get(column):
                wrong.append(told("SCHOOL_DIFFERS", value=row["school"], column=column))
    if wrong:
        raise Refused(list(dict.fromkeys(wrong)))


def _remarks(need: Need, params: Params, schools: tuple[str, ...], rows: list[Row]) -> Iterator[Issue]:
    """What the reader should know: aims without data, money that is none, schools of nobody."""
    if need.money == 0:
        yield told("MONEY_NONE", "warning")
    elif units(params.next_amount) > need.money:
        yield told("NEXT_ABOVE", "notice", value=params.next_amount)
    if "safety" in params.objective and not need.safety.any():
        yield told("AIM_IDLE", "notice", value="safety", column="safety")
    lacking = [aim for aim in ("floor", "worst_off") if aim in params.objective]
    if lacking and np.isnan(need.ratio).all():
        yield told("AIM_IDLE", "notice", value="、".join(lacking), column="ratio")
    empty = [schools[i] for i in np.flatnonzero(need.pupils == 0)]
    if empty:
        yield told("PUPILS_NONE", "warning", value="、".join(empty[:5]), n=len(empty))
    if params.rural_share and not need.rural.any():
        yield told("RURAL_NONE", "warning", value=params.rural)
    large = [r for r in rows if units(r["cost"]) > need.money]
    if large:
        yield told(
            "COST_ABOVE_MONEY", "notice", n=len(large), value=large[0]["school"], column=large[0]["indicator"]
        )
