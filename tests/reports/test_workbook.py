import math
import re
from dataclasses import replace
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from xueheng.reports.blocks import Bar, Chart, Column, Note, Number, Numbers, Report, Section, Series, Table
from xueheng.reports.display import MISSING
from xueheng.reports.office import workbook
from xueheng.reports.office.office import clean
from xueheng.reports.office.totals import totals
from xueheng.reports.office.workbook import sheet_name
from xueheng.reports.office.workbook_cells import number_format
from xueheng.reports.office.workbook_tables import HEAD_ROW
from xueheng.standards.words import Words, plain

NAME, COUNT = Column(Words("学校", "School")), Column(Words("人数", "Pupils"), 0)
RATE = Column(Words("及格率", "Pass rate"), 1, percent=True)
INJECTIONS = (
    '=HYPERLINK("http://x.example","a")',
    "+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "＝1+1",
    "http://x.example",
    "{=1}",
    "0012",
    "1E5",
)


def _report(*blocks, **more):
    section = Section(Words("结论", "Conclusions"), blocks)
    return Report(Words("报告", "Report"), Words("副题", "Subtitle"), (), (section,), **more)


def _table(rows, columns, **more):
    return Table(Words("各校的表", "Schools"), columns, tuple(rows), **more)


def _written(path, report, lang="zh"):
    workbook.write(report, path / "report.xlsx", lang=lang)
    return path / "report.xlsx"


def _rows(path, report, n=1):
    """The rows under the head of the nth table sheet."""
    book = CalamineWorkbook.from_path(_written(path, report))
    return book.get_sheet_by_index(n).to_python(skip_empty_area=False)[HEAD_ROW + 1 :]


CELLS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53), 2**53),
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20),
)


def _expected(value):
    if value is None:
        return MISSING
    return clean(value) if isinstance(value, str) else value


@settings(max_examples=40)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_every_value_reads_back_equal(tmp_path_factory, rows):
    table = _table(rows, (NAME, replace(RATE, digits=2), Column(plain("x"))))
    read = _rows(tmp_path_factory.mktemp("read"), _report(table))[: len(rows)]
    assert read == [[_expected(value) for value in row] for row in rows]


@pytest.mark.parametrize("text", INJECTIONS)
def test_text_that_looks_like_a_formula_stays_text(tmp_path, text):
    report = _report(_table([(text, 1)], (NAME, COUNT)), Note(plain(text)))
    path = _written(tmp_path, replace(report, title=plain(text), stamp=plain(text)))
    cell = openpyxl.load_workbook(path).worksheets[1].cell(HEAD_ROW + 2, 1)
    assert (cell.data_type, cell.value.strip()) == ("s", text.strip())


def test_no_formula_and_no_link_outside_is_written(tmp_path, report):
    with ZipFile(_written(tmp_path, report)) as package:
        sheets = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets/")]
        assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
        assert not any(b'TargetMode="External"' in package.read(n) for n in package.namelist())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_and_chart_has_a_sheet_and_every_chart_a_picture(tmp_path, report, lang):
    path = _written(tmp_path, report, lang)
    shown = [b for s in report.sections for b in s.blocks if not isinstance(b, Note | Numbers)]
    assert len(CalamineWorkbook.from_path(path).sheet_names) == 1 + len(shown)
    drawings = [n for n in ZipFile(path).namelist() if n.startswith("xl/drawings/drawing")]
    assert len(drawings) == len([b for b in shown if isinstance(b, Chart)])


def test_equal_reports_are_equal_bytes(tmp_path, report):
    first = _written(tmp_path, report).read_bytes()
    assert _written(tmp_path, report).read_bytes() == first


def test_a_number_keeps_its_digits_under_the_format(tmp_path):
    sheet = openpyxl.load_workbook(
        _written(tmp_path, _report(_table([("a", 2 / 3)], (NAME, RATE))))
    ).worksheets[1]
    cell = sheet.cell(HEAD_ROW + 2, 2)
    assert (cell.value, cell.number_format, cell.data_type) == (2 / 3, "0.0%", "n")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Column(plain("x")), "General"),
        (Column(plain("x"), 0), "0"),
        (Column(plain("x"), 2), "0.00"),
        (Column(plain("x"), 1, percent=True), "0.0%"),
        (Column(plain("x"), 0, percent=True), "0%"),
    ],
)
def test_declared_digits_make_the_format(column, expected):
    assert number_format(column) == expected


def test_a_tone_marks_a_number_that_stays_a_number(tmp_path):
    table = _table([("a", 0.25)], (NAME, RATE), tones=(("plain", "bad"),))
    cell = openpyxl.load_workbook(_written(tmp_path, _report(table))).worksheets[1].cell(HEAD_ROW + 2, 2)
    assert cell.value == 0.25
    assert cell.number_format.startswith('"▼ "')
    assert cell.fill.fgColor.rgb.endswith("F9E7E1")


