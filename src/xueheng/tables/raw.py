"""Files into raw sheets: headings, columns of text (or typed, from Parquet), and each row's own number."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypedDict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.tables.issues import Issue, Refused, finding

CHUNK = 65_536
QUOTED = re.compile(r'"[^"]*"?')
Row = tuple[int, Sequence[str]]  # the file's own row number, and the row's cells as text


class Place(TypedDict):
    """Where a finding stands, as an issue names it."""

    sheet: str | None
    row: int | None
    column: str | None


@dataclass(frozen=True)
class RawSheet:
    """A sheet before anyone says what its columns mean."""

    name: str | None
    headings: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    rows: np.ndarray
    issues: tuple[Issue, ...] = field(default=())
    keyed: bool = False  # JSON: a place is named by its key's path, not by a row

    def place(self, row: int | None, column: str | None) -> Place:
        """Where a finding stands; in JSON the key's path stands for sheet and row."""
        if not self.keyed:
            return {"sheet": self.name, "row": row, "column": column}
        record = (self.name or "") + ("" if row is None else f"[{row - 1}]")
        path = ".".join(part for part in (record, column) if part)
        return {"sheet": None, "row": None, "column": path or None}


def read_raw(path: Path) -> tuple[RawSheet, ...]:
    """Every sheet of a csv, xlsx, json or parquet file that holds anything; Refused if it cannot be read."""
    readers = {".csv": _csv, ".txt": _csv, ".xlsx": _xlsx, ".json": _json, ".parquet": _parquet}
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
    return tuple(s.name for s in read_raw(path) if s.name is not None)


def _csv(path: Path) -> Iterator[RawSheet]:
    text, notices = _decoded(path)
    bare = (QUOTED.sub("", line) for line in io.StringIO(text, newline=""))
    delimiter = max(",;\t", key=next((line for line in bare if line.strip()), "").count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield _sheet(None, enumerate(rows, start=1), notices)
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

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield _sheet(name, enumerate(([_text(c) for c in row] for row in cells), start=1), [])
    except (python_calamine.CalamineError, OSError) as error:
        raise Refused([finding("CORRUPT", "error", value=path.name)]) from error


def _text(cell: Any) -> str:
    """A workbook's cell as the text a person reads in it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time().isoformat() != "00:00:00" else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _json(path: Path) -> Iterator[RawSheet]:
    data = parse_json(path)
    tables = {None: data} if isinstance(data, list) else data
    if not isinstance(tables, dict) or not all(_is_rows(rows) for rows in tables.values()):
        raise Refused([finding("JSON_SHAPE", "error", value=path.name)])
    for name, records in tables.items():
        headings = list(dict.fromkeys(key for record in records for key in record))
        rows = ([_json_text(record.get(key)) for key in headings] for record in records)
        yield replace(_sheet(name, enumerate([headings, *rows]), []), keyed=True)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(record, dict) for record in value)


def _json_text(value: Any) -> str:
    if value is None:
        return ""
    return _text(value) if isinstance(value, bool | float | str) else json.dumps(value, ensure_ascii=False)


def parse_json(path: Path) -> Any:
    """A JSON document with numbers kept as written; a repeated key or NaN is refused."""

    def constant(name: str) -> Any:
        raise Refused([finding("JSON_NOT_FINITE", "error", value=name)])

    try:
        text = path.read_text(encoding="utf-8-sig")
        document = json.loads(
            text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=constant
        )
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused([finding("CORRUPT", "error", value=path.name)]) from error
    if repeated := [finding("JSON_DUP_KEY", "error", column=key) for key in _repeated(document, "")]:
        raise Refused(repeated)
    return document


class _Pairs(dict[str, Any]):
    """A JSON object that remembers which of its keys were written more than once."""

    def __init__(self, items: list[tuple[str, Any]]) -> None:
        super().__init__(items)
        counts = Counter(key for key, _ in items) if len(self) < len(items) else {}
        self.repeated = [key for key, n in counts.items() if n > 1]


def _repeated(value: Any, path: str) -> Iterator[str]:
    """The path of every key that stands twice in one object."""
    if isinstance(value, _Pairs):
        yield from (f"{path}{key}" for key in value.repeated)
        for key, inside in value.items():
            yield from _repeated(inside, f"{path}{key}.")
    elif isinstance(value, list):
        for at, inside in enumerate(value):
            yield from _repeated(inside, f"{path.removesuffix('.')}[{at}].")


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


def _sheet(name: str | None, rows: Iterable[Row], issues: list[Issue]) -> RawSheet:
    """The header is the first row that holds anything; blank rows are passed over."""
    filled = ((n, cells) for n, cells in rows if any(c.strip() for c in cells))
    header = next(filled, None)
    if header is None:
        return RawSheet(name, (), (), np.empty(0, int))
    while header[1] and not header[1][-1].strip():
        header = (header[0], header[1][:-1])
    headings = tuple(h.strip() for h in header[1])
    chunks, numbers = [], []
    squared = _squared(filled, len(headings), name, issues)
    while chunk := list(islice(squared, CHUNK)):
        numbers.append(np.array([n for n, _ in chunk]))
        chunks.append([pa.array(column, pa.string()) for column in zip(*(c for _, c in chunk), strict=True)])
    if not chunks:
        return RawSheet(name, headings, (), np.empty(0, int), tuple(issues))
    columns = tuple(pa.chunked_array(list(parts)) for parts in zip(*chunks, strict=True))
    return RawSheet(name, headings, columns, np.concatenate(numbers), tuple(issues))


def _squared(rows: Iterable[Row], width: int, sheet: str | None, issues: list[Issue]) -> Iterator[Row]:
    """Rows of the header's width; a row of another width is an issue and stays out."""
    for number, found in rows:
        cells = list(found)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) == width:
            yield number, cells
        else:
            issues.append(finding("RAGGED", "error", sheet=sheet, row=number, found=len(cells), width=width))
