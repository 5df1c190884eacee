"""整村: a plan that splits villages made into one that does not, by repair and search around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.siting.county import BOARD, Plan
from xueheng.engine.siting.county_program import CountyProgram
from xueheng.engine.siting.located import BoolArray, FloatArray, IntArray
from xueheng.engine.siting.program import Limits, Program, solved, violations
from xueheng.engine.siting.shifts import Period, cleared, settled

REPAIR, FIRST, PERIODS = 0.1, 0.6, 0.1  # shares of the time: repair, first search, all periods one by one
STRICT = 100.0  # times the fine, once no site is above its seats


@dataclass(frozen=True)
class Search:
    """The program with its aim and caps, and the limits of a search in it."""

    county: CountyProgram
    program: Program
    limits: Limits


@dataclass(frozen=True)
class Found:
    """The best unknowns found, None where nothing was, and the time that the solver took."""

    unknowns: FloatArray | None
    seconds: float


def whole_plan(search: Search, split: FloatArray, *, known: FloatArray | None) -> Found:
    """The best plan of whole villages found around a split one; never worse than a known one."""
    moved, same = _moved(search, split), _if_same_open(search, known, split)
    start = _repaired(search, split)
    best, spent = _least(search, start.unknowns, moved, same), start.seconds
    found = _around(search, split, best, search.limits.part(FIRST))
    best, spent = _least(search, best, found.unknowns), spent + found.seconds
    for period in range(search.county.at.periods if best is not None else 0):
        found = _one_period(search, best, period)
        best, spent = _least(search, best, found.unknowns), spent + found.seconds
    other = replace(search.limits.after(spent), seed=search.limits.seed + 1)
    found = _around(search, split, best, other.part(0.5))
    best, spent = _least(search, best, found.unknowns), spent + found.seconds
    left = replace(search, limits=search.limits.after(spent))
    nothing = np.zeros(search.program.cost.size, bool)
    found = _solved(left, _fixed(search, split, nothing), start=_least(search, known, best))
    return Found(_least(search, known, best, found.unknowns), spent + found.seconds)


def _around(search: Search, split: FloatArray, start: FloatArray | None, limits: Limits) -> Found:
    """The same schools open; seats, boarding and every village's way free."""
    program = _fixed(search, split, _open_fixed(search))
    return _solved(replace(search, limits=limits), program, start=start)


def _least(search: Search, *options: FloatArray | None) -> FloatArray | None:
    """The best of those that there are."""
    held = [x for x in options if x is not None]
    return min(held, key=lambda x: float(search.program.cost @ x)) if held else None


def plan_of(program: CountyProgram, unknowns: FloatArray) -> Plan:
    """The unknowns of whole villages as a plan."""
    at, county = program.at, program.county
    arc = np.full((at.periods, at.villages), -1)
    for period in range(at.periods):
        taken = np.flatnonzero(unknowns[at.goes[period]] > 0.5)
        arc[period, county.village[taken]] = taken
    is_open, blocks, boarding = (
        np.round(unknowns[block]).astype(np.int64) for block in (at.open, at.blocks, at.boarding)
    )
    return Plan(is_open, blocks, boarding, arc)


def is_feasible(program: Program, unknowns: FloatArray) -> bool:
    """True when every bound and every row is kept."""
    inside = (unknowns >= program.least - 1e-6).all() and (unknowns <= program.most + 1e-6).all()
    return bool(inside) and not violations(program, unknowns).any()


def _fixed(search: Search, split: FloatArray, is_fixed: BoolArray) -> Program:
    """The program of whole villages with some unknowns held as they are."""
    program = search.program
    held = np.round(split)
    return replace(
        program,
        least=np.where(is_fixed, held, program.least),
        most=np.where(is_fixed, held, program.most),
        whole=np.ones(program.cost.size, bool),
    )


def _open_fixed(search: Search) -> BoolArray:
    is_fixed = np.zeros(search.program.cost.size, bool)
    is_fixed[search.county.at.open.ravel()] = True
    return is_fixed


