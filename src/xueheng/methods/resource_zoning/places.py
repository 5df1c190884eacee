"""坐标: the places of units and schools in one system, refused in words where they cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xueheng.engine.zoning.geodesy import (
    FloatArray,
    degrees,
    lengths_on_earth,
    lengths_on_plane,
    plane,
    wgs84,
)
from xueheng.methods.resource_zoning import Params
from xueheng.standards.zoning import zoning_number
from xueheng.tables.issues import Issue, Refused, finding

PACKAGE = "xueheng.methods.resource_zoning"
EAST, NORTH = (73.0, 136.0), (3.0, 54.0)  # of China, in degrees
COUNTY = 8.0  # degrees across, more than any county
WIDE = 300.0  # km across, more than nearly any county
SHOWN = 5
LOCAL = {"local-km": 1000.0, "local-m": 1.0}


@dataclass(frozen=True)
class Places:
    """Units and schools in degrees of WGS84 or in metres of a plane of their own."""

    units: FloatArray
    schools: FloatArray
    is_earth: bool

    @property
    def origin(self) -> FloatArray:
        """The middle of all units, where the plane touches."""
        middle: FloatArray = (self.units.min(axis=0) + self.units.max(axis=0)) / 2
        return middle

    def on_plane(self) -> tuple[FloatArray, FloatArray]:
        """Units and schools in km on a plane."""
        if not self.is_earth:
            return self.units / 1000, self.schools / 1000
        return plane(self.units, self.origin) / 1000, plane(self.schools, self.origin) / 1000

    def back(self, km: FloatArray) -> FloatArray:
        """Places of that plane as degrees; on a plane of their own, in km as they are."""
        return degrees(km * 1000, self.origin) if self.is_earth else km

    def ways(self) -> FloatArray:
        """Metres in a straight line from every unit to every school."""
        lengths = lengths_on_earth if self.is_earth else lengths_on_plane
        return lengths(self.units, self.schools)


def of_tables(units: pa.Table, schools: pa.Table, crs: str | None) -> Places:
    """The places of two tables with columns x and y."""
    one, two = (np.stack((t["x"].to_numpy(), t["y"].to_numpy()), axis=1) for t in (units, schools))
    if scale := LOCAL.get(crs or "local-km"):
        return Places(one * scale, two * scale, is_earth=False)
    return Places(wgs84(one, str(crs)), wgs84(two, str(crs)), is_earth=True)


def checked(units: pa.Table, schools: pa.Table, params: Params, issues: list[Issue]) -> Places:
    """The places, once nothing speaks against their system."""
    one, two = of_tables(units, schools, "local-m").units, of_tables(units, schools, "local-m").schools
    is_drawn = any("geometry" in t.column_names for t in (units, schools))
    if params.crs is None:
        _unnamed(one, two, is_drawn=is_drawn)
        issues.append(_said("CRS_TAKEN", "notice"))
    elif params.crs in LOCAL:
        if _like_degrees(one) and _like_degrees(two):
            raise Refused([_said("CRS_DEGREES", "error", column="crs", value=params.crs)])
    else:
        wrong = [*_outside(units, one, "units"), *_outside(schools, two, "schools")]
        if wrong:
            raise Refused(wrong)
    places = of_tables(units, schools, params.crs)
    _together(places, units)
    return places


def _unnamed(units: FloatArray, schools: FloatArray, *, is_drawn: bool) -> None:
    """Numbers without a system pass for km only where they cannot be anything else."""
    like = [_like_degrees(units), _like_degrees(schools)]
    if any(like) and not all(like):
        tables = ("units", "schools") if like[0] else ("schools", "units")
        raise Refused([_said("COORDS_MIXED", "error", degrees=tables[0], others=tables[1])])
    if all(like) or is_drawn:
        raise Refused([_said("CRS_NEEDED", "error", column="crs")])
    across = float(np.ptp(np.concatenate((units, schools)), axis=0).max())
    if across > WIDE:
        raise Refused([_said("CRS_NEEDED_METRES", "error", column="crs", across=f"{across:.0f}")])


def _like_degrees(places: FloatArray) -> bool:
    inside = _in_china(places) | _in_china(places[:, ::-1])
    return bool(inside.all()) and float(np.ptp(places, axis=0).max()) <= COUNTY


def _in_china(places: FloatArray) -> np.ndarray:
    x, y = places[:, 0], places[:, 1]
    found: np.ndarray = (x >= EAST[0]) & (x <= EAST[1]) & (y >= NORTH[0]) & (y <= NORTH[1])
    return found


def _outside(table: pa.Table, places: FloatArray, name: str) -> Iterator[Issue]:
    """What is wrong with degrees: turned round, or not in China."""
    inside, turned = _in_china(places), _in_china(places[:, ::-1])
    ids = table["id"].to_pylist()
    if turned.all() and not inside.all():
        yield _said("COORDS_SWAPPED", "error", column="x", value=_pair(places[0]), table=name)
        return
    for at in np.flatnonzero(~inside)[:SHOWN].tolist():
        code = "COORDS_SWAPPED_ONE" if turned[at] else "COORDS_OUTSIDE"
        yield _said(code, "error", column="x", value=_pair(places[at]), id=ids[at], table=name)


def _together(places: Places, units: pa.Table) -> None:
    """Refused where a unit is farther from every school than a way to school can be."""
    near = places.ways().min(axis=1) / 1000
    limit = float(zoning_number("far_apart"))
    ids = units["id"].to_pylist()
    far = np.flatnonzero(near > limit)
    if far.size:
        worst = int(far[near[far].argmax()])
        said = _said(
            "COORDS_APART", "error", column="x", value=ids[worst], n=far.size, far=f"{near[worst]:.0f}"
        )
        raise Refused([said])


def _pair(place: FloatArray) -> str:
    return f"{place[0]:g}, {place[1]:g}"


def _said(code: str, severity: str, **values: object) -> Issue:
    return finding(code, severity, package=PACKAGE, **values)  # type: ignore[arg-type]
