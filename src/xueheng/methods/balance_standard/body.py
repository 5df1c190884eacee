"""均衡标准核对: from amounts and pupils to values, coefficients and verdicts, by exact whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from xueheng.methods.balance_standard import METHOD, Params
from xueheng.methods.balance_standard.amounts import amounts_of, schools_of
from xueheng.methods.balance_standard.judged import Judged
from xueheng.methods.balance_standard.schools import Indicated, raises, school_table, verdict_table
from xueheng.methods.balance_standard.scope import in_scope, wanted_indicators
from xueheng.methods.balance_standard.spreads import given, grouped
from xueheng.methods.balance_standard.verdict import Known, all_true
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.standards.balance import BalanceIndicator, BalanceStandard, balance_standard

Tables = dict[str, pa.Table]


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Judge the schools and the coefficients, or the coefficients alone."""
    standard = balance_standard(params.standard)
    chosen, issues = wanted_indicators(standard, params, inputs)
    if "schools" in inputs:
        table, left_out = in_scope(inputs["schools"], standard, params)
        issues += left_out
        judged, made = _of_schools(table, chosen, standard)
    else:
        table = inputs["coefficients"]
        judged, made = Judged(standard, given(table, standard, chosen)), {}
    made |= _tables(
        coefficients=judged.coefficients(), verdicts=judged.verdicts(), composite=judged.composites()
    )
    if "county" not in table.column_names:
        made = {name: one.drop_columns(["county"]) for name, one in made.items()}
    return Outcome(made, _figures(judged, made), tuple(issues), tuple(_rules(standard)))


def _of_schools(
    table: pa.Table, chosen: tuple[BalanceIndicator, ...], standard: BalanceStandard
) -> tuple[Judged, Tables]:
    """The groups of the schools, and what is said of each school."""
    schools = schools_of(table)
    amounts = tuple(amounts_of(schools, i) for i in chosen)
    groups = grouped(schools, amounts, standard)
    if not groups:
        return Judged(standard, groups), {}
    found = tuple(Indicated(a) for a in amounts)
    cvs = {(g, s.indicator): s.value for g, one in enumerate(groups) for s in one.spreads if s.value}
    made = {"schools": school_table(schools, found)} | _tables(raises=raises(schools, found, cvs))
    verdicts = verdict_table(schools, found, standard)
    return Judged(standard, groups), made | ({"verdicts": verdicts} if verdicts is not None else {})


def _tables(**rows: list[tuple[Any, ...]]) -> Tables:
    """Outcome tables of those that have rows."""
    return {name: rows_of(METHOD.table(name), listed) for name, listed in rows.items() if listed}


def _figures(judged: Judged, made: Tables) -> dict[str, Any]:
    """The headline: what passes, and of how many."""
    met = [s.met for g in judged.groups for s in g.spreads if s.met is not None]
    counties = [judged.county_verdict(g)[1] for g in judged.groups]
    schools = _passes(made["verdicts"]) if "schools" in made and "verdicts" in made else []
    figures: dict[str, Any] = {
        "passes": all_true([*schools, *counties]),
        "coefficients_met": sum(met),
        "coefficients_judged": len(met),
    }
    if schools:
        figures |= {"schools_passing": schools.count(True), "schools_judged": len(schools)}
    return figures


def _passes(verdicts: pa.Table) -> list[Known]:
    found: list[Known] = verdicts["passes"].to_pylist()
    return found


def _rules(standard: BalanceStandard) -> Iterator[Rule]:
    for part in (standard, standard.coefficient, standard.composite, standard.school_rule, standard.scope):
        if part is not None:
            source = part.source
            name = "" if part is standard else f".{type(part).__name__.lower()}"
            yield Rule(standard.id + name, source.doc, source.clause, source.status)
