"""指标值: an indicator of rows in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xueheng.indicators.declare import Groups, Indicator
from xueheng.indicators.engine_url import engine

if TYPE_CHECKING:
    import pyarrow as pa


def computed(declared: Indicator, rows: pa.Table, *, by: Groups = (), **params: Any) -> pa.Table:
    """指标值 of an Arrow table, by the engine that the environment names."""
    with engine() as found:
        return found.result(declared(found.rows(rows), by, **params))
