"""resource.zoning: what comes out, what each unit is told, and what is refused in which words."""

import csv
import json
import random
import struct

import pytest

from xueheng.methods.outcome import csv_bytes
from xueheng.methods.receipt import files_beside

METHOD = "resource.zoning"
UNITS = "id,x,y,pupils,last_school,promised,area,migrant\n" + "\n".join(
    [
        "甲,0,0,10,南校,否,城区,2",
        "乙,1,0,10,南校,否,城区,0",
        "丙,2,0,10,南校,否,城区,1",
        "丁,3,0,10,北校,否,农村,0",
        "戊,4,0,10,北校,否,农村,0",
    ]
)
SCHOOLS = "id,x,y,seats\n南校,0.5,0,30\n北校,3.1,0,30\n"


@pytest.fixture
def zoned(run, tmp_path):
    """A run on texts of tables."""

    def carried(units=UNITS, schools=SCHOOLS, *, edges=None, distances=None, **texts):
        given = {"units": units, "schools": schools, "edges": edges, "distances": distances}
        files = {}
        for name, text in given.items():
            if text is not None:
                files[name] = tmp_path / f"{name}.csv"
                files[name].write_text(text, encoding="utf-8")
        return run(METHOD, files, **texts)

    return carried


@pytest.fixture
def refused(zoned):
    from xueheng.tables.issues import Refused

    def words(*args, **kwargs):
        with pytest.raises(Refused) as found:
            zoned(*args, **kwargs)
        return [(i.code, i.words.zh) for i in found.value.issues if i.severity == "error"]

    return words


def schools_of(run):
    return {r["unit"]: r["school"] for r in run.outcome.tables["zones"].to_pylist()}


def test_each_unit_goes_to_its_nearest_school_where_seats_suffice(zoned):
    found = zoned()
    assert schools_of(found) == {"甲": "南校", "乙": "南校", "丙": "北校", "丁": "北校", "戊": "北校"}
    held = found.outcome.figures
    assert (held["overload"], held["fragments"], held["beyond_limit"], held["proven"]) == (0, 0, 0, True)
    assert held["mean_distance"] == pytest.approx((0.5 + 0.5 + 1.1 + 0.1 + 0.9) / 5)
    assert held["changed_pupils"] == 10


def test_a_full_school_is_told_in_numbers(zoned, row):
    found = zoned(schools=SCHOOLS.replace("北校,3.1,0,30", "北校,3.1,0,25"))
    told = row(found, "zones", unit="丙")
    assert told["school"] == "南校"
    assert told["code"] == "NEAREST_TOO_FULL"
    assert told["reason"].startswith("最近的北校只剩 5 位，容不下这里的 10 人（20 人 / 25 位）；")
    assert "排第 3，前面共 20 人" in told["reason"]
    assert "多走 0.40 千米" in told["reason"]


def test_a_seat_has_a_price_where_a_school_is_full(zoned, row):
    found = zoned(schools=SCHOOLS.replace("北校,3.1,0,30", "北校,3.1,0,20"))
    assert float(row(found, "schools", school="北校")["price"]) == pytest.approx(0.4)
    assert float(row(found, "schools", school="南校")["price"]) == 0


def test_a_promise_is_kept_and_said(zoned, row):
    found = zoned(UNITS.replace("丙,2,0,10,南校,否", "丙,2,0,10,南校,是"))
    assert row(found, "zones", unit="丙")["code"] == "PROMISED"
    assert row(found, "zones", unit="丙")["school"] == "南校"


def test_fairness_is_shown_by_column_and_by_count(zoned, row):
    found = zoned(counts="migrant", walk_limit="1")
    assert row(found, "fairness", group="area", value="农村")["pupils"] == 20
    told = row(found, "fairness", group="migrant")
    assert (told["pupils"], float(told["within"])) == (3, pytest.approx(0.6667))
    assert found.outcome.figures["beyond_limit"] == 10
    assert found.outcome.figures["unavoidable"] == 10


def test_a_barrier_parts_and_edges_join(zoned):
    barrier = "unit,neighbour,barrier\n丙,丁,铁路\n"
    assert schools_of(zoned(edges=barrier))["丙"] == "南校"
    edges = "from,to\n甲,乙\n乙,丙\n丙,丁\n丁,戊\n"
    assert zoned(edges=edges).outcome.figures["fragments"] == 0


def test_ways_along_roads_take_the_place_of_straight_ones(zoned):
    ways = "unit,school,distance\n" + "".join(
        f"{u},{s},{9 if (u, s) == ('丙', '北校') else 2}\n" for u in "甲乙丙丁戊" for s in ("南校", "北校")
    )
    assert schools_of(zoned(distances=ways))["丙"] == "南校"


def test_seats_short_in_all_are_shared_and_named(zoned, rows):
    found = zoned(schools="id,x,y,seats\n南校,0.5,0,20\n北校,3.1,0,20\n")
    assert "SEATS_SHORT" in [i.code for i in found.issues]
    assert found.outcome.figures["overload"] == 10
    assert sum(r["over"] for r in rows(found, "schools")) == 10


def test_seats_by_age_are_kept(zoned):
    units = "id,x,y,pupils,pupils_6,pupils_7\n甲,0,0,4,4,0\n乙,1,0,4,4,0\n丙,2,0,4,0,4\n"
    schools = "id,x,y,seats,seats_6,seats_7\n南校,0,0,8,4,4\n北校,2,0,8,4,4\n"
    assert zoned(units, schools).outcome.figures["overload"] == 0
    assert schools_of(zoned(units, schools))["乙"] == "北校"


def test_the_order_of_the_files_does_not_matter(zoned):
    lines = UNITS.splitlines()
    mixed = "\n".join([lines[0], *random.Random(3).sample(lines[1:], 5)])
    one, other = zoned(), zoned(mixed)
    assert all(
        csv_bytes(one.outcome.tables[n]) == csv_bytes(other.outcome.tables[n]) for n in one.outcome.tables
    )


def test_units_without_pupils_and_shut_schools_are_named(zoned):
    found = zoned(UNITS.replace("甲,0,0,10", "甲,0,0,0"), SCHOOLS + "西校,9,0,0\n")
    assert {"UNITS_EMPTY", "SCHOOL_SHUT", "CRS_TAKEN"} <= {i.code for i in found.issues}
    assert schools_of(found)["甲"] == "南校"


def test_zones_are_handed_out_as_geojson(zoned):
    found = json.loads(files_beside(zoned())["zones.geojson"])
    assert [f["properties"]["school"] for f in found["features"]] == ["北校", "南校"]
    ring = found["features"][0]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]


def in_degrees(text, *, swapped=False):
    head, *lines = text.splitlines()
    moved = []
    for line in lines:
        cells = line.split(",")
        place = [f"{113.5 + float(cells[1]) / 98.4:.7f}", f"{27.6 + float(cells[2]) / 110.8:.7f}"]
        cells[1:3] = place[::-1] if swapped else place
        moved.append(",".join(cells))
    return "\n".join([head, *moved])


@pytest.mark.parametrize("crs", ["WGS84", "CGCS2000", "GCJ-02", "BD-09"])
def test_degrees_are_measured_on_the_earth(zoned, crs):
    found = zoned(in_degrees(UNITS), in_degrees(SCHOOLS), crs=crs)
    assert found.outcome.figures["mean_distance"] == pytest.approx(0.62, rel=0.01)
    assert schools_of(found)["丙"] == "北校"


@pytest.mark.parametrize(
    ("units", "schools", "texts", "code", "word"),
    [
        (in_degrees(UNITS), in_degrees(SCHOOLS), {}, "CRS_NEEDED", "-p crs=WGS84"),
        (in_degrees(UNITS), SCHOOLS, {}, "COORDS_MIXED", "units 表像经纬度"),
        (in_degrees(UNITS), in_degrees(SCHOOLS), {"crs": "local-km"}, "CRS_DEGREES", "local-km"),
        (in_degrees(UNITS, swapped=True), in_degrees(SCHOOLS), {"crs": "WGS84"}, "COORDS_SWAPPED", "写反"),
        (UNITS, SCHOOLS.replace("3.1,0", "3100,0"), {}, "CRS_NEEDED_METRES", "local-m"),
        (UNITS.replace("戊,4,0", "戊,900,0"), SCHOOLS, {"crs": "local-km"}, "COORDS_APART", "戊"),
        (UNITS, "id,x,y,seats\n南校,0,0,0\n", {}, "SEATS_NONE", "学位"),
        (UNITS.replace(",10,", ",0,"), SCHOOLS, {}, "PUPILS_NONE", "儿童数"),
        (UNITS.replace("丙,2,0,10,南校,否", "丙,2,0,10,,是"), SCHOOLS, {}, "PROMISE_EMPTY", "丙"),
        (UNITS, SCHOOLS, {"by": "town"}, "COLUMN_UNKNOWN", "town"),
        (UNITS, SCHOOLS, {"counts": "area"}, "COUNT_WRONG", "农村"),
    ],
)
def test_what_cannot_be_is_refused_in_words(refused, units, schools, texts, code, word):
    [(found, said)] = refused(units, schools, **texts)
    assert found == code
    assert word in said


def test_a_place_outside_the_country_is_named(refused):
    units = in_degrees(UNITS).replace("113.5000000", "13.5000000")
    [(code, said)] = refused(units, in_degrees(SCHOOLS), crs="WGS84")
    assert code == "COORDS_OUTSIDE"
    assert "甲" in said


@pytest.mark.parametrize(
    ("table", "text", "code"),
    [
        ("edges", "unit,neighbour\n甲,己\n", "EDGE_UNKNOWN"),
        ("distances", "unit,school,distance\n甲,南校,1\n己,南校,1\n", "WAY_UNKNOWN"),
        ("distances", "unit,school,distance\n甲,南校,1\n", "UNIT_UNREACHABLE"),
    ],
)
def test_tables_beside_must_fit(refused, table, text, code):
    assert refused(**{table: text})[0][0] == code


@pytest.mark.parametrize(
    ("units", "schools"),
    [
        (UNITS + "\n甲,5,0,10,,,,\n", SCHOOLS),
        (UNITS.replace("甲,0,0,10", "甲,0,0,-1"), SCHOOLS),
        (UNITS.replace("甲,0,0,10", "甲,0,0,"), SCHOOLS),
        (UNITS.replace("甲,0,0", "甲,,0"), SCHOOLS),
        (UNITS, SCHOOLS.replace("北校,3.1,0,30", "北校,3.1,0,")),
        (UNITS, SCHOOLS + "南校,1,1,5\n"),
    ],
)
def test_repeated_negative_or_missing_cells_are_refused(refused, units, schools):
    assert len(refused(units, schools)) >= 1


def collection(text, number):
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": r["id"], number: int(r[number])},
                "geometry": {"type": "Point", "coordinates": [float(r["x"]), float(r["y"])]},
            }
            for r in csv.DictReader(text.splitlines())
        ],
    }


def test_geojson_needs_a_system_and_is_read(run, refusal, tmp_path):
    files = {}
    for name, text, number in (("units", UNITS, "pupils"), ("schools", SCHOOLS, "seats")):
        files[name] = tmp_path / f"{name}.geojson"
        files[name].write_text(json.dumps(collection(in_degrees(text), number)), encoding="utf-8")
    assert refusal(METHOD, files) == ["CRS_NEEDED"]
    found = run(METHOD, files, crs="CGCS2000")
    assert schools_of(found)["丙"] == "北校"


def shapefile(path, rows, number):
    """A shapefile of squares, written byte by byte as its description says."""
    shapes, records = b"", b""
    for n, row in enumerate(rows, start=1):
        x, y, d = float(row["x"]), float(row["y"]), 0.01
        ring = [(x - d, y - d), (x - d, y + d), (x + d, y + d), (x + d, y - d), (x - d, y - d)]
        box = struct.pack("<4d", x - d, y - d, x + d, y + d)
        body = struct.pack("<i", 5) + box + struct.pack("<3i", 1, 5, 0)
        body += b"".join(struct.pack("<2d", *p) for p in ring)
        shapes += struct.pack(">2i", n, len(body) // 2) + body
        records += b" " + row["id"].encode().ljust(12) + str(row[number]).rjust(6).encode()
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50 + len(shapes) // 2) + struct.pack("<2i", 1000, 5)
    path.write_bytes(head + bytes(64) + shapes)
    fields = [(b"id", b"C", 12), (number.encode(), b"N", 6)]
    size = 32 + 32 * len(fields) + 1
    dbf = struct.pack("<4BIHH20x", 3, 126, 1, 1, len(rows), size, 19)
    dbf += b"".join(n.ljust(11, b"\0") + k + bytes(4) + bytes([w, 0]) + bytes(14) for n, k, w in fields)
    path.with_suffix(".dbf").write_bytes(dbf + b"\r" + records + b"\x1a")


def test_shapefiles_are_read_with_the_table_beside(run, refusal, tmp_path):
    files = {}
    for name, text, number in (("units", UNITS, "pupils"), ("schools", SCHOOLS, "seats")):
        files[name] = tmp_path / f"{name}.shp"
        shapefile(files[name], list(csv.DictReader(text.splitlines())), number)
    assert refusal(METHOD, files) == ["CRS_NEEDED"]
    assert schools_of(run(METHOD, files, crs="local-km"))["丙"] == "北校"
    files["units"].with_suffix(".dbf").unlink()
    assert refusal(METHOD, files, crs="local-km") == ["SHAPE_TABLE_MISSING"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"type": "Topology"}, "GEOJSON_SHAPE"),
        ({"features": [{"properties": {"id": "甲", "pupils": 1}, "geometry": None}]}, "GEOMETRY_UNKNOWN"),
    ],
)
def test_other_documents_are_no_map(refusal, tmp_path, document, code):
    units, schools = tmp_path / "u.geojson", tmp_path / "s.csv"
    units.write_text(json.dumps(document), encoding="utf-8")
    schools.write_text(SCHOOLS, encoding="utf-8")
    assert refusal(METHOD, {"units": units, "schools": schools}) == [code]
