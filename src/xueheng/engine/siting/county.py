"""县域布局: villages, sites, periods, terms, and the arcs on which pupils may go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.siting.located import BoolArray, FloatArray, IntArray

WALK, BUS, BOARD = 0, 1, 2


@dataclass(frozen=True)
class Terms:
    """Limits in km, prices in one unit of money, seats; as the county states them."""

    walk_limit: float
    bus_limit: float
    boarding_limit: float
    expand_block: int
    max_blocks_existing: int
    max_blocks_candidate: int
    cost_block: float
    cost_new_base: float
    cost_board_facility: float
    unplaced_penalty: float
    operate_fixed: float
    bus_cost: float
    board_cost: float
    close_cost: float
    min_enrol: int
    capex_budget: float
    years: int
    small_school: int  # existing schools of at most so many seats need no minimum
    board_km_share: float  # part of the bus price that a boarder's weekly way costs


@dataclass(frozen=True)
class County:
    """The county as arrays: pupils by (period, village), sites, and the arcs (village, site, km)."""

    pupils: IntArray
    village: IntArray
    site: IntArray
    km: FloatArray
    is_existing: BoolArray
    capacity: IntArray
    has_boarding: BoolArray
    may_close: BoolArray
    largest: IntArray  # seats that a site may have at most
    today: IntArray  # site of each village today, -1 where not known
    youngest: FloatArray  # pupils of the lowest grades by (period, village)
    terms: Terms

    @property
    def way(self) -> IntArray:
        """Walking, bus or boarding, by the length of each arc."""
        limits = np.array([self.terms.walk_limit, self.terms.bus_limit])
        return np.searchsorted(limits, self.km, side="left").astype(np.int64)

    @property
    def price(self) -> FloatArray:
        """What one pupil costs a year on each arc."""
        terms, way = self.terms, self.way
        bus = terms.bus_cost * self.km
        boarding = terms.board_cost + terms.board_km_share * bus
        return np.select([way == WALK, way == BUS], [np.zeros(bus.size), bus], boarding)

    @property
    def max_blocks(self) -> IntArray:
        """Blocks of seats that each site may add, within the largest size."""
        terms = self.terms
        given = np.where(self.is_existing, terms.max_blocks_existing, terms.max_blocks_candidate)
        room = np.maximum(self.largest - self.capacity, 0) // max(terms.expand_block, 1)
        return np.asarray(np.minimum(given, room), np.int64)

    @property
    def needs_minimum(self) -> BoolArray:
        """Sites that need the minimum enrolment while open; not those that may not close anyhow."""
        is_large = self.capacity > self.terms.small_school
        return np.asarray(~self.is_existing | (is_large & self.may_close))

    @property
    def is_changed(self) -> BoolArray:
        """Arcs that lead elsewhere than today."""
        now = self.today[self.village]
        return np.asarray((now >= 0) & (now != self.site))


@dataclass(frozen=True)
class Plan:
    """方案: open, built and boarded by (period, site), and the arc of each (period, village), -1 none."""

    open: IntArray
    blocks: IntArray
    boarding: IntArray
    arc: IntArray
