"""小格保护: which cells of a table are withheld so that no reader gets at a group of few persons.

Cells add up along lines (a total and its parts: pupils of a county and of its schools). A withheld cell is
safe when there is a witness: other values of the withheld cells that fit everything shown and lie far enough
from the true one. Who solves the equations of the table then still cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
TINY = 1e-9
COVER = 4  # persons whose figures must be open in a group, be it ever so large
FEW_DIRECTIONS = 40  # up to this many, sums and differences of two are tried as well


@dataclass(frozen=True)
class Line:
    """合计行: a cell that is the sum of others, by place."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Cells:
    """单元格: persons, the figure that adds up, and what anybody knows of it when it is withheld."""

    persons: Numbers
    figures: Numbers
    lower: Numbers
    upper: Numbers
    room: Numbers  # how far another possible figure must lie away
    whole: bool  # figures are counts
    lines: tuple[Line, ...]


def counted(persons: Sequence[int], *, lines: Sequence[Line], least: int) -> Cells:
    """人数 as cells: a count from 1 to below `least` is known to be one of those."""
    n = np.asarray(persons, dtype=np.float64)
    is_small = (n > 0) & (n < least)
    lower = np.where(is_small, 1.0, float(least))
    upper = np.where(is_small, least - 1.0, max(n.sum(), least + 1.0))
    return Cells(n, n, lower, upper, np.ones_like(n), True, tuple(lines))


def averaged(
    persons: Sequence[int],
    means: Sequence[float],
    *,
    between: tuple[float, float],
    lines: Sequence[Line],
    share: float = 0.1,
) -> Cells:
    """平均数或比例 as cells; another possible mean must lie away by a share of the scale.

    Of a large group, which is withheld to cover a small one, only as much as that one may move.
    """
    n, mean = np.asarray(persons, dtype=np.float64), np.nan_to_num(np.asarray(means, dtype=np.float64))
    low, high = between
    room = share * (high - low) * np.minimum(n, COVER)
    return Cells(n, n * mean, n * low, n * high, room, False, tuple(lines))


def withheld(cells: Cells, *, least: int, also: Truths | None = None) -> Truths:
    """True for cells of fewer than `least` persons, those in `also`, and others needed to protect them."""
    hidden = (cells.persons > 0) & (cells.persons < least)
    hidden = hidden if also is None else hidden | also
    given_up: set[int] = set()
    while (at := _first_open(cells, hidden, given_up, least=least)) is not None:
        more = _cheapest(cells, hidden, at)
        if more is None:
            given_up.add(at)
        else:
            hidden = hidden.copy()
            hidden[more] = True
    return hidden


def is_safe(cells: Cells, hidden: Truths) -> bool:
    """True when no withheld cell can be found; false where even withholding all of them leaves one open."""
    places = np.flatnonzero(hidden)
    return bool(_have_witness(cells, places).all()) if len(places) else True


def _first_open(cells: Cells, hidden: Truths, given_up: set[int], *, least: int) -> int | None:
    """The first withheld cell that a reader could find, alone or with so few others that it is no help."""
    places = np.flatnonzero(hidden)
    if not len(places):
        return None
    safe = _have_witness(cells, places)
    for at, is_safe in zip(places, safe, strict=True):
        if int(at) not in given_up and not (is_safe and _is_in_company(cells, hidden, int(at), least=least)):
            return int(at)
    return None


def _is_in_company(cells: Cells, hidden: Truths, at: int, *, least: int) -> bool:
    """False when a shown total less its shown parts leaves a group of few persons that holds the cell."""
    for line in cells.lines:
        if at in line.parts and not hidden[line.total]:
            rest = sum(cells.persons[p] for p in line.parts if hidden[p])
            if rest < least:
                return False
    return True


def _cheapest(cells: Cells, hidden: Truths, at: int) -> int | None:
    """The shown cell to withhold next: on a line with it, a part before a total, of the fewest persons."""
    near = {c for line in cells.lines if at in (held := (line.total, *line.parts)) for c in held}
    for places in (near, _connected(cells, at)):
        shown = [c for c in places if not hidden[c] and cells.persons[c] > 0]
        if shown:
            totals = [sum(line.total == c for line in cells.lines) for c in shown]
            return min(zip(totals, cells.persons[shown], shown, strict=True))[2]
    return None


def _connected(cells: Cells, at: int) -> set[int]:
    """Every cell that lines tie to it, directly or through others."""
    found, before = {at}, 0
    while len(found) > before:
        before = len(found)
        for line in cells.lines:
            held = {line.total, *line.parts}
            if held & found:
                found |= held
    return found


def _have_witness(cells: Cells, places: npt.NDArray[np.intp]) -> Truths:
    """True for a withheld cell with another possible figure that fits all that is shown."""
    moves = _moves(_equations(cells, places))
    if not len(moves):
        return np.zeros(len(places), dtype=np.bool_)
    value = cells.figures[places]
    with np.errstate(divide="ignore", invalid="ignore"):
        up = np.where(moves > TINY, (cells.upper[places] - value) / moves, np.inf)
        down = np.where(moves < -TINY, (cells.lower[places] - value) / moves, np.inf)
    reach = np.clip(np.minimum(up, down).min(axis=1), 0, None)
    if cells.whole:
        reach = np.where(np.isclose(moves, np.round(moves)).all(axis=1), np.floor(reach + TINY), 0.0)
    away = np.abs(moves) * reach[:, None]
    is_far: Truths = (away >= np.maximum(cells.room[places], TINY) - TINY).any(axis=0)
    return is_far


def _equations(cells: Cells, places: npt.NDArray[np.intp]) -> Numbers:
    """One row a line that holds a withheld cell: what is left of it once all that is shown is known."""
    column = {int(at): i for i, at in enumerate(places)}
    rows = []
    for line in cells.lines:
        row = np.zeros(len(places))
        if line.total in column:
            row[column[line.total]] += 1
        for part in line.parts:
            if part in column:
                row[column[part]] -= 1
        if row.any():
            rows.append(row)
    return np.array(rows).reshape(len(rows), len(places))


def _moves(equations: Numbers) -> Numbers:
    """Ways in which withheld cells can change together without any shown cell changing."""
    reduced, pivots = _reduced(equations)
    width = equations.shape[1]
    free = [c for c in range(width) if c not in set(pivots)]
    basis = np.zeros((len(free), width))
    for i, c in enumerate(free):
        basis[i, c] = 1
        basis[i, pivots] = -reduced[: len(pivots), c]
    if 1 < len(free) <= FEW_DIRECTIONS:
        pairs = [(basis[i] + s * basis[j]) for i, j in combinations(range(len(free)), 2) for s in (1, -1)]
        basis = np.vstack([basis, *pairs])
    return np.vstack([basis, -basis])


def _reduced(rows: Numbers) -> tuple[Numbers, list[int]]:
    """The equations solved for as many cells as they fix, and those cells."""
    matrix = rows.copy()
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        at = len(pivots)
        if at == len(matrix):
            break
        best = at + int(np.argmax(np.abs(matrix[at:, column])))
        if abs(matrix[best, column]) < TINY:
            continue
        matrix[[at, best]] = matrix[[best, at]]
        matrix[at] /= matrix[at, column]
        others = np.arange(len(matrix)) != at
        matrix[others] -= np.outer(matrix[others, column], matrix[at])
        pivots.append(column)
    return matrix, pivots
