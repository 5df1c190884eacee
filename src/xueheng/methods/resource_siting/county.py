"""县域方案: solved in stages, with its trade-offs, and told school by school and village by village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.siting.county_aims import AIMS, Aim, constant, value
from xueheng.engine.siting.county_plan import Point, Stage, Staged, cost_program, staged, trade_offs
from xueheng.engine.siting.kept import kept_as_today
from xueheng.engine.siting.located import gap_of
from xueheng.engine.siting.program import Limits, dual_bound, relaxed
from xueheng.methods.outcome import Outcome, rows_of
from xueheng.methods.resource_siting import METHOD, Params
from xueheng.methods.resource_siting.diagnosis import diagnosis
from xueheng.methods.resource_siting.inputs import Named, named_county
from xueheng.methods.resource_siting.measures import compared, measures
from xueheng.methods.resource_siting.places import assignment, changes, moves, open_sites
from xueheng.standards.siting import siting_number, siting_rule

NEARER = 0.3  # how many fewer pupils beyond walking the nearest of the trade-offs of a cheapest plan has
LEFT = 0.88  # of the time limit; the rest is for what stands around the solver


def county_outcome(inputs: Mapping[str, pa.Table], params: Params, seed: int) -> Outcome:
    """The plan under the aims in their order, with everything that explains it."""
    named = named_county(inputs, params)
    gap = siting_number("county_gap") if params.gap is None else params.gap
    limits = Limits(float(params.time_limit) * LEFT, float(gap), seed)
    shares = shares_of(params)
    found = staged(named.county, shares, limits)
    points = _points(found, params)
    program = cost_program(found.program, found.stages)
    base = relaxed(program, limits.seconds)
    duals = np.zeros(program.low.size) if base is None else base[2]
    certified = dual_bound(program, duals) + constant(found.program, "cost")
    rows = {
        **_places(named, found),
        "stages": [_stage_row(at, stage) for at, stage in enumerate(found.stages, start=1)],
        "pareto": _pareto(named, found, points),
        "diagnosis": list(diagnosis(named, found.plan)),
        "duals": list(enumerate(duals.tolist())),
    }
    tables = {name: rows_of(METHOD.table(name), held) for name, held in rows.items()}
    return Outcome(tables, _figures(named, found, certified))


def shares_of(params: Params) -> dict[Aim, float]:
    """The aims in their order, each with its share of the solving time."""
    if params.objective == "cost":
        return {"cost": float(siting_number("cost_share"))}
    return {aim: float(share) for aim, share in zip(AIMS, siting_rule("stages").numbers, strict=True)}


def _places(named: Named, found: Staged) -> dict[str, list[tuple[Any, ...]]]:
    plan, today = found.plan, kept_as_today(named.county)
    return {
        "open": list(open_sites(named, plan)),
        "assignment": list(assignment(named, plan)),
        "changes": list(changes(named, plan, today)),
        "moves": list(moves(named, plan, today)),
        "compared": list(compared(named, plan, today)),
    }


def _points(found: Staged, params: Params) -> list[Point]:
    """Cheapest plans under limits on the pupils beyond walking, away from the plan's own number."""
    own = value(found.program, found.plan, "beyond")
    if params.objective == "cost":
        return _traded(
            found, [own * (1 - NEARER * step / params.pareto) for step in range(1, params.pareto + 1)]
        )
    if not params.pareto:
        return []
    part = found.limits.part(1 / params.pareto)
    ends = _traded(replace(found, limits=part), [float(found.program.county.pupils.sum())])
    far = max([own, *(value(found.program, one.plan, "beyond") for one in ends)])
    between = [own + (far - own) * step / params.pareto for step in range(1, params.pareto)]
    rest = found.limits.after(part.seconds)
    return [*ends, *_traded(replace(found, limits=rest), between if far > own else [])]


def _traded(found: Staged, limits: Sequence[float]) -> list[Point]:
    unplaced = value(found.program, found.plan, "unplaced")
    return list(trade_offs(found, limits, unplaced=unplaced))


def _pareto(named: Named, found: Staged, points: Sequence[Point]) -> list[tuple[Any, ...]]:
    cost = next(stage for stage in found.stages if stage.aim == "cost")
    own = (value(found.program, found.plan, "beyond"), found.plan, cost.bound, True)
    held = [own, *((p.limit, p.plan, p.bound, False) for p in points)]
    rows = []
    for limit, plan, bound, is_chosen in sorted(held, key=lambda row: row[0]):
        cost_, unplaced, beyond = (value(found.program, plan, aim) for aim in ("cost", "unplaced", "beyond"))
        last = int(plan.open[-1].sum())
        rows.append((limit, cost_, bound, round(unplaced), round(beyond), last, is_chosen))
    return [(at, *row) for at, row in enumerate(rows, start=1)]


def _stage_row(at: int, stage: Stage) -> tuple[Any, ...]:
    return at, stage.aim, stage.value, stage.bound, gap_of(stage.value, stage.bound), stage.is_proven


def _figures(named: Named, found: Staged, certified: float) -> dict[str, Any]:
    stage = next(stage for stage in found.stages if stage.aim == "cost")
    total = value(found.program, found.plan, "cost")
    bound = min(max(stage.bound, certified), total)
    return {
        "objective": total,
        "bound": bound,
        "gap": gap_of(total, bound),
        "proven": stage.is_proven,
        "certified_bound": min(certified, total),
        "open": int(found.plan.open[-1].sum()),
        **measures(named, found.plan),
        "cut_short": any(one.is_cut_short for one in found.stages),
    }
