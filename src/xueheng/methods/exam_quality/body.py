"""教学质量分析: counts by mark once, and every figure from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from xueheng.methods.exam_quality import Params
from xueheng.methods.exam_quality.balance import balance_table, top_table
from xueheng.methods.exam_quality.changes import change_table
from xueheng.methods.exam_quality.denominators import denominators
from xueheng.methods.exam_quality.group_tables import attendance_table, distribution_table, group_table
from xueheng.methods.exam_quality.lines import effective_table, line_table
from xueheng.methods.exam_quality.pupils import SCALE, column_of, counted, pupils_of
from xueheng.methods.exam_quality.summaries import full_marks, full_unknown, summary
from xueheng.methods.outcome import Outcome, Rule
from xueheng.standards.cutoffs import Cutoff, cutoff_setting
from xueheng.tables.scores import TOTAL

CUTOFFS: tuple[Cutoff, ...] = ("excellent", "pass", "low")


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every table of the exam from its scores, and its comparison with a former one."""
    table = inputs["scores"]
    pupils = pupils_of(table, params.by)
    shares, issues = denominators(params.denominators, pupils, inputs.get("enrolled"))
    counts = {subject: counted(pupils, subject) for subject in pupils.subjects}
    issues += full_unknown(inputs, params)
    full = full_marks(pupils, params)
    summaries = {s: summary(c, full[s], params, shares) for s, c in counts.items()}
    tables = {"groups": group_table(pupils, summaries, shares), "distribution": distribution_table(counts)}
    if len(counts) > 1:
        tables["attendance"] = attendance_table(pupils)
        tables["balance"] = balance_table(pupils, summaries, params)
    if params.top:
        tables["top"] = top_table(pupils, counts[TOTAL], params.top)
    if params.lines:
        tables["lines"] = line_table(pupils, counts[TOTAL], params, shares)
        if len(counts) > 1:
            tables["effective"] = effective_table(pupils, params)
    if "former" in inputs:
        both = tuple(name for name in params.by if column_of(inputs["former"], name))
        tables["changes"] = change_table(pupils, summaries, pupils_of(inputs["former"], both), params)
    figures = {
        "n": int(pupils.weight.sum()),
        "subjects": [s for s in counts if s != TOTAL],
        "full": {s: Decimal(mark) / SCALE for s, mark in full.items() if mark is not None},
    }
    return Outcome(tables, figures | _exam(inputs), tuple(issues), _rules())


def _exam(inputs: Mapping[str, pa.Table]) -> dict[str, Any]:
    exam = inputs.get("exam")
    if exam is None or not exam.num_rows:
        return {"exam": "exam not declared"}
    return {"exam": exam.slice(0, 1).to_pylist()[0]}


def _rules() -> tuple[Rule, ...]:
    options = [(name, cutoff_setting(name).option()) for name in CUTOFFS]
    return tuple(
        Rule(f"cutoffs.{name}", o.source.doc, o.source.clause, o.source.status) for name, o in options
    )
