"""办学资源: amounts and pupils of many groups of schools at once, and their coefficients without rounding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.equity import Coefficient, coefficient_of_variation
from xueheng.engine.tally import nearest_root
from xueheng.engine.twofold import Twofold, of, of_fractions

FloatArray = NDArray[np.float64]
Whole = NDArray[Any]  # int64, or Python's integers where they are too large for it
PLACES, LIMB = 120, 30  # binary places of a sum of squares, and those won by one division
ROOT_PLACES = 100
SAFE = 2**53  # below it a quotient of two floats is the nearest to that of the whole numbers
LARGEST = 2**62
SMALL = 1e-9  # a coefficient below this is worked out in fractions


@dataclass(frozen=True)
class Bracket:
    """差异系数的界: the coefficient lies between two whole numbers of 2**-ROOT_PLACES."""

    low: int
    high: int


@dataclass(frozen=True)
class Holdings:
    """资源: amounts in units of which `scale` make one thing, schools ordered by group."""

    amount: Whole
    pupils: Whole
    starts: NDArray[np.int64]  # the first school of each group
    scale: int

    @cached_property
    def group(self) -> NDArray[np.int64]:
        """Of each school its group."""
        return np.repeat(np.arange(len(self.starts)), self.sizes)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Schools of each group."""
        return np.diff(np.append(self.starts, len(self.pupils)))

    @cached_property
    def totals(self) -> list[int]:
        """Units of each group."""
        return _sums(self.amount, self.starts)

    @cached_property
    def pupil_totals(self) -> list[int]:
        """Pupils of each group."""
        return _sums(self.pupils, self.starts)

    @cached_property
    def squares(self) -> list[int]:
        """Σ a²/k of each group in units of 2**-PLACES, each school's term cut off below."""
        each, over = _divided(self.amount, self.pupils)
        whole, rest = _divided(self.amount * over, self.pupils)
        sums = _sums(whole + self.amount * each, self.starts)
        sums = [s << PLACES for s in sums]
        for place in range(PLACES - LIMB, -1, -LIMB):
            limb, rest = _divided(rest << LIMB, self.pupils)
            sums = [s + (part << place) for s, part in zip(sums, _sums(limb, self.starts), strict=True)]
        return sums

    def squared(self, group: int) -> tuple[int, int, int]:
        """差异系数的平方: least and largest top over one bottom."""
        total, n = self.totals[group], self.pupil_totals[group]
        bottom = total * total << PLACES
        low = n * self.squares[group] - bottom
        return low, low + n * int(self.sizes[group]), bottom

    def exact(self, group: int) -> Coefficient | None:
        """The coefficient of one group in fractions."""
        part = slice(int(self.starts[group]), int(self.starts[group] + self.sizes[group]))
        return coefficient_of_variation(
            self.amount[part].tolist(), self.pupils[part].tolist(), scale=self.scale
        )

    @cached_property
    def coefficients(self) -> list[float | None]:
        """差异系数 of each group as the nearest float; None where there is no resource."""
        return [self._coefficient(group) for group in range(len(self.starts))]

    def _coefficient(self, group: int) -> float | None:
        if self.totals[group] <= 0:
            return None
        low, high, bottom = self.squared(group)
        if low > 0 and (least := nearest_root(low, bottom)) == nearest_root(high, bottom):
            return least
        found = self.exact(group)
        return found.value if found else None

    def at_most(self, group: int, limit: Decimal) -> bool | None:
        """Tell, without rounding, whether the coefficient is within the limit."""
        value = self.coefficients[group]
        if value is None or value != float(limit):
            return None if value is None else value < float(limit)
        found = self.exact(group)
        return found.at_most(limit) if found else None

    def bracket(self, group: int) -> Bracket:
        """Between what the coefficient lies, for sums of several."""
        low, high, bottom = self.squared(group)
        roots = [isqrt((max(top, 0) << 2 * ROOT_PLACES) // bottom) for top in (low, high)]
        return Bracket(roots[0], roots[1] + 1)

    def mean(self, group: int, *, per: int) -> float:
        """县域均值: amount per pupil, or per so many pupils, as the nearest float."""
        return self.totals[group] * per / (self.pupil_totals[group] * self.scale)

    def raised(self, floor: Whole) -> Holdings:
        """补齐后: every school below its floor brought up to it."""
        return Holdings(np.maximum(self.amount, floor), self.pupils, self.starts, self.scale)


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


def _divided(top: Whole, bottom: Whole) -> tuple[Whole, Whole]:
    each = top // bottom
    return each, top - each * bottom


def _sums(values: Whole, starts: NDArray[np.int64]) -> list[int]:
    """Sums by group; of int64 in two halves, so that none overflows."""
    if not len(values):
        return []
    if values.dtype == object:
        return [int(s) for s in np.add.reduceat(values, starts)]
    high, low = np.add.reduceat(values >> 31, starts), np.add.reduceat(values & (2**31 - 1), starts)
    return [(h << 31) + low_ for h, low_ in zip(high.tolist(), low.tolist(), strict=True)]


def _of(whole: Whole) -> Twofold:
    if whole.dtype == object or (len(whole) and int(np.abs(whole).max()) >= SAFE):
        return of_fractions([int(v) for v in whole], 1)
    return of(whole.astype(np.float64))


def _taken(number: Twofold, at: NDArray[np.int64]) -> Twofold:
    return Twofold(number.high[at], number.low[at])
