"""反应函数: log P(k|θ) of each item and its derivatives, all items at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.irt.responses import FloatArray, IntArray

Model = Literal["rasch", "2pl", "pcm", "gpcm", "grm"]
BoolArray = NDArray[np.bool_]
COMMON = ("rasch", "pcm")
IMPOSSIBLE = -1e30
SMALLEST = 1e-12


@dataclass(frozen=True)
class Curves:
    """log P (J x K x Q), its derivatives by slope and intercepts (J x K x K x Q); lacking steps are 0."""

    log: FloatArray
    slopes: FloatArray


def curves(parameters: FloatArray, theta: FloatArray, *, categories: IntArray, model: Model) -> Curves:
    """反应函数 at θ: parameters are J x K, slope a first, then intercepts c1..cm (cm beyond m unused)."""
    there = np.arange(parameters.shape[1]) < categories[:, None]
    if model == "grm":
        return _graded(parameters, theta, there)
    return _partial(parameters, theta, there)


def _partial(parameters: FloatArray, theta: FloatArray, there: BoolArray) -> Curves:
    """P(k) proportional to exp(k a θ + c_k), c_0 = 0 (Masters 1982; Muraki 1992)."""
    n, k = parameters.shape
    steps = np.arange(k)
    c = parameters.copy()
    c[:, 0] = 0
    z = parameters[:, :1, None] * steps[:, None] * theta + c[:, :, None]
    z = np.where(there[:, :, None], z, IMPOSSIBLE)
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z)
    total = p.sum(axis=1, keepdims=True)
    p /= total
    log = np.where(there[:, :, None], z - np.log(total), 0.0)
    mean = (steps[:, None] * p).sum(axis=1)
    by = np.zeros((n, k, k, len(theta)))
    by[:, 0] = (steps[:, None] - mean[:, None, :]) * theta
    for s in range(1, k):
        by[:, s] = -p[:, s : s + 1]
        by[:, s, s] += 1
    by[:, 1:] *= there[:, 1:, None, None]
    return Curves(log, by * there[:, None, :, None])


def _graded(parameters: FloatArray, theta: FloatArray, there: BoolArray) -> Curves:
    """P(k) = S_k - S_(k+1), S_k = 1 / (1 + exp(-(a θ + c_k))) (Samejima 1969)."""
    n, k = parameters.shape
    above = np.zeros((n, k + 1, len(theta)))
    above[:, 0] = 1
    z = parameters[:, :1, None] * theta + parameters[:, 1:, None]
    above[:, 1:k] = np.where(there[:, 1:, None], 1 / (1 + np.exp(-np.clip(z, -500, 500))), 0.0)
    p = np.maximum(above[:, :-1] - above[:, 1:], SMALLEST)
    log = np.where(there[:, :, None], np.log(p), 0.0)
    rise = above * (1 - above)
    by = np.zeros((n, k, k, len(theta)))
    by[:, 0] = (rise[:, :-1] - rise[:, 1:]) * theta / p
    for s in range(1, k):
        by[:, s, s] = rise[:, s] / p[:, s]
        by[:, s, s - 1] = -rise[:, s] / p[:, s - 1]
    return Curves(log, by * there[:, None, :, None])


def probabilities(found: Curves, categories: IntArray) -> FloatArray:
    """P(k|θ), 0 for steps that an item lacks."""
    there = np.arange(found.log.shape[1]) < categories[:, None]
    return np.where(there[:, :, None], np.exp(found.log), 0.0)


def item_information(
    parameters: FloatArray, theta: FloatArray, *, categories: IntArray, model: Model
) -> FloatArray:
    """信息函数: I_j(θ) = Σ_k P_k'(θ)² / P_k(θ), J x Q."""
    found = curves(parameters, theta, categories=categories, model=model)
    p = probabilities(found, categories)
    if model == "grm":
        slope = (found.slopes[:, 1:].sum(axis=1)) * parameters[:, :1, None]
    else:
        steps = np.arange(p.shape[1])[:, None]
        slope = parameters[:, :1, None] * (steps - (steps * p).sum(axis=1, keepdims=True))
    return np.asarray((p * slope**2).sum(axis=1))


def thresholds(parameters: FloatArray, *, categories: IntArray, model: Model) -> FloatArray:
    """难度 b1..bm with a(θ - b): -c_k / a for graded steps, -(c_k - c_(k-1)) / a for partial credit."""
    c = parameters[:, 1:]
    if model != "grm":
        c = np.diff(np.hstack([np.zeros((len(c), 1)), c]), axis=1)
    b = -c / parameters[:, :1]
    return np.where(np.arange(1, parameters.shape[1]) < categories[:, None], b, np.nan)


def jacobian(row: FloatArray, *, m: int, model: Model) -> FloatArray:
    """Derivatives of (a, b1..bm) by (a, c1..cm) of one item."""
    a, c = row[0], row[1 : m + 1]
    change = np.eye(m) if model == "grm" else np.eye(m) - np.eye(m, k=-1)
    found = np.zeros((m + 1, m + 1))
    found[0, 0] = 1
    found[1:, 0] = change @ c / a**2
    found[1:, 1:] = -change / a
    return found
