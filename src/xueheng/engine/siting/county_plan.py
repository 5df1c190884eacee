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
from xueheng.engine.siting.program import Limits, Program, relaxed, solved
from xueheng.engine.siting.whole import Search, plan_of, whole_plan

SPLIT = 0.55  # share of a stage's time for the bound; the rest makes villages whole
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
        return self.value - self.bound <= 1e-6 * max(1.0, abs(self.value))


@dataclass(frozen=True)
class Staged:
    """The plan after all stages."""

    program: CountyProgram
    plan: Plan
    stages: tuple[Stage, ...]


def staged(county: County, shares: Mapping[Aim, float], limits: Limits) -> Staged:
    """The plan after each aim in turn, with the share of the time that each may take."""
    whole = county_program(county)
    program, known = whole.program, _today(whole)
    stages = []
    for aim, share in shares.items():
        program = replace(program, cost=prices(whole, aim))
        stage, known = _stage(whole, program, aim, _timed(limits, share), known)
        stages.append(stage)
        program = capped(program, program.cost, stage.value - constant(whole, aim))
    return Staged(whole, plan_of(whole, known), tuple(stages))


def capped(program: Program, row: FloatArray, limit: float) -> Program:
    """The program with one more row: no more than the limit by these prices."""
    from scipy.sparse import csr_array, vstack

    return replace(
        program,
        matrix=csr_array(vstack([program.matrix, csr_array(row[None])])),
        low=np.append(program.low, -np.inf),
        high=np.append(program.high, limit + SLACK * max(1.0, abs(limit))),
    )


def _timed(limits: Limits, share: float) -> Limits:
    return replace(limits, seconds=limits.seconds * share)


def _today(whole: CountyProgram) -> FloatArray:
    return whole.unknowns_of(kept_as_today(whole.county))


def _stage(
    whole: CountyProgram, program: Program, aim: Aim, limits: Limits, known: FloatArray
) -> tuple[Stage, FloatArray]:
    """One stage: the bound from split villages, the value from whole ones."""
    added = constant(whole, aim)
    found = solved(program, replace(_timed(limits, SPLIT), gap=limits.gap / 4), start=known)
    bound = found.bound
    if not np.isfinite(bound):
        bound = _relaxed_bound(program)
    best = known
    if float(program.cost @ known) - bound > limits.gap * max(abs(bound), 1e-9):
        search = Search(whole, program, replace(_timed(limits, 1 - SPLIT), gap=limits.gap / 2))
        split = known if found.unknowns is None else found.unknowns
        best = _better(program, known, whole_plan(search, split, known=known))
    value = float(program.cost @ best)
    stage = Stage(aim, value + added, min(bound, value) + added, found.is_cut_short)
    return stage, best


def _relaxed_bound(program: Program) -> float:
    found = relaxed(program, 60.0)
    return -np.inf if found is None else found[0]


def _better(program: Program, known: FloatArray, found: FloatArray | None) -> FloatArray:
    is_better = found is not None and float(program.cost @ found) < float(program.cost @ known)
    return found if is_better and found is not None else known


@dataclass(frozen=True)
class Point:
    """取舍点: a plan of least cost with at most so many pupils beyond the walking limit."""

    limit: float
    plan: Plan
    bound: float  # of the cost under this limit


def trade_offs(staged_: Staged, limits: Sequence[float], *, unplaced: float, time: Limits) -> Iterator[Point]:
    """For each limit on pupils beyond walking, the cheapest plan found in its share of the time."""
    whole = staged_.program
    known = whole.unknowns_of(staged_.plan)
    each = _timed(time, 1 / max(len(limits), 1))
    base = capped(whole.program, prices(whole, "unplaced"), unplaced)
    for limit in limits:
        program = capped(base, prices(whole, "beyond"), limit)
        stage, found = _stage(whole, replace(program, cost=prices(whole, "cost")), "cost", each, known)
        yield Point(limit, plan_of(whole, found), stage.bound)
