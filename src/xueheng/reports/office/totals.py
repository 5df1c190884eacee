"""合计: which rows are totals, and which columns may be added up at all."""

from __future__ import annotations

from itertools import accumulate

from xueheng.reports.blocks import Cell, Column, Table
from xueheng.reports.display import cell, said
from xueheng.standards.words import comparable

Row = tuple[Cell, ...]


def is_total(row: Row) -> bool:
    """True for a row that is named as a total in its first cell."""
    return bool(row) and comparable(cell(row[0], "zh")) in _listed("total_names")


def totals(block: Table) -> tuple[int | None, ...] | None:
    """合计: the sums of the columns that count, or None where adding up would say something untrue."""
    if not _is_partition(block):
        return None
    columns = list(zip(*block.rows, strict=True))
    counts = [c if _counts(head, c) else None for head, c in zip(block.columns, columns, strict=True)]
    sums = tuple(
        sum(values) if values is not None and not _is_running(values, counts) else None for values in counts
    )
    return sums if any(value is not None for value in sums) else None


def _is_partition(block: Table) -> bool:
    """Rows that are different things by name, none of them a total of the others."""
    names = [row[0] for row in block.rows]
    return (
        len(names) > 1
        and all(isinstance(name, str) for name in names)
        and len(set(names)) == len(names)
        and not any(map(is_total, block.rows))
    )


def _counts(column: Column, values: Row) -> bool:
    """A column of whole numbers whose words say that it counts; a rate, rank, mark or mean does not."""
    label = comparable(column.label.zh)
    return (
        column.digits == 0
        and not column.percent
        and all(isinstance(v, int) and not isinstance(v, bool) and v >= 0 for v in values)
        and label.endswith(_listed("count_endings"))
        and not any(word in label for word in _listed("count_never"))
    )


def _is_running(values: Row, counts: list[Row | None]) -> bool:
    """True for a column that adds up another one row by row, from either end."""
    others = [c for c in counts if c is not None and c is not values]
    return any(list(values) in (list(accumulate(o)), list(accumulate(reversed(o)))[::-1]) for o in others)


def _listed(code: str) -> tuple[str, ...]:
    return tuple(comparable(word) for lang in ("zh", "en") for word in said(code, lang).split())
