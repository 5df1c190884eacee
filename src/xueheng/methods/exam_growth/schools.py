"""各校成长: means, medians and spread of the percentiles, intervals, and means shrunken to the evidence."""

from __future__ import annotations

from typing import Any

import numpy as np

from xueheng.engine.estimability import NotSeparable
from xueheng.engine.growth.percentiles import LEAST, MOST
from xueheng.engine.growth.splines import FloatArray
from xueheng.engine.valueadded import NORMAL_95, fit, school_effects
from xueheng.engine.variance_ratio import NoResidualVariance
from xueheng.indicators.sums.of_arrays import accumulated
from xueheng.methods.exam_value_added.result import Grouping

SPREAD = {"p10": 0.10, "p25": 0.25, "median_sgp": 0.50, "p75": 0.75, "p90": 0.90}
Columns = dict[str, Any]


def school_columns(sgp: FloatArray, own: Grouping, *, small: int) -> Columns:
    """One entry a school; the interval is that of the mean at the spread that pupils of a school have."""
    n = own.levels.total()
    mean = own.levels.total(sgp) / n
    inside = own.levels.total(sgp**2).sum() - (n * mean**2).sum()
    freedom = len(sgp) - own.levels.n
    sd = np.sqrt(max(inside, 0.0) / freedom / n) if freedom else np.full(len(n), np.nan)
    low, high = (np.clip(mean + way * NORMAL_95 * sd, LEAST, MOST) for way in (-1, 1))
    about = {"school": own.labels, "n": n.astype(np.int64), "mean_sgp": mean}
    return about | _spread(sgp, own) | {"low": _known(low), "high": _known(high)} | _shrunk(sgp, own, small)


def _spread(sgp: FloatArray, own: Grouping) -> Columns:
    order = np.argsort(own.levels.code, kind="stable")
    parts = np.split(sgp[order], np.cumsum(own.levels.total()).astype(np.int64)[:-1])
    return dict(zip(SPREAD, np.array([np.quantile(p, list(SPREAD.values())) for p in parts]).T, strict=True))


def _shrunk(sgp: FloatArray, own: Grouping, small: int) -> Columns:
    found = shrunken(sgp, own, small=small)
    named = {"shrunk": "shrunk", "low": "shrunk_low", "high": "shrunk_high", "flag": "flag"}
    return {named[name]: values for name, values in found.items()}


def shrunken(values: FloatArray, own: Grouping, *, small: int) -> Columns:
    """收缩: columns shrunk, low, high and flag of the means by group; blank where no spread can be told."""
    try:
        sums = accumulated(values, [], school=own.levels.code, n_schools=own.levels.n)
        fitted = fit(sums, procedure="reml")
    except (NotSeparable, NoResidualVariance):
        blank = [None] * own.levels.n
        flag = ["small" if n < small else "" for n in own.levels.total()]
        return {"shrunk": blank, "low": blank, "high": blank, "flag": flag}
    effects = school_effects(sums, fitted, small=small)
    centre = fitted.coefficients[0]
    shown = {"shrunk": centre + effects.effect, "low": centre + effects.low, "high": centre + effects.high}
    return shown | {"flag": effects.flag.tolist()}


def _known(values: FloatArray) -> list[float | None]:
    return [None if np.isnan(v) else float(v) for v in values]
