"""条件极大似然: Rasch difficulties given raw scores, nothing assumed of abilities (Andersen 1970)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.irt.responses import MISSING, FloatArray, Marks

MOST_STEPS = 100
LONGEST, FARTHEST = 2.0, 20.0


@dataclass(frozen=True)
class Conditional:
    """Difficulties that sum to zero, their SE, the conditional log likelihood."""

    b: FloatArray
    se: FloatArray
    loglik: float
    iterations: int
    converged: bool


@dataclass(frozen=True)
class Booklet:
    """Pupils with the same items: which, how many right answers each item has, pupils by raw score."""

    items: NDArray[Any]
    right: FloatArray
    by_score: FloatArray


def booklets(marks: Marks, weight: FloatArray) -> list[Booklet]:
    """The rows by which items they hold; rows with fewer than two items tell nothing."""
    seen, place = np.unique(marks != MISSING, axis=0, return_inverse=True)
    found = []
    for g, pattern in enumerate(seen):
        items = np.flatnonzero(pattern)
        if len(items) < 2:
            continue
        rows, w = marks[place.ravel() == g][:, items].astype(np.int64), weight[place.ravel() == g]
        found.append(Booklet(items, w @ rows, np.bincount(rows.sum(axis=1), w, len(items) + 1).astype(float)))
    return found


def symmetric(easiness: FloatArray, out: tuple[int, ...]) -> FloatArray:
    """γ_r of the items without those in `out`, for every choice of `len(out)` items at once; last axis r."""
    n = len(easiness)
    shape = (n,) * len(out)
    gamma = np.zeros((*shape, n + 1))
    gamma[..., 0] = 1
    axes = np.indices(shape)
    for i in range(n):
        inside = np.where((axes == i).any(axis=0), 0.0, easiness[i])[..., None]
        gamma[..., 1:] += inside * gamma[..., :-1]
    return gamma


def _parts(booklet: Booklet, b: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Log likelihood of a booklet, its gradient and minus its Hessian by b."""
    e, n = np.exp(-b), len(b)
    gamma = np.ones(1)
    for one in e:
        gamma = np.append(gamma, 0) + np.append(0, gamma) * one
    used = np.flatnonzero(booklet.by_score)
    count = booklet.by_score[used]
    single = np.hstack([np.zeros((n, 1)), symmetric(e, (0,))[:, :-1]])
    first = (e[:, None] * single)[:, used] / gamma[used]
    double = np.zeros((n, n, n + 1))
    double[..., 2:] = symmetric(e, (0, 0))[..., :-2]
    second = (e[:, None] * e)[..., None] * double
    second = second[..., used] / gamma[used]
    second[np.diag_indices(n)] = first
    information = second @ count - (first * count) @ first.T
    loglik = -float(booklet.right @ b) - float(count @ np.log(gamma[used]))
    return loglik, first @ count - booklet.right, information


def fit(marks: Marks, weight: FloatArray) -> Conditional:
    """Newton's method on Σ over booklets; the sum of b is held at zero."""
    groups, n = booklets(marks, weight), marks.shape[1]
    b, done, steps = np.zeros(n), False, 0
    while steps < MOST_STEPS and not done:
        loglik, g, information = _total(groups, b)
        step = np.linalg.lstsq(information + 1 / n, g, rcond=None)[0]
        done = bool(np.abs(step).max() < 1e-9)
        b = b + step * min(1.0, LONGEST / max(float(np.abs(step).max()), 1e-300))
        b = np.clip(b - b.mean(), -FARTHEST, FARTHEST)
        steps += 1
    loglik, _, information = _total(groups, b)
    covariance = np.linalg.pinv(information, hermitian=True, rcond=1e-10)
    return Conditional(b, np.sqrt(np.maximum(np.diag(covariance), 0)), loglik, steps, done)


def _total(groups: list[Booklet], b: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    loglik, g, information = 0.0, np.zeros(len(b)), np.zeros((len(b), len(b)))
    for booklet in groups:
        one, slope, own = _parts(booklet, b[booklet.items])
        loglik += one
        g[booklet.items] += slope
        information[np.ix_(booklet.items, booklet.items)] += own
    return loglik, g, information


def linked(marks: Marks) -> NDArray[Any]:
    """Which linked set of items each item belongs to: items are linked where one pupil answered both."""
    there = (marks != MISSING).astype(np.float64)
    reach = (there.T @ there > 0) | np.eye(marks.shape[1], dtype=bool)
    for _ in range(marks.shape[1].bit_length()):
        reach = (reach.astype(np.float64) @ reach) > 0
    return np.asarray(reach.argmax(axis=1))