def test_what_is_missing_is_a_dash_and_the_legend_says_so(tmp_path):
    table = _table([("a", None), ("b", math.nan)], (NAME, RATE))
    sheet = openpyxl.load_workbook(_written(tmp_path, _report(table))).worksheets[1]
    assert [sheet.cell(HEAD_ROW + n, 2).value for n in (2, 3)] == [MISSING, MISSING]
    assert MISSING in sheet.cell(3, 1).value


def test_counts_of_schools_are_added_up_and_rates_are_not(tmp_path):
    rows = _rows(tmp_path, _report(_table([("甲", 3, 0.5), ("乙", 4, 0.25)], (NAME, COUNT, RATE))))
    assert rows[-1] == ["合计", 7, ""]


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ([("甲", 3), ("全县", 3)], "人数"),
        ([("甲", 3), ("甲", 4)], "人数"),
        ([("甲", 3), ("乙", None)], "人数"),
        ([("甲", 3), ("乙", 4.0)], "人数"),
        ([("甲", 3), ("乙", 4)], "最高分"),
        ([("甲", 3), ("乙", 4)], "每班人数"),
        ([("甲", 3), ("乙", 4)], "累计人数"),
        ([("甲", 3)], "人数"),
        ([(Words("语文", "Chinese"), 3), (Words("数学", "Maths"), 3)], "人数"),
    ],
)
def test_nothing_is_added_up_where_the_sum_would_be_untrue(rows, label):
    assert totals(_table(rows, (NAME, Column(plain(label), 0)))) is None


@given(
    st.lists(st.integers(0, 99), min_size=3, max_size=9).filter(lambda v: sum(v[1:]) > 0 and sum(v[:-1]) > 0)
)
def test_a_running_sum_is_not_added_up(values):
    rows = [(f"段{n}", value, sum(values[: n + 1])) for n, value in enumerate(values)]
    assert totals(_table(rows, (NAME, COUNT, COUNT)))[1:] == (sum(values), None)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_sheet_names_are_valid_and_different(titles):
    taken = set()
    for title in titles:
        taken.add(sheet_name(title, taken).casefold())
    assert len(taken) == len(titles)
    assert all(0 < len(n.encode("utf-16-le")) // 2 <= 40 and not re.search(r"[\[\]:*?/\\]", n) for n in taken)


@given(st.text(max_size=80))
def test_a_sheet_name_is_at_most_31_letters(title):
    name = sheet_name(title, set())
    assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
    assert name == name.strip("'")


@pytest.fixture
def printed(tmp_path, table):
    """The sheet of a long table in a restricted report."""
    report = _report(table, stamp=Words("内部 & 不得公布", "internal"))
    return openpyxl.load_workbook(_written(tmp_path, report)).worksheets[1]


def test_head_and_first_column_stay(printed):
    assert printed.freeze_panes == f"B{HEAD_ROW + 2}"


def test_a_sheet_prints_on_a4_one_page_wide_with_its_head_again(printed):
    assert (printed.page_setup.paperSize, printed.page_setup.fitToHeight) == (9, 0)
    assert printed.print_title_rows == f"${HEAD_ROW + 1}:${HEAD_ROW + 1}"
    assert printed.print_area


def test_the_restriction_stands_on_every_printed_page(printed):
    assert "内部 && 不得公布" in printed.oddHeader.right.text


def test_the_summary_says_title_stamp_figures_and_links(tmp_path, report):
    sheet = openpyxl.load_workbook(_written(tmp_path, report)).worksheets[0]
    texts = [c.value for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {report.title.zh, report.stamp.zh, 29, "说明。"} <= {
        t.removeprefix("◇ ") if isinstance(t, str) else t for t in texts
    }
    assert sum(c.hyperlink is not None for row in sheet.iter_rows() for c in row) == 12


def test_a_headline_figure_is_a_number(tmp_path):
    figure = Number(Words("及格率", "Pass"), 2 / 3, 1, percent=True, unit=plain("u"), context=plain("c"))
    sheet = openpyxl.load_workbook(_written(tmp_path, _report(Numbers((figure,))))).worksheets[0]
    cells = [c for row in sheet.iter_rows() for c in row if c.value == 2 / 3]
    assert [c.number_format for c in cells] == ["0.0%"]


def test_a_report_without_blocks_is_a_workbook(tmp_path):
    empty = Bar(plain("e"), plain("x"), plain("y"), series=(Series(plain("s"), ()),))
    report = _report(_table([], (NAME,)), empty)
    assert len(openpyxl.load_workbook(_written(tmp_path, report)).worksheets) == 3


def test_properties_name_title_and_author(tmp_path, report):
    properties = openpyxl.load_workbook(_written(tmp_path, report)).properties
    assert (properties.title, properties.creator) == (report.title.zh, "学衡")
