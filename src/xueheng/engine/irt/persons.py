"""能力: EAP, MAP and Warm's WLE of each row, how well rows and items fit, plausible values."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xueheng.engine.irt.families import Model, curves, item_information, probabilities
from xueheng.engine.irt.marginal import ROWS, Grid, expected
from xueheng.engine.irt.responses import MISSING, FloatArray, IntArray, Responses, responses

FINE = Grid(np.linspace(-7, 7, 281), np.zeros(281))
STEP = float(FINE.theta[1] - FINE.theta[0])
MOST_ROUNDS = 200


@dataclass(frozen=True)
class Persons:
    """能力 of each row, its posterior SD, the modes, and the fit lz at the WLE."""

    eap: FloatArray
    sd: FloatArray
    map: FloatArray
    wle: FloatArray
    lz: FloatArray


@dataclass(frozen=True)
class ItemFit:
    """Mean squares: weighted by information (infit) and plain (outfit); 1 is what is expected."""

    infit: FloatArray
    outfit: FloatArray


def prior(mean: FloatArray | float, sd: float) -> FloatArray:
    """Log of the normal density on the fine grid, in sum 1; one line for each mean."""
    z = -(((FINE.theta - np.asarray(mean)[..., None]) / sd) ** 2) / 2
    return np.asarray(z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))


def persons(data: Responses, parameters: FloatArray, *, model: Model, log_prior: FloatArray) -> Persons:
    """EAP = E(θ|y); MAP its mode; WLE the mode of L(θ) I(θ)^(1/2) (Warm 1989; for grm the Jeffreys form)."""
    double = responses(data.marks, categories=data.categories, precise=True)
    found = curves(parameters, FINE.theta, categories=data.categories, model=model)
    information = item_information(parameters, FINE.theta, categories=data.categories, model=model)
    parts = []
    for start in range(0, len(data.marks), ROWS):
        rows = slice(start, start + ROWS)
        likelihood = _likelihood(double, found.log, rows)
        z = likelihood + log_prior
        share = np.exp(z - z.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        eap = share @ FINE.theta
        spread = np.sqrt(np.maximum(share @ FINE.theta**2 - eap**2, 0))
        known = (data.marks[rows] != MISSING) @ information
        parts.append((eap, spread, _mode(z), _mode(likelihood + np.log(np.maximum(known, 1e-300)) / 2)))
    eap, spread, mode, wle = (np.concatenate(x) for x in zip(*parts, strict=True))
    return Persons(eap, spread, mode, wle, _lz(data, parameters, wle, model))


def _likelihood(data: Responses, log: FloatArray, rows: slice) -> FloatArray:
    drop = np.where(data.full[data.item][:, None], log[data.item, 0], 0.0)
    return np.asarray(data.cells[rows] @ (log[data.item, data.step] - drop) + log[data.full, 0].sum(axis=0))


def _mode(z: FloatArray) -> FloatArray:
    """The place of each line's maximum, between the points by one third-order step."""
    at = np.clip(z.argmax(axis=1), 2, z.shape[1] - 3)
    low2, low, mid, high, high2 = (z[np.arange(len(z)), at + k] for k in (-2, -1, 0, 1, 2))
    first = (low2 - 8 * low + 8 * high - high2) / 12
    second = np.minimum((-low2 + 16 * low - 30 * mid + 16 * high - high2) / 12, -1e-12)
    third = (high2 - 2 * high + 2 * low - low2) / 2
    move = -first / second - third * first**2 / (2 * second**3)
    return np.asarray(FINE.theta[at] + STEP * np.clip(move, -2, 2))


@dataclass(frozen=True)
class _Lookup:
    low: IntArray
    part: FloatArray

    def of(self, table: FloatArray) -> FloatArray:
        """J x Q read at every row's ability, N x J."""
        lines = table.T
        return np.asarray(lines[self.low] * (1 - self.part) + lines[self.low + 1] * self.part)


def _lookup(theta: FloatArray) -> _Lookup:
    place = np.clip((theta - FINE.theta[0]) / STEP, 0, len(FINE.theta) - 1.001)
    low = place.astype(np.int64)
    return _Lookup(low, (place - low)[:, None])


