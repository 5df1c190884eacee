"""更正: what a person typed over cells of a file, laid over its raw cells before they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.tables.cells.values import as_text
from xueheng.tables.context import At
from xueheng.tables.files.sheet import RawSheet
from xueheng.tables.issues import Issue, finding

RECORD = re.compile(r"(?P<sheet>[^\[]*)\[(?P<row>\d+)\]\.(?P<column>.+)")  # how JSON names a place


@dataclass(frozen=True)
class Corrected:
    """The sheets with every correction in its cell, and the corrections that found none."""

    sheets: tuple[RawSheet, ...]
    issues: tuple[Issue, ...] = ()


def corrected(sheets: Sequence[RawSheet], corrections: Mapping[At, str]) -> Corrected:
    """更正 in place: a corrected cell is text that a person typed, whatever it was in the file."""
    if not corrections:
        return Corrected(tuple(sheets))
    held: dict[int, dict[tuple[int, int], str]] = {}
    lost: list[Issue] = []
    for at, value in corrections.items():
        found = _cell(sheets, at)
        if found is None:
            place = {"sheet": at[0], "row": at[1], "column": at[2]}
            lost.append(finding("CORRECTION_PLACE", "error", **place, value=value))  # type: ignore[arg-type]
        else:
            held.setdefault(found[0], {})[found[1:]] = value
    return Corrected(tuple(_typed_over(s, held.get(n, {})) for n, s in enumerate(sheets)), tuple(lost))


def _cell(sheets: Sequence[RawSheet], at: At) -> tuple[int, int, int] | None:
    """Which sheet, row and column, by index; None when the file has no such cell."""
    name, row, column = at
    if row is None and (path := RECORD.fullmatch(column)):
        name, row, column = path["sheet"] or None, int(path["row"]) + 1, path["column"]
    for number, sheet in enumerate(sheets):
        if row is None or sheet.name != name or column not in sheet.headings:
            continue
        index = int(np.searchsorted(sheet.rows, row))
        if index < len(sheet.rows) and sheet.rows[index] == row:
            return number, index, sheet.headings.index(column)
    return None


def _typed_over(sheet: RawSheet, cells: Mapping[tuple[int, int], str]) -> RawSheet:
    if not cells:
        return sheet
    columns, kinds = list(sheet.columns), None if sheet.kinds is None else sheet.kinds.copy()
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), value in cells.items():
        by_column.setdefault(column, {})[row] = value
        if kinds is not None:
            kinds[row, column] = 0
    for column, texts in by_column.items():
        columns[column] = _column(columns[column], texts)
    return replace(
        sheet,
        columns=tuple(columns),
        kinds=kinds,
        filled=tuple(at for at in sheet.filled if at not in cells),
        broken={at: text for at, text in sheet.broken.items() if at not in cells},
    )


def _column(column: pa.ChunkedArray, texts: Mapping[int, str]) -> pa.ChunkedArray:
    plain = column if pa.types.is_string(column.type) else pa.chunked_array([as_text(column)])
    mask = np.zeros(len(plain), bool)
    mask[list(texts)] = True
    typed = pa.array([texts[row] for row in sorted(texts)], pa.string())
    return pa.chunked_array([pc.replace_with_mask(plain.combine_chunks(), pa.array(mask), typed)])
