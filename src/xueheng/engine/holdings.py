"""办学资源: amounts and pupils of many groups of schools at once, and their coefficients without rounding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.equity import Coefficient, coefficient_of_variation
from xueheng.engine.tally import nearest_root
from xueheng.engine.whole import Whole, divided, group_sums

PLACES, LIMB = 120, 30  # binary places of a sum of squares, and those won by one division
ROOT_PLACES = 100


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
        return group_sums(self.amount, self.starts)

    @cached_property
    def pupil_totals(self) -> list[int]:
        """Pupils of each group."""
        return group_sums(self.pupils, self.starts)

    @cached_property
    def squares(self) -> list[int]:
        """Σ a²/k of each group in units of 2**-PLACES, each school's term cut off below."""
        each, over = divided(self.amount, self.pupils)
        whole, rest = divided(self.amount * over, self.pupils)
        sums = group_sums(whole + self.amount * each, self.starts)
        sums = [s << PLACES for s in sums]
        for place in range(PLACES - LIMB, -1, -LIMB):
            limb, rest = divided(rest << LIMB, self.pupils)
            sums = [s + (part << place) for s, part in zip(sums, group_sums(limb, self.starts), strict=True)]
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
