"""只补齐一所: what raising one school alone does to the coefficient of its group."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.equity import coefficient_of_variation
from xueheng.engine.holdings import PLACES, Holdings
from xueheng.engine.twofold import Twofold, of, of_fractions
from xueheng.engine.whole import SAFE, FloatArray, Whole

SMALL = 1e-9  # a coefficient below this is worked out in fractions


def raised_alone(held: Holdings, floor: Whole, schools: NDArray[np.int64]) -> FloatArray:
    """只补齐一所: the coefficient of its group once this school alone is brought up to its floor.

    N (Q + d (2a + d)/k)/(T + d)² − 1, d units more for a school with a.
    """
    at = held.group[schools]
    a, k = held.amount[schools], held.pupils[schools]
    more = floor[schools] - a
    squares = of_fractions(held.squares, 1 << PLACES)
    rise = _of(more) * _of(2 * a + more) / _of(k)
    n = _of(np.array(held.pupil_totals, dtype=object))
    total = of_fractions(held.totals, 1)
    after = _taken(total, at) + _of(more)
    squared = _taken(n, at) * (_taken(squares, at) + rise) / (after * after) + of(np.full(len(at), -1.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        result = squared.root().high
    small = np.flatnonzero(~(result > SMALL))
    for i in small:
        result[i] = _alone(held, int(schools[i]), int(floor[schools[i]]))
    return result


def _alone(held: Holdings, school: int, floor: int) -> float:
    """The same in fractions, where the coefficient all but vanishes."""
    group = int(held.group[school])
    start, size = int(held.starts[group]), int(held.sizes[group])
    amounts = held.amount[start : start + size].tolist()
    amounts[school - start] = floor
    pupils = held.pupils[start : start + size].tolist()
    found = coefficient_of_variation(amounts, pupils, scale=held.scale)
    return found.value if found else float("nan")


def _of(whole: Whole) -> Twofold:
    if whole.dtype == object or (len(whole) and int(np.abs(whole).max()) >= SAFE):
        return of_fractions([int(v) for v in whole], 1)
    return of(whole.astype(np.float64))


def _taken(number: Twofold, at: NDArray[np.int64]) -> Twofold:
    return Twofold(number.high[at], number.low[at])
