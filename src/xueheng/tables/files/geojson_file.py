"""GeoJSON as a grid: a feature a row, its properties as columns, and the place of its shape in x and y."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xueheng.tables.files.geo_shapes import Point, middle
from xueheng.tables.files.grid import Cell, Grid, GridRow
from xueheng.tables.files.json_file import parse_json
from xueheng.tables.files.refusal import refusal

PLACED = ("geometry", "x", "y")
DEPTH = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip


def geojson_grids(path: Path) -> Iterator[Grid]:
    """The one grid of a FeatureCollection."""
    document = parse_json(path)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise refusal("GEOJSON_SHAPE", path.name)
    yield Grid(None, list(_rows(path, features)))


def _rows(path: Path, features: list[dict[str, Any]]) -> Iterator[GridRow]:
    """The heading and the rows; a property that is called as a column of the place gives way to it."""
    held = [f.get("properties") or {} for f in features]
    names = [n for n in dict.fromkeys(name for one in held for name in one) if n not in PLACED]
    yield 1, [*names, *PLACED]
    for row, (feature, one) in enumerate(zip(features, held, strict=True), start=2):
        kind, place = _place(feature.get("geometry"))
        if place is None:
            raise refusal("GEOMETRY_UNKNOWN", path.name, row=row - 1, kind=kind)
        yield row, [*(_text(one.get(name)) for name in names), kind, *(repr(v) for v in place)]


def _place(geometry: Any) -> tuple[str, Point | None]:
    """The kind of a shape and its middle, None for what is no shape of points."""
    kind = str(geometry.get("type")) if isinstance(geometry, dict) else "-"
    if kind not in DEPTH:
        return kind, None
    try:
        return kind, middle(_rings(geometry.get("coordinates"), DEPTH[kind]))
    except (TypeError, ValueError, IndexError):
        return kind, None


def _rings(coordinates: Any, depth: int) -> Iterator[list[Any]]:
    """The lists of points of a shape, whatever its depth."""
    if depth == 0:
        yield [coordinates]
    elif depth == 1:
        yield list(coordinates)
    else:
        for inside in coordinates:
            yield from _rings(inside, depth - 1)


def _text(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str):  # a number stands as it was written
        return str(value)
    return "true" if value is True else "false" if value is False else json.dumps(value, ensure_ascii=False)
