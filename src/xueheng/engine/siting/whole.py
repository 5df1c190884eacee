"""整村: a plan that splits villages made into one that does not, by repair and search around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.siting.county import Plan
from xueheng.engine.siting.county_program import CountyProgram
from xueheng.engine.siting.located import BoolArray, FloatArray
from xueheng.engine.siting.program import Limits, Program, solved, violations

REPAIR, PERIOD = 0.1, 0.3  # shares of the time for the repair, and for each period with the seats as they are


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
    start = _repaired(search, split)
    best, spent = _least(search, start.unknowns, _if_same_open(search, known, split)), start.seconds
    for period in range(search.county.at.periods if best is not None else 0):
        found = _one_period(search, best, period)
        best, spent = _least(search, best, found.unknowns), spent + found.seconds
    left = replace(search, limits=search.limits.after(spent))
    found = _solved(left, _fixed(search, split, _open_fixed(search)), start=best)
    return Found(_least(search, known, best, found.unknowns), spent + found.seconds)


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
    whole = (np.round(unknowns[getattr(at, n)]).astype(np.int64) for n in ("open", "blocks", "boarding"))
    return Plan(*whole, arc)


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


def _one_period(search: Search, start: FloatArray | None, period: int) -> Found:
    """Everything stays but the villages of one period, which choose again."""
    assert start is not None
    at = search.county.at
    is_fixed = np.ones(start.size, bool)
    is_fixed[at.goes[period]] = is_fixed[at.unplaced[period]] = False
    left = replace(search, limits=search.limits.part(PERIOD / at.periods))
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
