"""增值: intervals against the truth in simulated provinces, with and without error in the prior.

Run with `python -m benchmarks.value_added_simulation`; with a number, that many provinces instead of 200.
Truth: y = 0.7 t + u(school) + s(school) t + e; the model sees the prior t + error, never t.
"""

import sys
from dataclasses import dataclass

import numpy as np

from xueheng.engine.mixed.fit import Model, fit_mixed
from xueheng.engine.mixed.sums import Levels
from xueheng.engine.school_sums import FloatArray, IntArray, accumulate, with_school_means
from xueheng.engine.valueadded import NORMAL_95, fit, school_effects

SCHOOLS, PUPILS, PROVINCES, SEED = 200, 50, 200, 1000
INTAKE, EFFECT, SLOPE, NOISE = 0.5, 0.3, 0.15, 0.7  # standard deviations
SCHOOL = np.repeat(np.arange(SCHOOLS), PUPILS)


@dataclass(frozen=True)
class Province:
    """Marks of the pupils, the true effects of their schools and the true intake."""

    outcome: FloatArray
    prior: FloatArray
    effect: FloatArray
    slope: FloatArray
    intake: FloatArray


def province(seed: int, *, reliability: float, slope: float = 0.0) -> Province:
    rng = np.random.default_rng(seed)
    intake = INTAKE * rng.normal(size=SCHOOLS)
    base = intake[SCHOOL] + np.sqrt(1 - INTAKE**2) * rng.normal(size=len(SCHOOL))
    effect, slopes = EFFECT * rng.normal(size=SCHOOLS), slope * rng.normal(size=SCHOOLS)
    error = np.sqrt(1 / reliability - 1) * base.std() * rng.normal(size=len(SCHOOL))
    gain = effect[SCHOOL] + slopes[SCHOOL] * base
    outcome = 0.7 * base + gain + NOISE * rng.normal(size=len(SCHOOL))
    return Province(outcome, base + error, effect, slopes, intake)


def one(seed: int, *, reliability: float, school_mean: bool) -> tuple[float, float, float]:
    """Share of true effects inside their intervals; correlation with intake and with the truth."""
    made = province(seed, reliability=reliability)
    sums = accumulate(made.outcome, [made.prior], school=SCHOOL, n_schools=SCHOOLS)
    sums = with_school_means(sums, [0] if school_mean else [])
    found = school_effects(sums, fit(sums, procedure="reml"), small=10)
    inside = (found.low <= made.effect) & (made.effect <= found.high)
    of = found.effect
    return (
        float(inside.mean()),
        float(np.corrcoef(of, made.intake)[0, 1]),
        float(np.corrcoef(of, made.effect)[0, 1]),
    )


def with_slopes(seed: int) -> tuple[float, ...]:
    """Shares of true constants and slopes inside their intervals, the prior without error."""
    made = province(seed, reliability=1.0, slope=SLOPE)
    levels = Levels(SCHOOL, SCHOOLS)
    fitted = fit_mixed(Model([made.prior], made.outcome, levels, slopes=(0,)), procedure="reml")
    sd = np.sqrt(np.diagonal(fitted.posterior, axis1=1, axis2=2))
    truth = np.stack([made.effect, made.slope], axis=1)
    return tuple((np.abs(fitted.effects - truth) <= NORMAL_95 * sd).mean(axis=0).tolist())


def seeds(provinces: int) -> IntArray:
    return SEED + np.arange(provinces)


def main(provinces: int = PROVINCES) -> None:
    print(
        f"{provinces} provinces x {SCHOOLS} schools x {PUPILS} pupils, REML, intervals of 1.96 posterior SD"
    )
    for reliability, mean in ((1.0, True), (0.85, True), (0.85, False)):
        runs = [one(int(s), reliability=reliability, school_mean=mean) for s in seeds(provinces)]
        coverage, intake, truth = np.mean(runs, axis=0)
        size = np.mean([abs(run[1]) for run in runs])
        how = "with" if mean else "without"
        print(f"prior reliability {reliability}, {how} the school mean: coverage {coverage:.1%},", end=" ")
        print(f"corr(effect, intake) {intake:+.3f} (size {size:.3f}), corr(effect, truth) {truth:.2f}")
    constants, slopes = np.mean([with_slopes(int(s)) for s in seeds(provinces)], axis=0)
    print(f"random slopes, reliability 1: coverage of constants {constants:.1%}, of slopes {slopes:.1%}")


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:]))
