"""项目反应理论: items of 100,000 pupils with standard errors, and beside PyPI mirt and girth where installed.

Run with `python -m benchmarks.irt`.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from benchmarks.timing import beside, timed
from xueheng.engine.irt.errors import standard_errors
from xueheng.engine.irt.families import Model, curves, probabilities, thresholds
from xueheng.engine.irt.marginal import Fit, fit, normal_grid
from xueheng.engine.irt.responses import FloatArray, IntArray, Marks, responses

PUPILS, FEWER, ITEMS, SEED = 100_000, 10_000, 40, 20260101


@dataclass(frozen=True)
class Answers:
    marks: Marks
    categories: IntArray
    a: FloatArray
    b: FloatArray


def generated(pupils: int, *, partial: int) -> Answers:
    """Items right or wrong, the last `partial` of them with four steps; a lognormal, b normal."""
    rng = np.random.default_rng(SEED)
    categories = np.full(ITEMS, 2)
    categories[ITEMS - partial :] = 4
    a, b = rng.lognormal(0, 0.3, (ITEMS, 1)), rng.normal(size=(ITEMS, 3 if partial else 1))
    b = np.where(categories[:, None] == 4, np.sort(b, axis=1), b)
    parameters = np.hstack([a, -(a * b).cumsum(axis=1)])
    marks = np.empty((pupils, ITEMS), np.int8)
    theta = rng.normal(size=pupils)
    for start in range(0, pupils, 10_000):
        rows = slice(start, start + 10_000)
        found = curves(parameters, theta[rows], categories=categories, model="gpcm")
        running = probabilities(found, categories).cumsum(axis=1)[:, :-1] - 1e-12
        draws = rng.random((ITEMS, 1, len(theta[rows])))
        marks[rows] = np.minimum((draws > running).sum(axis=1).T, categories - 1)
    return Answers(marks, categories, a, b)


def core(answers: Answers, model: Model) -> Fit:
    data = responses(answers.marks, categories=answers.categories, precise=False)
    grid = normal_grid(21, 5.0)
    made = fit(data, model=model, grid=grid, tolerance=1e-3)
    standard_errors(data, made, grid)
    return made


def report(name: str, answers: Answers, model: Model) -> float:
    took = timed(lambda: core(answers, model))
    made = took.result
    b = thresholds(made.parameters, categories=answers.categories, model=model)
    gap_a = np.sqrt(np.mean((made.parameters[:, :1] - answers.a) ** 2))
    gap_b = np.sqrt(np.nanmean((b - answers.b) ** 2))
    print(
        f"{name}: first call {took.first:.2f} s, second call {took.second:.2f} s, {made.iterations} EM steps"
    )
    print(f"  RMSE a {gap_a:.4f}, b {gap_b:.4f}; converged {made.converged}")
    return took.second


def by_peer(name: str, run: Callable[[], object], ours: float) -> None:
    """The same by a package, where it is installed."""
    if importlib.util.find_spec(name) is None:
        print(f"  {name}: not measured, not installed here")
        return
    start = perf_counter()
    run()
    beside(ours, perf_counter() - start, name)


def by_girth(answers: Answers) -> None:
    from girth import twopl_mml

    twopl_mml(answers.marks.T.astype(int))


def by_mirt(answers: Answers) -> None:
    from mirt import fit_mirt

    fit_mirt(answers.marks.astype(int), "2PL")


def main() -> None:
    many = generated(PUPILS, partial=0)
    ours = report("2PL, 100,000 x 40", many, "2pl")
    by_peer("mirt", lambda: by_mirt(many), ours)
    report("GPCM, 100,000 x 20 of two steps and 20 of four", generated(PUPILS, partial=20), "gpcm")
    fewer = generated(FEWER, partial=0)
    by_peer("girth", lambda: by_girth(fewer), report("2PL, 10,000 x 40", fewer, "2pl"))


if __name__ == "__main__":
    main()
