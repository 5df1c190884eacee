"""一分三率: full marks, and the summary of every subject by group."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa

from xueheng.engine.scores import Cutoffs, GroupSummaries, summarise
from xueheng.engine.tally import MarkCounts
from xueheng.methods.exam_quality import Params
from xueheng.methods.exam_quality.pupils import SCALE, Pupils
from xueheng.tables.issues import Issue, finding
from xueheng.tables.schema import schema
from xueheng.tables.scores import TOTAL, by_heading

Shares = list[Fraction] | None  # one denominator a group; None for those who sat


def full_marks(pupils: Pupils, params: Params) -> dict[str, int | None]:
    """Scaled full marks; that of the total is given, or the sum when the total is the sum for everybody."""
    given = by_heading(params.full, pupils.subjects, schema("scores"))
    full = {s: _scaled(given.get(s)) for s in pupils.subjects}
    parts = [mark for s, mark in full.items() if s != TOTAL]
    known = [mark for mark in parts if mark is not None]
    if full[TOTAL] is None and parts and len(known) == len(parts) and _is_sum_of_all(pupils):
        full[TOTAL] = sum(known)
    return full


def _is_sum_of_all(pupils: Pupils) -> bool:
    """True when each pupil with a total takes every subject and the total is their sum."""
    total = pupils.subjects[TOTAL]
    parts = [m for s, m in pupils.subjects.items() if s != TOTAL]
    takes_all = all(m.has[total.has].all() for m in parts)
    summed = np.sum([m.mark for m in parts], axis=0)
    return takes_all and bool((summed == total.mark)[total.has].all())


def full_unknown(inputs: Mapping[str, pa.Table], params: Params) -> list[Issue]:
    """A warning for each full mark of a subject that no score table has."""
    held = {c for name in ("scores", "former") if name in inputs for c in inputs[name].column_names}
    unknown = by_heading(params.full, held, schema("scores")).keys() - {TOTAL, *held}
    return [finding("FULL_UNKNOWN", "warning", package="xueheng.methods", value=n) for n in sorted(unknown)]


def _scaled(mark: Decimal | None) -> int | None:
    return None if mark is None else int(mark * SCALE)


def summary(counts: MarkCounts, full: int | None, params: Params, shares: Shares) -> GroupSummaries:
    """The figures of one subject for every group."""
    rates = Cutoffs(params.excellent, params.pass_, params.low)
    return summarise(counts, full=[full] * counts.n_groups, cutoffs=rates, denominators=shares)


def labels(pupils: Pupils) -> tuple[list[str], list[str]]:
    """The level and the name of every group, in the order in which groups are numbered."""
    levels = [g.level for g in pupils.groupings for _ in g.names]
    return levels, [name for g in pupils.groupings for name in g.names]
