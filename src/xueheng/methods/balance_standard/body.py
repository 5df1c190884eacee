"""均衡标准核对: from amounts and pupils to values, coefficients and verdicts, by exact whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from xueheng.methods.balance_standard import Params
from xueheng.methods.balance_standard.items import Answer, answers, item_rows, items_met, part_rows
from xueheng.methods.balance_standard.route import costs_of, route_rows
from xueheng.methods.balance_standard.scope import in_scope, wanted_indicators
from xueheng.methods.balance_standard.shared import divided, with_parts
from xueheng.methods.balance_standard.shared import part_rows as shared_rows
from xueheng.methods.balance_standard.told import refused
from xueheng.methods.balance_standard.verdict import all_true
from xueheng.methods.balance_standard.view import (
    Chosen,
    Tables,
    View,
    figures,
    of_coefficients,
    of_schools,
    tables,
)
from xueheng.methods.balance_standard.years import changed, coefficient_changes, verdict_changes
from xueheng.methods.outcome import Outcome, Rule
from xueheng.standards.balance import BalanceStandard, balance_standard
from xueheng.standards.balance_items import balance_items

Inputs = Mapping[str, pa.Table]
ITEMS_OF = "yzjh-2017"  # the standard whose document asks for the items


def run(inputs: Inputs, params: Params) -> Outcome:
    """Judge the schools and the coefficients, or the coefficients alone, and what else is given."""
    standard = balance_standard(params.standard)
    _possible(inputs, params, standard)
    given, made = _divided(inputs, standard)
    chosen, issues = wanted_indicators(standard, params, given)
    if "schools" in given:
        kept, left_out = in_scope(given["schools"], standard, params)
        issues += left_out
        view = of_schools(kept, chosen, standard)
    else:
        view = of_coefficients(given["coefficients"], chosen, standard)
    made |= view.tables() | _beside(given, view, chosen, params)
    found = figures(view, made)
    if params.costs:
        of_route, totals = _route(view, params)
        made |= of_route
        found |= totals
    if "items" in inputs:
        listed = answers(inputs["items"])
        made |= tables(items=item_rows(listed), parts=part_rows(listed))
        found |= _items_figures(listed, found["passes"])
    if not any("county" in table.column_names for table in inputs.values()):
        made = {name: one.drop_columns(["county"]) for name, one in made.items()}
    return Outcome(made, found, tuple(issues), tuple(_rules(standard, "items" in inputs)))


def _possible(inputs: Inputs, params: Params, standard: BalanceStandard) -> None:
    for name in ("changes", "shared"):
        if name in inputs and "schools" not in inputs:
            raise refused("NEEDS_SCHOOLS", value=name)
    if params.costs and "schools" not in inputs:
        raise refused("NEEDS_SCHOOLS", value="costs")
    if "items" in inputs and standard.id != ITEMS_OF:
        raise refused("ITEMS_NOT_HERE", standard=standard.label)


def _divided(inputs: Inputs, standard: BalanceStandard) -> tuple[Inputs, Tables]:
    """The inputs with what levels of a school share divided among them."""
    if "shared" not in inputs:
        return inputs, {}
    parts = divided(inputs["schools"], inputs["shared"], standard)
    return {**inputs, "schools": with_parts(inputs["schools"], parts)}, tables(shared=shared_rows(parts))


def _beside(inputs: Inputs, view: View, chosen: Chosen, params: Params) -> Tables:
    """Year on year, and what a change of resources would do."""
    made: Tables = {}
    former = _former(inputs, view.standard, chosen, params)
    if former is not None:
        made |= tables(
            changes=coefficient_changes(former.groups, view.groups),
            verdict_changes=verdict_changes(former.verdicts(), view.verdicts()),
        )
    if "changes" in inputs:
        table = changed(inputs["schools"], inputs["changes"], view.standard)
        after = of_schools(in_scope(table, view.standard, params)[0], chosen, view.standard)
        made |= tables(
            what_if=coefficient_changes(view.groups, after.groups),
            what_if_verdicts=verdict_changes(view.verdicts(), after.verdicts()),
        )
    return made


def _former(inputs: Inputs, standard: BalanceStandard, chosen: Chosen, params: Params) -> View | None:
    if "former" in inputs:
        return of_schools(in_scope(inputs["former"], standard, params)[0], chosen, standard)
    if "former_coefficients" in inputs:
        return of_coefficients(inputs["former_coefficients"], chosen, standard)
    return None


def _route(view: View, params: Params) -> tuple[Tables, dict[str, Any]]:
    """达标最省方案 and what it costs."""
    costs = costs_of(params.costs, view.standard, {a.indicator.id for a in view.amounts})
    if view.schools is None or not view.groups:
        return {}, {}
    rows, totals = route_rows(view.schools, view.amounts, view.standard, costs)
    found = {
        "route_cost": sum(t[3] for t in totals),
        "route_bound": sum(t[4] for t in totals),
        "route_proven": all(t[5] for t in totals),
    }
    return tables(route=rows, route_costs=totals), found


def _items_figures(listed: Mapping[str, list[Answer]], passes: bool | None) -> dict[str, Any]:
    met = [m for found in listed.values() for m in items_met(found).values()]
    return {
        "items_met": sum(m is True for m in met),
        "items_judged": sum(m is not None for m in met),
        "items_asked": len(met),
        "passes_all": all_true([passes, *met]),
    }


def _rules(standard: BalanceStandard, with_items: bool) -> Iterator[Rule]:
    for part in (standard, standard.coefficient, standard.composite, standard.school_rule, standard.scope):
        if part is not None:
            source = part.source
            name = "" if part is standard else f".{type(part).__name__.lower()}"
            yield Rule(standard.id + name, source.doc, source.clause, source.status)
    for item in balance_items() if with_items else ():
        yield Rule(f"balance_items.{item.id}", item.source.doc, item.source.clause, item.source.status)
