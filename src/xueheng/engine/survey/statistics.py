"""统计量: means, totals, ratios, shares and regressions by group, with their linearised values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from xueheng.engine.survey.design import FloatArray, IntArray


class Linear(NamedTuple):
    """线性化值 of one estimate: of each row, and the group whose rows it is about."""

    group: int
    values: FloatArray


class Statistic(Protocol):
    """What is estimated in every group; group -1 is of rows that belong to none or lack a value."""

    @property
    def group(self) -> IntArray:
        """The group of each row."""
        ...

    def estimates(self, weight: FloatArray) -> FloatArray:
        """One figure, or several in a row, for each group."""
        ...

    def linear(self, weight: FloatArray) -> Iterator[Linear]:
        """z_i, so that the variance of an estimate is that of Σ w_i z_i."""
        ...


def by_group(values: FloatArray, group: IntArray, groups: int) -> FloatArray:
    """Sums by group; rows of none are left out."""
    return np.asarray(np.bincount(group + 1, weights=values, minlength=groups + 1)[1:], np.float64)


@dataclass(frozen=True)
class Total:
    """总量: Y = Σ w y; z = y."""

    group: IntArray
    groups: int
    top: FloatArray

    def estimates(self, weight: FloatArray) -> FloatArray:
        """Totals."""
        return by_group(weight * self.top, self.group, self.groups)

    def linear(self, weight: FloatArray) -> Iterator[Linear]:
        """The values themselves."""
        for g in range(self.groups):
            yield Linear(g, np.where(self.group == g, self.top, 0.0))


@dataclass(frozen=True)
class Ratio:
    """比率: R = Σ w y / Σ w x; z = (y - R x) / Σ w x.  Means have x = 1, shares y in {0, 1} as well."""

    group: IntArray
    groups: int
    top: FloatArray
    bottom: FloatArray

    def estimates(self, weight: FloatArray) -> FloatArray:
        """Ratios; not a number where the lower sum is 0."""
        top, bottom = (by_group(weight * c, self.group, self.groups) for c in (self.top, self.bottom))
        return np.asarray(np.divide(top, bottom, out=np.full(self.groups, np.nan), where=bottom != 0))

    def linear(self, weight: FloatArray) -> Iterator[Linear]:
        """Residuals over the lower sum."""
        ratio = self.estimates(weight)
        bottom = by_group(weight * self.bottom, self.group, self.groups)
        for g in range(self.groups):
            inside = self.group == g
            scaled = np.zeros(len(inside))
            if bottom[g]:
                scaled[inside] = (self.top - ratio[g] * self.bottom)[inside] / bottom[g]
            yield Linear(g, scaled)


@dataclass(frozen=True)
class Regression:
    """回归: B = (X'WX)^-1 X'Wy; z = (X'WX)^-1 x (y - x'B).  Binder (1983)."""

    group: IntArray
    groups: int
    top: FloatArray
    columns: FloatArray  # with the constant first

    def estimates(self, weight: FloatArray) -> FloatArray:
        """Coefficients, group by group; not a number where a group cannot tell them apart."""
        return np.concatenate([self._fitted(weight, g)[0] for g in range(self.groups)])

    def linear(self, weight: FloatArray) -> Iterator[Linear]:
        """Each coefficient of each group."""
        for g in range(self.groups):
            fitted, inverse = self._fitted(weight, g)
            inside = self.group == g
            scores = self.columns * np.where(inside, self.top - self.columns @ fitted, 0.0)[:, None]
            for column in (scores @ inverse).T:
                yield Linear(g, column)

    def _fitted(self, weight: FloatArray, group: int) -> tuple[FloatArray, FloatArray]:
        inside = np.where(self.group == group, weight, 0.0)
        weighed = self.columns * inside[:, None]
        products = self.columns.T @ weighed
        if np.linalg.matrix_rank(products, hermitian=True) < len(products):
            return np.full(len(products), np.nan), np.full_like(products, np.nan)
        inverse = np.asarray(np.linalg.inv(products), np.float64)
        return inverse @ (weighed.T @ self.top), inverse
