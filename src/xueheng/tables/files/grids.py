"""Files of tables as grids: what a file is decides its bytes, not its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xueheng.tables.files.container import Content, content_of, misplaced
from xueheng.tables.files.csv_file import csv_grids
from xueheng.tables.files.dbf_file import dbf_grids
from xueheng.tables.files.geojson_file import geojson_grids
from xueheng.tables.files.grid import Grid
from xueheng.tables.files.limits import limits
from xueheng.tables.files.refusal import refusal
from xueheng.tables.files.shp_file import shp_grids
from xueheng.tables.issues import finding

# What may stand in a file of that name. A workbook under another workbook's name is opened by every
# spreadsheet program, so it is read and said; text or dBase under a workbook's name is a mistake.
CONTENTS: dict[str, tuple[Content, ...]] = {
    ".xlsx": ("zip", "ole2"),
    ".xlsm": ("zip", "ole2"),
    ".xls": ("ole2", "zip"),
    ".et": ("ole2", "zip"),
    ".csv": ("text",),
    ".txt": ("text",),
    ".tsv": ("text",),
    ".dbf": ("dbf",),
}
SHAPES = {".geojson": geojson_grids, ".shp": shp_grids}


def read_grids(path: Path) -> Iterator[Grid]:
    """Every sheet of the file, safe to read; Refused says why it is not, at the first sheet or at a row."""
    expected = CONTENTS.get(path.suffix.lower())
    if not path.is_file():
        raise refusal("FILE_MISSING", str(path))
    shapes = SHAPES.get(path.suffix.lower())
    if expected is None and shapes is None:
        raise refusal("FORMAT_UNKNOWN", path.name)
    if path.stat().st_size > limits().file_bytes:
        raise refusal("FILE_TOO_LARGE", path.name, limit=limits().file_bytes >> 20)
    if shapes is not None:
        yield from shapes(path)
        return
    content = content_of(path)
    if expected is None or content not in expected:
        raise misplaced(path, content)
    yield from _grids(path, content, is_renamed=content != expected[0])


def _grids(path: Path, content: Content, *, is_renamed: bool) -> Iterator[Grid]:
    if content == "text":
        yield from csv_grids(path)
    elif content == "dbf":
        yield from dbf_grids(path)
    else:
        from xueheng.tables.files.workbook import xls_grids, xlsx_grids

        grids = xlsx_grids if content == "zip" else xls_grids
        renamed = finding(
            "WRONG_EXTENSION", "notice", value=path.name, repair="xlsx" if content == "zip" else "xls"
        )
        yield from grids(path, (renamed,) if is_renamed else ())
