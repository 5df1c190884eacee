"""移村换村: villages of one period moved and exchanged until seats hold and nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.siting.located import FloatArray, IntArray

ROUNDS, SHAKEN, MOVES = 25, 6, 2000


@dataclass(frozen=True)
class Period:
    """Cost by village and site (infinite where it cannot go; last column: nowhere), and seats."""

    cost: FloatArray
    demand: FloatArray
    seats: FloatArray
    least: FloatArray
    fine: float  # for each pupil above the seats or below the least

    def broken(self, load: FloatArray) -> FloatArray:
        """Pupils above the seats or below the least, for loads that end with the axis of sites."""
        return np.maximum(load - self.seats, 0.0) + np.maximum(self.least - load, 0.0)

    def value(self, site: IntArray) -> float:
        """Cost and fines of a whole placing."""
        load = _load(self, site)
        return float(self.cost[np.arange(site.size), site].sum() + self.fine * self.broken(load).sum())


def _load(period: Period, site: IntArray) -> FloatArray:
    """Pupils at each site."""
    return np.bincount(site, period.demand, period.seats.size).astype(np.float64)


def settled(period: Period, site: IntArray, *, seed: int) -> IntArray:
    """The placing after moves, exchanges and a few shakes; never worse than it was."""
    rng = np.random.default_rng(seed)
    best = _descended(period, site)
    value = period.value(best)
    for _ in range(ROUNDS):
        found = _descended(period, _shaken(period, best, rng))
        if (reached := period.value(found)) < value - 1e-12:
            best, value = found, reached
    return best


def cleared(period: Period, site: IntArray) -> IntArray:
    """The placing with the fewest pupils sent nowhere so that no site is above its seats."""
    found, nowhere = site.copy(), period.seats.size - 1
    for full in range(nowhere):
        while (over := period.demand[found == full].sum() - period.seats[full]) > 0:
            inside = np.flatnonzero(found == full)
            enough = inside[period.demand[inside] >= over]
            size = period.demand[enough].argmin() if enough.size else period.demand[inside].argmax()
            found[(enough if enough.size else inside)[size]] = nowhere
    return found


def _shaken(period: Period, site: IntArray, rng: np.random.Generator) -> IntArray:
    """A few villages sent to some site that they may go to."""
    found = site.copy()
    for village in rng.choice(site.size, min(SHAKEN, site.size), replace=False):
        found[village] = rng.choice(np.flatnonzero(np.isfinite(period.cost[village])))
    return found


def _descended(period: Period, site: IntArray) -> IntArray:
    found = site.copy()
    for _ in range(MOVES):
        if not (_moved(period, found) or _exchanged(period, found)):
            break
    return found


def _moved(period: Period, site: IntArray) -> bool:
    """The best single move carried out, if one saves anything."""
    rows = np.arange(site.size)
    load = _load(period, site)
    now = period.broken(load)
    joined = period.broken(load[None] + period.demand[:, None]) - now[None]
    less = load[site] - period.demand
    left = np.maximum(less - period.seats[site], 0) + np.maximum(period.least[site] - less, 0) - now[site]
    saved = period.cost - period.cost[rows, site][:, None] + period.fine * (joined + left[:, None])
    saved[rows, site] = 0.0
    village, to = np.unravel_index(int(saved.argmin()), saved.shape)
    if saved[village, to] >= -1e-9:
        return False
    site[village] = to
    return True


def _exchanged(period: Period, site: IntArray) -> bool:
    """The best exchange of two villages carried out, if one saves anything."""
    rows = np.arange(site.size)
    load = _load(period, site)
    to_other = period.cost[:, site] - period.cost[rows, site][:, None]
    more = period.demand[None] - period.demand[:, None]  # at the site of the row's village
    there = load[site][:, None] + more
    over = np.maximum(there - period.seats[site][:, None], 0) + np.maximum(
        period.least[site][:, None] - there, 0
    )
    change = period.fine * (over - period.broken(load)[site][:, None])
    saved = to_other + to_other.T + change + change.T
    saved[site[:, None] == site[None]] = 0.0
    one, two = np.unravel_index(int(saved.argmin()), saved.shape)
    if saved[one, two] >= -1e-9:
        return False
    site[one], site[two] = site[two], site[one]
    return True
