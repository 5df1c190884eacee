"""布局证书: a sealed plan against its inputs: rules kept, value as stated, bound proven again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.siting.capacitated import facility_program
from xueheng.engine.siting.county import County, Plan
from xueheng.engine.siting.county_aims import Aim, constant, value
from xueheng.engine.siting.county_plan import Stage, cost_program
from xueheng.engine.siting.county_program import CountyProgram, county_program
from xueheng.engine.siting.located import FloatArray, gap_of
from xueheng.engine.siting.program import Program, dual_bound, violations
from xueheng.methods.resource_siting import Params
from xueheng.methods.resource_siting.inputs import Named, named_county
from xueheng.methods.resource_siting.points import certified_ways, facilities_of, sites_wanted, ways_of

CLOSE = 1e-6
Tables = Mapping[str, pa.Table]


def check(inputs: Tables, params: Params, tables: Tables, figures: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the plan, in both languages; nothing when it holds."""
    duals = tables["duals"]["value"].to_numpy()
    if params.problem == "county":
        yield from _county(inputs, params, tables, figures, duals)
    elif params.problem in ("p_median", "p_center"):
        yield from _ways(inputs, params, tables, figures, duals)
    else:
        yield from _facilities(inputs, params, tables, figures, duals)
    gap = gap_of(figures["objective"], figures["bound"])
    yield from _same("gap", gap, figures["gap"])
    if figures["bound"] > figures["objective"] * (1 + CLOSE):
        yield "下界高于目标值 / the bound is above the value"


def _same(what: str, found: float, stated: float | None) -> Iterator[str]:
    if stated is None or abs(found - stated) > CLOSE * max(1.0, abs(found)):
        yield f"{what}：{found} ≠ {stated}"


def _bounded(found: float, figures: Mapping[str, Any]) -> Iterator[str]:
    """The bound that the duals prove is as stated, and not above the solver's."""
    stated = min(found, figures["bound"])
    yield from _same("certified_bound", stated, figures["certified_bound"])


def _places(table: pa.Table, column: str) -> np.ndarray:
    return np.array([int(name) - 1 for name in table[column].to_pylist()])


def _ways(
    inputs: Tables, params: Params, tables: Tables, figures: Mapping[str, Any], duals: FloatArray
) -> Iterator[str]:
    ways, p = ways_of(inputs, params), sites_wanted(inputs, params)
    chosen = np.unique(_places(tables["open"], "site"))
    who, where = (_places(tables["assignment"], column) for column in ("customer", "site"))
    if chosen.size != p or not np.isin(where, chosen).all():
        yield "开放地点数或去向不符 / the open sites are not p, or customers go elsewhere"
    if sorted(who.tolist()) != list(range(len(ways))):
        yield "有节点没有去向或重复 / a node goes nowhere or twice"
        return
    held = ways[who, where]
    total = float(held.sum() if params.problem == "p_median" else held.max())
    yield from _same("objective", total, figures["objective"])
    yield from _bounded(certified_ways(ways, p, duals), figures)


def _facilities(
    inputs: Tables, params: Params, tables: Tables, figures: Mapping[str, Any], duals: FloatArray
) -> Iterator[str]:
    given = facilities_of(inputs)
    is_single = params.problem == "single_source"
    program = facility_program(given, is_single=is_single)
    unknowns, rows = np.zeros(program.cost.size), tables["assignment"]
    sites = given.capacity.size
    unknowns[_places(tables["open"], "site")] = 1
    at = _places(rows, "customer") * sites + _places(rows, "site")
    unknowns[sites + at] = rows["part"].to_numpy()
    if is_single and rows.num_rows != given.demand.size:
        yield "有客户由多处服务 / a customer is served by several sites"
    yield from _kept(program, unknowns)
    yield from _same("objective", float(program.cost @ unknowns), figures["objective"])
    yield from _bounded(dual_bound(program, duals), figures)


def _kept(program: Program, unknowns: FloatArray) -> Iterator[str]:
    broken = int((violations(program, unknowns) > 0).sum())
    if broken or (unknowns < program.least - CLOSE).any() or (unknowns > program.most + CLOSE).any():
        yield f"有 {broken} 条约束不满足 / {broken} rows are broken"


def _county(
    inputs: Tables, params: Params, tables: Tables, figures: Mapping[str, Any], duals: FloatArray
) -> Iterator[str]:
    named = named_county(inputs, params)
    whole = county_program(named.county)
    plan = _plan(named, tables)
    yield from _kept(whole.program, whole.unknowns_of(plan))
    stages = [_stage(row) for row in tables["stages"].to_pylist()]
    for stage in stages:
        found = value(whole, plan, stage.aim)
        if found > stage.value + CLOSE * max(1.0, abs(stage.value)):
            yield f"{stage.aim}：{found} > {stage.value}"
    yield from _same("objective", value(whole, plan, "cost"), figures["objective"])
    yield from _bounded(_bound(whole, stages, duals), figures)


def _bound(whole: CountyProgram, stages: list[Stage], duals: FloatArray) -> float:
    return dual_bound(cost_program(whole, stages), duals) + constant(whole, "cost")


def _stage(row: Mapping[str, Any]) -> Stage:
    aim: Aim = row["aim"]
    return Stage(aim, row["value"], row["bound"], False)


def _plan(named: Named, tables: Tables) -> Plan:
    """The plan as the tables state it; what does not exist in the county raises no plan of its own."""
    county: County = named.county
    sites, periods = _index(named.sites), _index(named.periods)
    shape = (len(named.periods), len(named.sites))
    open_, blocks = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    boarding = np.repeat(county.has_boarding[None].astype(np.int64), shape[0], axis=0)
    for row in tables["open"].to_pylist():
        at = periods[row["period"]], sites[row["site"]]
        open_[at], blocks[at] = 1, row["added"] // county.terms.expand_block
        boarding[at] = max(boarding[at], row["boarding"])
    return Plan(open_, blocks, np.maximum.accumulate(boarding, axis=0), _arc(named, tables, shape[0]))


def _arc(named: Named, tables: Tables, periods: int) -> np.ndarray:
    county = named.county
    pairs = {
        (v, s): at
        for at, (v, s) in enumerate(zip(county.village.tolist(), county.site.tolist(), strict=True))
    }
    villages, sites, years = _index(named.villages), _index(named.sites), _index(named.periods)
    arc = np.full((periods, len(named.villages)), -1)
    for row in tables["assignment"].to_pylist():
        if row["site"] is not None:
            arc[years[row["period"]], villages[row["customer"]]] = pairs[
                villages[row["customer"]], sites[row["site"]]
            ]
    return arc


def _index(names: list[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}
