"""双倍精度数: pairs of floats whose sum carries about 31 digits, element by element and alike everywhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
SPLIT = float(2**27 + 1)


@dataclass(frozen=True)
class Twofold:
    """A number as the nearest float and what is left of it.  Dekker (1971)."""

    high: FloatArray
    low: FloatArray

    def __add__(self, other: Twofold) -> Twofold:
        """The sum."""
        total = _sum(self.high, other.high)
        return _quick(total.high, total.low + (self.low + other.low))

    def __mul__(self, other: Twofold) -> Twofold:
        """The product."""
        whole = _product(self.high, other.high)
        return _quick(whole.high, whole.low + (self.high * other.low + self.low * other.high))

    def __truediv__(self, other: Twofold) -> Twofold:
        """The quotient."""
        first = self.high / other.high
        rest = self + _times(other, -first)
        second = rest.high / other.high
        rest = rest + _times(other, -second)
        return _quick(first, second) + of(rest.high / other.high)

    def root(self) -> Twofold:
        """The square root of what is above 0."""
        first = np.sqrt(self.high)
        rest = self + _times(of(first), -first)
        return _quick(first, rest.high / (2 * first))


def of(number: FloatArray) -> Twofold:
    """A float as it is."""
    return Twofold(number, np.zeros_like(number))


def of_fractions(tops: list[int], bottom: int) -> Twofold:
    """Fractions over one bottom, whole numbers of any size."""
    pairs = [_pair(top, bottom) for top in tops]
    return Twofold(np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs]))


def _pair(top: int, bottom: int) -> tuple[float, float]:
    high = top / bottom
    own, power = high.as_integer_ratio()
    return high, (top * power - own * bottom) / (bottom * power)


def _times(number: Twofold, factor: FloatArray) -> Twofold:
    return number * of(factor)


def _quick(high: FloatArray, low: FloatArray) -> Twofold:
    total: FloatArray = high + low
    return Twofold(total, low - (total - high))


def _sum(a: FloatArray, b: FloatArray) -> Twofold:
    total = a + b
    part = total - a
    return Twofold(total, (a - (total - part)) + (b - part))


def _product(a: FloatArray, b: FloatArray) -> Twofold:
    whole = a * b
    (a1, a2), (b1, b2) = _halves(a), _halves(b)
    return Twofold(whole, ((a1 * b1 - whole) + a1 * b2 + a2 * b1) + a2 * b2)


def _halves(a: FloatArray) -> tuple[FloatArray, FloatArray]:
    shifted = SPLIT * a
    high = shifted - (shifted - a)
    return high, a - high
