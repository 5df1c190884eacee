"""结果: rows of estimates and of differences, with what cannot be told left blank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from xueheng.engine.survey.design import FloatArray
from xueheng.engine.survey.estimation import Combined
from xueheng.methods.exam_estimate import Params

CONFIDENCE = 0.975  # the upper end of an interval of 95 per cent
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Part:
    """一组估计: one statistic in every group, a run of terms for each."""

    q: float | None
    terms: tuple[str | None, ...]
    groups: tuple[str, ...]
    rows: NDArray[np.int64]
    units: NDArray[np.int64]
    found: Combined
    limits: tuple[FloatArray, FloatArray] | None


def quantile_of_t(degrees: FloatArray | NDArray[np.int64], params: Params) -> FloatArray:
    """How many standard errors an interval of 95 per cent goes to each side."""
    if params.interval == "normal":
        return np.full(len(degrees), float(ndtri(CONFIDENCE)))
    return np.asarray(stdtrit(degrees, CONFIDENCE), np.float64)


def estimates(parts: Sequence[Part], params: Params) -> Iterator[Row]:
    """The rows of the table of estimates."""
    for part in parts:
        found = part.found
        error = np.sqrt(found.covariance.diagonal())
        half = quantile_of_t(found.degrees, params) * error
        low, high = part.limits or (found.values - half, found.values + half)
        if params.statistic == "share":
            low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
        for at, (group, term) in enumerate((g, t) for g in range(len(part.groups)) for t in part.terms):
            n = int(part.rows[group])
            numbers = (found.values, error, found.deff, low, high)
            shown = [_number(column[at]) for column in numbers]
            flag = "small" if n < params.small else ""
            tail = (
                n,
                int(part.units[group]),
                _number(found.degrees[at]),
                _imputation(found, at, params),
                flag,
            )
            yield params.statistic, part.q, term, part.groups[group], *shown, *tail


def differences(parts: Sequence[Part], params: Params) -> Iterator[Row]:
    """Every two groups: the first less the other, V = V_a + V_b - 2 C_ab."""
    for part in parts:
        spread, values, step = part.found.covariance, part.found.values, len(part.terms)
        for (a, b), term in ((p, t) for p in combinations(range(len(part.groups)), 2) for t in range(step)):
            i, j = a * step + term, b * step + term
            error = np.sqrt(max(spread[i, i] + spread[j, j] - 2 * spread[i, j], 0.0))
            degrees = np.minimum(part.found.degrees[i : i + 1], part.found.degrees[j])
            gap, half = values[i] - values[j], quantile_of_t(degrees, params)[0] * error
            shown = map(_number, (gap, error, gap - half, gap + half))
            if np.isfinite(gap):
                yield params.statistic, part.q, part.terms[term], part.groups[a], part.groups[b], *shown


def _imputation(found: Combined, at: int, params: Params) -> float | None:
    return _number(found.imputation[at]) if len(params.value) > 1 else None


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
