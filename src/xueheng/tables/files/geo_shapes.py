"""图形: the middle of a point, line or polygon, by which a unit or a school is placed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

Point = tuple[float, float]


def middle(rings: Iterable[Sequence[Sequence[float]]]) -> Point | None:
    """The centre of area of rings, holes taken off; of points, their mean; None without any."""
    listed = [[(float(p[0]), float(p[1])) for p in ring] for ring in rings]
    points = [p for ring in listed for p in ring]
    if not points or not all(isfinite(v) for p in points for v in p):
        return None
    parts = [_moments(ring, points[0]) for ring in listed]
    area = sum(a for a, _, _ in parts)
    if abs(area) < 1e-18:
        return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    return (
        points[0][0] + sum(x for _, x, _ in parts) / area,
        points[0][1] + sum(y for _, _, y in parts) / area,
    )


def _moments(ring: Sequence[Point], origin: Point) -> tuple[float, float, float]:
    """Twice the area of a ring and its moments, thirds left out, from the origin."""
    area = east = north = 0.0
    moved = [(x - origin[0], y - origin[1]) for x, y in ring]
    for (ax, ay), (bx, by) in zip(moved, [*moved[1:], moved[0]], strict=True):
        cross = ax * by - bx * ay
        area += cross
        east += cross * (ax + bx) / 3
        north += cross * (ay + by) / 3
    return area, east, north
