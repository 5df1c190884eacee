"""先看能不能编: every rule kept by the pupils it is about, or the rules that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from xueheng.engine.placement.measures import IntArray
from xueheng.engine.placement.rules import FREE, Conflict, Rule, Rules, Undecided

EFFORT = 20.0  # deterministic seconds


@dataclass(frozen=True)
class _Model:
    solver_input: Any
    variables: dict[tuple[int, int], Any]


def solved(rules: Rules, *, wished: IntArray) -> IntArray:
    """The class of each pupil whom a rule is about, others free; near to `wished` where nothing matters."""
    every = rules.all()
    model = _model(rules, every, wished)
    solver, status = _solve(model)
    if status == cp_model.INFEASIBLE:
        raise Conflict(_least(rules, every, wished))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise Undecided(f"{len(rules.special)} pupils")
    found = np.full(len(rules.fixed), FREE)
    for (pupil, k), variable in model.variables.items():
        if solver.value(variable):
            found[pupil] = k
    return found


def _least(rules: Rules, every: Sequence[Rule], wished: IntArray) -> list[Rule]:
    """Rules of which none can be left out without the contradiction going too."""
    kept = list(every)
    step = max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + step :]
            if _solve(_model(rules, fewer, wished))[1] == cp_model.INFEASIBLE:
                kept = fewer
            else:
                at += step
        if step == 1:
            return kept
        step //= 2


def _solve(model: _Model) -> tuple[Any, Any]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    return solver, solver.solve(model.solver_input)


def _model(rules: Rules, kept: Iterable[Rule], wished: IntArray) -> _Model:
    model = cp_model.CpModel()
    classes, special = range(rules.classes), rules.special.tolist()
    x = {(p, k): model.new_bool_var("") for p in special for k in classes}
    for pupil in special:
        model.add_exactly_one(x[pupil, k] for k in classes)
        model.add_hint(x[pupil, int(wished[pupil])], True)
    for rule in kept:
        for condition in _conditions(rule, rules, x, model):
            model.add(condition)
    return _Model(model, x)


def _conditions(rule: Rule, rules: Rules, x: dict[tuple[int, int], Any], model: Any) -> Iterable[Any]:
    classes, pupils = range(rules.classes), rule.pupils
    if rule.kind == "together":
        yield from (x[pupils[0], k] == x[one, k] for one in pupils[1:] for k in classes)
    elif rule.kind == "apart":
        yield from (sum(x[one, k] for one in pupils) <= 1 for k in classes)
    elif rule.kind == "fixed":
        yield x[pupils[0], int(rules.fixed[pupils[0]])] == 1
    elif rule.kind == "inclusion":
        least, more = divmod(len(pupils), rules.classes)
        for k in classes:
            there = sum(x[one, k] for one in pupils)
            yield from (there >= least, there <= least + (more > 0))
    else:
        yield from _sizes(rules, x, model)


def _sizes(rules: Rules, x: dict[tuple[int, int], Any], model: Any) -> Iterable[Any]:
    seats = rules.seats
    larger = [model.new_bool_var("") for _ in range(rules.classes)]
    yield sum(larger) == rules.fuller
    for k in range(rules.classes):
        taken = sum(int(seats[p]) * x[p, k] for p in rules.special.tolist())
        yield taken <= rules.least_seats + larger[k]
