"""模型: columns of 0 and 1 (offers by source and year, gaps closed, schools at standard) and their rows."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from xueheng.engine.funding.need import FloatArray, IntArray, Need

Terms = tuple[tuple[int, int], ...]  # weight and column


@dataclass(frozen=True)
class Row:
    """A sum of columns between two whole numbers."""

    terms: Terms
    low: int | None
    high: int | None
    is_money: bool = False

    def holds(self, values: IntArray) -> bool:
        """True when the sum lies where it must, in whole numbers."""
        total = sum(weight * int(values[column]) for weight, column in self.terms)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


@dataclass
class Model:
    """Columns by what they mean, the rows so far, and the unit that all money shares."""

    need: Need
    pay: dict[tuple[int, int, int], int]  # offer, source, year
    closed: list[int]
    met: list[int]
    lacking: dict[tuple[int, float], int]  # school, share of the standard
    rows: list[Row]
    unit: int
    columns: int

    def cost(self, offer: int) -> int:
        """The cost of an offer in the unit that all money shares."""
        return int(self.need.cost[offer]) // self.unit

    def lacks(self, school: int, edge: float) -> int:
        """The column that says whether the school lacks that share of the standard somewhere."""
        if (school, edge) not in self.lacking:
            self.lacking[school, edge] = self.columns
            self.columns += 1
        return self.lacking[school, edge]

    def nothing(self) -> IntArray:
        """The plan that buys nothing."""
        return self.completed(np.zeros(self.columns))

    def completed(self, found: FloatArray) -> IntArray:
        """A solution in whole numbers: what is paid rounded, and all that follows from it."""
        values = np.zeros(self.columns, np.int64)
        for (offer, _, _), column in self.pay.items():
            values[column] = round(float(found[column]))
            values[self.closed[self.need.gap[offer]]] |= values[column]
        shut = values[self.closed].astype(bool)
        open_of = self.need.gap_school[~shut]
        values[self.met] = 1
        values[[self.met[school] for school in open_of]] = 0
        for (school, edge), column in self.lacking.items():
            values[column] = bool((self.need.ratio[~shut][open_of == school] < edge).any())
        return values

    def holds(self, values: IntArray) -> bool:
        """True when every row holds in whole numbers."""
        return all(row.holds(values) for row in self.rows)


def model_of(need: Need) -> Model:
    """The columns and rows of what may be bought."""
    keys = [
        (offer, source, year)
        for offer in range(len(need.cost))
        if not need.barred[need.gap_school[need.gap[offer]]]
        for source in np.flatnonzero(need.pays[offer]).tolist()
        for year in range(need.amount.shape[1])
    ]
    pay = {key: column for column, key in enumerate(keys)}
    closed = list(range(len(pay), len(pay) + len(need.gap_school)))
    met = list(range(len(pay) + len(closed), len(pay) + len(closed) + need.n_schools))
    unit = max(gcd(*need.cost.tolist(), *need.amount.ravel().tolist()), 1)
    model = Model(need, pay, closed, met, {}, [], unit, len(pay) + len(closed) + len(met))
    model.rows += [*_closing(model), *_packages(model), *_standard(model), *_sources(model), *_shares(model)]
    return model


def _closing(m: Model) -> list[Row]:
    """A gap is closed by one offer."""
    offers: list[list[tuple[int, int]]] = [[(-1, column)] for column in m.closed]
    for (offer, _, _), column in m.pay.items():
        offers[m.need.gap[offer]].append((1, column))
    return [Row(tuple(terms), 0, 0) for terms in offers]


def _packages(m: Model) -> list[Row]:
    """A package is bought whole or not at all."""
    bought: dict[int, list[int]] = {}
    for (offer, _, _), column in m.pay.items():
        bought.setdefault(offer, []).append(column)
    rows = []
    for name in sorted(set(m.need.package.tolist()) - {-1}):
        first, *others = np.flatnonzero(m.need.package == name).tolist()
        one = [(1, column) for column in bought.get(first, [])]
        for other in others:
            rows.append(Row((*one, *((-1, column) for column in bought.get(other, []))), 0, 0))
    return rows


def _standard(m: Model) -> list[Row]:
    """A school is at standard when none of its gaps is open."""
    gaps: list[list[int]] = [[] for _ in m.met]
    for column, school in zip(m.closed, m.need.gap_school.tolist(), strict=True):
        gaps[school].append(column)
    rows = []
    for met, held in zip(m.met, gaps, strict=True):
        rows += [Row(((1, met), (-1, column)), None, 0) for column in held]
        rows.append(Row(((1, met), *((-1, column) for column in held)), 1 - len(held), None))
    return rows


def _sources(m: Model) -> list[Row]:
    """Each source pays, by the end of each year, no more than came in."""
    rows = []
    for source, year in np.ndindex(*m.need.amount.shape):
        terms = [(m.cost(o), column) for (o, s, t), column in m.pay.items() if s == source and t <= year]
        rows.append(Row(tuple(terms), None, int(m.need.amount[source, : year + 1].sum()) // m.unit, True))
    return rows


def _shares(m: Model) -> list[Row]:
    """The most for one school and the least for rural schools."""
    own: dict[int, list[tuple[int, int]]] = {}
    for (offer, _, _), column in m.pay.items():
        own.setdefault(int(m.need.gap_school[m.need.gap[offer]]), []).append((m.cost(offer), column))
    rows = []
    if m.need.most is not None:
        rows += [Row(tuple(terms), None, m.need.most // m.unit, True) for terms in own.values()]
    if share := m.need.rural_share:
        less = {True: share.numerator - share.denominator, False: share.numerator}
        held = [(less[bool(m.need.rural[school])] * w, c) for school, terms in own.items() for w, c in terms]
        rows.append(Row(tuple(held), None, 0, True))
    return rows
