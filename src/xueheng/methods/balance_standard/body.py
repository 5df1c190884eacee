"""均衡标准核对: from amounts and pupils to values, coefficients and verdicts, by exact fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from xueheng.methods.balance_standard import METHOD, Params
from xueheng.methods.balance_standard.judged import Judged
from xueheng.methods.balance_standard.scope import in_scope, wanted_indicators
from xueheng.methods.balance_standard.spreads import given, grouped, units_of
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.standards.balance import BalanceStandard, balance_standard


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Judge the schools and the coefficients, or the coefficients alone."""
    standard = balance_standard(params.standard)
    table = inputs["schools"] if "schools" in inputs else inputs["coefficients"]
    chosen, issues = wanted_indicators(standard, params, inputs)
    if "schools" in inputs:
        kept, left_out = in_scope(table, standard, params)
        issues += left_out
        groups = grouped(units_of(kept, chosen), chosen, standard)
        judged = Judged(standard, chosen, groups)
    else:
        judged = Judged(standard, chosen, given(table, standard, chosen))
    county = "county" in table.column_names
    tables = {t.name: t for t in METHOD.tables}
    rows = {
        "coefficients": judged.coefficients(),
        "schools": judged.schools(),
        "verdicts": judged.verdicts(),
        "composite": judged.composites(),
    }
    made = {name: rows_of(tables[name], found) for name, found in rows.items() if found}
    kept_tables = made if county else {n: t.drop_columns(["county"]) for n, t in made.items()}
    return Outcome(kept_tables, judged.figures(), tuple(issues), tuple(_rules(standard)))


def _rules(standard: BalanceStandard) -> Iterator[Rule]:
    for part in (standard, standard.coefficient, standard.composite, standard.school_rule, standard.scope):
        if part is not None:
            source = part.source
            name = "" if part is standard else f".{type(part).__name__.lower()}"
            yield Rule(standard.id + name, source.doc, source.clause, source.status)
