import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.reports.blocks import (
    Bar,
    Column,
    Fact,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.reports.print import pdf
from xueheng.reports.print.pdf_tables import LYING, UPRIGHT, Need, layout, table
from xueheng.standards.words import plain

HOSTILE = '#panic("acted") #read("/etc/passwd") $x$ *b* _i_ `c` @r <l> \\ // [x] = #{1+1}'
ROOM = 1.0  # points that rounding may add
NEED = st.tuples(st.floats(0.5, 40), st.floats(0, 1)).map(lambda pair: Need(pair[0], pair[0] * pair[1]))


def _report(*blocks, **more):
    return Report(plain("标题"), plain(""), (), (Section(plain("节"), blocks),), **more)


def _table(columns, rows=3, **more):
    heads = tuple(Column(plain(f"第{n}项生均教学仪器设备值"), digits=2) for n in range(columns))
    return Table(
        plain("表"), heads, tuple((f"第{n}小学", *(1.5,) * (columns - 1)) for n in range(rows)), **more
    )


def _pages(made):
    return len(re.findall(rb"/Type\s*/Page\b", made))


def _words(found):
    """Every text in the data of a report."""
    return json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_block_prints_in_both_languages(report, lang, tmp_path):
    pdf.write(report, tmp_path / "a.pdf", lang=lang)
    made = (tmp_path / "a.pdf").read_bytes()
    assert made.startswith(b"%PDF-1.7")
    assert f"/Lang({lang}".encode() in made


def test_a_chart_prints(chart):
    assert pdf.render(_report(chart), lang="zh").startswith(b"%PDF")


def test_a_report_without_sections_prints():
    assert _pages(pdf.render(Report(plain("空"), plain(""), (), ()), lang="zh")) == 1


@pytest.mark.parametrize(
    "block",
    [
        Numbers(()),
        Note(plain("")),
        Bar(plain("t"), plain("x"), plain("y")),
        _table(2, rows=0),
        Table(plain("t"), (), ()),
    ],
    ids=["numbers", "note", "chart", "rows", "columns"],
)
def test_an_empty_block_prints(block):
    assert _pages(pdf.render(_report(block), lang="zh")) == 1


def test_the_same_report_gives_the_same_bytes(report):
    assert pdf.render(report, lang="zh") == pdf.render(report, lang="zh")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(seed):
    code = (
        "import hashlib;from xueheng.reports.print import pdf;from xueheng.reports.blocks import *;"
        "from xueheng.standards.words import plain as p;"
        "c=Bar(p('c'),p('x'),p('y'),categories=('a','b'),series=(Series(p('s'),(1.0,2.0),('bad','good')),));"
        "r=Report(p('t'),p(''),(),(Section(p('s'),(c,)),));"
        "print(hashlib.sha256(pdf.render(r,lang='zh')).hexdigest())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": s}, capture_output=True, check=True
        )
        for s in ("0", seed)
    ]
    assert told[0].stdout == told[1].stdout != b""


def test_nothing_in_the_data_acts():
    words = plain(HOSTILE)
    chart = Bar(words, words, words, categories=(HOSTILE,), series=(Series(words, (1.0,)),), note=words)
    blocks = (
        Note(words, items=(words,), title=words, href=HOSTILE),
        Numbers((Number(words, HOSTILE, unit=words, context=words),)),
        Table(words, (Column(words, unit=words),), ((HOSTILE,),), note=words, meanings=(("bad", words),)),
        chart,
    )
    hostile = Report(
        words, words, (Fact(words, words),), (Section(words, blocks),), words, ((HOSTILE, words),)
    )
    assert pdf.render(hostile, lang="zh").startswith(b"%PDF")


def test_the_title_is_in_the_file_as_it_was_given():
    made = pdf.render(replace(_report(), title=plain("𠮷 #read(1)")), lang="zh")
    assert "𠮷 #read(1)".encode() in made


def test_a_missing_value_prints_as_a_dash_and_is_explained():
    made = table(
        Table(plain("t"), (Column(plain("a")), Column(plain("b"), digits=1)), (("甲", None),)),
        "zh",
        label="表 1",
    )
    assert made["groups"][0]["rows"][0][1]["text"] == "—"
    assert made["key"] == [("—", "plain", "没有数据")]


def test_every_row_is_printed_folded_or_not():
    made = pdf.data(_report(_table(3, rows=300, fold=5)), "zh")
    assert "第299小学" in _words(made)
    assert _pages(pdf.render(_report(_table(3, rows=300, fold=5)), lang="zh")) > 5


def test_tables_and_figures_are_numbered_through_the_report(report):
    blocks = [block for run in pdf.data(report, "zh")["runs"] for block in run["blocks"]]
    labels = [block["label"] for block in blocks if "label" in block]
    assert labels == ["表 1", "表 2", *(f"图 {n}" for n in range(1, 11))]


def test_a_wide_table_lies_and_its_heading_goes_with_it():
    runs = pdf.data(_report(Note(plain("先")), _table(20)), "zh")["runs"]
    lone = pdf.data(_report(_table(20)), "zh")["runs"]
    assert [run["wide"] for run in runs] == [False, True]
    assert [[block["kind"] for block in run["blocks"]] for run in lone] == [["heading", "table"]]


def test_a_restriction_stands_in_the_head_of_every_page():
    stamped = _report(_table(3, rows=200), stamp=plain("内部诊断，不得公布"))
    assert pdf.data(stamped, "zh")["stamp"] == "内部诊断，不得公布"
    assert pdf.render(stamped, lang="zh") != pdf.render(replace(stamped, stamp=None), lang="zh")


@pytest.mark.parametrize(("name", "named"), [("王𪚥明", True), ("𠮷䶮𬭎㛃阿依古丽·买买提", False)])
def test_characters_that_cannot_be_drawn_are_named(name, named):
    rare = pdf.data(_report(Note(plain(name))), "zh")["rare"]
    assert (rare is not None) is named
    assert not named or "𪚥 U+2A6A5" in rare


@given(st.lists(NEED, min_size=1, max_size=60))
def test_columns_fit_the_paper_and_none_is_left_out(needs):
    plan = layout(needs)
    line = LYING if plan.is_wide else UPRIGHT
    assert all(sum(widths) <= line + ROOM for widths in plan.widths)
    assert all(group[0] == 0 for group in plan.groups)
    assert sorted({at for group in plan.groups for at in group}) == list(range(len(needs)))


@given(st.lists(NEED, min_size=1, max_size=10))
def test_type_is_smaller_only_where_it_must_be(needs):
    smaller = layout([Need(need.wanted / 2, need.least / 2) for need in needs])
    assert smaller.size >= layout(needs).size or layout(needs).is_wide
