"""与上次相比: where each group stood among all pupils then and now; marks of two papers are not compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from xueheng.engine.scores import GroupSummaries
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.pupils import Pupils, counted
from xueheng.methods.exam_quality.summaries import full_marks, labels, summary
from xueheng.methods.outcome import rows_of


def change_table(
    pupils: Pupils, now: Mapping[str, GroupSummaries], former: Pupils, params: Params
) -> pa.Table:
    """Where each group stood among all pupils then and now, in SDs of all pupils."""
    full = full_marks(former, params)
    then = {s: summary(counted(former, s), full[s], params, None) for s in former.subjects}
    places = {key: i for i, key in enumerate(zip(*labels(former), strict=True))}
    rows = []
    for subject in (s for s in now if s in then):
        for i, key in enumerate(zip(*labels(pupils), strict=True)):
            j = places.get(key)
            if j is not None and key[0] != "all" and now[subject].n[i] and then[subject].n[j]:
                rows.append((*key, subject, *_change(now[subject], i, then[subject], j)))
    return rows_of(METHOD.table("changes"), rows)


def _change(now: GroupSummaries, i: int, then: GroupSummaries, j: int) -> tuple[Any, ...]:
    here, there = position(now, i), position(then, j)
    moved = None if here is None or there is None else here - there
    return int(now.n[i]), int(then.n[j]), here, there, moved


def position(summary: GroupSummaries, index: int) -> float | None:
    """The group's mean less that of all pupils, in SDs of all pupils; None where all marks are equal."""
    if not summary.sd[0] > 0:
        return None
    return float((summary.mean[index] - summary.mean[0]) / summary.sd[0])
