"""Outcome tables as CSV, against the writer of the standard library."""

import csv
import io
from decimal import Decimal

import pyarrow as pa
import pytest

from xueheng.methods.outcome import cell_text, csv_bytes

TABLES = [
    {"a": ["x", None, 'q"q', "c,c", "l\nl", "r\rr", " s "], "b": [1, None, -3, 4, 5, 6, 7]},
    {"a": ["", None, "x"]},
    {"f": [0.1, float("nan"), 1e300], "t": [True, None, False]},
    {"d": [Decimal("1.5000"), Decimal("-0.2500"), None], "头,": ["汉", "字", ""]},
    {"a": pa.array([], pa.string()), "b": pa.array([], pa.int64())},
]


def plain(table):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    columns = [[cell_text(v) for v in column.to_pylist()] for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


@pytest.mark.parametrize("columns", TABLES)
def test_the_bytes_are_those_of_the_plain_writer(columns):
    table = pa.table(columns)
    assert csv_bytes(table) == plain(table)
