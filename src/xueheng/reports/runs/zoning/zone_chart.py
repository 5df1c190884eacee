"""学区图: the outcome of a plan as a map block."""

from __future__ import annotations

from xueheng.engine.zoning.outline import outlines
from xueheng.methods.resource_zoning.places import of_tables
from xueheng.methods.run import Run
from xueheng.reports.blocks import Column, ZoneMap
from xueheng.reports.runs.zoning import said


def zone_chart(run: Run) -> ZoneMap:
    """The zones of the outcome, drawn from its units on a plane in km."""
    units, schools = run.outcome.tables["zones"], run.outcome.tables["schools"]
    names = schools["school"].to_pylist()
    index = {name: at for at, name in enumerate(names)}
    zone = [index[s] for s in units["school"].to_pylist()]
    dots, sites = of_tables(units, schools, run.params.crs).on_plane()
    rings = outlines(dots, zone, len(names))
    shown = {"units": Column(said("units"), 0), "pupils": Column(said("pupils"), 0)}
    shown |= {"seats": Column(said("seats"), 0), "load": Column(said("load"), 1, percent=True)}
    return ZoneMap(
        said("map_title", n=sum(map(bool, rings))),
        said("map_x"),
        said("school"),
        note=said("map_note"),
        names=tuple(names),
        rings=tuple(map(tuple, rings)),
        sites=tuple((x, y) for x, y in sites.tolist()),
        dots=tuple((x, y) for x, y in dots.tolist()),
        facts=tuple((column, tuple(schools[name].to_pylist())) for name, column in shown.items()),
    )