def _repaired(search: Search, split: FloatArray) -> Found:
    """Villages that are whole stay; only the split ones choose again."""
    at, county = search.county.at, search.county.county
    is_fixed = _open_fixed(search)
    for period in range(at.periods):
        part = split[at.goes[period]]
        is_split = np.zeros(at.villages, bool)
        is_split[county.village[(part > 1e-6) & (part < 1 - 1e-6)]] = True
        is_split |= split[at.unplaced[period]] > 1e-6
        is_fixed[at.goes[period][~is_split[county.village]]] = True
    left = replace(search, limits=search.limits.part(REPAIR))
    return _solved(left, _fixed(search, split, is_fixed), start=None)


def _moved(search: Search, split: FloatArray) -> FloatArray | None:
    """Villages at their largest part, then moved and exchanged; None where rows stay broken."""
    at, county = search.county.at, search.county.county
    found = np.round(split)
    for period in range(at.periods):
        problem, arc_of = _period(search, split, period)
        part = np.zeros(problem.cost.shape)
        part[county.village, county.site] = split[at.goes[period]]
        part[:, -1] = split[at.unplaced[period]]
        start = np.where(np.isfinite(problem.cost), part, -1.0).argmax(axis=1)
        site = cleared(problem, settled(problem, start, seed=search.limits.seed))
        strict = replace(problem, fine=STRICT * problem.fine)
        site = settled(strict, site, seed=search.limits.seed)
        found[at.goes[period]] = found[at.unplaced[period]] = 0.0
        away = site == at.sites
        found[at.unplaced[period][away]] = 1.0
        found[at.goes[period][arc_of[~away, site[~away]]]] = 1.0
    return found if is_feasible(search.program, found) else None


def _period(search: Search, split: FloatArray, period: int) -> tuple[Period, IntArray]:
    """The placing of one period with schools, seats and boarding as in the split plan, and its arcs."""
    at, county, cost = search.county.at, search.county.county, search.program.cost
    is_open, boards = (np.round(split[one[period]]) > 0 for one in (at.open, at.boarding))
    can = is_open[county.site] & ((county.way != BOARD) | boards[county.site])
    held = np.full((at.villages, at.sites + 1), np.inf)
    held[county.village[can], county.site[can]] = cost[at.goes[period]][can]
    held[:, -1] = cost[at.unplaced[period]]
    arc_of = np.full((at.villages, at.sites), -1)
    arc_of[county.village, county.site] = np.arange(at.arcs)
    seats = np.minimum(county.capacity, county.largest) * is_open
    seats = seats + np.round(split[at.blocks[period]]) * county.terms.expand_block
    least = np.where(is_open & county.needs_minimum, county.terms.min_enrol, 0)
    demand = county.pupils[period].astype(float)
    each = held[np.isfinite(held)] / np.repeat(np.maximum(demand, 1), np.isfinite(held).sum(axis=1))
    ends = (np.append(seats, np.inf), np.append(least, 0.0))
    return Period(held, demand, *ends, fine=5 * float(each.max(initial=0.0)) + 1e-6), arc_of


def _one_period(search: Search, start: FloatArray | None, period: int) -> Found:
    """Everything stays but the villages of one period, which choose again."""
    assert start is not None
    at = search.county.at
    is_fixed = np.ones(start.size, bool)
    is_fixed[at.goes[period]] = is_fixed[at.unplaced[period]] = False
    left = replace(search, limits=search.limits.part(PERIODS / at.periods))
    return _solved(left, _fixed(search, start, is_fixed), start=start)


def _solved(search: Search, program: Program, *, start: FloatArray | None) -> Found:
    """What the solver found, if it keeps every row."""
    found = solved(program, search.limits, start=start)
    good = found.unknowns is not None and is_feasible(search.program, found.unknowns)
    return Found(found.unknowns if good else None, found.seconds)


def _if_same_open(search: Search, known: FloatArray | None, split: FloatArray) -> FloatArray | None:
    """The known plan, where it opens the same sites."""
    at = search.county.at.open
    is_same = known is not None and (np.round(split[at]) == np.round(known[at])).all()
    return known if is_same else None
