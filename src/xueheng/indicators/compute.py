"""指标值: an indicator of rows in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xueheng.indicators.declare import Groups, Indicator

if TYPE_CHECKING:
    import pyarrow as pa


def computed(declared: Indicator, rows: pa.Table, *, by: Groups = (), **params: Any) -> pa.Table:
    """指标值 of an Arrow table, on a DuckDB of its own; one thread, so that equal rows give equal sums."""
    import ibis

    engine = ibis.duckdb.connect(threads=1)
    try:
        return engine.to_pyarrow(declared(ibis.memtable(rows), by, **params))
    finally:
        engine.disconnect()
