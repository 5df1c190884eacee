"""增值: what a school adds, a random intercept fitted from sums by school and shrunken to its evidence."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.estimability import grand_means, require_separable, spreads
from xueheng.engine.measurement_error import (
    MeasurementError,
    measurement_error,
    score_covariance,
    without_error,
)
from xueheng.engine.school_sums import FloatArray, IntArray, SchoolSums, recentred
from xueheng.engine.variance_ratio import Criterion, Moments, Procedure, best_ratio, moments

NORMAL_95 = 1.96


@dataclass(frozen=True)
class Fit:
    """增值: the fitted model in the units of the data; the constant is the first coefficient."""

    coefficients: FloatArray
    standard_errors: FloatArray
    between_variance: float
    residual_variance: float
    noise_variance: float  # residual variance plus what errors in the columns add to a school's mean
    deviance: float  # -2 log likelihood, for reml the REML criterion; corrected where errors are declared
    n: int
    procedure: Procedure

    @property
    def loglik(self) -> float:
        """Log likelihood, restricted for reml."""
        return -self.deviance / 2


@dataclass(frozen=True)
class Effects:
    """学校效应: one entry for each school code; a school without pupils has effect 0."""

    effect: FloatArray
    sd: FloatArray
    low: FloatArray
    high: FloatArray
    n: IntArray
    flag: NDArray[np.str_]  # small, above, below or empty


def fit(sums: SchoolSums, *, procedure: Procedure, error_variance: FloatArray | None = None) -> Fit:
    """增值: the random-intercept model of greatest (restricted) likelihood over all variance ratios.

    `error_variance` is that of measurement error in each column that is no school mean; school means
    carry it too. The likelihood is then the corrected one, expected to equal that of the true columns.
    """
    centred = recentred(sums, grand_means(sums))
    scale = spreads(centred, given=sums)
    observed = moments(_divided(centred, scale))
    require_separable(observed)
    declared = np.zeros(sums.n_own) if error_variance is None else error_variance
    error = measurement_error(sums, declared, scale=scale)
    criterion = Criterion(without_error(observed, error), procedure)
    standard = _standard(criterion, observed=observed, error=error)
    return _in_units(standard, mean=centred.centre, scale=scale)


def school_effects(sums: SchoolSums, fit: Fit, *, small: int) -> Effects:
    """学校效应: what each school adds, with its posterior SD; fewer than `small` pupils are flagged."""
    slopes = fit.coefficients[1:]
    if len(slopes) != sums.n_columns:
        raise ValueError(f"fit of {len(slopes)} columns, sums of {sums.n_columns}")
    constant = fit.coefficients[0] + slopes @ sums.centre[:-1] - sums.centre[-1]
    residual = sums.sums[-1] - slopes @ sums.sums[:-1] - constant * sums.n
    evidence = fit.noise_variance + sums.n * fit.between_variance
    effect = fit.between_variance * residual / evidence
    sd = np.sqrt(fit.between_variance * fit.noise_variance / evidence)
    low, high = effect - NORMAL_95 * sd, effect + NORMAL_95 * sd
    flag = np.select([sums.n < small, low > 0, high < 0], ["small", "above", "below"], "")
    return Effects(effect=effect, sd=sd, low=low, high=high, n=sums.n, flag=flag)


def _divided(sums: SchoolSums, scale: FloatArray) -> SchoolSums:
    return replace(sums, sums=sums.sums / scale[:, None], products=sums.products / np.outer(scale, scale))


@dataclass(frozen=True)
class _Standard:
    """A fit to columns and outcome of mean zero and variance one."""

    slopes: FloatArray
    covariance: FloatArray
    residual: float
    noise: float
    ratio: float
    criterion: Criterion


def _standard(criterion: Criterion, *, observed: Moments, error: MeasurementError) -> _Standard:
    ratio = best_ratio(criterion)
    product = criterion.moments.at(ratio)
    inverse = np.linalg.inv(product)
    slopes = -inverse[:-1, -1] / inverse[-1, -1]
    residual = float(1 / (inverse[-1, -1] * criterion.freedom))
    score = score_covariance(observed, error, slopes=slopes, residual=residual, ratio=ratio)
    bread = np.linalg.inv(product[:-1, :-1])
    return _Standard(
        slopes=slopes,
        covariance=bread @ score @ bread,
        residual=residual,
        noise=residual + error.noise_between(slopes),
        ratio=ratio,
        criterion=criterion,
    )


def _in_units(standard: _Standard, *, mean: FloatArray, scale: FloatArray) -> Fit:
    unit = scale[-1] / np.append(1.0, scale[:-1])
    back = np.diag(unit)
    back[0, 1:] = -mean[:-1] * unit[1:]
    coefficients = back @ standard.slopes
    coefficients[0] += mean[-1]
    variance = scale[-1] ** 2
    return Fit(
        coefficients=coefficients,
        standard_errors=np.sqrt((back @ standard.covariance @ back.T).diagonal()),
        between_variance=float(standard.ratio * standard.residual * variance),
        residual_variance=float(standard.residual * variance),
        noise_variance=float(standard.noise * variance),
        deviance=_deviance(standard.criterion, ratio=standard.ratio, scale=scale),
        n=standard.criterion.moments.n,
        procedure=standard.criterion.procedure,
    )


def _deviance(criterion: Criterion, *, ratio: float, scale: FloatArray) -> float:
    outcome = 2 * criterion.freedom * np.log(scale[-1])
    columns = 2 * np.log(scale[:-1]).sum() if criterion.procedure == "reml" else 0.0
    return float(criterion.value(ratio) + outcome + columns)
