"""行号: the rows that a finding speaks of, as the file numbers them."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nsmallest

from xueheng.tables.rows import Rows

MOST = 12  # a message names so many rows at most


def row_list(rows: Rows, group: Collection[int]) -> str:
    """行号 of some rows, the first dozen of them."""
    shown = ", ".join(str(rows.numbers[row]) for row in nsmallest(MOST, group))
    return shown if len(group) <= MOST else f"{shown}, …"
