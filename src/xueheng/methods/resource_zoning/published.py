"""公布: the zones as GeoJSON, drawn from the units, for any map program."""

from __future__ import annotations

from typing import Any

import numpy as np

from xueheng.engine.zoning.outline import Ring, outlines, polygons
from xueheng.methods.receipt import json_bytes
from xueheng.methods.resource_zoning.places import Places, of_tables
from xueheng.methods.run import Run

DEGREES, METRES = 6, 4  # digits: 0.1 m either way
NOTE = "学区界线由居住点推画，不是行政区划界线；公开展示地图须按规定送审并标注审图号。"


def files(run: Run) -> dict[str, bytes]:
    """`zones.geojson`: a feature for each school with its units inside; WGS84 where places are in degrees."""
    units, schools = run.outcome.tables["zones"], run.outcome.tables["schools"]
    places = of_tables(units, schools, run.params.crs)
    names = schools["school"].to_pylist()
    index = {name: at for at, name in enumerate(names)}
    zone = [index[s] for s in units["school"].to_pylist()]
    rings = outlines(places.on_plane()[0], zone, len(names))
    features = [
        _feature(places, polygons(held), row)
        for held, row in zip(rings, schools.to_pylist(), strict=True)
        if held
    ]
    system = "WGS84" if places.is_earth else "local-km"
    document = {"type": "FeatureCollection", "system": system, "note": NOTE, "features": features}
    return {"zones.geojson": json_bytes(document)}


def _feature(places: Places, shapes: list[list[Ring]], row: dict[str, Any]) -> dict[str, Any]:
    told = ("school", "seats", "pupils", "units")
    corners = [[_closed(places, ring) for ring in shape] for shape in shapes]
    return {
        "type": "Feature",
        "properties": {name: row[name] for name in told},
        "geometry": {"type": "MultiPolygon", "coordinates": corners},
    }


def _closed(places: Places, ring: Ring) -> list[list[float]]:
    digits = DEGREES if places.is_earth else METRES
    back = places.back(np.array([*ring, ring[0]])).tolist()
    return [[round(x, digits), round(y, digits)] for x, y in back]
