"""分组: figures of each school, class and named column, all from the sums of its pupils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xueheng.engine.item_sums import FloatArray, alpha, covariance, item_sums, r_item_rest
from xueheng.methods.exam_items import Params
from xueheng.methods.exam_items.paper import Paper, told
from xueheng.methods.grouping import Grouping, group_names, grouping_of
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Refused

Rows = list[list[Any]]


@dataclass(frozen=True)
class GroupTables:
    """A row a group, and a row a group and item."""

    groups: Rows
    items: Rows


def groupings(table: pa.Table, params: Params) -> list[Grouping]:
    """School and class where the table has them, and every column that the parameters name."""
    named = (*params.groups, *params.dif)
    unknown = [name for name in named if name not in table.column_names]
    if unknown:
        raise Refused([told("GROUP_UNKNOWN", value=unknown[0])])
    own = [name for name in ("school", "class") if name in table.column_names]
    return [grouping_of(name, group_names(table, name, name)) for name in dict.fromkeys((*own, *named))]


def group_tables(paper: Paper, units: FloatArray, by: Sequence[Grouping]) -> GroupTables:
    """Figures of every group; a choice item has no item-rest correlation here."""
    groups: Rows = []
    items: Rows = []
    for grouped in by:
        for group, rows in grouped.rows():
            cov = covariance(item_sums(units[rows]))
            groups.append([grouped.level, group, len(rows), *_figures(units[rows], cov)])
            items += [[grouped.level, group, *row] for row in _items(paper.rows(rows), r_item_rest(cov))]
    return GroupTables(groups, items)


def _figures(units: FloatArray, cov: FloatArray) -> list[float]:
    total, n = np.nanmean(units, axis=1) * units.shape[1], len(units)
    sd = float(np.sqrt(max(cov.sum(), 0) * (n - 1) / n)) if n > 1 else float("nan")
    return [float(total.mean()), sd, float(alpha(cov))]


def _items(paper: Paper, rest: FloatArray) -> Rows:
    alone = {unit[0]: float(rest[place]) for place, unit in enumerate(paper.units) if len(unit) == 1}
    rows: Rows = []
    for at, item in enumerate(paper.items):
        marks = paper.marks[:, at][~np.isnan(paper.marks[:, at])]
        share = float(marks.mean()) / float(paper.full[at]) if len(marks) else None
        rows.append([item, len(marks), share, alone.get(at)])
    return rows
