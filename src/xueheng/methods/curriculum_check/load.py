"""作业与睡眠: what was found of each class beside the limits of its grade."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa

from xueheng.standards.pupil_load import MEASURES, load_limit


def load_of(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Each measure of each row; met is None where no document sets a limit, and a blank is no row."""
    for row in table.to_pylist():
        for measure in MEASURES:
            value: Decimal | None = row.get(measure)
            if value is None:
                continue
            grade = int(row["grade"])
            limit = load_limit(measure, grade)
            place = (row["school"], grade, row.get("class") or None, measure, value)
            if limit is None:
                yield (*place, None, None, None, None)
            else:
                said = f"{limit.source.doc}：{limit.source.clause}"
                yield (*place, limit.at_least, limit.at_most, limit.met(value), said)
