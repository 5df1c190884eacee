"""地图: the towns of the schools that are listed, as shapes to choose from; its twin is the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from xueheng.packs.student_status.registry import SchoolLine
from xueheng.sample.map import read
from xueheng.web.templatetags.shown import say

WIDTH = 600  # of the drawing
FEWEST = 2  # towns worth a map


@dataclass(frozen=True)
class Town:
    """乡镇 on the map: its outline, where its name stands, and what lies in it."""

    name: str
    outline: str
    x: float
    y: float
    schools: int
    pupils: int


@dataclass(frozen=True)
class TownMap:
    """地图 of the towns, and what it says of itself."""

    towns: tuple[Town, ...]
    height: float
    notice: str


def town_map(lines: Iterable[SchoolLine]) -> TownMap | None:
    """地图 of these schools' towns; None where there is no map of them or hardly a town."""
    document = read(Path(settings.XUEHENG_HOME)) or {}
    held: dict[str, list[SchoolLine]] = defaultdict(list)
    for line in lines:
        held[line.school.town].append(line)
    shapes = {
        f["properties"]["name"]: f["geometry"]["coordinates"][0]
        for f in document.get("features", ())
        if f["properties"]["kind"] == "town" and f["properties"]["name"] in held
    }
    return _drawn(shapes, held, say(document["notice"])) if len(shapes) >= FEWEST else None


def _drawn(shapes: dict[str, list[list[float]]], held: dict[str, list[SchoolLine]], notice: str) -> TownMap:
    corners = [corner for shape in shapes.values() for corner in shape]
    left, right = min(c[0] for c in corners), max(c[0] for c in corners)
    low, top = min(c[1] for c in corners), max(c[1] for c in corners)
    scale = WIDTH / (right - left)
    towns = []
    for name, shape in shapes.items():
        points = [((x - left) * scale, (top - y) * scale) for x, y in shape[:-1]]
        outline = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z"
        middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
        pupils = sum(line.pupils for line in held[name])
        towns.append(Town(name, outline, round(middle[0], 1), round(middle[1], 1), len(held[name]), pupils))
    return TownMap(tuple(towns), round((top - low) * scale, 1), notice)
