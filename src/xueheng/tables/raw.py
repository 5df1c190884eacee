"""Files into raw sheets: columns of text, or typed ones from Parquet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.tables.issues import Issue, Refused, finding
from xueheng.tables.json_file import json_sheets
from xueheng.tables.sheet import RawSheet, cell_text, sheet_of

if TYPE_CHECKING:
    import python_calamine

QUOTED = re.compile(r'"[^"]*"?')


def read_raw(path: Path) -> tuple[RawSheet, ...]:
    """Every sheet of a csv, xlsx, json or parquet file that holds anything; Refused if it cannot be read."""
    readers = {".csv": _csv, ".txt": _csv, ".xlsx": _xlsx, ".json": json_sheets, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Refused([finding("FORMAT_UNKNOWN", "error", value=path.name)])
    if not path.is_file():
        raise Refused([finding("FILE_MISSING", "error", value=str(path))])
    sheets = tuple(s for s in reader(path) if s.headings)
    if not any(len(s.rows) for s in sheets):
        issues = [i for s in sheets for i in s.issues]
        raise Refused([finding("NO_DATA", "error", value=path.name), *issues])
    return sheets


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of the tables that one workbook or JSON document holds; none for other files."""
    if path.suffix.lower() not in (".xlsx", ".json") or not path.is_file():
        return ()
    if path.suffix.lower() == ".xlsx":
        return tuple(_workbook(path).sheet_names)
    return tuple(s.name for s in read_raw(path) if s.name is not None)


def _csv(path: Path) -> Iterator[RawSheet]:
    text, notices = _decoded(path)
    bare = (QUOTED.sub("", line) for line in io.StringIO(text, newline=""))
    delimiter = max(",;\t", key=next((line for line in bare if line.strip()), "").count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield sheet_of(None, enumerate(rows, start=1), notices)
    except csv.Error as error:
        raise Refused([finding("CSV_QUOTES", "error", value=path.name, line=rows.line_num)]) from error


def _decoded(path: Path) -> tuple[str, list[Issue]]:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), [finding("ENCODING", "notice", value="GB18030")]
    except UnicodeDecodeError as error:
        raise Refused([finding("ENCODING_UNKNOWN", "error", value=path.name)]) from error


def _xlsx(path: Path) -> Iterator[RawSheet]:
    import python_calamine

    book = _workbook(path)
    for name in book.sheet_names:
        try:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except python_calamine.CalamineError as error:
            raise Refused([finding("CORRUPT", "error", value=path.name)]) from error
        yield sheet_of(name, enumerate(([cell_text(c) for c in row] for row in cells), start=1), [])


def _workbook(path: Path) -> python_calamine.CalamineWorkbook:
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError) as error:
        raise Refused([finding("CORRUPT", "error", value=path.name)]) from error


def _parquet(path: Path) -> Iterator[RawSheet]:
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except pa.ArrowException as error:
        raise Refused([finding("CORRUPT", "error", value=path.name)]) from error
    unreadable = [f for f in table.schema if not _has_text(f.type)]
    if unreadable:
        raise Refused(finding("COLUMN_TYPE", "error", column=f.name, value=f.type) for f in unreadable)
    yield RawSheet(None, tuple(table.column_names), tuple(table.columns), np.arange(1, table.num_rows + 1))


def _has_text(kind: pa.DataType) -> bool:
    """True when values of the type can be written as text."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    try:
        pc.cast(pa.array([], plain), pa.string())
    except pa.ArrowNotImplementedError:
        return False
    return "binary" not in str(plain)
