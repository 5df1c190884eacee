"""划片报告: the map with its table twin, in the page and in print, and the reasons in words."""

import pytest

from xueheng.reports.blocks import Numbers, ZoneMap
from xueheng.reports.charts.images import chart_png, chart_svg
from xueheng.reports.charts.twins import twin
from xueheng.reports.charts.zone_map import TINTS, tints
from xueheng.reports.pages.html_charts import chart

UNITS = "id,x,y,pupils,last_school,area\n" + "".join(
    f"村{x}{y},{x},{y},{5 + (x * y) % 4},{'校0' if x < 3 else '校1'},{'城区' if y > 2 else '农村'}\n"
    for x in range(6)
    for y in range(5)
)
SCHOOLS = "id,x,y,seats\n校0,1,1,50\n校1,4.2,1,60\n校2,3,4,100\n"


@pytest.fixture
def report(report_of):
    return report_of("resource.zoning", {"units": UNITS, "schools": SCHOOLS}, walk_limit="3")


@pytest.fixture
def map_(report, blocks_of):
    return blocks_of(report, ZoneMap)[0]


def test_the_head_says_what_is_kept(report, blocks_of):
    [numbers] = blocks_of(report, Numbers)
    assert [n.value for n in numbers.numbers[:2]] == [0, 0]


def test_the_map_has_every_zone_and_its_numbers_in_a_table(map_):
    assert map_.names == ("校0", "校1", "校2")
    assert all(map_.rings)
    assert [row[0] for row in twin(map_).rows] == ["校0", "校1", "校2"]
    assert sum(row[2] for row in twin(map_).rows) == sum(5 + (x * y) % 4 for x in range(6) for y in range(5))


def test_zones_that_touch_have_different_tints(map_):
    assert len(set(tints(map_))) == 3
    assert set(tints(map_)) <= set(TINTS)


def test_the_map_stands_in_the_page_without_a_script(map_):
    page = chart(map_, "zh", n=1)
    assert "<svg" in page
    assert "<script" not in page
    assert "校2" in page


def test_the_map_is_printed(map_):
    assert "<path" in chart_svg(map_, lang="zh")
    assert chart_png(map_, lang="en", width=300, scale=1).startswith(b"\x89PNG")


def test_units_that_are_not_at_the_nearest_school_read_why(report, tables_of):
    table = next(t for t in tables_of(report) if "没有划到最近的学校" in t.title.zh)
    assert all("最近的" in row[-1].zh and "nearest" in row[-1].en for row in table.rows)
