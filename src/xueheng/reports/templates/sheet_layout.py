"""版式跟随: heights, merged cells, print area, filters and pictures follow the rows of a filled template."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from xueheng.reports.templates.sheet_rows import Rows, moved_range


def move_layout(sheet: Worksheet, rows: Rows) -> None:
    """The sheet stands empty of cells, its layout where the filled rows will be."""
    merged = [copy(found) for found in sheet.merged_cells.ranges]
    for found in merged:
        sheet.merged_cells.remove(found.coord)
    sheet._cells.clear()
    for found in merged:
        for bounds in _copies(found, rows):
            sheet.merge_cells(**bounds)
    _move_heights(sheet, rows)
    _move_ranges(sheet, rows)
    for drawn in (*sheet._images, *sheet._charts):
        _move_anchor(drawn.anchor, rows)


def _copies(found: CellRange, rows: Rows) -> list[dict[str, int]]:
    """A merged range for each copy of its row; one over several rows spans all of theirs."""
    sides = {"start_column": found.min_col, "end_column": found.max_col}
    first, last = rows.first(found.min_row), rows.last(found.max_row)
    if found.min_row == found.max_row:
        return [{"start_row": row, "end_row": row, **sides} for row in range(first, last + 1)]
    return [{"start_row": first, "end_row": last, **sides}] if last >= first else []


def _move_heights(sheet: Worksheet, rows: Rows) -> None:
    held = {row: copy(found) for row, found in sheet.row_dimensions.items()}
    sheet.row_dimensions.clear()
    for row, found in held.items():
        for at in range(rows.first(row), rows.last(row) + 1):
            moved = sheet.row_dimensions[at]
            moved.height, moved.hidden, moved._style = found.height, found.hidden, copy(found._style)


def _move_ranges(sheet: Worksheet, rows: Rows) -> None:
    if sheet.print_area:
        sheet.print_area = moved_range(sheet.print_area.rpartition("!")[2].replace("$", ""), rows)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved_range(sheet.auto_filter.ref, rows)
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = type(validation.sqref)(moved_range(str(validation.sqref), rows))
    formats = [(str(held.sqref), held.rules) for held in sheet.conditional_formatting]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for ranges, rules in formats:
        for rule in rules:
            sheet.conditional_formatting.add(moved_range(ranges, rows), rule)


def _move_anchor(anchor: Any, rows: Rows) -> None:
    """A picture or chart beneath repeated rows moves down with its row."""
    for corner in ("_from", "to"):
        at = getattr(anchor, corner, None)
        if at is not None:
            at.row = rows.first(at.row + 1) - 1
