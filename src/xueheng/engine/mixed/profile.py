"""剖面似然: -2 log likelihood as a function of the relative covariance factors alone.

y = X b + Z1 u1 + Z2 u2 + e with e ~ N(0, s²), u1 ~ N(0, s² L L') in each group, u2 ~ N(0, s² d²) in each
further grouping; b and s² are profiled out (Bates, Mächler, Bolker, Walker 2015). Units: those of y.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from xueheng.engine.mixed.shape import Shape
from xueheng.engine.mixed.sums import MixedSums
from xueheng.engine.school_sums import FloatArray
from xueheng.engine.variance_ratio import Procedure


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
    def half(self) -> FloatArray:
        """L' in the metric of the root, by group."""
        return np.asarray(np.linalg.solve(self.root, np.broadcast_to(self.factor.T, self.root.shape)))

    @cached_property
    def own(self) -> FloatArray:
        """Z1 in the metric of its own root."""
        return np.asarray(self.half @ self.sums.own)

    @cached_property
    def cross(self) -> FloatArray:
        """[Z2 X y] in the metric of the root, not yet scaled."""
        return np.asarray(self.half @ self.sums.cross)

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
        from scipy.linalg import solve_triangular

        triangle = self.triangle[:-1, :-1]
        return np.append(-solve_triangular(triangle, self.triangle[-1, :-1], lower=True, trans=1), 1.0)

    @cached_property
    def triangle(self) -> FloatArray:
        """Cholesky factor of the equations."""
        return np.asarray(np.linalg.cholesky(self.system))

    @property
    def diagonal(self) -> FloatArray:
        """Pivots of the equations; the last is the root of the residual sum of squares."""
        return self.triangle.diagonal()

    def inverse(self, size: int) -> FloatArray:
        """Inverse of the first `size` equations."""
        from scipy.linalg.lapack import dpotri

        if size == 0:
            return np.zeros((0, 0))
        lower = np.tril(dpotri(self.triangle[:size, :size], lower=1)[0])
        return np.asarray(lower + np.tril(lower, -1).T)

    def weighted(self, rows: FloatArray, weight: FloatArray) -> FloatArray:
        """The rows of every group times one matrix, as a single product."""
        flat = rows.reshape(rows.shape[0] * rows.shape[1], len(weight))
        return np.asarray((flat @ weight).reshape(rows.shape))

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
        weight[:counted, :counted] += self.inverse(counted)
        inside = (self.sums.own - self.own.transpose(0, 2, 1) @ self.own).sum(axis=0)
        inside = inside - np.tensordot(self.weighted(self.pulled, weight), self.pulled, axes=([0, 2], [0, 2]))
        widths = 2 * np.einsum("ij,j,ji->i", self.left, self.width, weight)
        return self.shape.gradient(2 * inside @ self.factor, widths[: self.sums.n_other])
