"""学区图: zones filled so that neighbours differ, their units as dots, each place with its name or number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import floor, log10
from xml.sax.saxutils import escape

from xueheng.reports.blocks import ZoneMap
from xueheng.reports.charts.twins import NAMED

TINTS = ("#c9dff0", "#f6d9c2", "#c5e6da", "#f0d9e6", "#fbeec0", "#e0dcd2", "#cfd2ee")
LINE, DOT, INK = "#55605b", "#7c8581", "#1d2421"
MARGIN, FOOT, SMALL = 10.0, 26.0, 12.0
TALLEST = 1.1  # of the width
FONT = 'font-family="Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"'
Point = tuple[float, float]
Place = Callable[[Point], Point]


def picture(chart: ZoneMap, *, width: int) -> tuple[str, float]:
    """The inside of an SVG element of this width, and how high it is."""
    corners = [p for rings in chart.rings for ring in rings for p in ring] + list(chart.sites)
    low = (min(x for x, _ in corners), min(y for _, y in corners))
    high = (max(x for x, _ in corners), max(y for _, y in corners))
    across, up = max(high[0] - low[0], 1e-9), max(high[1] - low[1], 1e-9)
    scale = min((width - 2 * MARGIN) / across, (TALLEST * width - 2 * MARGIN) / up)
    left = (width - across * scale) / 2

    def at(point: Point) -> Point:
        return left + (point[0] - low[0]) * scale, MARGIN + (high[1] - point[1]) * scale

    parts = [*_areas(chart, at), *_dots(chart, at), *_signs(chart, at)]
    height = up * scale + 2 * MARGIN + FOOT
    return "".join([*parts, _ruler(across, scale, height)]), round(height, 1)


def tints(chart: ZoneMap) -> list[str]:
    """A tint for each zone, unlike those of the zones that share a corner with it, as far as tints reach."""
    corners = [{p for ring in rings for p in ring} for rings in chart.rings]
    chosen: list[int] = []
    for n, own in enumerate(corners):
        taken = [chosen[m] for m in range(n) if not own.isdisjoint(corners[m])]
        ranked = ((taken.count(c), (c - n) % len(TINTS), c) for c in range(len(TINTS)))
        chosen.append(min(ranked)[2])
    return [TINTS[c] for c in chosen]


def _areas(chart: ZoneMap, at: Place) -> Iterator[str]:
    for rings, tint in zip(chart.rings, tints(chart), strict=True):
        path = "".join("M" + "L".join("{:.1f} {:.1f}".format(*at(p)) for p in ring) + "Z" for ring in rings)
        if path:
            yield f'<path d="{path}" fill="{tint}" fill-rule="evenodd" stroke="{LINE}" stroke-width="1.2"/>'


def _dots(chart: ZoneMap, at: Place) -> Iterator[str]:
    """One path for all dots: short strokes with round ends."""
    path = "".join("M{:.1f} {:.1f}h0.01".format(*at(p)) for p in chart.dots)
    size = 3.2 if len(chart.dots) <= 400 else 1.8
    if path:
        yield f'<path d="{path}" stroke="{DOT}" stroke-width="{size}" stroke-linecap="round" fill="none"/>'


def _signs(chart: ZoneMap, at: Place) -> Iterator[str]:
    """Each place as a square, its name or number beside it on a white edge."""
    named = len(chart.names) <= NAMED
    for n, (name, place) in enumerate(zip(chart.names, chart.sites, strict=True), start=1):
        x, y = at(place)
        yield f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{INK}" stroke="#fff"/>'
        yield from _text(x, y - 8, name if named else str(n), anchor="middle", weight="bold")


def _text(x: float, y: float, words: str, *, anchor: str, weight: str = "normal") -> Iterator[str]:
    place = (
        f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{SMALL:g}" font-weight="{weight}" {FONT}'
    )
    edge = 'fill="#fff" stroke="#fff" stroke-width="3" stroke-linejoin="round"'
    yield f"<text {place} {edge}>{escape(words)}</text>"
    yield f'<text {place} fill="{INK}">{escape(words)}</text>'


def _ruler(across: float, scale: float, height: float) -> str:
    """A bar of a round length, about a fifth of the map."""
    rough = across / 5
    power = 10.0 ** floor(log10(rough))
    length = next(power * step for step in (5, 2, 1) if power * step <= rough)
    y = height - 8
    bar = f'<path d="M{MARGIN} {y - 5}v5h{length * scale:.1f}v-5" stroke="{INK}" fill="none"/>'
    words = "".join(_text(MARGIN + length * scale + 6, y, f"{length:g} km", anchor="start"))
    return bar + words
