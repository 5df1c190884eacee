"""预平滑: counts replaced by a log-linear model that keeps their first moments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.equating.forms import FloatArray, Form

ROUNDS, CLOSE = 200, 1e-10


class NotSmoothed(ValueError):
    """预平滑: the model does not settle; a lower degree is needed."""


def smoothed(form: Form, degree: int, *, internal: bool) -> Form:
    """log m = Σ β_k x^k + Σ γ_k v^k + δ x v up to the degree: the moments of the counts are kept.

    Cells where an internal anchor would exceed the score stay empty.  Holland & Thayer (2000).
    """
    possible = np.ones(form.count.shape, bool)
    if internal and len(form.anchor) > 1:
        possible = form.score[:, None] >= form.anchor[None, :]
    count = np.zeros(form.count.shape)
    count[possible] = _fitted(_design(form, degree, possible), form.count[possible])
    return Form(form.score, form.anchor, count, form.score_step, form.anchor_step)


def _design(form: Form, degree: int, possible: NDArray[np.bool_]) -> FloatArray:
    x, v = np.broadcast_arrays(_unit(form.score)[:, None], _unit(form.anchor)[None, :])
    columns = [np.ones(possible.sum()), *(x[possible] ** k for k in range(1, min(degree, len(x) - 1) + 1))]
    if len(form.anchor) > 1:
        most = min(degree, len(form.anchor) - 1)
        columns += [v[possible] ** k for k in range(1, most + 1)]
        columns.append(x[possible] * v[possible])
    basis, triangle = np.linalg.qr(np.column_stack(columns))
    size = np.abs(np.diag(triangle))
    return np.asarray(basis[:, size > size.max() * 1e-10])


def _unit(score: FloatArray) -> FloatArray:
    half = (score[-1] - score[0]) / 2
    return (score - score[0]) / half - 1 if half else np.zeros(len(score))


def _fitted(design: FloatArray, count: FloatArray) -> FloatArray:
    """Poisson likelihood by Newton's steps, halved where they would not rise."""
    beta: FloatArray = np.asarray(np.linalg.lstsq(design, np.log(count + 0.5), rcond=None)[0], np.float64)
    for _ in range(ROUNDS):
        mean = np.exp(design @ beta)
        slope = design.T @ (count - mean)
        if np.abs(slope).max() <= CLOSE * count.sum():
            return mean
        try:
            step: FloatArray = np.asarray(np.linalg.solve(design.T @ (mean[:, None] * design), slope))
        except np.linalg.LinAlgError as error:
            raise NotSmoothed from error
        beta = beta + _kept(design, count, beta, step)
    raise NotSmoothed


def _kept(design: FloatArray, count: FloatArray, beta: FloatArray, step: FloatArray) -> FloatArray:
    def likelihood(at: FloatArray) -> float:
        line = design @ at
        return float(count @ line - np.exp(np.minimum(line, 700.0)).sum())

    now, size = likelihood(beta), 1.0
    while size > 1e-8 and likelihood(beta + size * step) < now - 1e-9 * abs(now):
        size /= 2
    return size * step
