"""精准投放: the example of 80 schools and generated counties, beside simpler ways of sharing the same money.

Run with `python -m benchmarks.funding`. Core times are of the second call; bar: the example in 1 s.
"""

import json
import sys
from pathlib import Path

import numpy as np

from benchmarks.timing import timed
from xueheng.engine.funding.baselines import baselines
from xueheng.engine.funding.need import Need
from xueheng.engine.funding.programme import solved

EXAMPLE = Path(__file__).parents[1] / "tests" / "golden" / "fund_a" / "fund_a.json"
AIMS, SEED, BAR = ("at_standard", "least_money"), 20260103, 1.0


def need_of(cost: np.ndarray, pupils: np.ndarray, budget: int) -> Need:
    school, gap = np.nonzero(cost)
    n, schools = len(school), len(pupils)
    no = np.zeros(schools, bool)
    anything = np.ones((n, 1), bool)
    return Need(
        school,
        np.zeros(n, bool),
        np.full(n, np.nan),
        np.arange(n),
        cost[school, gap],
        np.full(n, -1),
        pupils,
        no,
        no,
        anything,
        np.array([[budget]]),
    )


def example() -> Need:
    held = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return need_of(np.array(held["cost"]), np.array(held["pupils"]), held["budget"])


def generated(schools: int) -> Need:
    rng = np.random.default_rng(SEED)
    cost = rng.integers(3, 140, (schools, 7)) * (rng.random((schools, 7)) < 0.35)
    return need_of(cost, rng.integers(40, 1500, schools), int(0.3 * cost.sum()))


def told(name: str, need: Need) -> float:
    found = timed(lambda: solved(need, AIMS))
    met = found.result.met(need)
    size = f"{need.n_schools} schools, {len(need.gap_school)} gaps"
    print(f"{name}: {size}, {found.second:.2f} s (first {found.first:.2f} s)")
    for stage in found.result.stages:
        print(f"  {stage.name}: {stage.value:g}, bound {stage.bound:g}, proven {stage.proven}")
    print(f"  plan: {met.sum()} schools, {need.pupils[met].sum()} pupils")
    for other in baselines(need):
        print(f"  {other.name}: {other.schools} schools, {other.pupils} pupils")
    return found.second


def main() -> int:
    seconds = told("example", example())
    for schools in (80, 300, 1000):
        told(f"generated {schools}", generated(schools))
    print(f"example {seconds:.2f} s, bar {BAR:g} s")
    return 0 if seconds <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
