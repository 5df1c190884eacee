"""Sheets of workbooks as grids: guarded first, then read with python-calamine, one sheet at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from xueheng.tables.files.biff import guard_records
from xueheng.tables.files.grid import Cell, Grid, GridRow
from xueheng.tables.files.ole2 import storage_of, workbook_stream
from xueheng.tables.files.refusal import refusal
from xueheng.tables.files.workbook_guard import SheetPart, guard_workbook
from xueheng.tables.issues import Issue

if TYPE_CHECKING:
    import python_calamine


def xlsx_grids(path: Path, issues: tuple[Issue, ...]) -> Iterator[Grid]:
    """Each worksheet of a modern workbook; its rows are read when they are asked for."""
    parts = guard_workbook(path)
    # The reader believes a name; under any other than these it is handed the bytes.
    is_named = path.suffix in (".xlsx", ".xlsm")
    source = str(path) if is_named else io.BytesIO(path.read_bytes())
    yield from _grids(path.name, source, parts, issues)


def xls_grids(path: Path, issues: tuple[Issue, ...]) -> Iterator[Grid]:
    """Each worksheet of a workbook in the format of Excel 97 to 2003, which is also that of WPS's .et."""
    records = workbook_stream(path)
    parts = guard_records(path.name, records)
    yield from _grids(path.name, io.BytesIO(storage_of(records)), parts, issues)


def _grids(
    name: str, source: str | io.BytesIO, parts: tuple[SheetPart, ...], issues: tuple[Issue, ...]
) -> Iterator[Grid]:
    import python_calamine

    with _Reading(name):
        book = python_calamine.load_workbook(source)
        sheets = book.sheets_metadata
    if len(sheets) != len(parts):
        raise refusal("CORRUPT", name)
    for at, (sheet, part) in enumerate(zip(sheets, parts, strict=True)):
        if part.extent is None or sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        yield Grid(
            sheet.name,
            _rows(name, book, at),
            merged=part.extent.merged,
            hidden_rows=part.extent.hidden_rows,
            is_hidden=part.is_hidden,
            is_typed=True,
            broken=part.extent.broken,
            issues=issues,
        )


def _rows(name: str, book: python_calamine.CalamineWorkbook, at: int) -> Iterator[GridRow]:
    with _Reading(name):
        sheet = book.get_sheet_by_index(at)
        if sheet.start is not None:
            # The reader begins at the first row, but at the first column that holds anything.
            left: list[Cell] = [""] * sheet.start[1]
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                yield number, left + cells


class _Reading:
    """While a workbook is read: whatever its reader cannot make sense of is a damaged file."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if kind is not None and _is_damage(kind):
            raise refusal("CORRUPT", self._name) from error


def _is_damage(kind: type[BaseException]) -> bool:
    import python_calamine

    # A panic of the reader's Rust code has a class of its own, which no module exports.
    is_panic = (kind.__module__, kind.__name__) == ("pyo3_runtime", "PanicException")
    return is_panic or issubclass(kind, (python_calamine.CalamineError, OSError, ValueError, OverflowError))
