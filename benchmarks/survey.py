"""抽样推断: how often 95 % intervals hold the truth, over samples drawn by our own draw from one population.

Run with `python -m benchmarks.survey [SAMPLES]`.
"""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from benchmarks.timing import timed
from xueheng.engine.lottery.xhl1 import tickets
from xueheng.engine.survey.adjustment import Adjustment
from xueheng.engine.survey.design import Design, FloatArray, IntArray
from xueheng.engine.survey.draw import drawn
from xueheng.engine.survey.estimation import Sample, estimated
from xueheng.engine.survey.quantiles import Quantile
from xueheng.engine.survey.replication import Replicates, half_samples, jackknife, paired
from xueheng.engine.survey.statistics import Ratio, Statistic, Total

STRATA, SCHOOLS, CHOSEN, PUPILS, SEED = 6, 150, 8, 20, 20260101
METHODS: dict[str, Callable[[Design], Replicates | None]] = {
    "taylor": lambda design: None,
    "jkn": jackknife,
    "jk2": lambda design: jackknife(paired(design)),
    "brr": lambda design: half_samples(paired(design), 0.0),
    "fay 0.3": lambda design: half_samples(paired(design), 0.3),
}


@dataclass(frozen=True)
class Population:
    sizes: list[list[int]]
    marks: list[list[FloatArray]]

    @property
    def everybody(self) -> FloatArray:
        return np.concatenate([marks for schools in self.marks for marks in schools])


def population(rng: np.random.Generator) -> Population:
    """Strata and schools differ; marks lie in 0 to 100, with a long lower end."""
    sizes = [[int(n) for n in rng.lognormal(4.5, 0.5, SCHOOLS) + 20] for _ in range(STRATA)]
    level = rng.normal(0, 3, STRATA)[:, None] + rng.normal(0, 4, (STRATA, SCHOOLS))
    marks = [
        [np.clip(72 + at - rng.gamma(3, 6, n) + 12, 0, 100) for at, n in zip(means, counts, strict=True)]
        for means, counts in zip(level, sizes, strict=True)
    ]
    return Population(sizes, marks)


def one_sample(whole: Population, rng: np.random.Generator, seed: str) -> tuple[Design, FloatArray]:
    """Schools by PPS, then as many pupils of each."""
    names = [str(h) for h in range(STRATA)]
    by = tickets(names, seed=seed, scope="sample/start", algorithm="sha256")
    weight, marks, stratum = [], [], []
    for h in range(STRATA):
        found = drawn(whole.sizes[h], schools=CHOSEN, ticket=by[h])
        for place in found.places:
            held = rng.permutation(whole.marks[h][place])[:PUPILS]
            weight.append(
                np.full(len(held), len(whole.marks[h][place]) / len(held) / float(found.chances[place]))
            )
            marks.append(held)
            stratum.append(h)
    unit: IntArray = np.repeat(np.arange(len(marks)), [len(m) for m in marks])
    return Design(np.concatenate(weight), unit, np.array(stratum), np.zeros(STRATA)), np.concatenate(marks)


def asked(y: FloatArray) -> dict[str, Statistic]:
    """The statistics whose truth is known."""
    group, ones = np.zeros(len(y), np.int64), np.ones(len(y))
    return {
        "mean": Ratio(group, 1, y, ones),
        "share >= 60": Ratio(group, 1, (y >= 60) * 1.0, ones),
        "total": Total(group, 1, y),
        "median": Quantile(group, 1, y, 0.5),
    }


def covered(statistic: Statistic, sample: Sample, truth: float) -> bool:
    critical = float(stdtrit(sample.degrees, 0.975))
    found = estimated(statistic, sample, critical=critical)
    half = critical * float(np.sqrt(found.covariance[0, 0]))
    low, high = (found.values[0] - half, found.values[0] + half)
    if found.low is not None and found.high is not None:
        low, high = found.low[0], found.high[0]
    return bool(low <= truth <= high)


def truths(everybody: FloatArray) -> dict[str, float]:
    """Of the whole population, by the same rules."""
    weight = np.ones(len(everybody))
    return {name: float(s.estimates(weight)[0]) for name, s in asked(everybody).items()}


def coverage(whole: Population, rng: np.random.Generator, samples: int) -> dict[tuple[str, str], float]:
    """The share of intervals that hold the truth, by statistic and method."""
    known, held = truths(whole.everybody), Counter[tuple[str, str]]()
    for r in range(samples):
        design, y = one_sample(whole, rng, str(r))
        for method, made in METHODS.items():
            sample = Sample(design, Adjustment(np.ones(len(y), bool)), made(design))
            for name, statistic in asked(y).items():
                if name != "median" or not method.startswith("jk"):
                    held[name, method] += covered(statistic, sample, known[name])
    return {key: count / samples for key, count in held.items()}


def report_time(rng: np.random.Generator) -> None:
    """Means of many groups from a large sample."""
    n, groups, units = 100_000, 200, 4000
    design = Design(rng.uniform(1, 3, n), np.arange(n) % units, np.zeros(units, np.int64), np.zeros(1))
    statistic = Ratio(np.arange(n) % groups, groups, rng.normal(60, 9, n), np.ones(n))
    sample = Sample(design, Adjustment(np.ones(n, bool)))
    timing = timed(lambda: estimated(statistic, sample, critical=1.96))
    print(
        f"{groups} means of {n:,} pupils: first call {timing.first:.3f} s, second call {timing.second:.3f} s"
    )


def main(samples: int) -> None:
    rng = np.random.default_rng(SEED)
    found = coverage(population(rng), rng, samples)
    print(f"{samples} samples of {STRATA * CHOSEN} schools x {PUPILS} pupils: intervals that hold the truth")
    for (name, method), share in found.items():
        print(f"  {name:12} {method:8} {share:.3f}")
    report_time(rng)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
