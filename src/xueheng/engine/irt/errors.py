"""标准误: the information of the marginal likelihood, from its curvature or from the pupils' scores."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.irt.families import COMMON, curves, jacobian
from xueheng.engine.irt.marginal import OBSERVED, Fit, Grid, expected, gradient, posterior
from xueheng.engine.irt.responses import FloatArray, Responses

STEP = 1e-4
SINGULAR = 1e-9


def standard_errors(data: Responses, fit: Fit, grid: Grid) -> FloatArray | None:
    """SE of a, b1..bm, J x K: from the observed information, cross products of scores where rows are many.

    None where the information is singular: the data do not tell the parameters.
    """
    free = np.arange(fit.parameters.shape[1]) < data.categories[:, None]
    information = (
        _observed(data, fit, grid, free) if observed(data) else _cross_products(data, fit, grid, free)
    )
    if fit.model in COMMON:
        information = _shared(information, free)
    scale = np.sqrt(np.maximum(np.diag(information), 1e-300))
    values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
    if values.min() < SINGULAR:
        return None
    covariance = (vectors / values) @ vectors.T / np.outer(scale, scale)
    return _of_items(covariance, fit, data, free)


def observed(data: Responses) -> bool:
    """True where the rows are few enough for the observed information."""
    return len(data.marks) * int(data.categories.sum()) <= OBSERVED


def _observed(data: Responses, fit: Fit, grid: Grid, free: NDArray[Any]) -> FloatArray:
    """Minus the slope of the score: central differences of the EM gradient (Fisher's identity)."""

    def score(x: FloatArray) -> FloatArray:
        found = curves(x, grid.theta, categories=data.categories, model=fit.model)
        return np.asarray(gradient(expected(data, found.log, grid).counts, found)[free])

    lines = []
    for place in np.argwhere(free):
        moved = np.zeros_like(fit.parameters)
        moved[tuple(place)] = STEP
        lines.append((score(fit.parameters - moved) - score(fit.parameters + moved)) / (2 * STEP))
    found = np.array(lines)
    return (found + found.T) / 2


def _cross_products(data: Responses, fit: Fit, grid: Grid, free: NDArray[Any]) -> FloatArray:
    """Σ_n w_n s_n s_n', s_n the posterior mean of each pupil's score."""
    found = curves(fit.parameters, grid.theta, categories=data.categories, model=fit.model)
    item, place = np.nonzero(free)
    tables = [found.slopes[item, place, k].T for k in range(free.shape[1])]
    total = np.zeros((len(item), len(item)))
    for rows, share, _ in posterior(data, found.log, grid):
        marks = data.marks[rows]
        scores = sum(
            (share @ table.astype(share.dtype)) * (marks == k)[:, item] for k, table in enumerate(tables)
        )
        total += (scores * data.weight[rows, None].astype(share.dtype)).T @ scores
    return total


def _shared(information: FloatArray, free: NDArray[Any]) -> FloatArray:
    """The information with one slope, in the place of the first item's, for all items."""
    slope = np.argwhere(free)[:, 1] == 0
    found = information.copy()
    found[np.flatnonzero(slope)[0]] = information[slope].sum(axis=0)
    found[:, np.flatnonzero(slope)[0]] = found[:, slope].sum(axis=1)
    first = np.flatnonzero(slope)[0]
    keep = ~slope | (np.arange(len(slope)) == first)
    return found[np.ix_(keep, keep)]


def _of_items(covariance: FloatArray, fit: Fit, data: Responses, free: NDArray[Any]) -> FloatArray:
    errors = np.full(fit.parameters.shape, np.nan)
    at = 1 if fit.model in COMMON else 0
    for j, k in enumerate(data.categories.tolist()):
        if fit.model in COMMON:
            own = np.r_[0, at : at + k - 1]
            at += k - 1
        else:
            own = np.arange(at, at + k)
            at += k
        turn = jacobian(fit.parameters[j], m=k - 1, model=fit.model)
        errors[j, :k] = np.sqrt(np.diag(turn @ covariance[np.ix_(own, own)] @ turn.T))
    return errors
