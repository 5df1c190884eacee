"""哪所学校的: what a workbook that came back says of whose it is, whatever its file is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from pathlib import Path

from xueheng.tables.files.grid import cell_text
from xueheng.tables.files.grids import read_grids
from xueheng.tables.files.package import open_package
from xueheng.tables.own import is_own_sheet

PROPERTIES = "docprops/custom.xml"
LARGEST = 1 << 20
FIRST_ROWS = 200  # among which a school is looked for
PROPERTY = re.compile(r'<property\b[^>]*\bname="([^"]*)"[^>]*>\s*<[^>]*>([^<]*)<')


def properties_in(path: Path) -> dict[str, str]:
    """The custom properties of a workbook, by name; none of what is no zip. Refused when it is unsafe."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return {}
        package = open_package(path, file)
        member = package.members.get(PROPERTIES)
        if member is None or member.file_size > LARGEST:
            return {}
        text = b"".join(package.inflated(member)).decode("utf-8", "replace")
    return {unescape(name): unescape(value) for name, value in PROPERTY.findall(text)}


def texts_in(path: Path) -> Iterator[tuple[int, str]]:
    """The cells of the first rows of every sheet of data, each with the number of its row."""
    for grid in read_grids(path):
        if is_own_sheet(grid.name):
            continue
        for at, cells in islice(grid.rows, FIRST_ROWS):
            yield from ((at, cell_text(cell).strip()) for cell in cells if cell != "")
