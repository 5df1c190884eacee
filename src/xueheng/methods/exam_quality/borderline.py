"""临界生: who stands so near a line that the exam cannot tell the side; for their own teachers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.item_sums import alpha, covariance, item_sums
from xueheng.engine.reliability import stratified_alpha
from xueheng.engine.standing import borderline, crossing_probabilities, z_scores
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.mastery import Scripts, told
from xueheng.methods.exam_quality.pupils import SCALE, Pupils
from xueheng.methods.outcome import rows_of
from xueheng.standards.attention import limit
from xueheng.tables.issues import Refused
from xueheng.tables.scores import TOTAL

BY_ERROR = "sem"


@dataclass(frozen=True)
class Near:
    """How near is near: within so many marks, or with such an error of measurement (both scaled)."""

    delta: int
    sem: float | None


def near_of(params: Params, pupils: Pupils, scripts: Scripts | None) -> Near:
    """What the parameters call near; refused where an error is asked for and no reliability is known."""
    reliability = _reliability(params, scripts)
    total = pupils.subjects[TOTAL]
    sd = float(total.mark[total.has].std()) if total.has.any() else 0.0
    sem = sd * float(np.sqrt(1 - reliability)) if reliability is not None and reliability < 1 else None
    if params.borderline == BY_ERROR and not sem:
        raise Refused([told("SEM_UNKNOWN")])
    return Near(0 if params.borderline == BY_ERROR else _delta(params.borderline), sem or None)


def _delta(text: str) -> int:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 < value < 10**6:
        raise Refused([told("BORDERLINE_FORM", value=text)])
    return int(value * SCALE)


def _reliability(params: Params, scripts: Scripts | None) -> float | None:
    """That of the total: as it was said, else alpha of the items, stratified by subject."""
    if params.reliability:
        return float(params.reliability)
    if scripts is None:
        return None
    units = scripts.paper.unit_marks()
    whole = units[~np.isnan(units).any(axis=1)]
    if len(whole) < 2 or units.shape[1] < 2:
        return None
    cov = covariance(item_sums(whole))
    of = [(scripts.plan.get(scripts.paper.items[u[0]], {}).get("subject") or "") for u in scripts.paper.units]
    strata = [[i for i, subject in enumerate(of) if subject == one] for one in dict.fromkeys(of)]
    found = stratified_alpha(cov, strata) if len(strata) > 1 else float(alpha(cov))
    return found if 0 < found < 1 else None


def borderline_table(scores: pa.Table, pupils: Pupils, params: Params, near: Near) -> pa.Table:
    """A row for each pupil near each line, with the subjects in which they stand below their own total."""
    if "id" not in scores.column_names:
        raise Refused([told("BORDERLINE_IDS")])
    total = pupils.subjects[TOTAL]
    weak = _weak_subjects(pupils, float(params.weak))
    rows: list[tuple[Any, ...]] = []
    for line, mark in params.lines.items():
        at = int(mark * SCALE)
        chance = crossing_probabilities(total.mark, at, sem=near.sem) if near.sem else None
        chosen = _chosen(total.mark, at, near, chance) & total.has
        for i in np.flatnonzero(chosen).tolist():
            place = [
                scores[c][i].as_py() if c in scores.column_names else None for c in ("id", "school", "class")
            ]
            away = float(total.mark[i] - at) / SCALE
            said = None if chance is None else float(chance[i])
            rows.append((line, *place, float(total.mark[i]) / SCALE, away, said, weak[i]))
    return rows_of(METHOD.table("borderline"), rows)


def _chosen(total: Any, at: int, near: Near, chance: Any) -> Any:
    by_marks = borderline(total, at, delta=near.delta) if near.delta else np.zeros(total.shape, bool)
    if chance is None:
        return by_marks
    return by_marks | ((chance >= limit("cross_low")) & (chance <= limit("cross_high")))


def _weak_subjects(pupils: Pupils, least: float) -> list[str]:
    """The subjects of each pupil whose z lies below that of the total by more than `least`, joined."""
    z = {s: _z(pupils, s) for s in pupils.subjects}
    own: Mapping[str, Any] = {s: v - z[TOTAL] < -least for s, v in z.items() if s != TOTAL}
    return ["、".join(s for s, is_weak in own.items() if is_weak[i]) for i in range(len(pupils.weight))]


def _z(pupils: Pupils, subject: str) -> Any:
    marks = pupils.subjects[subject]
    found = np.full(len(marks.mark), np.nan)
    found[marks.has] = z_scores(marks.mark[marks.has])
    return found
