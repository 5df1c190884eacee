"""不再显示: cells that a guardian has not consented to are left out of pages and exports, in every format."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.apps.intake.kinds import table_kind
from xueheng.apps.roster.consenting import consenting
from xueheng.apps.roster.purposes import optional
from xueheng.tables.own import PERSON


def lawful(table: pa.Table, name: str, *, on: date) -> pa.Table:
    """可示的行: the rows of a table, blank where a purpose needs a consent that nobody has given."""
    if table_kind(name).among != "pupils":
        return table
    for purpose in optional():
        columns = [c for c in purpose.columns if c in table.column_names]
        if columns:
            table = _blank(table, columns, consenting(purpose.id, on=on))
    return table


def _blank(table: pa.Table, columns: list[str], persons: frozenset[int]) -> pa.Table:
    known = table[PERSON] if PERSON in table.column_names else pa.nulls(table.num_rows, pa.int64())
    if known.null_count == table.num_rows and all(table[c].null_count == table.num_rows for c in columns):
        return table
    agreed = pc.is_in(known, value_set=pa.array(sorted(persons), pa.int64()))
    for column in columns:
        nothing = pa.scalar(None, table.schema.field(column).type)
        shown = pc.if_else(agreed, table[column], nothing)
        table = table.set_column(table.column_names.index(column), table.schema.field(column), shown)
    return table
