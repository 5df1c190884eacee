import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from xueheng.reports.blocks import Note, Report, Section, Table
from xueheng.reports.pages.html import render, write
from xueheng.reports.pages.markup import Markup, element, relative
from xueheng.standards.words import Words, plain

NAUGHTY = "<script>alert(1)</script>"
EMPTY = {"meta", "link", "br"}


class Outline(HTMLParser):
    """What a browser would make of a page: tags with attributes, texts, and whether all tags close."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.open, self.texts = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(params=["zh", "en"])
def page(report, request):
    """The whole report in each language."""
    return render(report, lang=request.param, other="other.html")


def test_every_block_makes_a_whole_page(page):
    outline = Outline(page)
    assert outline.open == []
    assert len(outline.all("h1")) == 1


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-Hans"), ("en", "en")])
def test_the_page_says_its_language_and_links_the_other(report, lang, tag):
    outline = Outline(render(report, lang=lang, other="there.html"))
    assert outline.all("html") == [{"lang": tag}]
    assert "there.html" in {link.get("href") for link in outline.all("a")}


def test_names_are_text_and_never_markup(page):
    outline = Outline(page)
    data = [attrs for attrs in outline.all("script") if attrs.get("type")]
    assert len(outline.all("script")) - len(data) == 2
    assert ("th", NAUGHTY) in outline.texts
    assert ("th", "=1+1") in outline.texts


def test_the_data_of_a_chart_cannot_close_its_own_script(page):
    blocks = re.findall(r'<script type="application/json">(.*?)</script>', page, flags=re.S)
    assert not any("<" in block for block in blocks)
    assert any(NAUGHTY in json.loads(block).get("names", ()) for block in blocks)


def test_nothing_is_fetched(page):
    outline = Outline(page)
    assert [attrs for _, attrs in outline.tags if "src" in attrs] == []
    assert "default-src 'none'" in outline.all("meta")[1]["content"]
    assert "url(" not in page.split("</style>")[0]


@pytest.mark.parametrize(
    ("href", "shown"),
    [
        ("javascript:alert(1)", "./javascript:alert(1)"),
        ("a:b.xlsx", "./a:b.xlsx"),
        ("out/table.csv", "out/table.csv"),
        ("index.html#a:b", "index.html#a:b"),
    ],
)
def test_a_link_is_always_a_path(href, shown):
    assert relative(href) == shown


def test_the_stamp_on_paper_is_code_points_only(report):
    running = render(report, lang="zh").split("</style>")[0].split("@top-right{")[1]
    assert re.match(r'content:"(\\[0-9a-f]{6})+";', running)


def test_each_chart_is_named_for_those_who_do_not_see_it(page, report):
    plots = [attrs for attrs in Outline(page).all("div") if attrs.get("class") == "plot"]
    charts = report.sections[1].blocks
    named = [
        chart.title.zh in plot["aria-label"] or chart.title.en in plot["aria-label"]
        for chart, plot in zip(charts, plots, strict=True)
    ]
    assert all(named)
    assert {plot["role"] for plot in plots} == {"img"}


def test_each_chart_has_its_table_open_until_it_is_drawn(page, report):
    assert Outline(page).all("details") == [{"class": "twin", "open": None}] * len(report.sections[1].blocks)


def test_tables_and_figures_are_counted_apart(report):
    titles = re.findall(r"<b>([表图] \d+)</b>", render(report, lang="zh"))
    assert titles == ["表 1", "表 2", *(f"图 {n}" for n in range(1, 11))]


def test_a_long_table_is_complete_and_says_where_to_fold(table):
    page = _page(table)
    (grid,) = Outline(page).all("table")
    assert page.count("<tr>") == 1 + len(table.rows)
    assert (grid["data-fold"], grid["data-all"]) == ("40", "显示全部 65 行")


def test_a_mark_is_a_shape_and_a_word(table):
    page = _page(table)
    assert '<span class="mark" aria-hidden="true">▼</span><span class="sr"> 不足 </span>0.0</td>' in page
    assert Outline(page).all("ul")[-1] == {"class": "key"}


def test_only_the_marks_that_are_used_are_explained(table):
    calm = Table(table.title, table.columns, (("甲校", 1.0, "ok"),))
    marked = Table(table.title, table.columns, calm.rows, tones=(("plain", "near", "plain"),))
    assert 'class="key"' not in _page(calm)
    assert re.findall(r'mark (\w+)"', _page(marked)) == ["near"]


def test_a_block_may_say_what_its_marks_mean(table):
    words = (("bad", Words("低于 85%", "under 85%")),)
    page = _page(replace(table, meanings=words))
    assert "</span> 低于 85%</li>" in page
    assert "不足" not in page


def test_missing_values_are_dashes_with_a_word(table):
    page = _page(table)
    assert re.search(r"</span>—</td>|>—</td>", page)
    assert "— 没有数据" in page


def test_rows_keep_the_order_they_were_given(table):
    heads = [text for tag, text in Outline(_page(table)).texts if tag == "th"][-65:]
    assert heads == [row[0] for row in table.rows]


def test_the_same_report_is_the_same_page(report):
    assert render(report, lang="zh") == render(report, lang="zh")


def test_both_languages_are_written_and_linked(report, tmp_path):
    path = write(report, tmp_path / "new" / "folder", lang="en")
    other = path.with_name("index.zh.html")
    assert 'href="index.zh.html"' in path.read_text(encoding="utf-8")
    assert 'href="index.html"' in other.read_text(encoding="utf-8")
    assert sorted(file.name for file in path.parent.iterdir()) == ["index.html", "index.zh.html"]


def test_attributes_and_text_are_escaped_once():
    made = element("a", "<b>", Markup("<i>x</i>"), ["&", None], title='"x"', hidden=True, id=None)
    assert made == '<a title="&quot;x&quot;" hidden>&lt;b&gt;<i>x</i>&amp;</a>'


def test_the_renderer_starts_light():
    code = "import sys, xueheng.reports.pages.html; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {"numpy", "pyarrow", "ibis", "duckdb", "yaml"}.isdisjoint(loaded)


def _page(block):
    report = Report(plain("r"), plain(""), (), (Section(plain("s"), (block, Note(plain("n")))),))
    return render(report, lang="zh")


def test_a_note_can_lead_to_another_page():
    section = Section(plain("s"), (Note(plain("open <it>"), href="a/index.html"),))
    page = render(Report(plain("t"), plain("u"), (), (section,)), lang="en")
    assert '<a href="a/index.html">open &lt;it&gt;</a>' in page
