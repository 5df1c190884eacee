"""测量地图: pupils beside items on one scale, and each item's difficulty and slope."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Bar, Block, Quadrant, Series
from xueheng.reports.display import number
from xueheng.reports.runs.items import said

Row = dict[str, Any]
LOWEST, HIGHEST, WIDTH = -4.0, 4.0, 0.5  # of the scale that is shown; what lies beyond counts at its end


def irt_maps(run: Run) -> Iterator[Block]:
    """The map of pupils and items, and where slopes differ that of difficulty and slope."""
    items = run.outcome.tables["items"].to_pylist()
    steps = [(r["item"], r["a"], b) for r in items for b in _difficulties(r)]
    places = run.outcome.tables["persons"]["wle"].drop_null().to_pylist()
    if steps and places:
        yield _person_map([b for _, _, b in steps], places)
    slopes = {r["a"] for r in items}
    if len(slopes) > 1:
        yield _item_map(items)


def _difficulties(row: Row) -> list[float]:
    found = [row.get("b"), *(row.get(f"b{k}") for k in range(1, 13))]
    return [b for b in found if b is not None]


def _person_map(steps: list[float], places: list[float]) -> Bar:
    inside = sum(min(steps) <= theta <= max(steps) for theta in places) / len(places)
    edges = [LOWEST + k * WIDTH for k in range(round((HIGHEST - LOWEST) / WIDTH))]
    series = (Series(said("pupils"), _shares(places)), Series(said("items"), _shares(steps)))
    return Bar(
        said("person_map", share=number(inside, digits=0, percent=True)),
        said("theta"),
        said("share"),
        1,
        True,
        said("person_map_note"),
        categories=tuple(number(edge, digits=1) for edge in edges),
        series=series,
    )


def _shares(values: list[float]) -> tuple[float, ...]:
    last = round((HIGHEST - LOWEST) / WIDTH) - 1
    counts = [0] * (last + 1)
    for value in values:
        counts[min(max(floor((value - LOWEST) / WIDTH), 0), last)] += 1
    return tuple(count / len(values) for count in counts)


def _item_map(items: list[Row]) -> Quadrant:
    held = [(r["item"], sum(found) / len(found), r["a"]) for r in items if (found := _difficulties(r))]
    return Quadrant(
        said("item_map"),
        said("difficulty_b"),
        said("slope_a"),
        names=tuple(name for name, _, _ in held),
        xs=tuple(b for _, b, _ in held),
        ys=tuple(a for _, _, a in held),
        cut_x=0.0,
        cut_y=sum(a for _, _, a in held) / len(held),
    )
