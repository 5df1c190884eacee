"""学习基础分段: pupils by their first prior, the means of each band, and of each school in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xueheng.engine.growth.splines import FloatArray, IntArray
from xueheng.engine.mixed.sums import Levels
from xueheng.methods.exam_growth.schools import Columns, shrunken
from xueheng.methods.exam_value_added.result import Grouping, joined


@dataclass(frozen=True)
class Bands:
    """段: of each pupil, counted from 1 at the lowest prior; equal priors share a band."""

    of: IntArray
    n: int


def bands_of(prior: FloatArray, wanted: int) -> Bands:
    """段: bounds at equal shares of the pupils; bounds that coincide make fewer bands."""
    bounds = np.unique(np.quantile(prior, np.arange(1, wanted) / wanted))
    held, code = np.unique(np.searchsorted(bounds, prior, side="left"), return_inverse=True)
    return Bands(code.astype(np.int64) + 1, len(held))


def band_columns(
    bands: Bands, prior: FloatArray, outcome: FloatArray, targets: Mapping[str, FloatArray]
) -> Columns:
    """One entry a band: its priors, its outcomes, and the mean mark that each target needs."""
    parts = []
    for band in range(1, bands.n + 1):
        there = bands.of == band
        marks, priors = outcome[there], prior[there]
        about = {"band": band, "n": len(marks), "prior_low": priors.min(), "prior_high": priors.max()}
        about |= {"mean": marks.mean(), "median": np.median(marks)}
        parts.append(about | {name: mark[there].mean() for name, mark in targets.items()})
    return {name: [part[name] for part in parts] for name in parts[0]}


def cell_columns(bands: Bands, outcome: FloatArray, school: Grouping, *, small: int) -> Columns:
    """One entry a school and band: its mean outcome, shrunken towards that of the band."""
    parts = []
    for band in range(1, bands.n + 1):
        there = bands.of == band
        held, code = np.unique(school.levels.code[there], return_inverse=True)
        own = Grouping(school.name, [school.labels[k] for k in held], Levels(code, len(held)))
        n = own.levels.total()
        about = {"band": [band] * len(held), "school": own.labels, "n": n.astype(np.int64)}
        about |= {"mean": own.levels.total(outcome[there]) / n}
        parts.append(about | shrunken(outcome[there], own, small=small))
    return joined(parts)


def given(table: pa.Table, names: tuple[str, ...]) -> FloatArray:
    """The named columns side by side."""
    return np.column_stack([table[name].to_numpy() for name in names]).astype(np.float64)
