"""p-中心: p sites whose longest way is shortest, by search over the distances that occur."""

from __future__ import annotations

import numpy as np

from xueheng.engine.siting.located import BoolArray, FloatArray, IntArray, Located
from xueheng.engine.siting.program import Limits, Program, Solved, solved

EACH = 0.15  # of the time that one level of the search may take


def p_center(cost: FloatArray, p: int, limits: Limits) -> Located:
    """Open p sites so that the longest way is short; below the bound nothing covers everybody."""
    levels, limits = np.unique(cost), limits.part(EACH)
    low, (chosen, high) = 0, _spread(cost, p, levels)
    unknown = False
    while low < high:
        middle = (low + high) // 2
        found = _covered(cost <= levels[middle], p, limits)
        if found.unknowns is not None and found.value <= p + 1e-6:
            chosen = np.flatnonzero(found.unknowns > 0.5)
            high = int(np.searchsorted(levels, cost[:, chosen].min(axis=1).max()))
        elif found.bound > p + 1e-6 or found.is_infeasible:
            low = middle + 1
        else:
            unknown, low = True, middle + 1
    return _located(cost, _filled(chosen, p, cost.shape[1]), _bound(cost, p, levels, unknown, limits, high))


def _bound(cost: FloatArray, p: int, levels: FloatArray, unknown: bool, limits: Limits, high: int) -> float:
    """The level reached; a proven lower one where a search ended without an answer."""
    if not unknown:
        return float(levels[high])
    proven = [at for at in range(high) if _covered(cost <= levels[at], p, limits).bound > p + 1e-6]
    return float(levels[proven[-1] + 1]) if proven else 0.0


def _spread(cost: FloatArray, p: int, levels: FloatArray) -> tuple[IntArray, int]:
    """Sites each as far as can be from those before: at most twice the best on a network."""
    chosen = [int(cost.max(axis=0).argmin())]
    near = cost[:, chosen[0]].copy()
    while len(chosen) < p:
        chosen.append(int(cost[int(near.argmax())].argmin()))
        near = np.minimum(near, cost[:, chosen[-1]])
    return np.array(chosen), int(np.searchsorted(levels, near.max()))


def _covered(within: BoolArray, p: int, limits: Limits) -> Solved:
    """The fewest sites that cover everybody."""
    from scipy.sparse import csr_array

    rows, columns = _reduced(within)
    matrix = csr_array(within[np.ix_(rows, columns)].astype(float))
    n, m = columns.size, rows.size
    sides = (np.ones(m), np.full(m, np.inf))
    program = Program(np.ones(n), matrix, *sides, np.zeros(n), np.ones(n), np.ones(n, bool))
    found = solved(program, limits)
    if found.unknowns is None:
        return found
    unknowns = np.zeros(within.shape[1])
    unknowns[columns] = found.unknowns
    return Solved(unknowns, found.value, found.bound, found.is_proven, is_cut_short=found.is_cut_short)


def _reduced(within: BoolArray) -> tuple[IntArray, IntArray]:
    """Rows and columns that no other makes superfluous."""
    rows = _undominated(within, keep_small=True)
    columns = _undominated(within[rows].T, keep_small=False)
    return rows, columns


def _undominated(sets: BoolArray, *, keep_small: bool) -> IntArray:
    """Sets that contain (or are contained in) no other; of equal ones the first."""
    held = sets.astype(np.float32)
    common, size = held @ held.T, held.sum(axis=1)
    inside = common >= size[:, None]  # the set of the row lies within the set of the column
    worse = inside.T if keep_small else inside
    same = inside & inside.T
    earlier = np.tri(size.size, k=-1, dtype=bool)
    return np.flatnonzero(~((worse & ~same) | (same & earlier)).any(axis=1))


def _filled(chosen: IntArray, p: int, n: int) -> IntArray:
    """Exactly p sites: those that were not needed for the longest way are added in order."""
    more = np.setdiff1d(np.arange(n), chosen)[: p - chosen.size]
    return np.sort(np.concatenate([chosen, more]))


def _located(cost: FloatArray, chosen: IntArray, bound: float) -> Located:
    held = cost[:, chosen]
    n, place = cost.shape[0], held.argmin(axis=1)
    value = float(held.min(axis=1).max())
    part, duals = np.ones(n), np.zeros(0)
    return Located(
        chosen, np.arange(n), chosen[place], part, value, bound, bool(value <= bound + 1e-9), duals
    )
