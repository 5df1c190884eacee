import re
import time
from dataclasses import replace
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from xueheng.reports.blocks import Chart, Column, Fact, Heat, Note, Number, Numbers, Report, Section, Table
from xueheng.reports.display import THIN_SPACE
from xueheng.reports.office import word
from xueheng.reports.office.office import breadth
from xueheng.reports.office.ordinals import han, ordinal
from xueheng.reports.office.title_lines import title_lines
from xueheng.standards.words import Words, plain

SCHOOL, MARK = Column(Words("学校", "School")), Column(Words("均分", "Mean"), 2)
INJECTIONS = (
    "{{ 7*7 }}",
    "{% for x in y %}",
    "<w:p/>",
    "&amp;",
    "]]>",
    "a\x00\x0b\x1bb",
    "\ud800x",
    "%(n)s",
    "{n}",
)


def _report(*blocks, **more):
    section = Section(Words("结论", "Conclusions"), blocks)
    return Report(Words("报告", "Report"), Words("副题", "Subtitle"), (), (section,), **more)


def _written(path, report, lang="zh"):
    word.write(report, path / "report.docx", lang=lang)
    return docx.Document(path / "report.docx")


def _texts(document, style=None):
    return [p.text for p in document.paragraphs if style is None or p.style.name == style]


def _values(table):
    """The texts of a table, read without python-docx's slow cells."""
    rows = table._tbl.findall(qn("w:tr"))
    return [["".join(t.text or "" for t in c.iter(qn("w:t"))) for c in r.findall(qn("w:tc"))] for r in rows]


@pytest.fixture(params=["zh", "en"])
def whole(report, request, tmp_path):
    """A report with every block, in each language."""
    return _written(tmp_path, report, request.param)


def test_every_chart_is_a_picture_with_words(whole, report):
    charts = [b for s in report.sections for b in s.blocks if isinstance(b, Chart)]
    shown = [p._inline.docPr.get("descr") for p in whole.inline_shapes]
    assert len(shown) == len(charts)
    assert all(shown)


def test_tables_and_figures_are_counted_by_fields(whole, report):
    blocks = [b for s in report.sections for b in s.blocks]
    fields = [f.get(qn("w:instr")) for f in whole.element.iter(qn("w:fldSimple"))]
    charts = sum(isinstance(b, Chart) for b in blocks)
    told = sum(isinstance(b, Heat) for b in blocks)  # in its own cells, not in the appendix
    assert len(fields) == 2 * charts - told + sum(isinstance(b, Table) for b in blocks)
    assert all(re.fullmatch(r" SEQ \S+ \\\* ARABIC ", field) for field in fields)


def test_captions_carry_the_number_they_show(tmp_path, table):
    captions = _captions(_written(tmp_path, _report(table, table)))
    assert captions == [f"表 1　{table.title.zh}", f"表 2　{table.title.zh}"]


def _captions(document):
    found = [p for p in document.paragraphs if p.style.name == "Caption"]
    return ["".join(t.text or "" for t in p._p.iter(qn("w:t"))) for p in found]


def test_the_data_of_a_figure_stands_in_the_appendix(tmp_path, report):
    chart = report.sections[1].blocks[0]
    captions = _captions(_written(tmp_path, _report(chart)))
    assert captions == [f"图 1　{chart.title.zh}", f"附表 1　图 1 的数据：{chart.title.zh}"]


def test_a_page_of_one_sheet_has_no_appendix_and_little_margin(tmp_path, report):
    chart = report.sections[1].blocks[0]
    made = _written(tmp_path, _report(chart, stamp=Words("不得公布", "not public"), is_one_page=True))
    assert _captions(made) == [f"图 1　{chart.title.zh}"]
    assert made.sections[0].left_margin < Mm(20)
    assert (_texts(made, "Stamp"), made.sections[0].header.paragraphs[0].text) == ([], "不得公布")


def test_headings_are_numbered_as_offices_do(tmp_path):
    notes = (Note(plain("x"), title=plain("口径")), Note(plain("y"), title=plain("核对")))
    document = _written(tmp_path, _report(*notes))
    assert _texts(document, "Heading 1") == ["一、结论"]
    assert _texts(document, "Heading 2") == ["（一）口径", "（二）核对"]


def test_values_are_shown_with_their_digits_and_marks(tmp_path):
    rows = (("甲", 1234.565), ("乙", None), ("丙", -0.001))
    tones = (("plain", "bad"), ("plain", "plain"), ("plain", "good"))
    table = Table(plain("t"), (SCHOOL, MARK), rows, tones=tones, note=plain("口径"))
    document = _written(tmp_path, _report(table))
    assert _values(document.tables[0])[1:] == [
        ["甲", f"▼ 1{THIN_SPACE}234.57"],
        ["乙", "—"],
        ["丙", "● 0.00"],
    ]
    assert _texts(document, "TableNote") == ["注：口径　▼ 不足　● 达到　— 没有数据"]


def test_a_table_repeats_its_head_and_parts_no_row(tmp_path, table):
    made = _written(tmp_path, _report(table)).tables[0]._tbl
    rows = made.findall(qn("w:tr"))
    assert [r.find(f".//{qn('w:tblHeader')}") is not None for r in rows] == [True] + [False] * 65
    assert all(r.find(f".//{qn('w:cantSplit')}") is not None for r in rows)


