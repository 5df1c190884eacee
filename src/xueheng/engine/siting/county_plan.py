"""县域方案: aims one after another, each kept by the next; every stage with its bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.siting.county import County, Plan
from xueheng.engine.siting.county_aims import Aim, constant, prices
from xueheng.engine.siting.county_program import CountyProgram, county_program
from xueheng.engine.siting.kept import kept_as_today
from xueheng.engine.siting.located import FloatArray
from xueheng.engine.siting.program import Limits, Program, Solved, relaxed, solved
from xueheng.engine.siting.whole import Found, Search, is_feasible, plan_of, whole_plan

SPLIT, RESERVED = 0.4, 0.3  # shares of the time for the bound, and of what is left for a plan with free seats
RELAXED = 0.2  # of the time, where the search was cut short
FREE = 0.3  # of a mean village: seats kept free at each site, so that whole villages find room
LEAST = 2.0  # seconds of solving below which a point of the trade-offs is not worth the asking
SLACK = 1e-7  # how far a stage may leave the value of an earlier one, for floats only


@dataclass(frozen=True)
class Stage:
    """One aim: the value reached, the bound under the values of earlier stages, and whether it is proven."""

    aim: Aim
    value: float
    bound: float
    is_cut_short: bool

    @property
    def is_proven(self) -> bool:
        """True when nothing better is left."""
        return bool(self.value - self.bound <= 1e-6 * max(1.0, abs(self.value)))


@dataclass(frozen=True)
class Staged:
    """The plan after all stages."""

    program: CountyProgram
    plan: Plan
    stages: tuple[Stage, ...]
    limits: Limits  # what is left of the time


def staged(county: County, shares: Mapping[Aim, float], limits: Limits) -> Staged:
    """The plan after each aim in turn; an aim may use its share and what those before it left."""
    whole = county_program(county)
    program, known = whole.program, whole.unknowns_of(kept_as_today(county))
    stages: list[Stage] = []
    left, due = limits, 0.0
    for aim, share in shares.items():
        program, due = replace(program, cost=prices(whole, aim)), due + share
        given = replace(limits, seconds=left.seconds - limits.seconds * (1 - due))
        found = _step(whole, program, aim, given, known, is_known_good=bool(stages))
        known, left = found.unknowns, left.after(found.seconds)
        stages.append(found.stage)
        program = capped(program, program.cost, found.stage.value - constant(whole, aim))
    return Staged(whole, plan_of(whole, known), tuple(stages), left)


def cost_program(whole: CountyProgram, stages: Sequence[Stage]) -> Program:
    """The program of the cost under the values that the aims before it reached."""
    program = whole.program
    for stage in stages:
        if stage.aim == "cost":
            break
        program = capped(program, prices(whole, stage.aim), stage.value - constant(whole, stage.aim))
    return replace(program, cost=prices(whole, "cost"))


def capped(program: Program, row: FloatArray, limit: float) -> Program:
    """The program with one more row: no more than the limit by these prices."""
    from scipy.sparse import csr_array, vstack

    return replace(
        program,
        matrix=csr_array(vstack([program.matrix, csr_array(row[None])])),
        low=np.append(program.low, -np.inf),
        high=np.append(program.high, limit + SLACK * max(1.0, abs(limit))),
    )


@dataclass(frozen=True)
class Step:
    """A stage with the unknowns that reach its value and the time that it took."""

    stage: Stage
    unknowns: FloatArray
    seconds: float


def _step(
    whole: CountyProgram,
    program: Program,
    aim: Aim,
    limits: Limits,
    known: FloatArray | None,
    *,
    is_known_good: bool = True,
) -> Step:
    """One stage: the bound from split villages, the value from whole ones; Unreached where none is found."""
    tight = replace(limits.part(SPLIT), gap=limits.gap / 4)
    found = solved(program, tight, start=known if is_known_good else None)
    bound = found.bound if found.is_proven else _bound_in_time(program, found, limits)
    best, spent = known, found.seconds
    if known is None or float(program.cost @ known) - bound > limits.gap * max(abs(bound), 1e-9):
        search = Search(whole, program, replace(limits.after(spent), gap=limits.gap / 2))
        made = _made_whole(search, found, known)
        best, spent = made.unknowns, spent + made.seconds
    if best is None:
        raise Unreached
    value, added = float(program.cost @ best), constant(whole, aim)
    stage = Stage(aim, value + added, min(bound, value) + added, found.is_cut_short)
    return Step(stage, best, spent)


def _made_whole(search: Search, split: Solved, known: FloatArray | None) -> Found:
    """Whole villages around a split plan that keeps seats free, else around the split plan itself."""
    from scipy.sparse import csr_array, vstack

    program, county = search.program, search.county.county
    mean = float(county.pupils.sum()) / max(int((county.pupils > 0).sum()), 1)
    roomy = county_program(county, reserve=FREE * mean).program
    more = program.matrix[roomy.low.size :]
    tight = replace(search.limits.part(RESERVED), gap=4 * search.limits.gap)
    found = solved(replace(program, matrix=csr_array(vstack([roomy.matrix, more]))), tight)
    base = next((x for x in (found.unknowns, split.unknowns, known) if x is not None), None)
    if base is None:
        return Found(None, found.seconds)
    left = replace(search, limits=search.limits.after(found.seconds))
    made = whole_plan(left, base, known=known)
    return Found(made.unknowns, made.seconds + found.seconds)


class Unreached(Exception):
    """No plan of whole villages was found in time."""


def _bound_in_time(program: Program, found: Solved, limits: Limits) -> float:
    """The better of what the solver proved before its time ended and of the relaxation."""
    relaxation = _relaxed_bound(program, limits)
    return relaxation if found.is_infeasible else max(found.bound, relaxation)


def _relaxed_bound(program: Program, limits: Limits) -> float:
    """The bound that holds whatever the search for whole numbers reached in its time."""
    found = relaxed(program, limits.part(RELAXED).seconds)
    return -np.inf if found is None else found[0]


@dataclass(frozen=True)
class Point:
    """取舍点: a plan of least cost with at most so many pupils beyond the walking limit."""

    limit: float
    plan: Plan
    bound: float  # of the cost under this limit


def trade_offs(found: Staged, limits: Sequence[float], *, unplaced: float) -> Iterator[Point]:
    """For each limit on pupils beyond walking, the cheapest plan found in its share of the time left."""
    whole, left = found.program, found.limits
    own = whole.unknowns_of(found.plan)
    base = capped(whole.program, prices(whole, "unplaced"), unplaced)
    for at, limit in enumerate(limits):
        each = left.part(1 / (len(limits) - at))
        if each.seconds < LEAST:
            return
        program = capped(base, prices(whole, "beyond"), limit)
        known = own if is_feasible(program, own) else None
        try:
            step = _step(whole, replace(program, cost=prices(whole, "cost")), "cost", each, known)
        except Unreached:
            left = left.after(each.seconds)
            continue
        left = left.after(step.seconds)
        yield Point(limit, plan_of(whole, step.unknowns), step.stage.bound)
