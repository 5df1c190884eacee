"""The one error that refuses a whole file, by its name."""

from __future__ import annotations

from typing import Any

from xueheng.tables.files.limits import Limits, limits
from xueheng.tables.issues import Refused, finding


def refusal(code: str, name: str, **values: Any) -> Refused:
    """The file of that name cannot be used; the code's words say why and what repairs it."""
    return Refused([finding(code, "error", value=name, **values)])


def too_large(name: str, rows: int, columns: int, *, limited: Limits | None = None) -> Refused:
    """A sheet holds values beyond the limits; the words name its last row and column."""
    at_most = limited or limits()
    most = {"most_rows": at_most.rows, "most_columns": at_most.columns, "most_cells": at_most.cells}
    return refusal("SHEET_TOO_LARGE", name, rows=rows, columns=columns, **most)
