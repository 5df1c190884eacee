"""教学质量分析: counts by mark once, and every figure from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine import effective
from xueheng.engine.scores import Cutoffs, Distribution, GroupSummaries, distribution, summarise
from xueheng.engine.tally import MarkCounts, at_or_above
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.denominators import denominators
from xueheng.methods.exam_quality.pupils import SCALE, Marks, Pupils, column_of, counted, pupils_of
from xueheng.methods.outcome import Outcome, Rule, rows_of, table_of
from xueheng.standards.cutoffs import Cutoff, cutoff_setting
from xueheng.tables.issues import Issue, finding
from xueheng.tables.schema import schema
from xueheng.tables.scores import TOTAL, by_heading

CUTOFFS: tuple[Cutoff, ...] = ("excellent", "pass", "low")
Shares = list[Fraction] | None


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every table of the exam from its scores, and its comparison with a former one."""
    table = inputs["scores"]
    pupils = pupils_of(table, params.by)
    shares, issues = denominators(params.denominators, pupils, inputs.get("enrolled"))
    counts = {subject: counted(pupils, subject) for subject in pupils.subjects}
    issues += _full_unknown(inputs, params)
    full = full_marks(pupils, params)
    summaries = {s: _summary(c, full[s], params, shares) for s, c in counts.items()}
    tables = {"groups": _groups(pupils, summaries, shares), "distribution": _distributions(counts)}
    if len(counts) > 1:
        tables["attendance"] = _attendance(pupils)
    if params.lines:
        tables["lines"] = _lines(pupils, counts[TOTAL], params, shares)
        if len(counts) > 1:
            tables["effective"] = _effective(pupils, params)
    if "former" in inputs:
        both = tuple(name for name in params.by if column_of(inputs["former"], name))
        tables["changes"] = _changes(pupils, summaries, pupils_of(inputs["former"], both), params)
    figures = {
        "n": int(pupils.weight.sum()),
        "subjects": [s for s in counts if s != TOTAL],
        "full": {s: Decimal(mark) / SCALE for s, mark in full.items() if mark is not None},
    }
    return Outcome(tables, figures | _exam(inputs), tuple(issues), _rules())


def full_marks(pupils: Pupils, params: Params) -> dict[str, int | None]:
    """Scaled full marks; that of the total is given, or the sum when every pupil takes every subject."""
    given = by_heading(params.full, pupils.subjects, schema("scores"))
    full = {s: _scaled(given.get(s)) for s in pupils.subjects}
    parts = [full[s] for s in pupils.subjects if s != TOTAL]
    takes_all = all(
        not m.has[pupils.subjects[TOTAL].has].size or m.has[pupils.subjects[TOTAL].has].all()
        for s, m in pupils.subjects.items()
    )
    if full[TOTAL] is None and parts and None not in parts and takes_all:
        full[TOTAL] = sum(p for p in parts if p is not None)
    return full


def _full_unknown(inputs: Mapping[str, pa.Table], params: Params) -> list[Issue]:
    """A warning for each full mark of a subject that no score table has."""
    held = {c for name in ("scores", "former") if name in inputs for c in inputs[name].column_names}
    unknown = by_heading(params.full, held, schema("scores")).keys() - {TOTAL, *held}
    return [finding("FULL_UNKNOWN", "warning", package="xueheng.methods", value=n) for n in sorted(unknown)]


def _scaled(mark: Decimal | None) -> int | None:
    return None if mark is None else int(mark * SCALE)


def _summary(counts: MarkCounts, full: int | None, params: Params, shares: Shares) -> GroupSummaries:
    rates = Cutoffs(params.excellent, params.pass_, params.low)
    return summarise(counts, full=[full] * counts.n_groups, cutoffs=rates, denominators=shares)


def _labels(pupils: Pupils) -> tuple[list[str], list[str]]:
    levels = [g.level for g in pupils.groupings for _ in g.names]
    return levels, [name for g in pupils.groupings for name in g.names]


def _groups(pupils: Pupils, summaries: Mapping[str, GroupSummaries], shares: Shares) -> pa.Table:
    levels, names = _labels(pupils)
    denominator = None if shares is None else np.array([float(s) or math.nan for s in shares])
    spec = METHOD.table("groups")
    parts = []
    for subject, s in summaries.items():
        columns: dict[str, Any] = {"level": levels, "group": names, "subject": [subject] * len(names)}
        columns |= {c.name: _nullable(getattr(s, c.name)) for c in spec.columns if hasattr(s, c.name)}
        columns["denominator"] = _nullable(s.n.astype(float) if denominator is None else denominator)
        columns["above_average"] = _nullable((s.mean - s.mean[0]) / (s.mean[0] or math.nan))
        part = table_of(spec, columns)
        parts.append(part.filter(pa.array(s.n > 0)))
    return pa.concat_tables(parts)


