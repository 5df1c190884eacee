"""剖面似然: -2 log likelihood as a function of the relative covariance factors alone.

y = X b + Z1 u1 + Z2 u2 + e with e ~ N(0, s²), u1 ~ N(0, s² L L') in each group, u2 ~ N(0, s² d²) in each
further grouping; b and s² are profiled out (Bates, Mächler, Bolker, Walker 2015). Units: those of y.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.mixed.sums import MixedSums
from xueheng.engine.school_sums import FloatArray
from xueheng.engine.variance_ratio import Procedure


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


@dataclass(frozen=True)
class Profile:
    """剖面: the criterion at one theta and all that follows from it."""

    sums: MixedSums
    shape: Shape
    theta: FloatArray
    procedure: Procedure

    @cached_property
    def factor(self) -> FloatArray:
        """L."""
        return self.shape.factor(self.theta)

    @cached_property
    def width(self) -> FloatArray:
        """The scale of each column of [Z2 X y]."""
        plain = np.ones(len(self.sums.rest) - self.sums.n_other)
        return np.concatenate([self.shape.widths(self.theta), plain])

    @property
    def freedom(self) -> int:
        """Divisor of the residual sum of squares."""
        fixed = len(self.sums.rest) - self.sums.n_other - 1
        return self.sums.n - (fixed if self.procedure == "reml" else 0)

    @cached_property
    def root(self) -> FloatArray:
        """Cholesky factors of I + L'Z1'Z1 L, by group."""
        inner = self.factor.T @ self.sums.own @ self.factor
        return np.asarray(np.linalg.cholesky(inner + np.eye(len(self.factor))))

    @cached_property
    def own(self) -> FloatArray:
        """Z1 in the metric of its own root."""
        return np.asarray(np.linalg.solve(self.root, self.factor.T @ self.sums.own))

    @cached_property
    def cross(self) -> FloatArray:
        """[Z2 X y] in the metric of the root, not yet scaled."""
        return np.asarray(np.linalg.solve(self.root, self.factor.T @ self.sums.cross))

    @cached_property
    def left(self) -> FloatArray:
        """[Z2 X y]' V1^-1 [Z2 X y], V1 = I + Z1 L L'Z1'."""
        flat = self.cross.reshape(-1, self.cross.shape[-1])
        return np.asarray(self.sums.rest - flat.T @ flat)

    @cached_property
    def system(self) -> FloatArray:
        """The mixed model equations of [Z2 X y] once Z1 is eliminated."""
        scaled = self.left * np.outer(self.width, self.width)
        ones = np.arange(self.sums.n_other)
        scaled[ones, ones] += 1.0
        return scaled

    @cached_property
    def pulled(self) -> FloatArray:
        """Z1' V1^-1 [Z2 X y], scaled."""
        return np.asarray((self.sums.cross - self.own.transpose(0, 2, 1) @ self.cross) * self.width)

    @cached_property
    def contrast(self) -> FloatArray:
        """(-u2, -b, 1): the residual as a combination of [Z2 X y]."""
        return np.append(-np.linalg.solve(self.system[:-1, :-1], self.system[:-1, -1]), 1.0)

    @cached_property
    def diagonal(self) -> FloatArray:
        """Pivots of the equations; the last is the root of the residual sum of squares."""
        return np.asarray(np.linalg.cholesky(self.system).diagonal())

    @property
    def residual(self) -> float:
        """s²."""
        return float(self.diagonal[-1] ** 2 / self.freedom)

    @property
    def _counted(self) -> int:
        return len(self.system) - 1 if self.procedure == "reml" else self.sums.n_other

    @cached_property
    def value(self) -> float:
        """The criterion: -2 log likelihood, for reml the restricted one."""
        groups = np.log(np.diagonal(self.root, axis1=1, axis2=2)).sum()
        rest = np.log(self.diagonal[: self._counted]).sum()
        return float(2 * (groups + rest) + self.freedom * (1 + np.log(2 * np.pi * self.residual)))

    @cached_property
    def slope(self) -> FloatArray:
        """Derivative of the criterion by theta."""
        counted = self._counted
        weight = np.outer(self.contrast, self.contrast) / self.residual
        weight[:counted, :counted] += np.linalg.inv(self.system[:counted, :counted])
        inside = (self.sums.own - self.own.transpose(0, 2, 1) @ self.own).sum(axis=0)
        inside = inside - np.tensordot(self.pulled @ weight, self.pulled, axes=([0, 2], [0, 2]))
        widths = 2 * np.einsum("ij,j,ji->i", self.left, self.width, weight)
        return self.shape.gradient(2 * inside @ self.factor, widths[: self.sums.n_other])
