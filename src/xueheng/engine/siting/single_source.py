"""单源选址: a start and local search where each customer is served by one site."""

from __future__ import annotations

import numpy as np

from xueheng.engine.siting.located import FloatArray, IntArray

ROUNDS = 200


def started(
    capacity: FloatArray, opening: FloatArray, demand: FloatArray, serving: FloatArray
) -> IntArray | None:
    """Each customer, the largest first, where it adds least; None where a customer fits nowhere."""
    room, is_open = capacity.copy(), np.zeros(capacity.size, bool)
    share = opening / np.maximum(capacity, 1e-9)
    site = np.full(demand.size, -1)
    for customer in np.argsort(-demand, kind="stable"):
        added = serving[customer] + np.where(is_open, 0.0, share * demand[customer] * 2)
        added = np.where(room >= demand[customer], added, np.inf)
        best = int(added.argmin())
        if not np.isfinite(added[best]):
            return None
        site[customer], is_open[best] = best, True
        room[best] -= demand[customer]
    return site


def improved(
    site: IntArray,
    capacity: FloatArray,
    opening: FloatArray,
    demand: FloatArray,
    serving: FloatArray,
    *,
    seed: int,
) -> IntArray:
    """Customers moved and exchanged while it saves, with small shakes in between."""
    rng = np.random.default_rng(seed)
    best = _descended(site.copy(), capacity, opening, demand, serving)
    for _ in range(ROUNDS):
        shaken = _emptied(best, capacity, demand, serving, rng)
        if shaken is None:
            continue
        found = _descended(shaken, capacity, opening, demand, serving)
        if _cost(found, opening, serving) < _cost(best, opening, serving):
            best = found
    return best


def _cost(site: IntArray, opening: FloatArray, serving: FloatArray) -> float:
    return float(opening[np.unique(site)].sum() + serving[np.arange(site.size), site].sum())


def _descended(
    site: IntArray, capacity: FloatArray, opening: FloatArray, demand: FloatArray, serving: FloatArray
) -> IntArray:
    rows, sites = np.arange(site.size), capacity.size
    while True:
        load = np.bincount(site, demand, sites).astype(np.float64)
        many = np.bincount(site, minlength=sites)
        change = serving - serving[rows, site][:, None]
        change = (
            change
            + np.where(many == 0, opening, 0.0)
            - np.where(many[site] == 1, opening[site], 0.0)[:, None]
        )
        change[load + demand[:, None] > capacity + 1e-9] = np.inf
        change[rows, site] = 0.0
        who, where = np.unravel_index(int(change.argmin()), change.shape)
        if change[who, where] < -1e-9:
            site[who] = where
            continue
        if not _exchanged(site, load, capacity, demand, serving):
            return site


def _exchanged(
    site: IntArray, load: FloatArray, capacity: FloatArray, demand: FloatArray, serving: FloatArray
) -> bool:
    """The best exchange of two customers carried out, if one saves anything."""
    rows = np.arange(site.size)
    to_other = serving[:, site]  # (who, whose site)
    saved = to_other + to_other.T - serving[rows, site][:, None] - serving[rows, site][None]
    more = load[site][None] - demand[None] + demand[:, None]
    fits = (more <= capacity[site][None] + 1e-9) & (more <= capacity[site][None] + 1e-9).T
    saved[~fits] = np.inf
    one, two = np.unravel_index(int(saved.argmin()), saved.shape)
    if saved[one, two] >= -1e-9:
        return False
    site[one], site[two] = site[two], site[one]
    return True


def _emptied(
    site: IntArray, capacity: FloatArray, demand: FloatArray, serving: FloatArray, rng: np.random.Generator
) -> IntArray | None:
    """One open site closed, its customers placed where they cost least, a few others let go as well."""
    closed = rng.choice(np.unique(site))
    is_moved = (site == closed) | (rng.random(site.size) < 0.05)
    found = np.where(is_moved, -1, site)
    room = capacity - np.bincount(site[~is_moved], demand[~is_moved], capacity.size)
    barred = np.arange(capacity.size) == closed
    for customer in sorted(np.flatnonzero(is_moved), key=lambda c: -demand[c]):
        cost = np.where((room >= demand[customer]) & ~barred, serving[customer], np.inf)
        best = int(cost.argmin())
        if not np.isfinite(cost[best]):
            return None
        found[customer] = best
        room[best] -= demand[customer]
    return found
