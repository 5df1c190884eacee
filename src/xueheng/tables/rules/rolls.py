"""派位名单规则: every number once, and no group called by the number of somebody outside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.blanks import is_nothing
from xueheng.tables.rules.places import row_list


def once(rows: Rows, *, column: str) -> Iterator[Flag]:
    """不得重复: a number stands once on the roll, or every row that has it is refused."""
    held: dict[str, list[int]] = defaultdict(list)
    for row, number in enumerate(rows.values(column)):
        if number is not None:
            held[number].append(row)
    for found in (found for found in held.values() if len(found) > 1):
        for row in found:
            yield Flag("ROLL_TWICE", "error", row, column, {"rows": row_list(rows, found)})


def apart(rows: Rows, *, column: str, together: str) -> Iterator[Flag]:
    """捆绑号: a group's number says something, and is nobody's number outside the group."""
    groups = dict(zip(rows.values(column), rows.values(together), strict=True))
    for row, group in enumerate(rows.values(together)):
        if group is not None and is_nothing(group):
            yield Flag("TOGETHER_NOTHING", "error", row, together)
        elif group in groups and groups[group] != group:
            yield Flag("TOGETHER_IS_ID", "error", row, together)
