"""坐标: degrees of three systems into one, and places on a plane in metres around their middle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

AXIS, SQUARED = 6378137.0, 0.00669437999014  # of WGS84, from which CGCS2000 differs by less than a millimetre
OLD_AXIS, OLD_SQUARED = 6378245.0, 0.00669342162296594323  # of Krasovsky 1940, on which GCJ-02 rests
TURN = np.pi * 3000 / 180


def wgs84(places: FloatArray, system: str) -> FloatArray:
    """Longitudes and latitudes in WGS84."""
    if system == "BD-09":
        return _of_gcj02(_gcj02_of_bd09(places))
    return _of_gcj02(places) if system == "GCJ-02" else places


def gcj02(places: FloatArray) -> FloatArray:
    """Longitudes and latitudes of WGS84 as Chinese street maps show them."""
    x, y = places[:, 0] - 105, places[:, 1] - 35
    wave = (20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + wave
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + wave
    east += _waves(x, 40, 150, 300)
    north += (20 * np.sin(np.pi * y) + 40 * np.sin(np.pi / 3 * y)) * 2 / 3
    north += (160 * np.sin(np.pi / 12 * y) + 320 * np.sin(np.pi / 30 * y)) * 2 / 3
    across, along = _radii(places[:, 1], OLD_AXIS, OLD_SQUARED)
    shift = np.stack((east / across, north / along), axis=1)
    found: FloatArray = places + np.degrees(shift)
    return found


def plane(places: FloatArray, origin: FloatArray) -> FloatArray:
    """Degrees as metres east and north of the origin."""
    across, along = _radii(origin[1:], AXIS, SQUARED)
    return np.radians(places - origin) * np.stack((across, along), axis=1)


def degrees(places: FloatArray, origin: FloatArray) -> FloatArray:
    """Metres east and north of the origin as degrees."""
    across, along = _radii(origin[1:], AXIS, SQUARED)
    found: FloatArray = origin + np.degrees(places / np.stack((across, along), axis=1))
    return found


def lengths_on_plane(units: FloatArray, schools: FloatArray) -> FloatArray:
    """Metres from every unit to every school."""
    gap = units[:, None] - schools[None]
    return np.sqrt(gap[..., 0] ** 2 + gap[..., 1] ** 2)


def lengths_on_earth(units: FloatArray, schools: FloatArray) -> FloatArray:
    """Metres from every unit to every school by degrees, with the radii of the latitude between them."""
    gap = np.radians(units[:, None] - schools[None])
    across, along = _radii((units[:, None, 1] + schools[None, :, 1]) / 2, AXIS, SQUARED)
    return np.sqrt((gap[..., 0] * across) ** 2 + (gap[..., 1] * along) ** 2)


def _radii(latitude: FloatArray, axis: float, squared: float) -> tuple[FloatArray, FloatArray]:
    """Metres to a radian along the parallel and along the meridian."""
    bent = 1 - squared * np.sin(np.radians(latitude)) ** 2
    return axis / np.sqrt(bent) * np.cos(np.radians(latitude)), axis * (1 - squared) / bent**1.5


def _waves(x: FloatArray, *sizes: float) -> FloatArray:
    short, middle, long = sizes
    near = 20 * np.sin(np.pi * x) + short * np.sin(np.pi / 3 * x)
    far = middle * np.sin(np.pi / 12 * x) + long * np.sin(np.pi / 30 * x)
    found: FloatArray = (near + far) * 2 / 3
    return found


def _of_gcj02(places: FloatArray) -> FloatArray:
    """The place that GCJ-02 shifts to this one, by going back the shift a few times."""
    found = places
    for _ in range(4):
        found = found - (gcj02(found) - places)
    return found


def _gcj02_of_bd09(places: FloatArray) -> FloatArray:
    x, y = places[:, 0] - 0.0065, places[:, 1] - 0.006
    far = np.sqrt(x * x + y * y) - 0.00002 * np.sin(y * TURN)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * TURN)
    return np.stack((far * np.cos(angle), far * np.sin(angle)), axis=1)
