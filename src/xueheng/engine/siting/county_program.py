"""县域布局的整数规划: unknowns, rows and the cost of the county plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from xueheng.engine.siting.county import BOARD, County, Plan
from xueheng.engine.siting.located import FloatArray, IntArray
from xueheng.engine.siting.program import Program
from xueheng.engine.siting.rows import Rows


@dataclass(frozen=True)
class Unknowns:
    """Where each kind of unknown stands: by (period, site), (period, arc) and (period, village)."""

    periods: int
    sites: int
    arcs: int
    villages: int

    def _block(self, start: int, width: int) -> IntArray:
        return start + np.arange(self.periods * width).reshape(self.periods, width)

    @cached_property
    def open(self) -> IntArray:
        """The site is open."""
        return self._block(0, self.sites)

    @cached_property
    def blocks(self) -> IntArray:
        """Blocks of seats added by then."""
        return self._block(self.periods * self.sites, self.sites)

    @cached_property
    def boarding(self) -> IntArray:
        """The site can board pupils."""
        return self._block(2 * self.periods * self.sites, self.sites)

    @cached_property
    def goes(self) -> IntArray:
        """The part of a village that takes the arc."""
        return self._block(3 * self.periods * self.sites, self.arcs)

    @cached_property
    def unplaced(self) -> IntArray:
        """The part of a village that has no seat."""
        return self._block(3 * self.periods * self.sites + self.periods * self.arcs, self.villages)

    @property
    def count(self) -> int:
        """How many unknowns there are."""
        return self.periods * (3 * self.sites + self.arcs + self.villages)


@dataclass(frozen=True)
class CountyProgram:
    """The program of a county and where its unknowns stand; villages may be split between sites."""

    county: County
    at: Unknowns
    program: Program

    def cost(self) -> FloatArray:
        """Building, running, ways, unplaced pupils and closing; the constant stands apart."""
        return _cost(self.county, self.at)

    @property
    def constant(self) -> float:
        """The price of closing every school, of which open ones are taken off."""
        return self.county.terms.close_cost * int(self.county.is_existing.sum())

    def unknowns_of(self, plan: Plan) -> FloatArray:
        """A plan as the program's unknowns."""
        found = np.zeros(self.at.count)
        for name in ("open", "blocks", "boarding"):
            found[getattr(self.at, name).ravel()] = getattr(plan, name).ravel()
        for period, arcs in enumerate(plan.arc):
            found[self.at.goes[period][arcs[arcs >= 0]]] = 1.0
            found[self.at.unplaced[period][arcs < 0]] = 1.0
        return found

    def with_cost(self, cost: FloatArray) -> Program:
        """The program with another aim."""
        return replace(self.program, cost=cost)


def county_program(county: County, *, reserve: float = 0.0) -> CountyProgram:
    """The rows and bounds of the county plan, with so many seats of each open site kept free."""
    at = Unknowns(county.pupils.shape[0], county.capacity.size, county.km.size, county.pupils.shape[1])
    rows = Rows()
    for period in range(at.periods):
        _placed(rows, county, at, period)
        _seats(rows, county, at, period, reserve)
        _only_open(rows, county, at, period)
        if period:
            _monotone(rows, county, at, period)
    _budget(rows, county, at)
    least, most = _bounds(county, at)
    low, high = rows.sides()
    whole = np.zeros(at.count, bool)
    whole[: 3 * at.periods * at.sites] = True
    program = Program(_cost(county, at), rows.matrix(at.count), low, high, least, most, whole)
    return CountyProgram(county, at, program)


def _bounds(county: County, at: Unknowns) -> tuple[FloatArray, FloatArray]:
    least, most = np.zeros(at.count), np.ones(at.count)
    most[at.blocks] = county.max_blocks
    least[at.boarding] = county.has_boarding
    least[at.open[:, county.is_existing & ~county.may_close]] = 1.0
    return least, most


def _cost(county: County, at: Unknowns) -> FloatArray:
    terms, old = county.terms, county.is_existing
    cost = np.zeros(at.count)
    cost[at.open] = terms.years * terms.operate_fixed
    cost[at.open[-1][old]] -= terms.close_cost
    cost += capital(county, at)
    cost[at.goes] = terms.years * county.price * county.pupils[:, county.village]
    cost[at.unplaced] = terms.years * terms.unplaced_penalty * county.pupils
    return cost


def capital(county: County, at: Unknowns) -> FloatArray:
    """What is built: blocks, new schools, boarding."""
    terms, cost = county.terms, np.zeros(at.count)
    cost[at.blocks[-1]] = terms.cost_block
    cost[at.open[-1][~county.is_existing]] = terms.cost_new_base
    cost[at.boarding[-1][~county.has_boarding]] = terms.cost_board_facility
    return cost


def _placed(rows: Rows, county: County, at: Unknowns, period: int) -> None:
    villages = np.arange(at.villages)
    rows.add(
        [(county.village, at.goes[period], 1), (villages, at.unplaced[period], 1)],
        low=1, high=1, n=at.villages,
    )  # fmt: skip


def _seats(rows: Rows, county: County, at: Unknowns, period: int, reserve: float) -> None:
    sites, terms = np.arange(at.sites), county.terms
    pupils = county.pupils[period][county.village]
    go = (county.site, at.goes[period], pupils)
    seats = (sites, at.open[period], reserve - np.minimum(county.capacity, county.largest))
    rows.add([go, seats, (sites, at.blocks[period], -terms.expand_block)], low=-np.inf, high=0, n=at.sites)
    rows.add(
        [(sites, at.blocks[period], 1), (sites, at.open[period], -county.max_blocks)],
        low=-np.inf, high=0, n=at.sites,
    )  # fmt: skip
    held = np.flatnonzero(county.needs_minimum)
    place = np.full(at.sites, -1)
    place[held] = np.arange(held.size)
    inside = place[county.site] >= 0
    entries = (place[county.site][inside], at.goes[period][inside], pupils[inside])
    least = (np.arange(held.size), at.open[period][held], -terms.min_enrol)
    rows.add([entries, least], low=0, high=np.inf, n=held.size)


def _only_open(rows: Rows, county: County, at: Unknowns, period: int) -> None:
    arcs = np.arange(at.arcs)
    to_open = (arcs, at.open[period][county.site], -1)
    rows.add([(arcs, at.goes[period], 1), to_open], low=-np.inf, high=0, n=at.arcs)
    held = np.flatnonzero((county.way == BOARD) & ~county.has_boarding[county.site])
    place = np.arange(held.size)
    boards = (place, at.boarding[period][county.site[held]], -1)
    rows.add([(place, at.goes[period][held], 1), boards], low=-np.inf, high=0, n=held.size)


def _monotone(rows: Rows, county: County, at: Unknowns, period: int) -> None:
    """A closed school stays closed, a new one open; blocks and boarding are never taken away."""
    sites = np.arange(at.sites)
    sign = np.where(county.is_existing, -1.0, 1.0)
    for block, way in ((at.open, sign), (at.blocks, np.ones(at.sites)), (at.boarding, np.ones(at.sites))):
        rows.add(
            [(sites, block[period], way), (sites, block[period - 1], -way)], low=0, high=np.inf, n=at.sites
        )


def _budget(rows: Rows, county: County, at: Unknowns) -> None:
    cost = capital(county, at)
    held = np.flatnonzero(cost)
    rows.add([(np.zeros(held.size), held, cost[held])], low=-np.inf, high=county.terms.capex_budget, n=1)
