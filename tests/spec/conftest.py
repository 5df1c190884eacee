"""`check`: an indicator on a table written out by hand, on every engine that can run it."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import ibis
import pyarrow as pa
import pytest

from xueheng.indicators.registry import indicator


@pytest.fixture
def check():
    return checked


def checked(name, *, given, expect, by=(), **params):
    """The indicator of the given rows shows what is expected, whatever the order of rows."""
    declared = indicator(name)
    heads, *wanted = cells(expect)
    digits = [max(decimals(row[i]) for row in wanted) for i in range(len(heads))]
    for engine in (ibis.duckdb, *(() if declared.quantiles else (ibis.sqlite,))):
        connection = engine.connect()
        table = connection.create_table("given", typed(given, declared.takes))
        found = declared(table, by, **params)
        assert list(found.columns) == heads
        rows = connection.raw_sql(connection.compile(found)).fetchall()
        connection.disconnect()
        assert sorted([shown(row, digits) for row in rows]) == sorted(wanted)


def cells(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def typed(text: str, types: Mapping[str, str]) -> pa.Table:
    """The table with its columns as the indicator takes them, an empty cell as a missing value."""
    heads, *rows = cells(text)
    kinds = [types.get(head, "string") for head in heads]
    columns = zip(*rows, strict=True)
    return pa.table(
        {
            head: pa.array([parsed(cell, kind) for cell in column], pa.type_for_alias(kind))
            for head, kind, column in zip(heads, kinds, columns, strict=True)
        }
    )


def parsed(cell: str, kind: str):
    if not cell:
        return None
    return {"int64": int, "float64": float, "string": str}[kind](cell)


def decimals(cell: str) -> int:
    return len(cell.partition(".")[2]) if cell.replace(".", "").lstrip("-").isdigit() else 0


def shown(row, digits) -> list[str]:
    return [text(value, places) for value, places in zip(row, digits, strict=True)]


def text(value, places: int) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
