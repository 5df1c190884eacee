"""监测结果的投影: what a sample says of the county; no group of few schools, so no school's own result."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from xueheng.apps.publish.projection import Around, Projection
from xueheng.methods.run import Run
from xueheng.reports.runs import exam_estimate, exam_sample
from xueheng.standards.small_groups import least


def county_report(run: Run, around: Around) -> Projection:
    """推断结果: all pupils and groups of enough schools and pupils; a group of fewer is left out."""
    estimates = run.outcome.tables["estimates"].to_pylist()
    gone = {r["group"] for r in estimates if not _may_be_shown(run, r["units"], r["n"])}
    if all(r["group"] in gone for r in estimates):
        return Projection(withheld={"estimates": len(gone)})
    tables = {name: _without(table, gone) for name, table in run.outcome.tables.items()}
    said = tuple(i for i in run.issues if not any(group and group in i.words.zh for group in gone))
    shown = replace(run, outcome=replace(run.outcome, tables=tables), issues=said)
    return Projection(replace(exam_estimate.compose(shown), facts=()), withheld={"estimates": len(gone)})


def draw_report(run: Run, around: Around) -> Projection:
    """抽样结果: the schools drawn, their chances and the way to redo the draw; no pupil."""
    return Projection(replace(exam_sample.compose(run), facts=()))


def _may_be_shown(run: Run, units: int, n: int) -> bool:
    """True for a group of enough pupils in enough schools; without a column of schools only for all."""
    is_split = bool(run.params.by)
    enough = units >= least("estimated_schools") if run.params.cluster else not is_split
    return enough and n >= least("publication")


def _without(table: pa.Table, gone: set[str]) -> pa.Table:
    kept = [r for r in table.to_pylist() if r["group"] not in gone and r.get("other") not in gone]
    return pa.Table.from_pylist(kept, table.schema)
