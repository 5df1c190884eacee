"""交换法: the best swap of an open site for a closed one, until none makes the total shorter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.siting.located import FloatArray, IntArray


@dataclass(frozen=True)
class Nearest:
    """For each customer the nearest open site (its place in the list), and the two shortest ways."""

    place: IntArray
    first: FloatArray
    second: FloatArray


def nearest(cost: FloatArray, chosen: IntArray) -> Nearest:
    """The two nearest of the chosen sites for every customer."""
    held = cost[:, chosen]
    rows = np.arange(cost.shape[0])
    place = held.argmin(axis=1)
    first = held[rows, place]
    held[rows, place] = np.inf
    return Nearest(place, first, held.min(axis=1))


def total(cost: FloatArray, chosen: IntArray) -> float:
    """The sum of the shortest ways."""
    return float(cost[:, chosen].min(axis=1).sum())


def interchanged(cost: FloatArray, chosen: IntArray, *, core: IntArray) -> IntArray:
    """The chosen sites after best swaps with sites of the core (Teitz and Bart), until none helps."""
    held = chosen.copy()
    inner = np.ascontiguousarray(cost[:, core])
    while True:
        saved, out, into = _best_swap(inner, nearest(cost, held), held.size)
        if saved <= 1e-9 or core[into] in held:
            return np.sort(held)
        held[out] = core[into]


def _best_swap(cost: FloatArray, near: Nearest, n_chosen: int) -> tuple[float, int, int]:
    """What the best swap saves, which place leaves and which column of the core comes in."""
    with_new = np.minimum(cost, near.first[:, None])
    change = with_new.sum(axis=0) - near.first.sum()
    order = np.argsort(near.place, kind="stable")
    places, starts = np.unique(near.place[order], return_index=True)
    lost = np.minimum(cost, near.second[:, None]) - with_new
    by_place = np.add.reduceat(lost[order], starts, axis=0)
    delta = np.full((n_chosen, cost.shape[1]), change)
    delta[places] += by_place
    at = int(delta.argmin())
    out, into = divmod(at, cost.shape[1])
    return -float(delta[out, into]), out, into
