"""测量误差: what errors in the prior marks do to sums, noise and standard errors, and its removal."""

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.school_sums import FloatArray, SchoolSums, ValueAddedError
from xueheng.engine.variance_ratio import Moments, grid


class ReliabilityTooLow(ValueAddedError):
    """测量误差: the declared errors exceed what the columns vary; `column` has the largest share of error."""

    def __init__(self, column: int) -> None:
        super().__init__(f"the measurement error declared for column {column} exceeds its spread")
        self.column = column


@dataclass(frozen=True)
class MeasurementError:
    """测量误差: error covariance of (constant, columns, outcome), for pupils and for school means."""

    within: FloatArray  # of one pupil, the school mean taken out
    between: FloatArray  # of the school mean, times the pupils of the school

    def noise_within(self, slopes: FloatArray) -> float:
        """Variance that errors add to the residual of one pupil, the school mean taken out."""
        return float(slopes @ self.within[:-1, :-1] @ slopes)

    def noise_between(self, slopes: FloatArray) -> float:
        """Variance that errors add to the mean residual of a school, times its pupils."""
        return float(slopes @ self.between[:-1, :-1] @ slopes)


def measurement_error(sums: SchoolSums, error_variance: FloatArray, *, scale: FloatArray) -> MeasurementError:
    """测量误差: independent errors of the columns, carried on to their school means, in units of `scale`."""
    own = sums.n_own
    if error_variance.shape != (own,) or not (np.isfinite(error_variance) & (error_variance >= 0)).all():
        raise ValueError(f"error variances of {own} columns must be numbers of at least zero")
    source = np.array([*range(own), *sums.means_of], dtype=np.intp)
    between = np.where(source[:, None] == source, error_variance[source], 0.0)
    between /= np.outer(scale[:-1], scale[:-1])
    within = between.copy()
    within[own:], within[:, own:] = 0.0, 0.0
    return MeasurementError(within=np.pad(within, 1), between=np.pad(between, 1))


def without_error(observed: Moments, error: MeasurementError) -> Moments:
    """测量误差: products of the true columns, as expected: those observed less what errors add to them."""
    inside = observed.n - observed.n_schools
    true = replace(
        observed,
        within=observed.within - inside * error.within,
        between=observed.between - observed.schools[:, None, None] * error.between,
    )
    if error.between.any():
        _require_positive(true, column=int(np.argmax(error.within.diagonal())) - 1)
    return true


def _require_positive(moments: Moments, *, column: int) -> None:
    try:
        np.linalg.cholesky(moments.at(grid(moments.size)))
    except np.linalg.LinAlgError:
        raise ReliabilityTooLow(column) from None


def score_covariance(
    observed: Moments, error: MeasurementError, *, slopes: FloatArray, residual: float, ratio: float
) -> FloatArray:
    """标准误: covariance of the estimating equations, after Fuller (1987, 2.2)."""
    shrink = 1 / (1 + ratio * observed.size)
    by_school = residual * (1 + ratio * observed.size) + error.noise_between(slopes)
    inside = (residual + error.noise_within(slopes)) * observed.within
    outside = observed.weighted(shrink**2 * by_school)
    pull_within, pull_between = error.within[:-1, :-1] @ slopes, error.between[:-1, :-1] @ slopes
    pull = (observed.n - observed.n_schools) * np.outer(pull_within, pull_within)
    pull += (shrink**2 @ observed.schools) * np.outer(pull_between, pull_between)
    return np.asarray((inside + outside)[:-1, :-1] + pull)
