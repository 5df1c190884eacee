"""上线与有效分: who reaches a line on the total, and what each subject gives to it."""

from __future__ import annotations

from fractions import Fraction

import pyarrow as pa

from xueheng.engine import effective
from xueheng.engine.tally import MarkCounts, at_or_above
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.pupils import SCALE, Pupils
from xueheng.methods.exam_quality.summaries import Shares, labels
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
