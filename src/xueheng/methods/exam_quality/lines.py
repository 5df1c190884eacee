"""上线与有效分: who reaches a line on the total, and what each subject gives to it."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine import effective
from xueheng.engine.tally import MarkCounts, at_or_above
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.pupils import SCALE, Pupils
from xueheng.methods.exam_quality.summaries import Shares, labels
from xueheng.methods.grouping import Grouping
from xueheng.methods.outcome import rows_of
from xueheng.tables.scores import TOTAL


def line_table(pupils: Pupils, counts: MarkCounts, params: Params, shares: Shares) -> pa.Table:
    """上线 of every group at every line."""
    levels, names = labels(pupils)
    sat = at_or_above(counts, [-(10**15)] * counts.n_groups).tolist()
    rows = []
    for line, mark in params.lines.items():
        reached = at_or_above(counts, [int(mark * SCALE)] * counts.n_groups).tolist()
        for i, count in enumerate(reached):
            share = sat[i] if shares is None else shares[i]
            rows.append((line, levels[i], names[i], count, float(Fraction(count) / share) if share else None))
    return rows_of(METHOD.table("lines"), rows)


def effective_table(pupils: Pupils, params: Params) -> pa.Table:
    """有效分, 命中率 and 贡献率 of every subject at every line."""
    rows = []
    for line, mark in params.lines.items():
        at = int(mark * SCALE)
        for subject in (s for s in pupils.subjects if s != TOTAL):
            takers = _takers(pupils, subject)
            score = _effective_line(takers, at, params)
            rows.append((line, subject, *_effective_cells(takers, at, score)))
    return rows_of(METHOD.table("effective"), rows)


def effective_group_table(pupils: Pupils, params: Params) -> pa.Table:
    """命中率 and 贡献率 of every group below the whole, at the subject lines of all pupils."""
    rows: list[tuple[Any, ...]] = []
    for line, mark in params.lines.items():
        at = int(mark * SCALE)
        for subject in (s for s in pupils.subjects if s != TOTAL):
            score = _effective_line(_takers(pupils, subject), at, params)
            if score is None:
                continue
            for grouping in pupils.groupings[1:]:
                rows += _hits_by_group(pupils, subject, grouping, line=line, at=at, score=score)
    return rows_of(METHOD.table("effective_groups"), rows)


def _takers(pupils: Pupils, subject: str) -> effective.Takers:
    """The pupils with a mark in the subject and a total."""
    marks, total = pupils.subjects[subject], pupils.subjects[TOTAL]
    has = marks.has & total.has
    return effective.takers(total.mark, marks.mark, has_mark=has, weight=pupils.weight)


def _hits_by_group(
    pupils: Pupils, subject: str, grouping: Grouping, *, line: str, at: int, score: int | Fraction
) -> list[tuple[Any, ...]]:
    """The groups with pupils who have a mark in the subject and a total."""
    marks, total = pupils.subjects[subject], pupils.subjects[TOTAL]
    kept = marks.has & total.has & (grouping.code >= 0)
    on_total, on_subject = total.mark >= at, marks.mark >= ceil(score)
    counts = [
        np.bincount(grouping.code[kept & on], pupils.weight[kept & on], len(grouping.names))
        .astype(int)
        .tolist()
        for on in (kept, on_total, on_subject, on_total & on_subject)
    ]
    return [
        (line, grouping.level, name, subject, a, b, both, both / b if b else None, both / a if a else None)
        for name, n, a, b, both in zip(grouping.names, *counts, strict=True)
        if n
    ]


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
