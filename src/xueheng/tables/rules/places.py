"""行号: the rows that a finding speaks of, as the file numbers them."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nsmallest

from xueheng.standards.words import Words
from xueheng.tables.rows import Rows

MOST = 12  # a message names so many rows at most


def row_list(rows: Rows, group: Collection[int]) -> Words:
    """行号 of some rows, the first dozen of them."""
    shown = [str(rows.numbers[row]) for row in nsmallest(MOST, group)]
    more = ["…"] if len(group) > MOST else []
    return Words("、".join(shown) + "".join(more), ", ".join([*shown, *more]))
