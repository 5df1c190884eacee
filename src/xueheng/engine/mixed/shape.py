"""参数: which entry of theta stands where in the relative covariance factors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.school_sums import FloatArray


@dataclass(frozen=True)
class Shape:
    """参数: theta is the lower triangle of L, a scale for cohorts and one for each further grouping."""

    effects: int  # constant and slopes, with a full covariance
    cohorts: int  # effects of one variance, without covariance
    others: tuple[int, ...]

    @property
    def lower(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the triangle."""
        return np.tril_indices(self.effects)

    @property
    def n_lower(self) -> int:
        """Numbers in the triangle."""
        return self.effects * (self.effects + 1) // 2

    @property
    def scales(self) -> NDArray[np.bool_]:
        """True for the entries of theta that are zero on the boundary."""
        rows, columns = self.lower
        return np.append(rows == columns, np.ones(bool(self.cohorts) + len(self.others), dtype=bool))

    def factor(self, theta: FloatArray) -> FloatArray:
        """The block L of one group, cohorts after the effects."""
        block = np.zeros((self.effects + self.cohorts,) * 2)
        block[self.lower] = theta[: self.n_lower]
        inside = np.arange(self.effects, len(block))
        block[inside, inside] = theta[self.n_lower] if self.cohorts else 0.0
        return block

    def widths(self, theta: FloatArray) -> FloatArray:
        """The scale d of each column of Z2."""
        return np.repeat(theta[len(theta) - len(self.others) :], self.others)

    def gradient(self, factor: FloatArray, widths: FloatArray) -> FloatArray:
        """Derivatives by the entries of L and by each d, gathered into those by theta."""
        cohorts = [factor.diagonal()[self.effects :].sum()] if self.cohorts else []
        parts = np.split(widths, np.cumsum(self.others)[:-1]) if self.others else []
        return np.array([*factor[self.lower], *cohorts, *(part.sum() for part in parts)])