def _lz(data: Responses, parameters: FloatArray, theta: FloatArray, model: Model) -> FloatArray:
    """个人拟合 lz = (l - E l) / SD(l) (Drasgow, Levine & Williams 1985); low is unexpected."""
    found = curves(parameters, FINE.theta, categories=data.categories, model=model)
    p = probabilities(found, data.categories)
    mean = (p * found.log).sum(axis=1)
    variance = (p * found.log**2).sum(axis=1) - mean**2
    out = np.full(len(theta), np.nan)
    for start in range(0, len(theta), ROWS):
        rows = slice(start, start + ROWS)
        marks, at = data.marks[rows], _lookup(theta[rows])
        there = marks != MISSING
        seen = sum(at.of(found.log[:, k]) * (marks == k) for k in range(p.shape[1]))
        apart = np.sum(seen - at.of(mean) * there, axis=1)
        sd = np.sqrt((at.of(variance) * there).sum(axis=1))
        out[rows] = np.divide(apart, sd, out=np.full(len(sd), np.nan), where=sd > 1e-9)
    return out


def item_fit(data: Responses, parameters: FloatArray, *, model: Model, log_prior: FloatArray) -> ItemFit:
    """项目拟合: Σ(y-E)² / ΣV and the mean of (y-E)²/V (Wright & Masters 1982), over each row's posterior.

    Taken over the posterior (Adams & Wu 2007) both are 1 under the model however few the items are.
    """
    found = curves(parameters, FINE.theta, categories=data.categories, model=model)
    counts = expected(data, found.log, Grid(FINE.theta, log_prior)).counts
    p = probabilities(found, data.categories)
    steps = np.arange(p.shape[1])[:, None]
    mean = (steps * p).sum(axis=1, keepdims=True)
    square = (steps - mean) ** 2
    variance = np.maximum((square * p).sum(axis=1, keepdims=True), 1e-12)
    answered = counts.sum(axis=(1, 2))
    infit = (counts * square).sum(axis=(1, 2)) / (counts * variance).sum(axis=(1, 2))
    return ItemFit(infit, (counts * square / variance).sum(axis=(1, 2)) / answered)


@dataclass(frozen=True)
class Population:
    """Abilities as normal around a mean for each group, with one SD."""

    means: FloatArray
    sd: float


def population(data: Responses, parameters: FloatArray, *, model: Model, group: IntArray) -> Population:
    """条件模型: the groups' means and the SD within, by EM with the items held fixed (Mislevy 1984)."""
    found = curves(parameters, FINE.theta, categories=data.categories, model=model)
    n = np.bincount(group, data.weight)
    means, sd = np.zeros(len(n)), 1.0
    log = np.concatenate([block for block in _blocks(data, found.log)])
    for _ in range(MOST_ROUNDS):
        z = log + prior(means, sd)[group]
        share = np.exp(z - z.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        one, two = share @ FINE.theta, share @ FINE.theta**2
        before = np.append(means, sd)
        means = np.bincount(group, data.weight * one) / n
        sd = float(np.sqrt(data.weight @ (two - 2 * one * means[group] + means[group] ** 2) / n.sum()))
        if np.abs(np.append(means, sd) - before).max() < 1e-6:
            break
    return Population(means, max(sd, 1e-3))


def _blocks(data: Responses, log: FloatArray) -> Sequence[FloatArray]:
    return [_likelihood(data, log, slice(s, s + ROWS)) for s in range(0, len(data.marks), ROWS)]


def plausible(
    data: Responses, parameters: FloatArray, *, model: Model, log_prior: FloatArray, uniform: FloatArray
) -> FloatArray:
    """似真值: draws from each row's posterior, N x M, by its distribution function at the uniform numbers."""
    found = curves(parameters, FINE.theta, categories=data.categories, model=model)
    out = np.empty_like(uniform)
    edges = np.append(FINE.theta - STEP / 2, FINE.theta[-1] + STEP / 2)
    for start, block in zip(range(0, len(out), ROWS), _blocks(data, found.log), strict=True):
        rows = slice(start, start + ROWS)
        z = block + (log_prior[rows] if log_prior.ndim == 2 else log_prior)
        share = np.exp(z - z.max(axis=1, keepdims=True))
        running = np.hstack([np.zeros((len(z), 1)), share.cumsum(axis=1)])
        running /= running[:, -1:]
        for n, line in enumerate(running):
            out[start + n] = np.interp(uniform[start + n], line, edges)
    return out


def uniforms(seed: str, names: Sequence[str], draws: int) -> FloatArray:
    """Numbers in (0, 1) from SHA-256 of seed, name and draw: the order of the rows does not matter."""
    out = np.empty((len(names), draws))
    for n, name in enumerate(names):
        for d in range(draws):
            digest = hashlib.sha256(f"{seed}\n{name}\n{d}\n".encode()).digest()
            out[n, d] = (int.from_bytes(digest[:8], "big") >> 11) + 0.5
    return out / 2**53
