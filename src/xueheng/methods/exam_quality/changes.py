"""与以往相比: where each group stood among all pupils then and now; marks only of equated papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.scores import GroupSummaries
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.mastery import told
from xueheng.methods.exam_quality.pupils import Pupils, column_of, counted, pupils_of
from xueheng.methods.exam_quality.summaries import full_marks, labels, summary
from xueheng.methods.outcome import rows_of
from xueheng.tables.issues import Refused

ONLY = "former"  # what an exam is called that is the only one of its table


def change_table(
    pupils: Pupils, now: Mapping[str, GroupSummaries], former: pa.Table, params: Params
) -> pa.Table:
    """Where each group stood among all pupils in each former exam and now, in SDs of all pupils."""
    exams = dict(_exams(former, params))
    unknown = [name for name in params.equated if name not in exams]
    if unknown:
        raise Refused([told("EQUATED_UNKNOWN", value=unknown[0], known="、".join(exams))])
    by = tuple(name for name in params.by if column_of(former, name))
    rows: list[tuple[Any, ...]] = []
    for name, table in exams.items():
        rows += _against(name, pupils, now, pupils_of(table, by), params)
    return rows_of(METHOD.table("changes"), rows)


def _exams(former: pa.Table, params: Params) -> Iterator[tuple[str, pa.Table]]:
    """The former exams by name: all of one, or those that a column tells apart."""
    if not params.former_exam:
        yield ONLY, former
        return
    column = column_of(former, params.former_exam)
    if column is None:
        raise Refused([told("FORMER_EXAM", value=params.former_exam)])
    for name in sorted(filter(None, former[column].unique().to_pylist())):
        yield name, former.filter(pc.equal(former[column], name))


def _against(
    name: str, pupils: Pupils, now: Mapping[str, GroupSummaries], former: Pupils, params: Params
) -> Iterator[tuple[Any, ...]]:
    full = full_marks(former, params)
    then = {s: summary(counted(former, s), full[s], params, None) for s in former.subjects}
    places = {key: i for i, key in enumerate(zip(*labels(former), strict=True))}
    marks = name in params.equated
    for subject in (s for s in now if s in then):
        for i, key in enumerate(zip(*labels(pupils), strict=True)):
            j = places.get(key)
            if j is None or not now[subject].n[i] or not then[subject].n[j]:
                continue
            if key[0] != "all" or marks:
                yield (name, *key, subject, *_change(now[subject], i, then[subject], j, marks=marks))


def _change(now: GroupSummaries, i: int, then: GroupSummaries, j: int, *, marks: bool) -> tuple[Any, ...]:
    here, there = position(now, i), position(then, j)
    moved = None if here is None or there is None else here - there
    means = (float(now.mean[i]), float(then.mean[j])) if marks else (None, None)
    apart = means[0] - means[1] if means[0] is not None and means[1] is not None else None
    return int(now.n[i]), int(then.n[j]), here, there, moved, *means, apart


def position(summary: GroupSummaries, index: int) -> float | None:
    """The group's mean less that of all pupils, in SDs of all pupils; None where all marks are equal."""
    if not summary.sd[0] > 0:
        return None
    return float((summary.mean[index] - summary.mean[0]) / summary.sd[0])
