"""How large a file may be before it is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from xueheng.standards.yaml_source import load_one


@dataclass(frozen=True)
class Limits:
    """The largest file of each kind that is read; the reasons stand in `limits.yaml`."""

    received_bytes: int
    file_bytes: int
    xls_bytes: int
    member_bytes: int
    total_bytes: int
    text_bytes: int
    characters: int
    ratio: int
    ratio_from_bytes: int
    members: int
    sheets: int
    rows: int
    columns: int
    cells: int
    csv_rows: int
    csv_cells: int
    all_cells: int
    merged: int
    broken: int
    line_characters: int
    dbf_fields: int

    def holds(self, rows: int, columns: int) -> bool:
        """True when a sheet whose last cell stands there may be read."""
        return rows <= self.rows and columns <= self.columns and rows * columns <= self.cells


@cache
def limits() -> Limits:
    """The limits that the package ships."""
    return load_one(files(__package__) / "limits.yaml", Limits)


@cache
def csv_limits() -> Limits:
    """The limits of text with delimiters, of which nothing but the values is held."""
    return replace(limits(), rows=limits().csv_rows, cells=limits().csv_cells)