def test_a_table_fills_the_width_of_the_text(tmp_path, table, wide_table):
    document = _written(tmp_path, _report(table, wide_table))
    for made in document.tables:
        columns = [int(c.get(qn("w:w"))) for c in made._tbl.tblGrid]
        assert 0 < sum(columns) <= 14_200


def test_a_table_too_wide_for_the_page_lies_down_and_the_text_stands_up_again(tmp_path):
    heads = tuple(Column(Words(f"第{n}项指标数值", f"indicator{n}"), 2) for n in range(24))
    wide = Table(plain("t"), (SCHOOL, *heads), (("甲", *[1234.5] * 24),))
    document = _written(tmp_path, _report(wide, Note(plain("after"))))
    assert [s.orientation for s in document.sections] == [0, 1, 0]


def test_a_thousand_rows_take_no_more_than_a_moment(tmp_path):
    rows = tuple((f"第{n}学校", *[n / 7] * 9) for n in range(1000))
    report = _report(Table(plain("t"), (SCHOOL, *[MARK] * 9), rows))
    began = time.process_time()
    word.write(report, tmp_path / "report.docx", lang="zh")
    assert time.process_time() - began < 3


def test_equal_reports_are_equal_bytes(tmp_path, table):
    report = _report(table, Note(plain("x")))
    for name in ("a", "b"):
        word.write(report, tmp_path / name, lang="zh")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("text", INJECTIONS)
def test_text_is_data_and_never_acts(tmp_path, text):
    row = Table(plain(text), (Column(plain(text)),), ((text,),), note=plain(text))
    figure = Numbers((Number(plain(text), plain(text)),))
    report = _report(row, figure, Note(plain(text), items=(plain(text),)), stamp=plain(text))
    document = _written(tmp_path, replace(report, title=plain(text), facts=(Fact(plain(text), plain(text)),)))
    kept = re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff]", "", text)
    assert _values(document.tables[1])[1] == [kept]
    assert kept in _texts(document, "Body Text")


def test_nothing_runs_and_nothing_is_fetched(tmp_path, report):
    _written(tmp_path, report)
    with ZipFile(tmp_path / "report.docx") as package:
        assert not any("vba" in name.lower() or "thumbnail" in name for name in package.namelist())
        assert not any(b'TargetMode="External"' in package.read(n) for n in package.namelist())


def test_properties_say_title_author_and_language(tmp_path, report):
    core = _written(tmp_path, report).core_properties
    assert (core.title, core.author, core.language) == (report.title.zh, "学衡", "zh-CN")
    assert core.comments == ""


def test_fonts_are_named_for_han_letters_and_what_stands_in_for_them(tmp_path, table):
    document = _written(tmp_path, _report(table))
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Body Text")
    }
    assert fonts == {"Title": "方正小标宋简体", "Heading 1": "黑体", "Body Text": "仿宋"}
    assert "FangSong" in ZipFile(tmp_path / "report.docx").read("word/fontTable.xml").decode()


def test_the_page_is_a4_with_its_number_below_and_the_restriction_above(tmp_path):
    section = _written(tmp_path, _report(stamp=plain("内部"))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == "内部"
    assert [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))] == [" PAGE "]


def test_body_text_begins_two_letters_in(tmp_path):
    indent = _written(tmp_path, _report()).styles["Body Text"].element.pPr.ind
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_a_long_narrow_table_runs_through_columns_of_the_page(tmp_path):
    table = Table(plain("t"), (SCHOOL, MARK), tuple((str(n), n) for n in range(150)))
    document = _written(tmp_path, _report(table))
    columns = [c.get(qn("w:num")) for c in document.element.iter(qn("w:cols"))]
    assert columns == [None, "4", "1"]


@pytest.mark.parametrize(
    ("n", "expected"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九"), (100, "100")],
)
def test_numbers_are_written_in_chinese(n, expected):
    assert han(n) == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("zh", ["二、", "（二）", "2.", "（2）"]), ("en", ["2. ", "(2) ", "b. ", "(b) "])],
)
def test_each_level_has_its_own_number(lang, expected):
    assert [ordinal(2, level, lang) for level in (1, 2, 3, 4)] == expected


@given(st.text(alphabet="关于全县义务教育2026年《办法》的通报（试行）", min_size=1, max_size=60))
def test_lines_of_a_title_lose_nothing(title):
    assert "".join(title_lines(title, letters=20)) == title


@pytest.mark.parametrize(
    "title",
    [
        "关于义务教育均衡监测情况的通报",
        "青山县教育局关于2026年春季学期全县义务教育学校教学质量监测情况的通报",
        "青山县教育局关于转发《义务教育优质均衡发展督导评估办法》的通知",
    ],
)
def test_lines_of_a_title_fit_and_tear_no_word(title):
    lines = title_lines(title, letters=20)
    assert all(breadth(line) <= 40 for line in lines)
    assert not any(re.search(r"《[^》]*$|^[^《]*》|\d$|的$", line) for line in lines[:-1])
