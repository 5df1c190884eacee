"""Files into raw sheets: columns of text, or typed ones from Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.tables.files.json_file import json_sheets
from xueheng.tables.files.sheet import RawSheet, Told, sheet_of, silent
from xueheng.tables.issues import Refused, finding
from xueheng.tables.own import is_own_sheet
from xueheng.tables.schema import Heads

Known = Callable[[Heads], bool]


def read_raw(path: Path, known: Known | None, told: Told = silent) -> tuple[RawSheet, ...]:
    """Every sheet of a file that holds anything, ours only if there is no other; Refused if none can be read.

    `known` tells which headings mean something; without it the first filled row is the header.
    """
    if not path.is_file():
        raise Refused([finding("FILE_MISSING", "error", value=str(path))])
    found = tuple(s for s in _sheets(path, known, told) if s.headings)
    sheets = tuple(s for s in found if not is_own_sheet(s.name)) or found
    if not any(len(s.rows) for s in sheets):
        told_of = [i for s in sheets for i in s.issues]
        raise Refused([finding("NO_DATA", "error", value=path.name), *told_of])
    return sheets


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of the tables that one workbook or JSON document holds; none for other files."""
    if path.suffix.lower() not in (".xlsx", ".json") or not path.is_file():
        return ()
    if path.suffix.lower() == ".json":
        return tuple(s.name for s in json_sheets(path) if s.name is not None)
    from xueheng.tables.files.grids import read_grids

    return tuple(g.name for g in read_grids(path) if g.name is not None and not g.is_hidden)


def _sheets(path: Path, known: Known | None, told: Told) -> Iterator[RawSheet]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _parquet(path)
    if suffix == ".json":
        return json_sheets(path)
    from xueheng.tables.files.grids import read_grids

    return (sheet_of(grid, known, told) for grid in read_grids(path))


def _parquet(path: Path) -> Iterator[RawSheet]:
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except pa.ArrowException as error:
        raise Refused([finding("CORRUPT", "error", value=path.name)]) from error
    unreadable = [f for f in table.schema if not _has_text(f.type)]
    if unreadable:
        raise Refused(finding("COLUMN_TYPE", "error", column=f.name, value=f.type) for f in unreadable)
    rows = np.arange(1, table.num_rows + 1)
    yield RawSheet(None, tuple(table.column_names), tuple(table.columns), rows, is_dataset=True)


def _has_text(kind: pa.DataType) -> bool:
    """True when values of the type can be written as text."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    try:
        pc.cast(pa.array([], plain), pa.string())
    except pa.ArrowNotImplementedError:
        return False
    return "binary" not in str(plain)
