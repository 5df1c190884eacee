"""整数列: whole numbers of many schools, int64 or larger, compared, divided and summed without rounding."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Whole = NDArray[Any]  # int64, or Python's integers where they are too large for it
SAFE = 2**53  # below it a quotient of two floats is the nearest to that of the whole numbers
LARGEST = 2**62


def reaches(amount: Whole, floor: Whole, *, share: Fraction) -> NDArray[np.bool_]:
    """Tell, without rounding, of each amount whether it is at least that share of its floor."""
    top, bottom = share.numerator, share.denominator
    largest = max(int(amount.max(initial=0)) * bottom, int(floor.max(initial=0)) * top)
    kind = np.int64 if largest < LARGEST else object
    return np.asarray(amount.astype(kind) * bottom >= floor.astype(kind) * top, bool)


def nearest(top: Whole, bottom: Whole) -> FloatArray:
    """Quotients of whole numbers as the nearest floats."""
    if top.dtype == object or bottom.dtype == object:
        return np.array([a / b for a, b in np.broadcast(top, bottom)], dtype=np.float64)
    if len(top) and max(int(np.abs(top).max()), int(np.abs(bottom).max())) >= SAFE:
        return nearest(top.astype(object), bottom)
    found: FloatArray = top.astype(np.float64) / bottom.astype(np.float64)
    return found


def fits(amount: Whole, pupils: Whole) -> bool:
    """True when int64 holds the products that sums of squares are made of."""
    if not len(amount) or amount.dtype == object:
        return not len(amount)
    largest, most = int(amount.max()), int(pupils.max())
    return most < 2**31 and largest * max(most, int((amount // pupils).max()), 2) < LARGEST


def divided(top: Whole, bottom: Whole) -> tuple[Whole, Whole]:
    """Quotients and rests."""
    each = top // bottom
    return each, top - each * bottom


def group_sums(values: Whole, starts: NDArray[np.int64]) -> list[int]:
    """Sums by group; of int64 in two halves, so that none overflows."""
    if not len(values):
        return []
    if values.dtype == object:
        return [int(s) for s in np.add.reduceat(values, starts)]
    high, low = np.add.reduceat(values >> 31, starts), np.add.reduceat(values & (2**31 - 1), starts)
    return [(h << 31) + low_ for h, low_ in zip(high.tolist(), low.tolist(), strict=True)]
