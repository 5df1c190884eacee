"""选址结果: open sites, the site of each customer, the value and the bound that certifies it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
NOTHING = 1e-9
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Located:
    """A solution with its bound; `share` holds (customer, site, part of the demand), whole or split."""

    open: IntArray
    customer: IntArray
    site: IntArray
    part: FloatArray
    value: float
    bound: float
    is_proven: bool
    duals: FloatArray  # of the relaxation: with them anybody computes a bound again
    is_cut_short: bool = False  # the clock stopped it, so another machine may find another plan


def gap_of(value: float, bound: float) -> float:
    """How far the value may be above the best, as a share of the bound; all of it where that is 0."""
    if value <= bound:
        return 0.0
    return 1.0 if abs(bound) < NOTHING else (value - bound) / abs(bound)
