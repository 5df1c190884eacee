"""Shapefile as a grid: the table beside it (.dbf), and the place of each shape in x and y."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from xueheng.tables.files.dbf_file import dbf_grids
from xueheng.tables.files.geo_shapes import Point, middle
from xueheng.tables.files.geojson_file import PLACED
from xueheng.tables.files.grid import Grid, GridRow
from xueheng.tables.files.refusal import refusal

MAGIC, HEADER = 9994, 100
RECORD, KIND, PAIR, COUNTS = (struct.Struct(form) for form in (">ii", "<i", "<2d", "<4d2i"))
POINTS, POLYGONS = (1, 11, 21), (3, 5, 13, 15, 23, 25)  # plain, with Z, with M
NAMES = {1: "Point", 3: "LineString", 5: "Polygon"}


def shp_grids(path: Path) -> Iterator[Grid]:
    """The grid of the table beside the shapes, with their places."""
    beside = next((p for p in (path.with_suffix(s) for s in (".dbf", ".DBF")) if p.is_file()), None)
    if beside is None:
        raise refusal("SHAPE_TABLE_MISSING", path.name)
    shapes = list(_shapes(path, path.read_bytes()))
    for grid in dbf_grids(beside):
        yield replace(grid, rows=list(_rows(path, grid, shapes)))


def _rows(path: Path, grid: Grid, shapes: list[tuple[int, Point | None]]) -> Iterator[GridRow]:
    (first, heads), *rows = grid.rows
    kept = [at for at, head in enumerate(heads) if str(head).lower() not in PLACED]
    if len(rows) != len(shapes):
        raise refusal("SHAPES_DIFFER", path.name, shapes=len(shapes), rows=len(rows))
    yield first, [*(heads[at] for at in kept), *PLACED]
    for (row, cells), (kind, place) in zip(rows, shapes, strict=True):
        if place is None:
            raise refusal("GEOMETRY_UNKNOWN", path.name, row=row - 1, kind=kind)
        yield row, [*(cells[at] for at in kept), NAMES[kind % 10], *place]


def _shapes(path: Path, data: bytes) -> Iterator[tuple[int, Point | None]]:
    """The kind and the middle of every shape; Refused when the file is none or is cut off."""
    if len(data) < HEADER or struct.unpack_from(">i", data)[0] != MAGIC:
        raise refusal("CORRUPT", path.name)
    at = HEADER
    while at < len(data):
        try:
            _, words = RECORD.unpack_from(data, at)
            body = data[at + RECORD.size : at + RECORD.size + 2 * words]
            yield _shape(body)
        except struct.error as error:
            raise refusal("CORRUPT", path.name) from error
        at += RECORD.size + 2 * max(words, 2)


def _shape(body: bytes) -> tuple[int, Point | None]:
    (kind,) = KIND.unpack_from(body)
    if kind in POINTS:
        return kind, middle([[PAIR.unpack_from(body, KIND.size)]])
    if kind not in POLYGONS:
        return kind, None
    *_, parts, points = COUNTS.unpack_from(body, KIND.size)
    start = KIND.size + COUNTS.size
    firsts = [*struct.unpack_from(f"<{parts}i", body, start), points]
    values = struct.unpack_from(f"<{2 * points}d", body, start + 4 * parts)
    listed = list(zip(values[::2], values[1::2], strict=True))
    return kind, middle(listed[a:b] for a, b in pairwise(firsts))
