"""学科均衡与高分段: how far a subject falls behind the total of a group, and who is in the first places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from xueheng.engine.scores import GroupSummaries
from xueheng.engine.standing import high_band
from xueheng.engine.tally import MarkCounts, at_or_above
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.changes import position
from xueheng.methods.exam_quality.pupils import SCALE, Pupils, counted
from xueheng.methods.exam_quality.summaries import labels, summary
from xueheng.methods.outcome import rows_of
from xueheng.tables.scores import TOTAL


def balance_table(pupils: Pupils, summaries: Mapping[str, GroupSummaries], params: Params) -> pa.Table:
    """Each group's position in a subject less its position in the total, in SDs of all pupils."""
    total = summaries[TOTAL]
    rows = []
    for subject in summaries:
        own = _of_those_with_a_total(pupils, subject, summaries[subject], params)
        for i, (level, group) in enumerate(zip(*labels(pupils), strict=True)):
            if subject == TOTAL or level == "all" or not own.n[i] or not total.n[i]:
                continue
            here, whole = position(own, i), position(total, i)
            if here is not None and whole is not None:
                behind = here - whole < -float(params.weak)
                rows.append((level, group, subject, int(own.n[i]), here, whole, here - whole, behind))
    return rows_of(METHOD.table("balance"), rows)


def _of_those_with_a_total(
    pupils: Pupils, subject: str, found: GroupSummaries, params: Params
) -> GroupSummaries:
    """The subject's figures for pupils who have a total, so that both positions are of the same pupils."""
    marks, total = pupils.subjects[subject], pupils.subjects[TOTAL]
    if (marks.has <= total.has).all():
        return found
    own = replace(pupils, subjects={subject: replace(marks, has=marks.has & total.has)})
    return summary(counted(own, subject), None, params, None)


def top_table(pupils: Pupils, counts: MarkCounts, places: int) -> pa.Table:
    """高分段: pupils of each group among the first places of all by total, all ties of the last one in."""
    whole = counts.group == 0
    own = MarkCounts(counts.group[whole], counts.mark[whole], counts.count[whole], n_groups=1, scale=SCALE)
    band = high_band(own, places)
    if band is None:
        return rows_of(METHOD.table("top"), [])
    reached = at_or_above(counts, [band.line] * counts.n_groups).tolist()
    rows = [
        (level, group, band.line / SCALE, count)
        for level, group, count in zip(*labels(pupils), reached, strict=True)
    ]
    return rows_of(METHOD.table("top"), rows)
