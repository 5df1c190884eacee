"""分位数: weighted quantiles by group, and intervals by turning the share below them round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from xueheng.engine.survey.design import FloatArray, IntArray
from xueheng.engine.survey.statistics import Linear, Ratio

ROUNDING = 1e-12  # of a running sum of weights


@dataclass(frozen=True)
class Quantile:
    """分位数: the least value y with Σ_{y_i <= y} w_i >= q Σ w_i; rule `math` of R's svyquantile."""

    group: IntArray
    groups: int
    top: FloatArray
    q: float

    def estimates(self, weight: FloatArray) -> FloatArray:
        """Quantiles of the groups."""
        return self.at(weight, np.full(self.groups, self.q))

    def at(self, weight: FloatArray, shares: FloatArray) -> FloatArray:
        """Of each group the quantile at its own share; not a number for a share outside 0 to 1."""
        found = np.full(self.groups, np.nan)
        for g, (rows, share) in enumerate(zip(self._rows, shares, strict=True)):
            running = np.cumsum(weight[rows])
            if len(rows) and running[-1] > 0 and 0 <= share <= 1:
                place = np.searchsorted(running, running[-1] * (share - ROUNDING))
                found[g] = self.top[rows[min(place, len(rows) - 1)]]
        return found

    def below(self, weight: FloatArray) -> Ratio:
        """The share of each group at or below its quantile."""
        found = np.append(self.estimates(weight), np.nan)  # the last is that of rows of no group
        under = (self.top <= found[self.group]).astype(np.float64)
        return Ratio(self.group, self.groups, under, np.ones(len(under)))

    def linear(self, weight: FloatArray) -> Iterator[Linear]:
        """Those of the share below."""
        return self.below(weight).linear(weight)

    @cached_property
    def _rows(self) -> list[IntArray]:
        """Rows of each group in rising order of value."""
        order = np.lexsort((self.top, self.group))
        ends = np.searchsorted(self.group[order], np.arange(self.groups + 1))
        return [order[a:b] for a, b in pairwise(ends)]
