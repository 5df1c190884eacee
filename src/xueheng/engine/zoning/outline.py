"""学区轮廓: the cells of units joined by zone, inside a rim around all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import atan2, hypot, pi

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Point = tuple[float, float]
Ring = tuple[Point, ...]  # closed, the first point not repeated; the zone lies to the left

RIM = 240  # points of the rim


def outlines(places: FloatArray, zone: Sequence[int], zones: int) -> list[list[Ring]]:
    """The rings of every zone; units at one place are drawn with the first of them."""
    from scipy.spatial import Voronoi

    distinct, first = np.unique(places, axis=0, return_index=True)
    rim = _rim(distinct)
    cells = Voronoi(np.concatenate((distinct, rim)))
    of = [zone[i] for i in first] + [-1] * len(rim)
    sides: list[dict[int, list[int]]] = [defaultdict(list) for _ in range(zones)]
    for (a, b), (v, w) in zip(cells.ridge_points.tolist(), cells.ridge_vertices, strict=True):
        if of[a] == of[b]:
            continue
        for inside, start, end in ((a, v, w), (b, v, w)):
            if of[inside] >= 0:
                tail, head = _turned(cells.points[inside], cells.vertices, start, end)
                sides[of[inside]][tail].append(head)
    return [[_ring(cells.vertices, loop) for loop in _loops(cells.vertices, held)] for held in sides]


def area(rings: Iterable[Ring]) -> float:
    """The area inside the rings, holes taken off."""
    return sum(_signed(ring) for ring in rings)


def border(rings: Iterable[Ring]) -> float:
    """The length of all rings."""
    closed = ((ring, (*ring[1:], ring[0])) for ring in rings)
    return sum(
        hypot(b[0] - a[0], b[1] - a[1]) for ring, later in closed for a, b in zip(ring, later, strict=True)
    )


def compactness(rings: Sequence[Ring]) -> float:
    """紧凑度 (Polsby-Popper): 1 for a circle, less the longer the border for the same area."""
    length = border(rings)
    return 4 * pi * area(rings) / length**2 if length else 0.0


def polygons(rings: Iterable[Ring]) -> list[list[Ring]]:
    """Each outer ring with the holes inside it."""
    listed = list(rings)
    outer = [[ring] for ring in listed if _signed(ring) > 0]
    for hole in (ring for ring in listed if _signed(ring) <= 0):
        around = [shape for shape in outer if _holds(shape[0], hole[0])]
        if around:
            min(around, key=lambda shape: _signed(shape[0])).append(hole)
    return outer


def _rim(places: FloatArray) -> FloatArray:
    """Points all around, so far out that the outer cells end about as far as units lie apart."""
    low, high = places.min(axis=0), places.max(axis=0)
    middle, reach = (low + high) / 2, max(float(np.max(high - low)) / 2, 1.0)
    apart = 2 * reach / max(len(places), 4) ** 0.5
    from_middle = places - middle
    angles = np.arange(RIM) * (2 * pi / RIM)
    ways = np.stack((np.cos(angles), np.sin(angles)), axis=1)
    hull = (from_middle @ ways.T).max(axis=0)
    near = np.stack([hull / np.maximum(np.cos(angles - a), 1e-9) for a in angles], axis=1)
    out = np.where(np.cos(angles[:, None] - angles) > 1e-6, near, np.inf).min(axis=0)
    found: FloatArray = middle + ways * (out + 1.6 * apart)[:, None]
    return found


def _turned(inside: FloatArray, vertices: FloatArray, start: int, end: int) -> tuple[int, int]:
    """The side of a cell in the direction that has the cell to its left."""
    (ax, ay), (bx, by) = vertices[start], vertices[end]
    left = (bx - ax) * (inside[1] - ay) - (by - ay) * (inside[0] - ax)
    return (start, end) if left > 0 else (end, start)


def _loops(vertices: FloatArray, held: dict[int, list[int]]) -> list[list[int]]:
    """Sides joined into loops; where several go on, the sharpest turn to the right is taken."""
    left = {tail: sorted(heads) for tail, heads in held.items()}
    loops = []
    for start in sorted(left):
        while left[start]:
            loop, before, at = [start], start, left[start].pop(0)
            while at != start:
                loop.append(at)
                ways = left[at]
                chosen = min((_turn(vertices, before, at, w), w) for w in ways)[1]
                ways.remove(chosen)
                before, at = at, chosen
            loops.append(loop)
    return loops


def _turn(vertices: FloatArray, a: int, b: int, c: int) -> float:
    one, two = vertices[b] - vertices[a], vertices[c] - vertices[b]
    turned: float = atan2(one[0] * two[1] - one[1] * two[0], one[0] * two[0] + one[1] * two[1])
    return -turned  # the zone is to the left, so its pieces that touch at a corner part there


def _ring(vertices: FloatArray, loop: list[int]) -> Ring:
    return tuple((float(vertices[i][0]), float(vertices[i][1])) for i in loop)


def _signed(ring: Ring) -> float:
    later = (*ring[1:], ring[0])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, later, strict=True)) / 2


def _holds(ring: Ring, point: Point) -> bool:
    x, y = point
    later = (*ring[1:], ring[0])
    crossed = (
        x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for a, b in zip(ring, later, strict=True)
        if (a[1] > y) != (b[1] > y)
    )
    return sum(crossed) % 2 == 1
