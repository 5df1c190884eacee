"""整村: a plan that splits villages made into one that does not, by repair and search around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.siting.county import Plan
from xueheng.engine.siting.county_program import CountyProgram
from xueheng.engine.siting.located import BoolArray, FloatArray
from xueheng.engine.siting.program import Limits, Program, Solved, solved, violations

REPAIR, SAME_SEATS, AROUND = 0.1, 0.35, 0.55  # shares of the time


@dataclass(frozen=True)
class Search:
    """The program with its aim and caps, and the limits of a search in it."""

    county: CountyProgram
    program: Program
    limits: Limits


def whole_plan(search: Search, split: FloatArray, *, known: FloatArray | None) -> FloatArray | None:
    """The best plan of whole villages found around a split one; never worse than a known one."""
    start = _repaired(search, split)
    if known is not None and not _is_feasible(search.program, known):
        known = None
    if known is not None and (start is None or _value(search, known) < _value(search, start)):
        start = _if_same_open(search, known, split)
    settled = start if start is None else _same_seats(search, start)
    found = _around(search, split, start if settled is None else settled)
    options = [x for x in (known, start, settled, found) if x is not None]
    return min(options, key=lambda x: _value(search, x)) if options else None


def plan_of(program: CountyProgram, unknowns: FloatArray) -> Plan:
    """The unknowns of whole villages as a plan."""
    at, county = program.at, program.county
    arc = np.full((at.periods, at.villages), -1)
    for period in range(at.periods):
        taken = np.flatnonzero(unknowns[at.goes[period]] > 0.5)
        arc[period, county.village[taken]] = taken
    whole = (np.round(unknowns[getattr(at, n)]).astype(np.int64) for n in ("open", "blocks", "boarding"))
    return Plan(*whole, arc)


def _value(search: Search, unknowns: FloatArray) -> float:
    return float(search.program.cost @ unknowns)


def _is_feasible(program: Program, unknowns: FloatArray) -> bool:
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


def _repaired(search: Search, split: FloatArray) -> FloatArray | None:
    """Villages that are whole stay; only the split ones choose again."""
    at, county = search.county.at, search.county.county
    is_fixed = _open_fixed(search)
    for period in range(at.periods):
        part = split[at.goes[period]]
        is_split = np.zeros(at.villages, bool)
        is_split[county.village[(part > 1e-6) & (part < 1 - 1e-6)]] = True
        is_split |= split[at.unplaced[period]] > 1e-6
        is_fixed[at.goes[period][~is_split[county.village]]] = True
    limits = replace(search.limits, seconds=search.limits.seconds * REPAIR)
    return _unknowns(search, solved(_fixed(search, split, is_fixed), limits))


def _same_seats(search: Search, start: FloatArray) -> FloatArray | None:
    """The same schools, seats and boarding; every village's way free."""
    is_fixed = np.zeros(start.size, bool)
    is_fixed[: search.county.at.goes[0, 0]] = True
    limits = replace(search.limits, seconds=search.limits.seconds * SAME_SEATS)
    return _unknowns(search, solved(_fixed(search, start, is_fixed), limits, start=start))


def _around(search: Search, split: FloatArray, start: FloatArray | None) -> FloatArray | None:
    """The same schools open; seats, boarding and every village's way free."""
    limits = replace(search.limits, seconds=search.limits.seconds * AROUND)
    return _unknowns(search, solved(_fixed(search, split, _open_fixed(search)), limits, start=start))


def _unknowns(search: Search, found: Solved) -> FloatArray | None:
    """What was found, if it keeps every row."""
    good = found.unknowns is not None and _is_feasible(search.program, found.unknowns)
    return found.unknowns if good else None


def _if_same_open(search: Search, known: FloatArray, split: FloatArray) -> FloatArray | None:
    at = search.county.at.open
    return known if (np.round(split[at]) == np.round(known[at])).all() else None
