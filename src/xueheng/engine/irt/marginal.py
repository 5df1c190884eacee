"""边际极大似然: item parameters by EM over a grid of abilities (Bock & Aitkin 1981), with standard errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.irt.families import COMMON, Curves, Model, curves, probabilities
from xueheng.engine.irt.responses import FloatArray, Responses

ROWS = 1 << 13
STEEPEST = 12.0  # a slope this steep parts the pupils; the likelihood has no maximum
FARTHEST = 40.0
FEW = 20_000  # different rows up to which the grid is fine and the arithmetic double
MOST_STEPS = 1_500
NEWTON_STEPS = 3
OBSERVED = 3_000_000  # rows times parameters up to which the information is the observed one


@dataclass(frozen=True)
class Grid:
    """Abilities and how common each is, in sum 1."""

    theta: FloatArray
    log_weight: FloatArray


def normal_grid(points: int, reach: float) -> Grid:
    """θ ~ N(0, 1) at equal distances: on a smooth integrand exact to many digits."""
    theta = np.linspace(-reach, reach, points)
    weight = np.exp(-(theta**2) / 2)
    return Grid(theta, np.log(weight / weight.sum()))


@dataclass(frozen=True)
class Expected:
    """Expected answers by item, step and ability, and the log likelihood they rest on."""

    counts: FloatArray  # J x K x Q
    loglik: float


@dataclass(frozen=True)
class Fit:
    """Slope and intercepts of each item, J x K; their covariance over the free ones."""

    parameters: FloatArray
    loglik: float
    iterations: int
    converged: bool
    model: Model


def posterior(
    data: Responses, log: FloatArray, grid: Grid
) -> Iterator[tuple[slice, NDArray[np.floating[Any]], FloatArray]]:
    """Rows, each row's posterior over the grid, and the log of its likelihood."""
    table, base = _cell_logs(data, log, grid)
    for start in range(0, len(data.cells), ROWS):
        rows = slice(start, start + ROWS)
        z = data.cells[rows] @ table
        z += base
        top = z.max(axis=1, keepdims=True)
        np.exp(z - top, out=z)
        total = z.sum(axis=1, keepdims=True)
        z /= total
        yield rows, z, (top[:, 0].astype(np.float64) + np.log(total[:, 0].astype(np.float64)))


def _cell_logs(
    data: Responses, log: FloatArray, grid: Grid
) -> tuple[NDArray[np.floating[Any]], NDArray[np.floating]]:
    kind = data.cells.dtype
    base = log[data.full, 0].sum(axis=0) + grid.log_weight
    drop = np.where(data.full[data.item][:, None], log[data.item, 0], 0.0)
    return (log[data.item, data.step] - drop).astype(kind), base.astype(kind)


def expected(data: Responses, log: FloatArray, grid: Grid) -> Expected:
    """E-step: r_jkq = Σ_n w_n [y_nj = k] P(θ_q | y_n)."""
    cells = np.zeros((len(data.item), len(grid.theta)))
    everyone, loglik = np.zeros(len(grid.theta)), 0.0
    plain = bool((data.weight == 1).all())
    for rows, share, logs in posterior(data, log, grid):
        weight = data.weight[rows]
        loglik += float(weight @ logs)
        if not plain:
            share *= weight[:, None].astype(share.dtype)
        cells += data.cells[rows].T @ share
        everyone += share.sum(axis=0, dtype=np.float64)
    counts = np.zeros((len(data.categories), int(data.categories.max()), len(grid.theta)))
    counts[data.item, data.step] = cells
    counts[data.full, 0] = everyone - counts[data.full, 1:].sum(axis=1)
    return Expected(counts, loglik)


def start(data: Responses, model: Model) -> FloatArray:
    """Slopes of 1; intercepts that give each item's shares at the mean ability."""
    parameters = np.zeros((len(data.categories), int(data.categories.max())))
    parameters[:, 0] = 1
    for j, k in enumerate(data.categories.tolist()):
        share = np.array([data.weight[data.marks[:, j] == s].sum() for s in range(k)])
        share /= share.sum()
        if model == "grm":
            above = share[::-1].cumsum()[::-1][1:]
            parameters[j, 1:k] = 1.2 * np.log(above / (1 - above))
        else:
            parameters[j, 1:k] = 1.2 * np.log(share[1:] / share[0])
    return parameters


