"""估计: estimates of one or several plausible values with covariance, intervals and design effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xueheng.engine.survey.adjustment import Adjustment
from xueheng.engine.survey.design import Design, FloatArray, Lonely, covariance
from xueheng.engine.survey.quantiles import ROUNDING, Quantile
from xueheng.engine.survey.replication import Replicates, replicated
from xueheng.engine.survey.statistics import Statistic


@dataclass(frozen=True)
class Sample:
    """样本: its design, how weights are adjusted, replicates in place of linearisation, lonely units."""

    design: Design
    adjustment: Adjustment
    replicates: Replicates | None = None
    lonely: Lonely = "fail"

    @property
    def degrees(self) -> int:
        """Degrees of freedom of its variances."""
        return self.design.degrees if self.replicates is None else self.replicates.degrees


@dataclass(frozen=True)
class Estimated:
    """估计: of each group, with the covariance, that under simple random sampling, and Woodruff limits."""

    values: FloatArray
    covariance: FloatArray
    simple: FloatArray
    low: FloatArray | None = None
    high: FloatArray | None = None


@dataclass(frozen=True)
class Combined:
    """合并: over plausible values, with each one's degrees of freedom and the share of imputation in V."""

    values: FloatArray
    covariance: FloatArray
    degrees: FloatArray
    imputation: FloatArray
    deff: FloatArray


def estimated(statistic: Statistic, sample: Sample, *, critical: float) -> Estimated:
    """Estimates with their covariance, linearised or from replicates."""
    base = sample.design.weight
    final = sample.adjustment.weights(base)
    values = statistic.estimates(final)
    simple = np.array(
        [_simple(z, np.where(statistic.group == g, final, 0.0)) for g, z in statistic.linear(final)]
    )
    if sample.replicates is not None:
        adjusted = sample.adjustment.weights
        spread = replicated(lambda w: statistic.estimates(adjusted(w)), values, sample.replicates)
        return Estimated(values, spread, simple * np.nan if isinstance(statistic, Quantile) else simple)
    carried = (sample.adjustment.contributions(z, base=base, final=final) for _, z in statistic.linear(final))
    totals = np.array([sample.design.totals(c) for c in carried])
    spread = covariance(totals.T, sample.design, lonely=sample.lonely)
    if isinstance(statistic, Quantile):
        return _woodruff(statistic, final, shares=spread, simple=simple, critical=critical)
    return Estimated(values, spread, simple)


def _simple(z: FloatArray, weight: FloatArray) -> float:
    """V under simple random sampling of as many rows: N² S² (1 - n/N)/n, S² the weighted variance of z."""
    n, whole = np.count_nonzero(weight), weight.sum()
    if n < 2 or whole <= 0:
        return np.nan
    middle = (weight @ z) / whole
    variance = (weight @ (z - middle) ** 2) / whole * n / (n - 1)
    return float(whole**2 * variance / n * (1 - n / whole if whole > n else 1.0))


def _woodruff(
    statistic: Quantile, weight: FloatArray, *, shares: FloatArray, simple: FloatArray, critical: float
) -> Estimated:
    """分位数区间: quantiles at F ∓ t se(F); se = (high - low)/2t.  Woodruff (1952).

    Covariances keep the correlations of the shares, the design effect is that of the share.
    """
    below = statistic.below(weight).estimates(weight)
    error = np.where(below < 1 - ROUNDING, np.sqrt(shares.diagonal()), np.nan)  # nothing is known above all
    low, high = (statistic.at(weight, below + side * critical * error) for side in (-1, 1))
    se = (high - low) / (2 * critical)
    ratio = np.divide(se, error, out=error * 0, where=error > 0)
    effect = np.divide(shares.diagonal(), simple, out=np.full(len(se), np.nan), where=simple > 0)
    spread = shares * np.outer(ratio, ratio)
    return Estimated(statistic.estimates(weight), spread, spread.diagonal() / effect, low, high)


def combined(parts: Sequence[Estimated], degrees: int) -> Combined:
    """Rubin: V = U + (1 + 1/M) B, U the mean within and B the spread between the M plausible values.

    1/ν = 1/ν_design + 1/ν_M, ν_M = (M - 1)(V/((1 + 1/M) B))².  Rubin (1987).
    """
    m = len(parts)
    values = np.mean([p.values for p in parts], axis=0)
    within = np.mean([p.covariance for p in parts], axis=0)
    apart = np.array([p.values - values for p in parts])
    between = (1 + 1 / m) * (apart.T @ apart) / max(m - 1, 1)
    whole = within + between
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(whole.diagonal() > 0, between.diagonal() / whole.diagonal(), 0.0)
        found = degrees / (1 + degrees * share**2 / max(m - 1, 1))
        deff = whole.diagonal() / np.mean([p.simple for p in parts], axis=0)
    return Combined(values, whole, found, share, np.where(np.isfinite(deff), deff, np.nan))