def _nullable(values: Any) -> pa.Array:
    return pa.array(values, from_pandas=True)


def _distributions(counts: Mapping[str, MarkCounts]) -> pa.Table:
    spec = METHOD.table("distribution")
    parts = []
    for subject, found in counts.items():
        whole = found.group == 0
        own = MarkCounts(found.group[whole], found.mark[whole], found.count[whole], n_groups=1, scale=SCALE)
        d: Distribution = distribution(own)
        marks = [Decimal(m) / SCALE for m in d.mark.tolist()]
        columns = {"subject": [subject] * len(marks), "mark": marks, "count": d.count}
        parts.append(table_of(spec, columns | {"cumulative": d.cumulative}))
    return pa.concat_tables(parts)


def _attendance(pupils: Pupils) -> pa.Table:
    spec = METHOD.table("attendance")
    rows = []
    for subject, marks in pupils.subjects.items():
        if subject != TOTAL:
            why = [_with_status(pupils, marks, c.name) for c in spec.columns[2:]]
            rows.append((subject, int(pupils.weight[marks.has].sum()), *why))
    return rows_of(spec, rows)


def _with_status(pupils: Pupils, marks: Marks, status: str) -> int:
    if marks.status.null_count == len(marks.status):
        return 0
    rows = pc.indices_nonzero(pc.fill_null(pc.equal(marks.status, status), False))
    return int(pupils.weight[rows.to_numpy()].sum())


def _lines(pupils: Pupils, counts: MarkCounts, params: Params, shares: Shares) -> pa.Table:
    levels, names = _labels(pupils)
    sat = at_or_above(counts, [-(10**15)] * counts.n_groups).tolist()
    rows = []
    for line, mark in params.lines.items():
        reached = at_or_above(counts, [int(mark * SCALE)] * counts.n_groups).tolist()
        for i, count in enumerate(reached):
            share = sat[i] if shares is None else shares[i]
            rows.append((line, levels[i], names[i], count, float(Fraction(count) / share) if share else None))
    return rows_of(METHOD.table("lines"), rows)


def _effective(pupils: Pupils, params: Params) -> pa.Table:
    total = pupils.subjects[TOTAL]
    rows = []
    for line, mark in params.lines.items():
        at = int(mark * SCALE)
        for subject, marks in pupils.subjects.items():
            if subject == TOTAL:
                continue
            has = marks.has & total.has
            takers = effective.takers(total.mark, marks.mark, has_mark=has, weight=pupils.weight)
            score = _effective_line(takers, at, params)
            rows.append((line, subject, *_effective_cells(takers, at, score)))
    return rows_of(METHOD.table("effective"), rows)


def _effective_line(takers: effective.Takers, at: int, params: Params) -> int | Fraction | None:
    if params.effective == "proportion":
        return effective.proportional_line(takers, at)
    return effective.mean_ratio_line(takers, at)


def _effective_cells(
    takers: effective.Takers, at: int, score: int | Fraction | None
) -> tuple[float | None, float | None, float | None]:
    if score is None:
        return None, None, None
    hits = effective.hits(takers, at, subject_line=score)
    shown = float(Fraction(score) / SCALE)
    return shown, _float(hits.hit_rate), _float(hits.contribution)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _changes(pupils: Pupils, now: Mapping[str, GroupSummaries], former: Pupils, params: Params) -> pa.Table:
    """Where each group stood among all pupils then and now, in SDs of all pupils."""
    full = full_marks(former, params)
    then = {s: _summary(counted(former, s), full[s], params, None) for s in former.subjects}
    places = {key: i for i, key in enumerate(zip(*_labels(former), strict=True))}
    rows = []
    for subject in (s for s in now if s in then):
        for i, key in enumerate(zip(*_labels(pupils), strict=True)):
            j = places.get(key)
            if j is not None and key[0] != "all" and now[subject].n[i] and then[subject].n[j]:
                rows.append((*key, subject, *_change(now[subject], i, then[subject], j)))
    return rows_of(METHOD.table("changes"), rows)


def _change(now: GroupSummaries, i: int, then: GroupSummaries, j: int) -> tuple[Any, ...]:
    here, there = _position(now, i), _position(then, j)
    moved = None if here is None or there is None else here - there
    return int(now.n[i]), int(then.n[j]), here, there, moved


def _position(summary: GroupSummaries, index: int) -> float | None:
    if not summary.sd[0] > 0:
        return None
    return float((summary.mean[index] - summary.mean[0]) / summary.sd[0])


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
