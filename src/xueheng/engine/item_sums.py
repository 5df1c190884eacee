"""小题和: additive sums of items by pairs, and what classical test theory takes from them alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class ItemSums:
    """Sums over the pupils with a mark in both items j and k; those of two groups of pupils add up."""

    n: FloatArray  # [..., j, k] pupils
    sums: FloatArray  # [..., j, k] Σ x_j where x_k is there too
    products: FloatArray  # [..., j, k] Σ x_j x_k

    def __add__(self, other: ItemSums) -> ItemSums:
        return ItemSums(self.n + other.n, self.sums + other.sums, self.products + other.products)


def item_sums(marks: FloatArray) -> ItemSums:
    """小题和 of a block of marks (pupils, items); NaN is a mark that is not there."""
    there = ~np.isnan(marks)
    held, value = there.astype(np.float64), np.where(there, marks, 0.0)
    return ItemSums(held.T @ held, value.T @ held, value.T @ value)


def difficulty(sums: ItemSums, full: FloatArray) -> FloatArray:
    """难度 P_j = Σ x_j / (n_j full_j), a share of the full mark (Lord & Novick 1968)."""
    n = np.diagonal(sums.n, axis1=-2, axis2=-1)
    return _over(np.diagonal(sums.sums, axis1=-2, axis2=-1), n * full)


def covariance(sums: ItemSums) -> FloatArray:
    """协方差 S_jk = (Σ x_j x_k - Σ x_j Σ x_k / n_jk) / (n_jk - 1) over the pupils who have both."""
    across = sums.sums * np.swapaxes(sums.sums, -1, -2)
    return _over(sums.products - _over(across, sums.n), sums.n - 1)


def r_item_total(cov: FloatArray) -> FloatArray:
    """题总相关 r_jt = S_jt / √(S_jj S_tt), t the sum of all items."""
    own, with_total = np.diagonal(cov, axis1=-2, axis2=-1), cov.sum(axis=-1)
    return _over(with_total, np.sqrt(np.maximum(own * with_total.sum(axis=-1, keepdims=True), 0)))


def r_item_rest(cov: FloatArray) -> FloatArray:
    """题余相关 (S_jt - S_jj) / √(S_jj (S_tt - 2 S_jt + S_jj)), t without j (Henrysson 1963)."""
    own, with_total = np.diagonal(cov, axis1=-2, axis2=-1), cov.sum(axis=-1)
    rest = with_total.sum(axis=-1, keepdims=True) - 2 * with_total + own
    return _over(with_total - own, np.sqrt(np.maximum(own * rest, 0)))


def alpha(cov: FloatArray) -> FloatArray:
    """α = k / (k - 1) (1 - Σ S_jj / S_tt) (Cronbach 1951); NaN for one item or no spread."""
    k = cov.shape[-1]
    own, total = np.trace(cov, axis1=-2, axis2=-1), cov.sum(axis=(-2, -1))
    return np.asarray((1 - _over(own, total)) * (k / (k - 1)) if k > 1 else np.full_like(total, np.nan))


def alpha_if_dropped(cov: FloatArray) -> FloatArray:
    """删题后 α of the other items, for each item."""
    own, with_total = np.diagonal(cov, axis1=-2, axis2=-1), cov.sum(axis=-1)
    k = cov.shape[-1] - 1
    if k < 2:
        return np.full_like(own, np.nan)
    rest = with_total.sum(axis=-1, keepdims=True) - 2 * with_total + own
    return np.asarray((1 - _over(own.sum(axis=-1, keepdims=True) - own, rest)) * (k / (k - 1)))


def _over(above: FloatArray, below: FloatArray) -> FloatArray:
    """The quotient, NaN where there is nothing to divide by."""
    small = np.asarray(below) <= 1e-12
    return np.asarray(np.where(small, np.nan, above / np.where(small, 1.0, below)))
