"""分位数回归: for each share tau the curve of least check loss, by descent from vertex to vertex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr

from xueheng.engine.growth.splines import Design, FloatArray, IntArray

JITTER = 1e-10  # of the range: tells marks apart that lie on one curve, in an order fixed by their place
LOWER = 1e-10  # taken off tau: of several minimising curves the lower one is meant
ROUNDING = 1e-9  # of the range: what computing adds to a mark
SLACK = 1e-12  # of the pupils: a slope of the loss below this is none
FIRST = 64  # nearest marks looked at before farther ones


@dataclass(frozen=True)
class Cells:
    """格: pupils with the same priors and the same mark, counted once."""

    columns: FloatArray
    mark: FloatArray
    weight: FloatArray
    code: IntArray  # of each pupil


@dataclass(frozen=True)
class Curves:
    """分位数曲线: coefficients, a row a tau; how many of the curves each cell stands above."""

    coefficients: FloatArray
    standing: FloatArray


@dataclass(frozen=True)
class _Vertex:
    """A curve through as many cells as it has coefficients."""

    basis: IntArray
    inverse: FloatArray
    residual: FloatArray


def cells_of(design: Design, outcome: FloatArray) -> Cells:
    """格: every combination of design row and mark that occurs, in order, with its pupils."""
    mark, place = np.unique(outcome, return_inverse=True)
    key, code, count = np.unique(design.code * len(mark) + place, return_inverse=True, return_counts=True)
    columns = np.asfortranarray(design.columns[key // len(mark)])
    return Cells(columns, mark[key % len(mark)], count.astype(np.float64), code)


def quantile_curves(cells: Cells, taus: Sequence[float], *, counted: int) -> Curves:
    """分位数回归: b minimising sum w rho_tau(y - x b), rho_tau(r) = r (tau - [r < 0]), in units of y.

    Koenker & Bassett (1978). Taus ascend, each curve found from the one before; of several minimising
    curves the lower one is given. The standing adds up the rank scores of the first `counted` taus
    (Gutenbrunner & Jureckova 1992): 1 above a curve, 0 below, on it the share its optimality leaves.
    Cells on a curve beyond those that fix it all get the same share, so that the scores add up to 1 - tau.
    """
    marks = _told_apart(cells.mark)
    vertex = _at(cells, marks, _first_basis(cells))
    found = np.empty((len(taus), cells.columns.shape[1]))
    standing = np.zeros(len(marks))
    for k in np.argsort(taus, kind="stable"):
        vertex, slope = _descended(cells, marks, vertex, tau=taus[k] - LOWER)
        found[k] = vertex.inverse @ cells.mark[vertex.basis]
        if k < counted:
            standing += _scores(cells, vertex, slope, tau=taus[k], coefficients=found[k])
    return Curves(found, standing)


def _scores(
    cells: Cells, vertex: _Vertex, slope: FloatArray, *, tau: float, coefficients: FloatArray
) -> FloatArray:
    score = (vertex.residual > 0).astype(np.float64)
    score[vertex.basis] = np.clip(1 - tau - slope / cells.weight[vertex.basis], 0, 1)
    on = np.abs(cells.mark - _along(cells, coefficients)) <= ROUNDING * np.ptp(cells.mark)
    if on.sum() > len(vertex.basis):
        above = cells.weight[~on] @ score[~on]
        score[on] = np.clip(((1 - tau) * cells.weight.sum() - above) / cells.weight[on].sum(), 0, 1)
    return score


def _told_apart(mark: FloatArray) -> FloatArray:
    order = np.modf(np.arange(len(mark)) * (np.sqrt(5) - 1) / 2)[0]
    return np.asarray((mark - mark.min()) / (np.ptp(mark) or 1.0) + JITTER * order)


def _first_basis(cells: Cells) -> IntArray:
    size = cells.columns.shape[1]
    return np.asarray(qr(cells.columns.T, mode="economic", pivoting=True)[2][:size], dtype=np.int64)


def _at(cells: Cells, marks: FloatArray, basis: IntArray) -> _Vertex:
    inverse = np.asarray(np.linalg.inv(cells.columns[basis]), dtype=np.float64)
    residual = marks - _along(cells, inverse @ marks[basis])
    residual[basis] = 0.0
    return _Vertex(basis, inverse, residual)


def _descended(cells: Cells, marks: FloatArray, vertex: _Vertex, *, tau: float) -> tuple[_Vertex, FloatArray]:
    """The vertex at which no edge leads down any more, and the pull of the others on its cells."""
    slack = SLACK * cells.weight.sum()
    while True:
        pull = np.where(vertex.residual < 0, tau - 1, tau) * cells.weight
        pull[vertex.basis] = 0.0
        slope = np.einsum("ij,i->j", cells.columns, pull) @ vertex.inverse
        own = cells.weight[vertex.basis]
        rise = np.concatenate([own * (1 - tau) - slope, own * tau + slope])
        steep = rise / np.tile(np.linalg.norm(vertex.inverse, axis=0), 2)
        edge = int(np.argmin(steep))
        if rise[edge] >= -slack:
            return vertex, slope
        leaves = edge % len(own)
        way = vertex.inverse[:, leaves] * (1 if edge < len(own) else -1)
        basis = vertex.basis.copy()
        basis[leaves] = _entering(cells, vertex, way, need=-rise[edge])
        vertex = _at(cells, marks, basis)


def _along(cells: Cells, way: FloatArray) -> FloatArray:
    """The columns combined, by one thread in a fixed order."""
    return np.asarray(np.einsum("ij,j->i", cells.columns, way))


def _entering(cells: Cells, vertex: _Vertex, way: FloatArray, *, need: float) -> int:
    """The cell at which the loss stops falling along the way: jumps of its slope add up to the need."""
    speed = _along(cells, way)
    speed[vertex.basis] = 0.0
    met = np.flatnonzero(vertex.residual * speed > 0)
    time = vertex.residual[met] / speed[met]
    jump = cells.weight[met] * np.abs(speed[met])
    looked = FIRST
    while True:
        near = np.argpartition(time, looked)[:looked] if looked < len(time) else np.arange(len(time))
        near = near[np.argsort(time[near], kind="stable")]
        at = int(np.searchsorted(np.cumsum(jump[near]), need))
        if at < len(near) or looked >= len(time):
            return int(met[near[min(at, len(near) - 1)]])
        looked *= 8
