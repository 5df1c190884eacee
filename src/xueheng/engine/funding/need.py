"""缺口与钱: what could be bought, what it closes, which money may pay for it; whole units of money."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Need:
    """Gaps of schools, offers that close them, and pots of money.

    Of each gap: `gap_school`, `safety`, `ratio` (NaN where unknown). Of each offer: `gap`, `cost`,
    `package` (-1: alone). Of each school: `pupils`, `rural`, `barred`. `pays` is (offers, sources),
    `amount` (sources, years).
    """

    gap_school: IntArray
    safety: BoolArray
    ratio: FloatArray
    gap: IntArray
    cost: IntArray
    package: IntArray
    pupils: IntArray
    rural: BoolArray
    barred: BoolArray
    pays: BoolArray
    amount: IntArray
    most: int | None = None  # for one school
    rural_share: Fraction = Fraction(0)  # of all that is spent

    @property
    def n_schools(self) -> int:
        """Schools, those without a gap among them."""
        return len(self.pupils)

    @property
    def money(self) -> int:
        """All money of all sources and years."""
        return int(self.amount.sum())

    def cheapest(self) -> IntArray:
        """The least cost of closing every gap of each school, each gap by its cheapest offer."""
        least = np.full(len(self.gap_school), np.iinfo(np.int64).max)
        np.minimum.at(least, self.gap, self.cost)
        total = np.zeros(self.n_schools, np.int64)
        np.add.at(total, self.gap_school, least)
        return total


@dataclass(frozen=True)
class Stage:
    """One aim of the list: what it counts, the result, its bound, and whether they meet."""

    name: str
    value: int
    bound: float
    proven: bool


@dataclass(frozen=True)
class Plan:
    """Which offers are bought, out of which source and year (-1: not), and what each stage reached."""

    source: IntArray
    year: IntArray
    stages: tuple[Stage, ...]

    @property
    def bought(self) -> BoolArray:
        """True for each offer that is bought."""
        return self.source >= 0

    @property
    def proven(self) -> bool:
        """True when every stage is."""
        return all(stage.proven for stage in self.stages)

    def closed(self, need: Need) -> BoolArray:
        """True for each gap that is closed."""
        found = np.zeros(len(need.gap_school), bool)
        found[need.gap[self.bought]] = True
        return found

    def met(self, need: Need) -> BoolArray:
        """True for each school without an open gap."""
        met = np.ones(need.n_schools, bool)
        met[need.gap_school[~self.closed(need)]] = False
        return met

    def spent(self, need: Need) -> IntArray:
        """Money for each school."""
        total = np.zeros(need.n_schools, np.int64)
        held = self.bought
        np.add.at(total, need.gap_school[need.gap[held]], need.cost[held])
        return total
