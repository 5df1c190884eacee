import json
import math
import re
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xueheng.reports.blocks import Bar, Caterpillar, Heat, Line, Mark, Quadrant, Series
from xueheng.reports.charts.category_charts import is_scale
from xueheng.reports.charts.chart_parts import COLOURS, PALETTE, QUIET
from xueheng.reports.charts.charts import spec
from xueheng.reports.charts.plane_charts import ends
from xueheng.reports.charts.scales import scale
from xueheng.reports.charts.twins import interval_tones, quarter, twin
from xueheng.standards.words import Words, plain

X, Y, TITLE = plain("x"), plain("y"), plain("title")
FINITE = st.floats(-1e9, 1e9)


def _bar(values, **more):
    return Bar(
        TITLE, X, Y, categories=tuple("abcdef"[: len(values)]), series=(Series(plain("s"), values),), **more
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_is_plain_data_in_both_languages(chart, lang):
    assert json.loads(json.dumps(spec(chart, lang), allow_nan=False))["words"]["x"] == chart.x.say(lang)


def _drawn(made):
    """The value of each drawn item: the last of its numbers; a gap of a grid has none."""
    shown = [
        series for series in made["option"]["series"] if (made["kind"], series["type"]) != ("heat", "scatter")
    ]
    values = [
        item["value"] if isinstance(item, dict) else item
        for series in shown
        for item in series.get("links", series["data"])
    ]
    return {value[-1] if isinstance(value, list) else value for value in values} - {None}


def test_the_twin_has_every_value_of_the_chart(chart):
    written = {value for row in twin(chart).rows for value in row}
    assert _drawn(spec(chart, "zh"))
    assert _drawn(spec(chart, "zh")) <= written


def test_categories_keep_the_order_they_were_given(chart):
    heads = [str(row[0]) for row in twin(chart).rows]
    assert spec(chart, "zh").get("names", heads) == heads


def test_the_palette_is_that_of_the_page():
    css = (files("xueheng.reports") / "assets" / "report.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--(c[1-6]|c-quiet): (#\w+)", css))
    assert tokens == {**{f"c{n}": colour for n, colour in enumerate(PALETTE, start=1)}, "c-quiet": QUIET}


def test_the_vendored_library_is_the_one_declared():
    assets = files("xueheng.reports") / "assets"
    (entry,) = json.loads((assets / "vendor.json").read_text(encoding="utf-8"))
    assert sha256((assets / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert all((assets / text).is_file() for text in entry["texts"])


@pytest.mark.parametrize(
    ("low", "high", "tone"),
    [(0.1, 2.0, "good"), (-2.0, -0.1, "bad"), (-1.0, 1.0, "quiet"), (0.0, 1.0, "quiet")],
)
def test_an_interval_that_touches_zero_is_not_judged(low, high, tone):
    chart = Caterpillar(TITLE, X, Y, names=("a",), estimates=(0.5,), low=(low,), high=(high,))
    assert interval_tones(chart) == (tone,)
    assert spec(chart, "zh")["option"]["series"][0]["data"][0]["colour"] == COLOURS[tone]


def test_intervals_speak_of_the_line_unless_other_words_are_given():
    chart = Caterpillar(TITLE, X, Y, names=("a",), estimates=(1.0,), low=(0.5,), high=(1.5,))
    given = replace(chart, meanings=(("good", plain("above")),))
    assert twin(chart).rows[0][-1] == Words("区间全在参照线之上", "whole interval above the line")
    assert twin(given).rows[0][-1] == plain("above")


def test_intervals_are_drawn_around_a_line_at_zero(chart):
    lines = spec(chart, "zh")["option"]["series"][0].get("markLine", {"data": []})["data"]
    assert isinstance(chart, Caterpillar) == ({"name": "", "yAxis": 0} in lines)


def test_bars_start_at_zero_and_a_limit_is_never_off_the_paper():
    axis = spec(_bar((3.0, 4.0), marks=(Mark(plain("limit"), 9.0),)), "zh")["option"]["yAxis"]
    assert axis["min"] == 0
    assert axis["max"] >= 9


@pytest.mark.parametrize("gap", [None, math.nan])
def test_a_gap_is_never_zero(gap):
    data = spec(_bar((1.0, gap)), "zh")["option"]["series"][0]["data"]
    assert data[1]["value"] is None


@pytest.mark.parametrize(("label", "shown"), [("上限", "上限 50.0%"), ("上限 50.0%", "上限 50.0%")])
def test_a_reference_line_says_its_value_once(label, shown):
    chart = _bar((0.2,), marks=(Mark(plain(label), 0.5),), percent=True, digits=1)
    assert spec(chart, "zh")["option"]["series"][0]["markLine"]["data"][0]["name"] == shown


def test_a_cut_off_stands_on_the_axis_it_is_measured_on():
    chart = Line(
        TITLE, X, Y, at=(1, 2), series=(Series(X, (0.1, 0.2)),), marks=(Mark(plain("cut"), 560, axis="x"),)
    )
    made = spec(chart, "zh")["option"]
    assert made["series"][0]["markLine"]["data"] == [{"name": "cut 560", "xAxis": 560}]
    assert made["xAxis"]["max"] >= 560


@pytest.mark.parametrize(
    ("names", "answer"),
    [
        (("0", "1", "2"), True),
        (("60", "65", "70"), True),
        (("1", "5", "6"), False),
        (("甲", "乙"), False),
        (("1",), False),
    ],
)
def test_only_evenly_spaced_numbers_are_a_scale(names, answer):
    assert is_scale(names) is answer


@pytest.mark.parametrize(("middle", "range_"), [(None, (-1.0, 3.0)), (0.0, (-3.0, 3.0)), (2.0, (-1.0, 5.0))])
def test_diverging_colours_reach_equally_far_on_both_sides(middle, range_):
    chart = Heat(
        TITLE, X, Y, rows=("a",), columns=("b", "c", "d"), values=((-1.0, 3.0, None),), middle=middle
    )
    assert ends(chart) == range_


@pytest.mark.parametrize(("x", "y", "at"), [(1, 1, 0), (-1, 1, 1), (-1, -1, 2), (1, -1, 3), (0, 1, None)])
def test_a_point_on_a_cut_lies_in_no_quarter(x, y, at):
    words = tuple(Words(f"区{n}", f"q{n}") for n in range(4))
    chart = Quadrant(TITLE, X, Y, names=("a",), xs=(x,), ys=(y,), quarters=words)
    assert quarter(chart, x, y) == (None if at is None else words[at])


@given(st.lists(FINITE, min_size=1))
def test_an_axis_holds_every_value(values):
    axis = scale(values)
    slack = 1e-6 * axis.step
    assert axis.low - slack <= min(values) <= max(values) <= axis.high + slack


@example([0.0, 5e-324])
@given(st.lists(FINITE, min_size=1))
def test_an_axis_has_few_ticks(values):
    axis = scale(values)
    assert 1 <= round((axis.high - axis.low) / axis.step) <= 8


@given(st.lists(st.integers(0, 200), min_size=1))
def test_counts_have_whole_ticks(values):
    assert scale(values).step >= 1 or set(values) == {0}


def test_what_cannot_be_drawn_does_not_stretch_an_axis():
    assert scale([1.0, None, math.nan, 2.0]) == scale([1.0, 2.0])
