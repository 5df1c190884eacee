import re
import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.reports.blocks import Bar, Heat, Line, Quadrant, Report, Section, Series
from xueheng.reports.charts.image_parts import lines
from xueheng.reports.charts.images import chart_png, chart_svg, drawing_png, write_charts
from xueheng.reports.print import fonts
from xueheng.standards.words import Words, plain

X, Y = plain("x"), plain("y")
NAUGHTY = "<script>alert(1)</script>"
RARE = "𠮷䶮𬭎㛃㬎𠅤"


def _bar(*names, title="title"):
    values = tuple(float(n) for n in range(len(names)))
    return Bar(plain(title), X, Y, categories=names, series=(Series(plain("s"), values),))


def _said(svg):
    """The words of an image, in order."""
    return "".join("".join(ElementTree.fromstring(svg).itertext()).split("\n"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_image_says_what_the_chart_says(chart, lang):
    said = _said(chart_svg(chart, lang=lang))
    wanted = (chart.title, chart.x, chart.y, *(series.name for series in getattr(chart, "series", ())[1:]))
    assert [words for words in wanted if words.say(lang) not in said] == []


def test_an_image_needs_no_other_file(chart):
    svg = chart_svg(chart, lang="zh")
    assert re.findall(r"(?:href|src)=|<style|<script|@import|url\((?!#)", svg) == []
    assert set(re.findall(r"https?://[^\"]*", svg)) == {"http://www.w3.org/2000/svg"}


def test_the_same_chart_gives_the_same_bytes_whatever_was_drawn_before(chart):
    first = chart_svg(chart, lang="zh")
    chart_svg(_bar("甲", "乙"), lang="zh")
    assert chart_svg(chart, lang="zh") == first
    assert chart_png(chart, lang="zh", scale=1) == chart_png(chart, lang="zh", scale=1)


def test_names_inside_an_image_are_its_own(chart):
    svg = chart_svg(chart, lang="zh")
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


@pytest.mark.parametrize("scale", [1, 2])
def test_a_picture_of_dots_has_the_width_that_was_asked_for(scale):
    made = chart_png(_bar("甲", "乙"), lang="zh", width=480, scale=scale)
    assert made.startswith(b"\x89PNG")
    assert struct.unpack(">I", made[16:20]) == (480 * scale,)


def test_a_drawing_alone_leaves_out_title_and_note():
    chart = replace(_bar("甲", "乙"), note=plain("口径"))
    whole, bare = (made(chart, lang="zh", scale=1) for made in (chart_png, drawing_png))
    assert struct.unpack(">I", bare[20:24]) < struct.unpack(">I", whole[20:24])


@pytest.mark.parametrize(
    "name", [NAUGHTY, "a\u2028b", "\x00\x0b\ud800", "]]>&amp;", "${1}`", "{value}", "{a|b}", RARE]
)
def test_a_name_prints_as_itself(name):
    kept = re.sub("[\x00\x0b\ud800]", "\ufffd", name)
    said = _said(chart_svg(_bar(name, "乙", title=name), lang="zh"))
    assert said.count(kept.replace("\u2028", "")) + said.count(kept) >= 2


def test_a_long_name_is_not_cut():
    name = "某某市某某区第二实验中学教育集团滨江新城校区（九年一贯制）"
    for_points = Quadrant(
        plain("t"), X, Y, names=(name, "b"), xs=(0.7, 0.0), ys=(1.0, 0.0), tones=("good",) * 2
    )
    assert name in _said(chart_svg(_bar(name, *(f"第{n}小学" for n in range(39))), lang="zh"))
    assert name in _said(chart_svg(for_points, lang="zh"))


def test_a_gap_parts_a_curve():
    curve = Line(
        plain("t"),
        X,
        Y,
        at=(1.0, 2.0, 3.0, 4.0, 5.0),
        series=(Series(plain("s"), (1.0, 2.0, None, 2.0, 1.0)),),
    )
    whole = replace(curve, series=(Series(plain("s"), (1.0, 2.0, 2.0, 2.0, 1.0)),))
    strokes = [
        re.findall(r'd="(M[^"]*)"[^>]*stroke="#0072b2"', chart_svg(c, lang="zh")) for c in (curve, whole)
    ]
    assert [max(path.count("M") for path in found) for found in strokes] == [2, 1]


def test_a_cell_without_value_shows_a_dash():
    grid = Heat(plain("t"), X, Y, rows=("甲",), columns=("a", "b"), values=((None, 1.0),))
    assert "—" in _said(chart_svg(grid, lang="zh"))


def test_a_chart_without_data_says_so():
    assert "没有数据" in _said(chart_svg(Bar(plain("t"), X, Y), lang="zh"))


def test_every_chart_of_a_report_is_written_under_a_name_that_every_system_takes(report, tmp_path):
    written = write_charts(report, tmp_path / "图", lang="zh")
    names = [path.name for path in written]
    assert names[:2] == ["01-各校的图.svg", "01-各校的图.png"]
    assert len(set(names)) == len(names) == 20


@pytest.mark.parametrize("title", ['CON: a/b\\c*?"<>|', "...", " \t\n", "长" * 300])
def test_a_title_becomes_a_safe_file_name(title, tmp_path):
    chart = _bar("甲", title=title)
    made = write_charts(Report(X, Y, (), (Section(X, (chart,)),)), tmp_path, lang="en")
    assert all(re.fullmatch(r'01[^<>:"/\\|?*\s]{0,30}\.(svg|png)', path.name) for path in made)


@given(st.text(st.sampled_from("中文，。（）ab c1.—·𠮷"), max_size=60), st.floats(1, 20))
def test_breaking_lines_loses_nothing_and_keeps_to_the_width(text, width):
    rows = lines(text, width=width)
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(fonts.width(row) <= width for row in rows)


@given(st.text(st.sampled_from("中文，。（）1"), max_size=60))
def test_a_line_does_not_begin_with_a_stop(text):
    rows = lines(re.sub("[，。）]+", "。", text), width=8)
    assert not any(row.startswith("。") for row in rows[1:])


def test_the_fonts_have_the_characters_of_names():
    common = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    assert fonts.without_glyph([*common, RARE, "阿依古丽·买买提▼◇●○—−\u2009\u200b\ufe00"]) == []


def test_characters_that_no_font_has_are_named():
    assert fonts.without_glyph(["王𪚥明", "𪚥\ue000"]) == ["\ue000", "𪚥"]


def test_a_missing_package_of_fonts_is_named(monkeypatch):
    monkeypatch.setitem(fonts.FILES, fonts.SANS, ("no_such_fonts", "x.otf"))
    with pytest.raises(fonts.FontsMissing, match="no_such_fonts"):
        fonts.font_paths()


def test_chinese_letters_are_one_em_wide_and_latin_ones_less():
    assert fonts.width("中文𠮷") == 3
    assert 0 < fonts.width("il") < fonts.width("WM") < 2


def test_words_of_both_languages_are_drawn():
    chart = replace(_bar("甲"), note=Words("口径：应考学生，n = 4 059", "n = 4,059"))
    assert "口径：应考学生" in _said(chart_svg(chart, lang="zh"))
    assert "n = 4,059" in _said(chart_svg(chart, lang="en"))
