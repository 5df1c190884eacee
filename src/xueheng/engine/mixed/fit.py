"""混合模型: coefficients, variances and effects of every group in the units of the data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xueheng.engine.mixed.optimum import optimum
from xueheng.engine.mixed.profile import Profile
from xueheng.engine.mixed.shape import Shape
from xueheng.engine.mixed.sums import Levels, collect
from xueheng.engine.school_sums import FloatArray
from xueheng.engine.variance_ratio import Procedure


@dataclass(frozen=True)
class Model:
    """模型: columns and groupings; slopes and cohorts belong to the first grouping."""

    columns: Sequence[FloatArray]
    outcome: FloatArray
    first: Levels
    slopes: tuple[int, ...] = ()  # indices of columns
    cohort: Levels | None = None
    others: tuple[Levels, ...] = ()


@dataclass(frozen=True)
class MixedFit:
    """混合模型: the fitted model; effects of the first grouping are the constant, slopes, then cohorts."""

    coefficients: FloatArray
    standard_errors: FloatArray
    covariance: FloatArray  # of the constant and the slopes
    cohort_variance: float
    other_variances: tuple[float, ...]
    residual_variance: float
    deviance: float
    n: int
    effects: FloatArray  # (groups, effects)
    posterior: FloatArray  # (groups, effects, effects), at the estimated variances and coefficients
    other_effects: tuple[FloatArray, ...]
    other_sds: tuple[FloatArray, ...]
    singular: bool  # a variance is zero or effects are fully correlated

    @property
    def loglik(self) -> float:
        """Log likelihood, restricted for reml."""
        return -self.deviance / 2


def fit_mixed(model: Model, *, procedure: Procedure) -> MixedFit:
    """混合模型: the fit of greatest (restricted) likelihood, from sums by group of standardised columns."""
    rows = [*model.columns, model.outcome]
    mean, scale = np.array([[row.mean(), row.std()] for row in rows]).T
    one = np.ones(len(model.outcome))
    fixed = [one, *((row - m) / s for row, m, s in zip(rows, mean, scale, strict=True))]
    cohorts = _indicators(model.cohort)
    sums = collect(
        fixed,
        effects=[one, *(fixed[k + 1] for k in model.slopes), *cohorts],
        first=model.first,
        others=model.others,
    )
    shape = Shape(1 + len(model.slopes), len(cohorts), sums.others)
    best = optimum(lambda theta: Profile(sums, shape, theta, procedure), shape.scales)
    return _in_units(best, model, mean=mean, scale=scale)


def _indicators(cohort: Levels | None) -> list[FloatArray]:
    return [] if cohort is None else [(cohort.code == k).astype(np.float64) for k in range(cohort.n)]


def _in_units(best: Profile, model: Model, *, mean: FloatArray, scale: FloatArray) -> MixedFit:
    """The affine map back: constant and slopes of the data from those of the standardised columns."""
    every = _back(range(len(model.columns)), len(model.columns) + 1, mean=mean, scale=scale)
    back = _back(model.slopes, len(best.factor), mean=mean, scale=scale)
    k, m = best.shape.effects, best.sums.n_other
    coefficients = every @ -best.contrast[m:-1]
    coefficients[0] += mean[-1]
    inverse = best.inverse(len(best.system) - 1)
    covariance = back @ best.factor @ best.factor.T @ back.T * best.residual
    widths = best.shape.widths(best.theta)
    ends = np.cumsum(best.sums.others)[:-1]
    spread = best.inverse(m) * np.outer(widths, widths) * best.residual * scale[-1] ** 2
    logs = np.log(scale)
    columns = 2 * logs[:-1].sum() if best.procedure == "reml" else 0.0
    scales = best.theta[best.shape.scales]
    return MixedFit(
        coefficients=coefficients,
        standard_errors=np.sqrt((every @ inverse[m:, m:] @ every.T).diagonal() * best.residual),
        covariance=covariance[:k, :k],
        cohort_variance=float(covariance[-1, -1]) if best.shape.cohorts else 0.0,
        other_variances=tuple(float(d**2 * best.residual * scale[-1] ** 2) for d in _tail(best)),
        residual_variance=float(best.residual * scale[-1] ** 2),
        deviance=float(best.value + 2 * best.freedom * logs[-1] + columns),
        n=best.sums.n,
        effects=(best.pulled @ best.contrast) @ best.factor @ best.factor.T @ back.T,
        posterior=back @ _posterior(best) @ back.T,
        other_effects=tuple(np.split(-best.contrast[:m] * widths * scale[-1], ends)),
        other_sds=tuple(np.split(np.sqrt(spread.diagonal()), ends)),
        singular=bool((np.abs(scales) < 1e-4).any()),
    )


def _tail(best: Profile) -> FloatArray:
    return best.theta[len(best.theta) - len(best.sums.others) :]


def _back(slopes: Sequence[int], size: int, *, mean: FloatArray, scale: FloatArray) -> FloatArray:
    back = np.eye(size)
    at, of = np.arange(1, len(slopes) + 1), np.array(slopes, dtype=np.intp)
    back[at, at] = 1 / scale[of]
    back[0, at] = -mean[of] / scale[of]
    return np.asarray(back * scale[-1])


def _posterior(best: Profile) -> FloatArray:
    """Covariance of the effects of each group, the uncertainty of the other groupings carried on."""
    m = best.sums.n_other
    reach = best.factor @ best.factor.T @ best.pulled[:, :, :m]
    other = best.weighted(reach, best.inverse(m)) @ reach.transpose(0, 2, 1)
    return np.asarray((best.half.transpose(0, 2, 1) @ best.half + other) * best.residual)
