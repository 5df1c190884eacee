"""分数频数 as the engine of exams takes them: from rows wherever they lie, one number for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xueheng.engine.tally import MarkCounts
from xueheng.indicators.engine_url import Engine
from xueheng.indicators.exam import mark_counts

if TYPE_CHECKING:
    from ibis import Table


@dataclass(frozen=True)
class Counted:
    """频数 and, for each group of them, its values of the columns and its subject."""

    groups: tuple[tuple[Any, ...], ...]  # sorted
    counts: MarkCounts


def counts_by_mark(found: Engine, t: Table, *, by: Sequence[str], scale: int = 1) -> Counted:
    """分数频数 of each group and subject, for `engine.scores`; marks are whole units, `scale` to a mark.

    A table of one exam is about a hundred times as long as its counts; those of two tables add up.
    """
    table = found.result(mark_counts(t, tuple(by)))
    keys = list(zip(*(table[name].to_pylist() for name in (*by, "subject")), strict=True))
    groups = sorted(set(keys), key=lambda key: tuple((part is not None, part) for part in key))
    place = {key: number for number, key in enumerate(groups)}
    group = np.fromiter((place[key] for key in keys), np.int64, len(keys))
    mark, count = table["mark"].to_numpy(), table["count"].to_numpy()
    return Counted(tuple(groups), MarkCounts(group, mark, count, n_groups=len(groups), scale=scale))
