"""一次核对: the groups of a table of schools or of coefficients, judged, with the tables that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from xueheng.methods.balance_standard import METHOD
from xueheng.methods.balance_standard.amounts import Amounts, Schools, amounts_of, schools_of
from xueheng.methods.balance_standard.judged import Judged
from xueheng.methods.balance_standard.schools import Indicated, raises, school_table, verdict_table
from xueheng.methods.balance_standard.spreads import Group, given, grouped
from xueheng.methods.balance_standard.verdict import Known, all_true
from xueheng.methods.outcome import rows_of
from xueheng.standards.balance import BalanceIndicator, BalanceStandard

Tables = dict[str, pa.Table]
Chosen = tuple[BalanceIndicator, ...]
Place = tuple[str, str, str]


@dataclass(frozen=True)
class View:
    """一次核对: its schools (none where only coefficients are given), groups and verdicts."""

    standard: BalanceStandard
    groups: list[Group]
    schools: Schools | None = None
    amounts: tuple[Amounts, ...] = ()

    @property
    def judged(self) -> Judged:
        """What the standard says of the groups."""
        return Judged(self.standard, self.groups)

    def tables(self) -> Tables:
        """The outcome tables of one view."""
        judged = self.judged
        return self._of_schools() | tables(
            coefficients=judged.coefficients(), verdicts=judged.verdicts(), composite=judged.composites()
        )

    def _of_schools(self) -> Tables:
        if self.schools is None or not self.groups:
            return {}
        found = tuple(Indicated(a) for a in self.amounts)
        cvs = {(g, s.indicator): s.value for g, one in enumerate(self.groups) for s in one.spreads if s.value}
        made = {"schools": school_table(self.schools, found)}
        made |= tables(raises=raises(self.schools, found, cvs))
        verdicts = verdict_table(self.schools, found, self.standard)
        return made | ({"verdicts": verdicts} if verdicts is not None else {})

    def verdicts(self) -> dict[Place, Known]:
        """达标情况 of each school, by county, school and level."""
        if self.schools is None or not self.groups:
            return {}
        found = verdict_table(self.schools, tuple(Indicated(a) for a in self.amounts), self.standard)
        rows = found.to_pylist() if found is not None else []
        return {(r["county"], r["school"], r["level"]): r["passes"] for r in rows}


def of_schools(table: pa.Table, chosen: Chosen, standard: BalanceStandard) -> View:
    """The view of schools that are in scope."""
    schools = schools_of(table)
    amounts = tuple(amounts_of(schools, i) for i in chosen if i.id in table.column_names)
    return View(standard, grouped(schools, amounts, standard), schools, amounts)


def of_coefficients(table: pa.Table, chosen: Chosen, standard: BalanceStandard) -> View:
    """The view of coefficients that somebody else has computed."""
    return View(standard, given(table, standard, chosen))


def tables(**rows: list[tuple[Any, ...]]) -> Tables:
    """Outcome tables of those that have rows."""
    return {name: rows_of(METHOD.table(name), listed) for name, listed in rows.items() if listed}


def figures(view: View, made: Mapping[str, pa.Table]) -> dict[str, Any]:
    """The headline: what passes, and of how many."""
    met = [s.met for g in view.groups for s in g.spreads if s.met is not None]
    counties = [view.judged.county_verdict(g)[1] for g in view.groups]
    judged = view.schools is not None and "verdicts" in made
    schools: list[Known] = made["verdicts"]["passes"].to_pylist() if judged else []
    found: dict[str, Any] = {
        "passes": all_true([*schools, *counties]),
        "coefficients_met": sum(met),
        "coefficients_judged": len(met),
    }
    if schools:
        found |= {"schools_passing": schools.count(True), "schools_judged": len(schools)}
    return found
