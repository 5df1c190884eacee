"""综合分: a dated formula over means and rates, group by group; a figure, not a rank."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from xueheng.engine.scores import GroupSummaries
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.mastery import told
from xueheng.methods.exam_quality.pupils import Pupils
from xueheng.methods.exam_quality.summaries import labels
from xueheng.methods.outcome import rows_of
from xueheng.standards.composites import Composite, composite
from xueheng.tables.issues import Refused
from xueheng.tables.schema import schema
from xueheng.tables.scores import TOTAL, by_heading

ALL_SUBJECTS = "all"


def composite_table(pupils: Pupils, summaries: Mapping[str, GroupSummaries], params: Params) -> pa.Table:
    """The composite of each group in each subject, and over subjects by weight (equal when none is said)."""
    formula = composite(params.composite)
    levels, names = labels(pupils)
    subjects = [s for s in summaries if s != TOTAL] or [TOTAL]
    weights = _weights(subjects, params)
    by_subject = {s: _values(summaries[s], np.array(levels), formula) for s in subjects}
    rows = []
    for i, (level, name) in enumerate(zip(levels, names, strict=True)):
        if level == "all":
            continue
        own = {s: v[i] for s, v in by_subject.items() if np.isfinite(v[i])}
        rows += [(level, name, s, float(v)) for s, v in own.items()]
        if len(own) > 1 and (share := sum(weights[s] for s in own)):
            rows.append(
                (level, name, ALL_SUBJECTS, float(sum(weights[s] * v for s, v in own.items()) / share))
            )
    return rows_of(METHOD.table("composite"), rows)


def _weights(subjects: list[str], params: Params) -> dict[str, float]:
    said = by_heading(params.subject_weights, subjects, schema("scores"))
    unknown = [name for name in said if name not in subjects]
    if unknown:
        raise Refused([told("WEIGHT_UNKNOWN", value=unknown[0], known="、".join(subjects))])
    return {s: float(said.get(s, 0 if said else 1)) for s in subjects}


def _values(summary: GroupSummaries, levels: np.ndarray, formula: Composite) -> np.ndarray:
    """The composite of every group; NaN for a group without a mark or a rate."""
    total = np.zeros(len(levels))
    for part in formula.parts:
        figure = np.where(summary.n > 0, getattr(summary, part.figure), np.nan).astype(float)
        total += float(part.weight) * figure / _largest(figure, levels)
    return total


def _largest(figure: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """The largest figure of each group's level; 1 where all are 0: that part gives nothing."""
    most = np.full(len(levels), np.nan)
    for level in dict.fromkeys(levels.tolist()):
        own = levels == level
        known = figure[own][np.isfinite(figure[own])]
        most[own] = (known.max() or 1.0) if known.size else np.nan
    return most
