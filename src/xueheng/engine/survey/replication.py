"""重复权重: jackknife, balanced half-samples and Fay's, each as weights for a replicate at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.survey.design import Design, FloatArray


class NotPaired(ValueError):
    """抽样: a stratum has not two first-stage units; `stratum` is its number."""

    def __init__(self, stratum: int) -> None:
        super().__init__(f"stratum {stratum} has an odd number of first-stage units")
        self.stratum = stratum


@dataclass(frozen=True)
class Replicates:
    """重复权重: what each replicate counts for, the weights of one by its number, degrees of freedom."""

    scales: FloatArray
    weights: Callable[[int], FloatArray]
    degrees: int


def replicated(
    estimates: Callable[[FloatArray], FloatArray], whole: FloatArray, replicates: Replicates
) -> FloatArray:
    """重复方差: V = Σ_r c_r (θ_r - θ)(θ_r - θ)'.  Wolter (2007)."""
    rows = [estimates(replicates.weights(r)) - whole for r in range(len(replicates.scales))]
    apart = np.array(rows) * np.sqrt(replicates.scales)[:, None]
    return np.asarray(apart.T @ apart)


def jackknife(design: Design) -> Replicates:
    """刀切: replicate i drops a unit and raises the others of its stratum by n_h/(n_h - 1).

    c = (1 - n_h/N_h)(n_h - 1)/n_h.  With one stratum this is JK1, else JKn; units of a stratum alone are
    never dropped.  Rust & Rao (1996).
    """
    n = design.units
    dropped = np.flatnonzero(n[design.stratum] > 1)
    of = design.stratum[dropped]

    def weights(r: int) -> FloatArray:
        factor = np.where(design.stratum == of[r], n[of[r]] / (n[of[r]] - 1), 1.0)
        factor[dropped[r]] = 0.0
        return np.asarray(design.weight * factor[design.unit])

    return Replicates((1 - design.share[of]) * (n[of] - 1) / n[of], weights, design.degrees)


def half_samples(design: Design, fay: float) -> Replicates:
    """平衡半样本: of the two units of a stratum one counts 2 - k and the other k, by a Hadamard matrix.

    c = 1/(R (1 - k)²); k = 0 is BRR, 0 < k < 1 Fay's.  McCarthy (1969); Judkins (1990).
    """
    for stratum in np.flatnonzero(design.units != 2):
        raise NotPaired(int(stratum))
    signs = _hadamard(len(design.share) + 1)[:, 1 : len(design.share) + 1]
    order = np.argsort(design.stratum, kind="stable")
    side = np.empty(len(order))
    side[order] = np.tile([1.0, -1.0], len(design.share))

    def weights(r: int) -> FloatArray:
        factor = 1 + (1 - fay) * side * signs[r][design.stratum]
        return np.asarray(design.weight * factor[design.unit])

    scales = np.full(len(signs), 1 / (len(signs) * (1 - fay) ** 2))
    return Replicates(scales, weights, len(design.share))


def paired(design: Design) -> Design:
    """配对: units of a stratum two by two in their order; the last of an odd number joins the pair before."""
    n = design.units
    order = np.argsort(design.stratum, kind="stable")
    first = np.concatenate([[0], np.cumsum(n)[:-1]])
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order)) - first[design.stratum[order]]
    pair = np.minimum(place // 2, np.maximum(n // 2 - 1, 0)[design.stratum])
    key, stratum = np.unique(design.stratum * (len(order) + 1) + pair, return_inverse=True)
    return replace(design, stratum=stratum.astype(np.int64), share=design.share[key // (len(order) + 1)])


def _hadamard(least: int) -> FloatArray:
    """Sylvester's matrix of at least that order, its first column all 1."""
    matrix = np.ones((1, 1))
    while len(matrix) < least:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix
