"""学区轮廓 and 坐标: areas add up, borders are closed, systems of coordinates turn back into each other."""

import numpy as np
import pytest

from xueheng.engine.zoning.geodesy import degrees, gcj02, lengths_on_earth, plane, wgs84
from xueheng.engine.zoning.outline import area, compactness, outlines, polygons

PLACES = np.random.default_rng(3).uniform(0, 10, (300, 2))


def test_zones_fill_the_same_area_however_they_are_cut():
    whole = area(outlines(PLACES, [0] * 300, 1)[0])
    parts = outlines(PLACES, [int(x > 5) + 2 * int(y > 5) for x, y in PLACES], 4)
    assert sum(map(area, parts)) == pytest.approx(whole, rel=1e-12)
    assert 80 < whole < 140


def test_a_zone_inside_another_is_its_hole():
    zone = [int(np.hypot(x - 5, y - 5) < 2) for x, y in PLACES]
    outer, inner = outlines(PLACES, zone, 2)
    assert [len(shape) for shape in polygons(outer)] == [2]
    assert [len(shape) for shape in polygons(inner)] == [1]


def test_a_square_is_as_compact_as_a_square_is():
    assert compactness([((0, 0), (1, 0), (1, 1), (0, 1))]) == pytest.approx(np.pi / 4)


def test_units_at_one_place_and_a_single_unit_are_drawn():
    rings = outlines(np.array([[1.0, 1.0], [1.0, 1.0]]), [0, 0], 2)
    assert area(rings[0]) > 0
    assert rings[1] == []


def test_chinese_map_systems_turn_back():
    there = np.array([[113.5, 27.65], [104.06, 30.67]])
    shown = gcj02(there)
    assert np.abs(shown - there).max() > 0.001
    assert np.abs(wgs84(shown, "GCJ-02") - there).max() < 1e-9


def test_a_known_place_in_two_systems():
    """116.404, 39.915 in BD-09 is 116.39762729, 39.90865673 in GCJ-02 (a usual worked example)."""
    found = gcj02(wgs84(np.array([[116.404, 39.915]]), "BD-09"))
    assert found[0] == pytest.approx([116.39762729, 39.90865673], abs=1e-7)


def test_degrees_and_plane_agree():
    origin = np.array([113.5, 27.6])
    places = np.array([[113.6, 27.7], [113.3, 27.5]])
    assert degrees(plane(places, origin), origin) == pytest.approx(places)
    assert lengths_on_earth(places[:1], places[1:])[0, 0] == pytest.approx(36_920, rel=0.003)
