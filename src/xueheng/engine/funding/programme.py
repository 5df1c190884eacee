"""分级规划: one aim after the other, each under what the ones before it reached; sums in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from xueheng.engine.funding.aims import AIMS, Aim
from xueheng.engine.funding.model import Model, Row, model_of
from xueheng.engine.funding.need import IntArray, Need, Plan, Stage

NODES = 1000  # of the search for one stage, the same on every machine
LONGEST = 20.0  # seconds for one stage, a safety net only
TRIES = 6  # until a plan that the solver rounds keeps all rows in whole numbers
SLACK = 1e-6


def solved(need: Need, aims: Sequence[str], *, edges: Sequence[float] = ()) -> Plan:
    """The plan that is best by the first aim, among those by the second, and so on.

    `edges` are the shares of the standard by which `worst_off` proceeds, ascending.
    """
    model = model_of(need)
    wanted = [aim for name in aims for aim in AIMS[name](model, edges)]
    best = model.nothing()
    stages = []
    for aim in wanted:
        stage, best = _stage(model, aim, best)
        stages.append(stage)
        value = aim.value(best)
        model.rows.append(Row(aim.terms, value, None) if aim.is_most else Row(aim.terms, None, value))
    source, year = np.full(len(need.cost), -1), np.full(len(need.cost), -1)
    for (offer, s, t), column in model.pay.items():
        if best[column]:
            source[offer], year[offer] = s, t
    return Plan(source, year, tuple(stages))


def _stage(model: Model, aim: Aim, start: IntArray) -> tuple[Stage, IntArray]:
    """The stage's result and all columns; those before where nothing better is found."""
    unit = model.unit if aim.is_money else 1
    best, limit = start, None
    for tighter in range(TRIES):
        found, bound = _solution(model, aim, tighter)
        limit = bound if limit is None else limit
        if found is not None and model.holds(found):
            best = found if aim.worth(found) > aim.worth(start) else start
            break
    value = aim.value(best)
    bound = aim.most() if limit is None and aim.is_most else limit or 0.0
    whole = floor(bound + SLACK) if aim.is_most else ceil(bound - SLACK)
    whole = max(whole, value) if aim.is_most else min(whole, value)
    return Stage(aim.name, value * unit, float(whole * unit), proven=whole == value), best


def _solution(model: Model, aim: Aim, tighter: int) -> tuple[IntArray | None, float | None]:
    """The columns that the solver finds, rounded and completed, and its bound on the aim."""
    n = model.columns
    weights = np.zeros(n)
    for weight, column in aim.terms:
        weights[column] += -weight if aim.is_most else weight
    options = {"mip_rel_gap": 0.0, "node_limit": NODES, "time_limit": LONGEST}
    given = milp(
        weights,
        constraints=_constraints(model, tighter),
        bounds=Bounds(0, 1),
        integrality=np.ones(n),
        options=options,
    )
    bound = None if given.mip_dual_bound is None else float(given.mip_dual_bound)
    signed = bound if bound is None or not np.isfinite(bound) else (-bound if aim.is_most else bound)
    limit = signed if signed is not None and np.isfinite(signed) else None
    return (None if given.x is None else model.completed(given.x)), limit


def _constraints(model: Model, tighter: int) -> LinearConstraint:
    """Every row, divided by its largest weight; rows of money a little tighter at each further try."""
    cells, at, columns, low, high = [], [], [], [], []
    for place, row in enumerate(model.rows):
        scale = max((abs(w) for w, _ in row.terms), default=1) or 1
        give = tighter * scale * SLACK if row.is_money else 0
        for weight, column in row.terms:
            cells.append(weight / scale)
            at.append(place)
            columns.append(column)
        low.append(-np.inf if row.low is None else row.low / scale)
        high.append(np.inf if row.high is None else (row.high - give) / scale)
    matrix = csr_array((cells, (at, columns)), shape=(len(model.rows), model.columns))
    return LinearConstraint(matrix, np.array(low), np.array(high))
