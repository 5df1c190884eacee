"""分级规划: one aim after the other, each under what the ones before it reached; whole numbers throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import gcd

import numpy as np
from ortools.sat.python import cp_model

from xueheng.engine.funding.need import Need, Plan, Stage

EFFORT = 6.0  # units of the solver's own clock for a stage, the same on every machine
LONGEST = 30.0  # seconds, a safety net only
Terms = list[tuple[int, cp_model.IntVar]]
Aim = tuple[str, bool, Terms]  # name, as many as possible?, what is counted


@dataclass(frozen=True)
class Programme:
    """The model with its variables: offers by source and year, gaps open, schools at standard."""

    need: Need
    model: cp_model.CpModel
    pay: dict[tuple[int, int, int], cp_model.IntVar]  # offer, source, year
    closed: list[cp_model.IntVar]
    met: list[cp_model.IntVar]
    unit: int

    def cost(self, offer: int) -> int:
        """The cost of an offer in the unit that all money shares."""
        return int(self.need.cost[offer]) // self.unit


def solved(need: Need, aims: Sequence[str], *, edges: Sequence[float] = ()) -> Plan:
    """The plan that is best by the first aim, among those by the second, and so on.

    `edges` are the shares of the standard by which `worst_off` proceeds, ascending.
    """
    programme = _programme(need)
    best: dict[int, int] = {}
    stages: list[Stage] = []
    for name, is_most, terms in _aims(programme, aims, edges):
        stage, best = _stage(programme, name, terms, is_most=is_most, start=best)
        total = sum(weight * variable for weight, variable in terms)
        programme.model.add(total >= stage.value if is_most else total <= stage.value)
        stages.append(_in_money(stage, programme.unit))
    source, year = np.full(len(need.cost), -1), np.full(len(need.cost), -1)
    for (offer, s, t), variable in programme.pay.items():
        if best.get(variable.index, 0):
            source[offer], year[offer] = s, t
    return Plan(source, year, tuple(stages))


def _programme(need: Need) -> Programme:
    model = cp_model.CpModel()
    years = range(need.amount.shape[1])
    pay = {
        (o, s, t): model.new_bool_var("")
        for o in range(len(need.cost))
        for s in np.flatnonzero(need.pays[o]).tolist()
        for t in years
        if not need.barred[need.gap_school[need.gap[o]]]
    }
    closed = [model.new_bool_var("") for _ in need.gap_school]
    met = [model.new_bool_var("") for _ in need.pupils]
    unit = max(gcd(*need.cost.tolist(), *need.amount.ravel().tolist()), 1)
    made = Programme(need, model, pay, closed, met, unit)
    _close(made)
    _limits(made)
    return made


def _close(p: Programme) -> None:
    """A gap is closed by one offer; a package is bought whole; no open gap is the standard."""
    of_gap: list[list[cp_model.IntVar]] = [[] for _ in p.closed]
    for (offer, _, _), variable in p.pay.items():
        of_gap[p.need.gap[offer]].append(variable)
    for closed, offers in zip(p.closed, of_gap, strict=True):
        p.model.add(sum(offers) == closed)
    for name in set(p.need.package.tolist()) - {-1}:
        first, *others = np.flatnonzero(p.need.package == name).tolist()
        for other in others:
            p.model.add(_bought(p, other) == _bought(p, first))
    gaps: list[list[cp_model.IntVar]] = [[] for _ in p.met]
    for gap, school in enumerate(p.need.gap_school.tolist()):
        gaps[school].append(p.closed[gap])
    for met, held in zip(p.met, gaps, strict=True):
        for closed in held:
            p.model.add_implication(met, closed)
        p.model.add(met >= 1 + sum(held) - len(held))


def _bought(p: Programme, offer: int) -> cp_model.LinearExprT:
    return sum(v for (o, _, _), v in p.pay.items() if o == offer)


def _limits(p: Programme) -> None:
    """Each source by the end of each year, the most for one school, the least for rural schools."""
    need = p.need
    for s in range(need.amount.shape[0]):
        for t in range(need.amount.shape[1]):
            until = [(p.cost(o), v) for (o, source, year), v in p.pay.items() if source == s and year <= t]
            p.model.add(_sum(until) <= int(need.amount[s, : t + 1].sum()) // p.unit)
    by_school: dict[int, Terms] = {}
    for (o, _, _), v in p.pay.items():
        by_school.setdefault(int(need.gap_school[need.gap[o]]), []).append((p.cost(o), v))
    for terms in by_school.values() if need.most is not None else ():
        p.model.add(_sum(terms) <= (need.most or 0) // p.unit)
    if need.rural_share:
        share = need.rural_share
        rural = [t for school, terms in by_school.items() if need.rural[school] for t in terms]
        whole = [t for terms in by_school.values() for t in terms]
        p.model.add(share.denominator * _sum(rural) >= share.numerator * _sum(whole))


def _sum(terms: Terms) -> cp_model.LinearExprT:
    return sum(weight * variable for weight, variable in terms)


def _stage(
    p: Programme, name: str, terms: Terms, *, is_most: bool, start: dict[int, int]
) -> tuple[Stage, dict[int, int]]:
    """The stage's result and the values of all variables; those before where nothing is found."""
    (p.model.maximize if is_most else p.model.minimize)(_sum(terms))
    p.model.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in start.items():
        p.model.add_hint(p.model.get_int_var_from_proto_index(index), value)
    solver = cp_model.CpSolver()
    given = solver.parameters
    given.num_workers, given.random_seed = 1, 0
    given.max_deterministic_time, given.max_time_in_seconds = EFFORT, LONGEST
    status = solver.solve(p.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        value = sum(weight * start.get(variable.index, 0) for weight, variable in terms)
        return Stage(name, value, float(solver.best_objective_bound), proven=False), start
    found = dict(enumerate(solver.response_proto.solution))
    value = round(solver.objective_value)
    return Stage(name, value, float(solver.best_objective_bound), status == cp_model.OPTIMAL), found


def _in_money(stage: Stage, unit: int) -> Stage:
    """What a stage counts in the model's unit of money, in the smallest units."""
    if stage.name != "least_money":
        return stage
    return replace(stage, value=stage.value * unit, bound=stage.bound * unit)


def _aims(p: Programme, names: Sequence[str], edges: Sequence[float]) -> Iterator[Aim]:
    for name in names:
        yield from AIMS[name](p, edges)


def _safety(p: Programme, edges: Sequence[float]) -> Iterator[Aim]:
    """As many safety gaps closed as can be."""
    held = [(1, p.closed[g]) for g in np.flatnonzero(p.need.safety).tolist()]
    if held:
        yield "safety", True, held


def _below(p: Programme, name: str, edge: float) -> Iterator[Aim]:
    """As few schools as can be with an open gap whose share of the standard lies below the edge."""
    with np.errstate(invalid="ignore"):
        low = np.flatnonzero(p.need.ratio < edge).tolist()
    lacking: dict[int, cp_model.IntVar] = {}
    for gap in low:
        school = int(p.need.gap_school[gap])
        variable = lacking.setdefault(school, p.model.new_bool_var(""))
        p.model.add(variable + p.closed[gap] >= 1)
    if lacking:
        yield name, False, [(1, v) for v in lacking.values()]


def _floor(p: Programme, edges: Sequence[float]) -> Iterator[Aim]:
    yield from _below(p, "floor", edges[0]) if edges else ()


def _worst_off(p: Programme, edges: Sequence[float]) -> Iterator[Aim]:
    """The worst first: schools below each share in turn, from the lowest."""
    for edge in edges[1:]:
        yield from _below(p, f"worst_off<{edge:g}", edge)


def _schools(p: Programme, edges: Sequence[float]) -> Iterator[Aim]:
    yield "schools", True, [(1, v) for v in p.met]


def _pupils(p: Programme, edges: Sequence[float]) -> Iterator[Aim]:
    yield "pupils", True, [(int(n), v) for n, v in zip(p.need.pupils, p.met, strict=True)]


def _gaps(p: Programme, edges: Sequence[float]) -> Iterator[Aim]:
    yield "gaps", True, [(1, v) for v in p.closed]


def _at_standard(p: Programme, edges: Sequence[float]) -> Iterator[Aim]:
    yield from _schools(p, edges)
    yield from _pupils(p, edges)


def _least_money(p: Programme, edges: Sequence[float]) -> Iterator[Aim]:
    """The least money for all that, and of several years the earliest."""
    yield "least_money", False, [(p.cost(o), v) for (o, _, _), v in p.pay.items()]
    if p.need.amount.shape[1] > 1:
        yield "early", False, [(year, v) for (_, _, year), v in p.pay.items()]


AIMS: dict[str, Callable[[Programme, Sequence[float]], Iterator[Aim]]] = {
    "safety": _safety,
    "floor": _floor,
    "worst_off": _worst_off,
    "at_standard": _at_standard,
    "schools": _schools,
    "pupils": _pupils,
    "gaps": _gaps,
    "least_money": _least_money,
}