def gradient(counts: FloatArray, found: Curves) -> FloatArray:
    """Derivatives of the expected log likelihood, J x K."""
    return np.asarray(np.einsum("jkq,jpkq->jp", counts, found.slopes, optimize=True))


def _information(counts: FloatArray, found: Curves, p: FloatArray) -> FloatArray:
    weight = p * counts.sum(axis=1)[:, None, :]
    n, k = found.slopes.shape[:2]
    flat = found.slopes.reshape(n, k, -1)
    return np.asarray((flat * weight.reshape(n, 1, -1)) @ flat.transpose(0, 2, 1))


def _improved(
    parameters: FloatArray, counts: FloatArray, data: Responses, grid: Grid, model: Model
) -> FloatArray:
    """M-step: Fisher scoring, all items in one solve each; a common slope is taken out first."""
    lacking = np.arange(parameters.shape[1]) >= np.maximum(data.categories, 1)[:, None]
    for _ in range(NEWTON_STEPS):
        found = curves(parameters, grid.theta, categories=data.categories, model=model)
        g = gradient(counts, found)
        information = _information(counts, found, probabilities(found, data.categories))
        information += (lacking * 1.0 + 1e-9)[:, :, None] * np.eye(parameters.shape[1])
        step = (
            _common_step(information, g)
            if model in COMMON
            else np.linalg.solve(information, g[..., None])[..., 0]
        )
        largest = np.abs(step).max(axis=1, keepdims=True)
        parameters = parameters + step * np.minimum(1, 1.5 / np.maximum(largest, 1e-300))
        parameters = _kept(parameters, data, model)
        if largest.max() < 1e-4:
            break
    return parameters


def _common_step(information: FloatArray, g: FloatArray) -> FloatArray:
    inner = information[:, 1:, 1:]
    cross = information[:, 1:, :1]
    solved = np.linalg.solve(inner, np.concatenate([cross, g[:, 1:, None]], axis=2))
    left = information[:, 0, 0].sum() - (cross * solved[:, :, :1]).sum()
    a = (g[:, 0].sum() - (cross * solved[:, :, 1:]).sum()) / left
    a = np.clip(a, -0.5, 0.5)
    return np.hstack([np.full((len(g), 1), a), solved[:, :, 1] - solved[:, :, 0] * a])


def _kept(parameters: FloatArray, data: Responses, model: Model) -> FloatArray:
    """Inside the bounds; graded intercepts in falling order."""
    parameters = np.clip(parameters, -FARTHEST, FARTHEST)
    parameters[:, 0] = np.clip(parameters[:, 0], -STEEPEST, STEEPEST)
    if model in COMMON:
        parameters[:, 0] = parameters[:, 0].mean()
    if model == "grm":
        for s in range(2, parameters.shape[1]):
            there = data.categories > s
            parameters[there, s] = np.minimum(parameters[there, s], parameters[there, s - 1] - 1e-6)
    return parameters


def fit(data: Responses, *, model: Model, grid: Grid, tolerance: float) -> Fit:
    """Marginal maximum likelihood by EM, sped up by SQUAREM (Varadhan & Roland 2008)."""

    def em(x: FloatArray) -> tuple[FloatArray, float]:
        log = curves(x, grid.theta, categories=data.categories, model=model).log
        found = expected(data, log, grid)
        return _improved(x, found.counts, data, grid, model), found.loglik

    x, steps, done = start(data, model), 0, False
    while steps < MOST_STEPS and not done:
        one, _ = em(x)
        two, low = em(one)
        steps += 2
        r, v = one - x, two - 2 * one + x
        done = np.abs(two - one).max() < tolerance
        size = float(np.sqrt((v**2).sum()))
        x, before = two, x
        if done or size < 1e-12:
            continue
        ahead = -max(1.0, float(np.sqrt((r**2).sum())) / size)
        jumped, high = em(_kept(before - 2 * ahead * r + ahead**2 * v, data, model))
        steps += 1
        x = jumped if high >= low else two
    log = curves(x, grid.theta, categories=data.categories, model=model).log
    return Fit(x, expected(data, log, grid).loglik, steps, done, model)
