"""按权重生均拨款: each school's line of the formula, summing to the money exactly."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from xueheng.engine.funding.weighted import TooLittleError, shares
from xueheng.methods.outcome import Outcome, Rule, rows_of, short_decimal
from xueheng.methods.resource_funding import METHOD, Params
from xueheng.methods.resource_funding.case import told
from xueheng.standards.funding import funding_number
from xueheng.standards.words import catalogue
from xueheng.tables.issues import Refused

CENTS = 100
WEIGHTED = ("boarding", "disability", "migrant")
Row = dict[str, Any]


def weighted(inputs: Mapping[str, pa.Table], params: Params, rules: tuple[Rule, ...]) -> Outcome:
    """Money in proportion to weighted pupils, exact to the cent, no school below its guarantee."""
    rows = sorted(inputs["pupils"].to_pylist(), key=lambda row: row["school"])
    if "sources" in inputs or len(params.budget) != 1:
        raise Refused([told("BUDGET_ONE")])
    weights = _weights(params)
    total = int(params.budget[0] * CENTS)
    points = [_points(row, weights, params) for row in rows]
    least = [_guaranteed(row, params) for row in rows]
    try:
        found = shares(total, points, least=least)
    except TooLittleError as error:
        needed = short_decimal(Decimal(error.needed) / CENTS)
        raise Refused([told("GUARANTEE_ABOVE", value=needed, budget=params.budget[0])]) from error
    lines = []
    for row, point, cents, held in zip(rows, points, found.amount, found.is_held, strict=True):
        amount = Decimal(cents) / CENTS
        counts = (row["pupils"], _counted(row, params), *(row.get(c) for c in WEIGHTED))
        said = _said(row, point, weights, params, held=held)
        lines.append((row["school"], *counts, float(point), amount, row.get("last_year"), held, said))
    figures = {"spent": Decimal(total) / CENTS, "budget": params.budget[0], "n_schools": len(rows)}
    tables = {"shares": rows_of(METHOD.table("shares"), lines)}
    return Outcome(tables, figures | {"left": Decimal(0), "proven": True}, (), rules)


def _weights(params: Params) -> dict[str, Decimal]:
    unknown = [name for name in params.weights if name not in WEIGHTED]
    if unknown:
        raise Refused([told("WEIGHT_UNKNOWN", value=unknown[0], known="、".join(WEIGHTED))])
    return {name: params.weights.get(name, funding_number(name)) for name in WEIGHTED}


def _counted(row: Row, params: Params) -> int:
    """Pupils as they are counted: a small school as if it had so many, one without pupils as none."""
    return max(row["pupils"], int(params.small_school)) if row["pupils"] else 0


def _points(row: Row, weights: Mapping[str, Decimal], params: Params) -> Fraction:
    more = sum((Fraction(weights[c]) * (row.get(c) or 0) for c in WEIGHTED), Fraction(0))
    return _counted(row, params) + more


def _guaranteed(row: Row, params: Params) -> int:
    return int(params.hold_harmless * (row.get("last_year") or Decimal(0)) * CENTS)


def _said(row: Row, point: Fraction, weights: Mapping[str, Decimal], params: Params, *, held: bool) -> str:
    """The formula of the school's line with its numbers."""
    parts = [str(_counted(row, params))]
    parts += [f"{row[c]}×{short_decimal(weights[c])}" for c in WEIGHTED if row.get(c)]
    code = (
        "reason.HELD"
        if held
        else "reason.SMALL"
        if 0 < row["pupils"] < params.small_school
        else "reason.SHARE"
    )
    formula = f"{' + '.join(parts)} = {short_decimal(Decimal(point.numerator) / point.denominator)}"
    return (
        catalogue("xueheng.methods.resource_funding")[code]
        .fill(formula=formula, least=params.small_school)
        .zh
    )
