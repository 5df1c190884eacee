"""差异系数: how unequally a resource is spread over the schools of a county, pupil by pupil."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, isqrt, lcm

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.tally import nearest_root

Amounts = Sequence[int] | NDArray[np.int64]

ROOT_BITS = 256


class NoPupilsError(ValueError):
    """A school without pupils has no amount per pupil."""

    def __init__(self, index: int) -> None:
        super().__init__(f"school {index} has no pupils: leave it out or correct its enrolment")
        self.index = index


@dataclass(frozen=True)
class Coefficient:
    """差异系数: the mean per pupil, the exact square of the coefficient, the number of schools."""

    mean: Fraction
    squared: Fraction
    n: int

    @property
    def value(self) -> float:
        """The coefficient as the nearest float."""
        return nearest_root(self.squared.numerator, self.squared.denominator)

    @property
    def root(self) -> Fraction:
        """The coefficient itself where it is rational, else a fraction less than 2**-256 below it."""
        over, under = isqrt(self.squared.numerator), isqrt(self.squared.denominator)
        if Fraction(over, under) ** 2 == self.squared:
            return Fraction(over, under)
        scaled = (self.squared.numerator << 2 * ROOT_BITS) // self.squared.denominator
        return Fraction(isqrt(scaled), 1 << ROOT_BITS)

    def at_most(self, limit: Fraction | Decimal) -> bool:
        """Tell, without rounding, whether the coefficient is within the limit."""
        return limit >= 0 and self.squared <= Fraction(limit) ** 2


def coefficient_of_variation(amount: Amounts, weight: Amounts, *, scale: int) -> Coefficient | None:
    """差异系数: spread per pupil weighted by pupils, over the county mean; None if there is no resource."""
    amounts, pupils = _schools(amount, weight)
    total, n = sum(amounts), sum(pupils)
    if total <= 0:
        return None
    common = lcm(*pupils)
    squares = sum(a * a * (common // k) for a, k in zip(amounts, pupils, strict=True))
    squared = Fraction(n * squares, common * total * total) - 1
    return Coefficient(Fraction(total, n * scale), squared, len(pupils))


def school_terms(amount: Amounts, weight: Amounts, *, scale: int) -> tuple[Fraction, ...]:
    """差异系数的各校项: n_i/N · (x_i − X)², whose sum is the variance between schools."""
    amounts, pupils = _schools(amount, weight)
    n = sum(pupils)
    pairs = zip(amounts, pupils, strict=True)
    total = sum(amounts)
    return tuple(Fraction((a * n - total * k) ** 2, k * n * n * n * scale * scale) for a, k in pairs)


def composite(values: Sequence[Fraction | Decimal]) -> Fraction | None:
    """综合差异系数: the plain mean of several coefficients, None of none."""
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values) if values else None


def raised_to(
    amount: Amounts, weight: Amounts, *, threshold: Fraction | Decimal, scale: int
) -> tuple[int, ...]:
    """补齐后: the amounts once every school below the threshold per pupil has been brought up to it."""
    amounts, pupils = _schools(amount, weight)
    floor = Fraction(threshold) * scale
    return tuple(max(a, ceil(floor * k)) for a, k in zip(amounts, pupils, strict=True))


def _schools(amount: Amounts, weight: Amounts) -> tuple[list[int], list[int]]:
    amounts, pupils = [int(a) for a in amount], [int(k) for k in weight]
    for index, k in enumerate(pupils):
        if k <= 0:
            raise NoPupilsError(index)
    return amounts, pupils
