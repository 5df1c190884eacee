"""教学质量分析: counts by mark once, and every figure from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa

from xueheng.engine.scores import GroupSummaries
from xueheng.engine.tally import MarkCounts
from xueheng.methods.exam_quality import Params
from xueheng.methods.exam_quality.balance import balance_table, top_table
from xueheng.methods.exam_quality.changes import change_table
from xueheng.methods.exam_quality.composite import composite_table
from xueheng.methods.exam_quality.denominators import denominators
from xueheng.methods.exam_quality.group_tables import attendance_table, distribution_table, group_table
from xueheng.methods.exam_quality.lawful import waits
from xueheng.methods.exam_quality.lines import effective_group_table, effective_table, line_table
from xueheng.methods.exam_quality.mastery import Scripts, mastery_table, scripts_of
from xueheng.methods.exam_quality.pupils import SCALE, Pupils, counted, pupils_of
from xueheng.methods.exam_quality.summaries import Shares, full_marks, full_unknown, summary
from xueheng.methods.outcome import Outcome, Rule
from xueheng.methods.uses import said_exam
from xueheng.standards.composites import composite
from xueheng.standards.cutoffs import Cutoff, cutoff_setting
from xueheng.tables.issues import Issue
from xueheng.tables.scores import TOTAL

CUTOFFS: tuple[Cutoff, ...] = ("excellent", "pass", "low")


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every table of the exam from its scores, its items and former exams."""
    pupils = pupils_of(inputs["scores"], params.by)
    scripts = scripts_of(inputs, params.by) if "responses" in inputs else None
    shares, issues = denominators(params.denominators, pupils, inputs.get("enrolled"))
    counts = {subject: counted(pupils, subject) for subject in pupils.subjects}
    issues += full_unknown(inputs, params)
    full = full_marks(pupils, params)
    summaries = {s: summary(c, full[s], params, shares) for s, c in counts.items()}
    tables = {"groups": group_table(pupils, summaries, shares), "distribution": distribution_table(counts)}
    tables |= _of_subjects(pupils, summaries, params) if len(counts) > 1 else {}
    tables |= _of_lines(pupils, counts, params, shares)
    if "former" in inputs:
        tables["changes"] = change_table(pupils, summaries, inputs["former"], params)
    if scripts is not None:
        tables["mastery"] = mastery_table(scripts, params)
        issues += scripts.issues
    asked, said = _asked(inputs, pupils, summaries, params, scripts)
    figures = {
        "n": int(pupils.weight.sum()),
        "subjects": [s for s in counts if s != TOTAL],
        "full": {s: Decimal(mark) / SCALE for s, mark in full.items() if mark is not None},
        "exam": said_exam(inputs),
    }
    return Outcome(tables | asked, figures, (*issues, *said), _rules(params))


def _of_subjects(
    pupils: Pupils, summaries: Mapping[str, GroupSummaries], params: Params
) -> dict[str, pa.Table]:
    balance = balance_table(pupils, summaries, params)
    return {"attendance": attendance_table(pupils), "balance": balance}


def _of_lines(
    pupils: Pupils, counts: Mapping[str, MarkCounts], params: Params, shares: Shares
) -> dict[str, pa.Table]:
    """高分段, 上线 and 有效分, where places or lines are named."""
    tables = {"top": top_table(pupils, counts[TOTAL], params.top)} if params.top else {}
    if params.lines:
        tables["lines"] = line_table(pupils, counts[TOTAL], params, shares)
        if len(counts) > 1:
            tables["effective"] = effective_table(pupils, params)
            tables["effective_groups"] = effective_group_table(pupils, params)
    return tables


def _asked(
    inputs: Mapping[str, pa.Table],
    pupils: Pupils,
    summaries: Mapping[str, GroupSummaries],
    params: Params,
    scripts: Scripts | None,
) -> tuple[dict[str, pa.Table], list[Issue]]:
    """What is made only on request, and only of an exam of which law allows it."""
    tables: dict[str, pa.Table] = {}
    issues: list[Issue] = []
    if params.composite:
        issues += (held := waits("composite", inputs))
        tables |= {} if held else {"composite": composite_table(pupils, summaries, params)}
    if params.borderline:
        from xueheng.methods.exam_quality.borderline import borderline_table, near_of

        near = near_of(params, pupils, scripts)
        issues += (held := waits("borderline", inputs))
        tables |= {} if held else {"borderline": borderline_table(inputs["scores"], pupils, params, near)}
    return tables, issues


def _rules(params: Params) -> tuple[Rule, ...]:
    options = [(f"cutoffs.{name}", cutoff_setting(name).option().source) for name in CUTOFFS]
    if params.composite:
        options.append((f"composites.{params.composite}", composite(params.composite).source))
    return tuple(Rule(name, source.doc, source.clause, source.status) for name, source in options)
