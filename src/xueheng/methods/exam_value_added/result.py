"""The fitted model as the outcome tables hold it, whichever kind of model it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.mixed.sums import Levels
from xueheng.engine.valueadded import NORMAL_95
from xueheng.methods.exam_value_added.design import FloatArray
from xueheng.tables.issues import Issue

CONSTANT = "(Intercept)"


@dataclass(frozen=True)
class Grouping:
    """The groups of a column: their names and the code of each pupil."""

    name: str
    labels: list[str]
    levels: Levels


@dataclass(frozen=True)
class Result:
    """Fixed effects, rows of variances, columns of effects and the figures of the fit."""

    coefficients: FloatArray
    standard_errors: FloatArray
    variance: list[tuple[str, str | None, str | None, float]]
    effects: dict[str, Any]
    deviance: float
    n: int
    issues: tuple[Issue, ...] = ()

    @property
    def residual_variance(self) -> float:
        """The variance between pupils."""
        return self.variance[-1][-1]


def grouping(table: pa.Table, name: str) -> Grouping:
    """The groups of this column in the order in which they appear."""
    encoded = table[name].combine_chunks().dictionary_encode()
    code = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Grouping(name, encoded.dictionary.to_pylist(), Levels(code, len(encoded.dictionary)))


@dataclass(frozen=True)
class Means:
    """Pupils and means of outcome and first prior in each group."""

    outcome: FloatArray
    prior: FloatArray | None

    def of(self, levels: Levels) -> dict[str, Any]:
        """Columns n, mean_outcome and mean_prior."""
        n = levels.total()
        prior = [None] * levels.n if self.prior is None else levels.total(self.prior) / n
        return {"n": n.astype(np.int64), "mean_outcome": levels.total(self.outcome) / n, "mean_prior": prior}


def interval(effect: FloatArray, sd: FloatArray, n: FloatArray, *, small: int) -> dict[str, Any]:
    """Columns effect, sd, low, high and flag."""
    low, high = effect - NORMAL_95 * sd, effect + NORMAL_95 * sd
    flag = np.select([n < small, low > 0, high < 0], ["small", "above", "below"], "")
    return {"effect": effect, "sd": sd, "low": low, "high": high, "flag": flag.tolist()}


def joined(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The columns of all parts, one after the other."""
    return {name: [value for part in parts for value in part[name]] for name in parts[0]}
