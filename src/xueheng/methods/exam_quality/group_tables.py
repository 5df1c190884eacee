"""Outcome tables from the summaries and counts: groups, distribution and attendance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.scores import Distribution, GroupSummaries, distribution
from xueheng.engine.tally import MarkCounts
from xueheng.methods.exam_quality import METHOD
from xueheng.methods.exam_quality.pupils import SCALE, Marks, Pupils
from xueheng.methods.exam_quality.summaries import Shares, labels
from xueheng.methods.outcome import rows_of, table_of
from xueheng.tables.scores import TOTAL


def group_table(pupils: Pupils, summaries: Mapping[str, GroupSummaries], shares: Shares) -> pa.Table:
    """一分三率 of every group that has a mark in the subject."""
    levels, names = labels(pupils)
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


def distribution_table(counts: Mapping[str, MarkCounts]) -> pa.Table:
    """一分一段 of all pupils, subject by subject."""
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


def attendance_table(pupils: Pupils) -> pa.Table:
    """参考情况: how many have a mark in each subject, and why the others have none."""
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
