"""最优: the theta of least criterion, polished to where the derivative is nothing but rounding."""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.mixed.profile import Profile
from xueheng.engine.school_sums import FloatArray, ValueAddedError

At = Callable[[FloatArray], Profile]

STARTS = (0.1, 0.4, 1.0)
POLISH, STEP = 30, 1e-4
SHRINKS = 0.1  # of the step before
SHARES = (1.0, 0.25, 0.01)
NEAR_ZERO = 1e-3  # a scale below it is tried at exactly zero
ROUNDING = 1e-13  # share of the criterion that rounding alone could have left
FLAT = 1e-9  # share of the greatest curvature below which a direction counts as level


class NotConverged(ValueAddedError):
    """混合模型: no theta was found where the criterion is least."""


def optimum(at: At, scales: NDArray[np.bool_]) -> Profile:
    """最优: the criterion is least here; scales on the boundary are exactly zero, none is negative."""
    from scipy.optimize import minimize

    starts = (np.where(scales, start, 0.0) for start in STARTS)
    first = min(starts, key=lambda theta: at(theta).value)
    found = minimize(lambda t: _both(at(t)), first, jac=True, method="BFGS", options={"gtol": 1e-4})
    polished, bent = _polished(at, found.x)
    best = _on_boundary(at, polished, scales)
    change = best.slope @ _step(bent, best.slope)
    if not abs(change) <= 1e-7 * (1 + abs(best.value) * 1e-4):
        raise NotConverged("the criterion has no minimum that could be found")
    return best


def _both(profile: Profile) -> tuple[float, FloatArray]:
    return profile.value, profile.slope


def _bent(at: At, profile: Profile) -> FloatArray:
    around = np.eye(len(profile.theta)) * STEP
    bent = np.array([(at(profile.theta + e).slope - profile.slope) / STEP for e in around])
    return np.asarray((bent + bent.T) / 2)


def _step(bent: FloatArray, slope: FloatArray) -> FloatArray:
    curvature, direction = np.linalg.eigh(bent)
    size = np.abs(curvature)
    along = direction.T @ slope
    taken = np.where(size > FLAT * size.max(), along / np.maximum(size, FLAT * size.max()), 0.0)
    return np.asarray(-direction @ taken)


def _polished(at: At, theta: FloatArray) -> tuple[Profile, FloatArray]:
    """The curvature is taken anew only where the steps do not shrink fast."""
    best, last = at(theta), STEP / SHRINKS
    bent = _bent(at, best)
    for _ in range(POLISH):
        step = _step(bent, best.slope)
        tried = next((p for p in (at(best.theta + step * s) for s in SHARES) if _lower(p, best)), None)
        if tried is None:
            break
        best, size = tried, np.abs(step).max()
        if size < 1e-10:
            break
        if size > SHRINKS * last:
            bent = _bent(at, best)
        last = size
    return best, bent


def _lower(profile: Profile, best: Profile) -> bool:
    return profile.value <= best.value + ROUNDING * abs(best.value)


def _on_boundary(at: At, best: Profile, scales: NDArray[np.bool_]) -> Profile:
    near = np.flatnonzero(scales & (np.abs(best.theta) < NEAR_ZERO))
    for zeros in sorted(product((True, False), repeat=len(near)), key=lambda z: -sum(z)):
        theta = best.theta.copy()
        theta[near[list(zeros)]] = 0.0
        tried = at(theta)
        if tried.value <= best.value + 100 * ROUNDING * abs(best.value):
            return tried
    return best
