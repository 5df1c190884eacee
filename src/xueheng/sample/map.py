"""地图: an invented map of towns as Voronoi cells, with the schools in them, labelled as generated."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from pathlib import Path
from typing import Any, NamedTuple

from xueheng.sample.plan import Unit
from xueheng.sample.streams import stream

CENTRE, STEP, RADIUS = (2.0, 2.0), 0.9, 0.4  # degrees in the Gulf of Guinea: no county lies there
CORNERS = 14
FILE = Path("sample") / "map.geojson"
NOTICE = {
    "zh": "示例生成的虚构地图，与任何真实行政区划无关",
    "en": "An invented map of the example, unrelated to any real administrative division",
}


class Point(NamedTuple):
    """A place on the map."""

    x: float
    y: float


Polygon = tuple[Point, ...]


def voronoi(seeds: Sequence[Point], *, within: Polygon) -> tuple[Polygon, ...]:
    """泰森多边形: of each seed, the part of a convex outline that lies nearest to it."""
    cells = []
    for seed in seeds:
        cell = within
        for other in seeds:
            if other != seed:
                cell = _nearer(cell, seed, other)
        cells.append(cell)
    return tuple(cells)


def _nearer(cell: Polygon, seed: Point, other: Point) -> Polygon:
    """The part of a convex cell on the seed's side of the line halfway to the other."""
    dx, dy = other.x - seed.x, other.y - seed.y
    middle = dx * (seed.x + other.x) / 2 + dy * (seed.y + other.y) / 2
    kept: list[Point] = []
    for a, b in zip(cell, (*cell[1:], *cell[:1]), strict=True):
        side_a, side_b = dx * a.x + dy * a.y - middle, dx * b.x + dy * b.y - middle
        if side_a <= 0:
            kept.append(a)
        if (side_a < 0 < side_b) or (side_b < 0 < side_a):
            t = side_a / (side_a - side_b)
            kept.append(Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)))
    return tuple(kept)


def county_map(unit: Unit, *, seed: str) -> list[dict[str, Any]]:
    """乡镇 as polygons and 学校 as points of one administration, each labelled as generated."""
    random = stream(seed, unit.number, "map")
    centre = Point(CENTRE[0] + STEP * (unit.number % 2), CENTRE[1] + STEP * (unit.number // 2))
    around = (random.integers(85, 115, CORNERS) / 100).tolist()
    outline = _ring(centre, RADIUS, CORNERS, [1.0] * CORNERS)
    others = _ring(centre, RADIUS * 0.62, max(1, len(unit.towns) - 1), around)
    cells = voronoi([centre, *others][: len(unit.towns)], within=outline)
    towns = [
        _feature("Polygon", [_closed(c)], name=n, kind="town") for n, c in zip(unit.towns, cells, strict=True)
    ]
    for school in unit.schools:
        weights = random.integers(1, 1000, len(cells[school.town])).tolist()
        at = _inside(cells[school.town], weights)
        towns.append(_feature("Point", _rounded(at), name=school.name, kind=school.kind, code=school.code))
    return towns


def write(home: Path, units: Sequence[Unit], *, seed: str) -> Path:
    """The map of all administrations lies in the home folder; its path."""
    features = [feature for unit in units for feature in county_map(unit, seed=seed)]
    document = {"type": "FeatureCollection", "generated": True, "notice": NOTICE, "features": features}
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def read(home: Path) -> Mapping[str, Any] | None:
    """The map of the home folder; None where no example county was loaded."""
    path = home / FILE
    found: Mapping[str, Any] | None = json.loads(path.read_text("utf-8")) if path.is_file() else None
    return found


def _ring(centre: Point, radius: float, n: int, stretched: Sequence[float]) -> Polygon:
    return tuple(
        Point(
            centre.x + radius * stretched[k % len(stretched)] * cos(2 * pi * k / n),
            centre.y + radius * stretched[k % len(stretched)] * sin(2 * pi * k / n),
        )
        for k in range(n)
    )


def _inside(cell: Polygon, weights: Sequence[int]) -> Point:
    """A point within a convex cell: a mean of its corners by weights."""
    total = sum(weights)
    pairs = list(zip(cell, weights, strict=True))
    return Point(sum(p.x * w for p, w in pairs) / total, sum(p.y * w for p, w in pairs) / total)


def _closed(cell: Polygon) -> list[list[float]]:
    return [_rounded(point) for point in (*cell, cell[0])]


def _rounded(point: Point) -> list[float]:
    return [round(point.x, 5), round(point.y, 5)]


def _feature(shape: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": shape, "coordinates": coordinates},
        "properties": {**properties, "generated": True},
    }
