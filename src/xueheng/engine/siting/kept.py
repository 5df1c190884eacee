"""维持现状: today's schools with their seats, and each village at the nearest one that still has room."""

from __future__ import annotations

import numpy as np

from xueheng.engine.siting.county import BOARD, County, Plan
from xueheng.engine.siting.located import BoolArray, IntArray


def kept_as_today(county: County) -> Plan:
    """The plan that builds nothing; schools below their minimum that may close are closed."""
    periods, sites = county.pupils.shape[0], county.capacity.size
    is_open = county.is_existing.copy()
    while True:
        arcs = np.array([_placed(county, is_open, period) for period in range(periods)])
        low = _below_minimum(county, is_open, arcs) & county.may_close
        if not low.any():
            break
        is_open &= ~low
    rows = np.repeat(is_open[None].astype(np.int64), periods, axis=0)
    boarding = np.repeat(county.has_boarding[None].astype(np.int64), periods, axis=0)
    return Plan(rows, np.zeros((periods, sites), np.int64), boarding, arcs)


def _placed(county: County, is_open: BoolArray, period: int) -> IntArray:
    """The arc of each village, those with the shortest ways first; -1 where no seat is left."""
    pupils, room = county.pupils[period], np.where(is_open, np.minimum(county.capacity, county.largest), 0)
    found = np.full(pupils.size, -1)
    can = is_open[county.site] & ((county.way != BOARD) | county.has_boarding[county.site])
    for arc in np.argsort(county.km, kind="stable"):
        village, site = county.village[arc], county.site[arc]
        if can[arc] and found[village] < 0 and room[site] >= pupils[village]:
            found[village] = arc
            room[site] -= pupils[village]
    return found


def _below_minimum(county: County, is_open: BoolArray, arcs: IntArray) -> BoolArray:
    """Open sites that have fewer pupils than their minimum in some period."""
    low = np.zeros(is_open.size, bool)
    for period, taken in enumerate(arcs):
        held = taken >= 0
        pupils = np.bincount(county.site[taken[held]], county.pupils[period][held], is_open.size)
        low |= is_open & county.needs_minimum & (pupils < county.terms.min_enrol)
    return low
