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
    best = _on_boundary(at, _polished(at, found.x), scales)
    change = best.slope @ _step(at, best)
    if not abs(change) <= 1e-7 * (1 + abs(best.value) * 1e-4):
        raise NotConverged("the criterion has no minimum that could be found")
    return best


def _both(profile: Profile) -> tuple[float, FloatArray]:
    return profile.value, profile.slope


def _step(at: At, profile: Profile) -> FloatArray:
    theta = profile.theta
    around = np.eye(len(theta)) * STEP
    bent = np.array([(at(theta + e).slope - at(theta - e).slope) / (2 * STEP) for e in around])
    curvature, direction = np.linalg.eigh((bent + bent.T) / 2)
    size = np.abs(curvature)
    along = direction.T @ profile.slope
    taken = np.where(size > FLAT * size.max(), along / np.maximum(size, FLAT * size.max()), 0.0)
    return np.asarray(-direction @ taken)


def _polished(at: At, theta: FloatArray) -> Profile:
    best = at(theta)
    for _ in range(POLISH):
        step = _step(at, best)
        tried = next(
            (p for p in (at(best.theta + step * s) for s in (1, 0.25, 0.01)) if _lower(p, best)), None
        )
        if tried is None:
            break
        best = tried
        if np.abs(step).max() < 1e-10:
            break
    return best


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
