"""标红: the user's own workbook comes back with its findings on it, and with everything else as it was."""

import os
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, InlineFont, TextBlock
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from xueheng.standards.words import Words
from xueheng.tables.files.grid import Laid
from xueheng.tables.files.grids import read_grids
from xueheng.tables.issues import Issue, Refused
from xueheng.tables.marking import issue_list
from xueheng.tables.marking.marked import write_marked
from xueheng.tables.own import OWN_COLUMNS, OWN_SHEETS

HEAD = ["考号", "姓名", "语文"]
ROWS = [HEAD, ["001", "李明", 95], ["002", "王芳", -3]]
COLUMNS = {"考号": 1, "姓名": 2, "语文": 3}
RED, AMBER, BLUE = "FFFFC7CE", "FFFFEB9C", "FFDDEBF7"


def issue(row, column, *, severity="error", sheet="成绩", code="NEGATIVE", value=None, repair=None):
    words = Words(f"第 {row} 行“{column}”不对。", f"row {row}, '{column}' is wrong.")
    return Issue(code, severity, words, sheet, row, column, value, repair)


@pytest.fixture
def mark(tmp_path):
    """Mark a file; the marked one opened."""

    def marked(source, *issues, laid=None, lang="zh", name="marked.xlsx"):
        laid = laid or [Laid("成绩", (1,), COLUMNS)]
        write_marked(source, tmp_path / name, issues=issues, laid=laid, lang=lang)
        return openpyxl.load_workbook(tmp_path / name)

    return marked


@pytest.fixture
def book(workbook):
    """A workbook of one sheet of marks, changed as wanted."""

    def saved(change=lambda sheet: None, rows=ROWS):
        path = workbook({"成绩": rows})
        opened = openpyxl.load_workbook(path)
        change(opened["成绩"])
        opened.save(path)
        return path

    return saved


def colour_of(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


@pytest.mark.parametrize(
    ("severity", "colour", "word"),
    [("error", RED, "错误"), ("warning", AMBER, "提醒"), ("notice", BLUE, "说明")],
)
def test_a_finding_is_seen_by_colour_and_by_word(book, mark, severity, colour, word):
    sheet = mark(book(), issue(3, "语文", severity=severity))["成绩"]
    assert colour_of(sheet["C3"]) == colour
    assert sheet["C3"].comment.text.startswith(word)
    assert sheet["C3"].comment.author == "学衡"


def test_a_row_says_all_that_is_wrong_with_it_at_its_end(book, mark):
    found = (issue(3, "姓名", severity="notice"), issue(3, "语文", repair="3"))
    sheet = mark(book(), *found)["成绩"]
    assert sheet["D1"].value == "错误说明"
    assert sheet["D3"].value == "错误：第 3 行“语文”不对。建议改为：3\n说明：第 3 行“姓名”不对。"
    assert (sheet["D2"].value, sheet["D3"].alignment.wrap_text) == (None, True)


def test_the_worst_of_several_findings_gives_the_colour(book, mark):
    sheet = mark(book(), issue(3, "语文", severity="notice"), issue(3, "语文"))["成绩"]
    assert colour_of(sheet["C3"]) == RED
    assert sheet["C3"].comment.text.count("第 3 行") == 2


def test_every_finding_is_listed_with_counts_on_top(book, mark):
    found = (
        issue(2, "姓名", code="NAME", severity="notice", value="李明"),
        issue(3, "语文", value="-3", repair="3"),
    )
    rows = list(mark(book(), *found)["问题清单"].values)
    assert rows[1][0] == "共 1 处错误、0 处提醒、1 处说明。"
    assert rows[-1][:6] == ("错误", "成绩", 3, "语文", "-3", "第 3 行“语文”不对。")
    assert [row[1:3] for row in rows if row[1] in ("NAME", "NEGATIVE")] == [("NAME", 1), ("NEGATIVE", 1)]


def test_a_finding_of_a_column_stands_at_its_head(book, mark):
    sheet = mark(book(), issue(None, "语文"))["成绩"]
    assert colour_of(sheet["C1"]) == RED
    assert sheet["C1"].comment.text.startswith("错误")


def test_a_finding_of_a_whole_row_colours_what_is_said_there(book, mark):
    sheet = mark(book(), issue(3, None, severity="warning"))["成绩"]
    assert [colour_of(cell) for cell in sheet[3]] == [None, None, None, AMBER]


def test_a_finding_of_the_whole_file_is_listed(book, mark):
    marked = mark(book(), issue(None, None, sheet=None, severity="notice", code="ENCODING"))
    assert [row[1] for row in marked["问题清单"].values].count("ENCODING") == 1
    assert marked["成绩"]["D1"].comment.text.startswith("说明")


def test_columns_that_are_wrong_together_are_marked_together(book, mark):
    sheet = mark(book(), issue(3, "考号/姓名"))["成绩"]
    assert [colour_of(cell) for cell in sheet[3]][:3] == [RED, RED, None]


def test_the_words_are_of_the_language(book, mark):
    marked = mark(book(), issue(3, "语文"), lang="en")
    assert marked["成绩"]["D3"].value == "Error: row 3, '语文' is wrong."
    assert "Issues" in marked.sheetnames


def test_formats_widths_and_other_sheets_stay(book, mark):
    def change(sheet):
        sheet["B2"].font = Font(name="楷体", bold=True)
        sheet["C2"].number_format = "0.00"
        sheet.column_dimensions["B"].width = 33
        sheet.add_data_validation(DataValidation("list", formula1='"甲,乙"', sqref="B2:B9"))
        sheet.parent.create_sheet("备注")["A1"] = "别动"

    marked = mark(book(change), issue(3, "语文"))
    sheet = marked["成绩"]
    assert (sheet["B2"].font.name, sheet["C2"].number_format) == ("楷体", "0.00")
    assert (sheet.column_dimensions["B"].width, marked["备注"]["A1"].value) == (33, "别动")
    assert sheet.data_validations.dataValidation[0].formula1 == '"甲,乙"'


def test_a_merged_cell_is_marked_where_it_shows(book, mark):
    sheet = mark(book(lambda s: s.merge_cells("B2:B3")), issue(3, "姓名"))["成绩"]
    assert colour_of(sheet["B2"]) == RED
    assert sheet["B2"].comment.text.startswith("错误")


def test_under_two_rows_of_heads_the_new_column_has_one_head(workbook, mark):
    rows = [["期中"], ["考号", "语文", None], [None, "分数", "等级"], ["1", 90, "B"]]
    laid = [Laid("成绩", (2, 3), {"考号": 1, "语文/分数": 2, "语文/等级": 3})]
    sheet = mark(workbook({"成绩": rows}), issue(4, "语文/分数"), laid=laid)["成绩"]
    assert "D2:D3" in {area.coord for area in sheet.merged_cells.ranges}
    assert (sheet["D2"].value, colour_of(sheet["B4"])) == ("错误说明", RED)


def test_the_new_column_covers_nothing_that_stands_further_right(workbook, mark):
    rows = [HEAD, ["1", "李", 5, "多出来的"], ["2", "王", -1]]
    sheet = mark(workbook({"成绩": rows}), issue(3, "语文"))["成绩"]
    assert (sheet["D2"].value, sheet["E1"].value) == ("多出来的", "错误说明")


def test_hidden_rows_stay_hidden_and_are_marked(book, mark):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    sheet = mark(book(hide), issue(3, "语文"))["成绩"]
    assert sheet.row_dimensions[3].hidden
    assert colour_of(sheet["C3"]) == RED


def test_each_sheet_has_its_own_findings(workbook, mark):
    laid = [Laid(name, (1,), COLUMNS) for name in ("一班", "二班")]
    marked = mark(workbook({"一班": ROWS, "二班": ROWS}), issue(3, "语文", sheet="二班"), laid=laid)
    assert colour_of(marked["二班"]["C3"]) == RED
    assert (marked["一班"]["D1"].value, colour_of(marked["一班"]["C3"])) == (None, None)


def test_a_second_marking_replaces_the_first(book, mark, tmp_path):
    mark(book(), issue(2, "姓名"), issue(3, "语文"), name="one.xlsx")
    marked = mark(tmp_path / "one.xlsx", issue(3, "语文"), name="two.xlsx")
    assert marked.sheetnames == ["成绩", "问题清单"]
    assert [cell.value for cell in marked["成绩"][1]] == [*HEAD, "错误说明"]
    assert (colour_of(marked["成绩"]["B2"]), marked["成绩"]["B2"].comment) == (None, None)
    assert marked["成绩"]["C3"].comment.text.count("错误") == 1


def test_a_file_without_findings_loses_all_marks(book, mark, tmp_path):
    mark(book(), issue(None, "姓名"), issue(3, "语文"), name="one.xlsx")
    marked = mark(tmp_path / "one.xlsx", name="two.xlsx")
    cells = [cell for row in marked["成绩"].iter_rows() for cell in row]
    assert marked.sheetnames == ["成绩"]
    assert not [c for c in cells if c.comment or colour_of(c) or c.value in OWN_COLUMNS]


def test_a_cell_gets_its_own_fill_ink_and_comment_back(book, mark, tmp_path):
    def change(sheet):
        sheet["C3"].fill = PatternFill("solid", fgColor="FF00FF00")
        sheet["C3"].font = Font(color="FF0000FF")
        sheet["C3"].comment = Comment("问过老师", "王老师")

    marked = mark(book(change), issue(3, "语文"), name="one.xlsx")["成绩"]["C3"]
    assert (colour_of(marked), marked.font.color.rgb) == (RED, "FF0000FF")
    assert "问过老师" in marked.comment.text
    cell = mark(tmp_path / "one.xlsx", name="two.xlsx")["成绩"]["C3"]
    assert (colour_of(cell), cell.font.color.rgb) == ("FF00FF00", "FF0000FF")
    assert (cell.comment.text, cell.comment.author) == ("问过老师", "王老师")


def test_what_the_user_coloured_like_us_stays(book, mark):
    def change(sheet):
        sheet["B2"].fill = PatternFill("solid", fgColor=RED)

    assert colour_of(mark(book(change), issue(3, "语文"))["成绩"]["B2"]) == RED


def test_a_sheet_of_the_user_that_is_called_like_ours_stays(workbook, mark):
    path = workbook({"成绩": ROWS, "问题清单": [["整改事项"]]})
    marked = mark(path, issue(3, "语文"))
    assert marked["问题清单"]["A1"].value == "整改事项"
    assert set(marked.sheetnames) - {"成绩", "问题清单"} <= OWN_SHEETS


INJECTED = [
    '=HYPERLINK("http://x","点")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "<script>",
    "#N/A",
    "\u202e反",
]


@pytest.mark.parametrize("text", INJECTED)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_text_never_becomes_a_formula(write, mark, text, suffix):
    quoted = '"' + text.replace('"', '""') + '"'
    path = write("s.csv", f"考号,姓名,语文\n001,{quoted},95\n") if suffix == ".csv" else _typed(write, text)
    sheet = None if suffix == ".csv" else "成绩"
    found = Issue("NAME_CHARS", "error", Words(text, text), sheet, 2, "姓名", text, text)
    marked = mark(path, found, laid=[Laid(sheet, (1,), COLUMNS)])
    cells = [cell for s in marked.worksheets for row in s.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert marked.worksheets[0]["B2"].value == text


def _typed(write, text):
    path, opened = write("s.xlsx", b""), openpyxl.Workbook()
    opened.active.title = "成绩"
    opened.active.append(HEAD)
    cell = opened.active.cell(2, 2)
    cell.value, cell.data_type = text, "s"
    opened.save(path)
    return path


def test_formulas_keep_their_text_and_what_they_came_to(write, mark, tmp_path):
    import xlsxwriter

    path = write("s.xlsx", b"")
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("成绩")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["001", "李明"])
        sheet.write_formula(1, 2, "=40+50", None, 90)
        sheet.write_formula(2, 1, '="王"&"<芳>"', None, "王<芳>")
    marked = mark(path, issue(2, "语文"))
    values = openpyxl.load_workbook(tmp_path / "marked.xlsx", data_only=True)["成绩"]
    assert (marked["成绩"]["C2"].value, values["C2"].value) == ("=40+50", 90)
    assert (marked["成绩"]["B3"].value, values["B3"].value) == ('="王"&"<芳>"', "王<芳>")


def test_drop_downs_kept_in_an_extension_stay(book, mark):
    import zipfile

    path = book()
    rule = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>代码!$A$1:$A$3</xm:f>'
        "</x14:formula1>"
        "<xm:sqref>B2:B9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    ).encode()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</worksheet>", rule)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    (kept,) = mark(path, issue(3, "语文"))["成绩"].data_validations.dataValidation
    assert (kept.formula1, str(kept.sqref)) == ("代码!$A$1:$A$3", "B2:B9")


def test_text_in_chinese_of_old_programs_comes_back_as_a_workbook(write, mark):
    path = write("s.csv", "考号,姓名,语文\n0012,李明,95\n0013,王芳,-3\n".encode("gb18030"))
    found = issue(3, "语文", sheet=None)
    sheet = mark(path, found, laid=[Laid(None, (1,), COLUMNS)]).worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["0013", "王芳", "-3", "错误：第 3 行“语文”不对。"]
    assert (colour_of(sheet["C3"]), sheet["C3"].comment.text[:2]) == (RED, "错误")
    assert (sheet["A2"].number_format, sheet["A1"].font.bold) == ("@", True)


@pytest.fixture
def large(workbook):
    """A workbook of more rows than are marked in place."""
    rows = [[date(2011, 3, 5), datetime.fromisoformat("2026-06-28T10:00"), 95.5, "01"] for _ in range(10_050)]
    return workbook({"成绩": [["出生日期", "时间", "语文", "考号"], *rows, [], ["", "", -1, "02"]]})


def test_a_large_workbook_is_written_anew_with_its_types(large, mark, tmp_path):
    laid = [Laid("成绩", (1,), {"语文": 3, "考号": 4})]
    sheet = mark(large, issue(10_053, "语文"), laid=laid)["成绩"]
    assert [cell.value for cell in sheet[2]][2:4] == [95.5, "01"]
    assert sheet["A2"].is_date
    assert sheet["B2"].value == datetime.fromisoformat("2026-06-28T10:00")
    assert sheet["A2"].value.date() == date(2011, 3, 5)
    assert (colour_of(sheet["C10053"]), sheet["E1"].value) == (RED, "错误说明")
    again = mark(tmp_path / "marked.xlsx", issue(10_053, "语文"), laid=laid, name="again.xlsx")
    assert again.sheetnames == ["成绩", "问题清单"]
    assert again["成绩"].max_column == 5


def test_the_list_says_how_many_it_leaves_out(write, mark, monkeypatch):
    monkeypatch.setattr(issue_list, "MOST_LISTED", 40)
    path = write("s.csv", "考号,姓名,语文\n1,李,-1\n")
    found = [issue(2, "语文", sheet=None)] * 43
    sheet = mark(path, *found, laid=[Laid(None, (1,), COLUMNS)])["问题清单"]
    assert sheet["A4"].value == "只列出前 40 处，还有 3 处没有列出。请先改正已列出的，再检查一次。"
    assert sheet.max_row < 60


@pytest.mark.parametrize(("name", "code"), [("t.xls", "MARKED_NAME"), ("table.xlsx", "MARKED_SAME")])
def test_a_target_that_cannot_be_is_refused(book, name, code):
    source = book()
    before = source.read_bytes()
    with pytest.raises(Refused) as refused:
        write_marked(source, source.with_name(name), issues=[], laid=[], lang="zh")
    assert [i.code for i in refused.value.issues] == [code]
    assert (source.read_bytes(), os.listdir(source.parent)) == (before, [source.name])


def test_a_source_that_cannot_be_read_leaves_no_target(write):
    source = write("s.xlsx", b"PK\x03\x04 half")
    with pytest.raises(Refused):
        write_marked(source, source.with_name("t.xlsx"), issues=[], laid=[], lang="zh")
    assert os.listdir(source.parent) == ["s.xlsx"]


TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=6)
CELLS = st.one_of(
    TEXT.filter(str.strip),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
    st.none(),
)
GRIDS = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5)


@given(rows=GRIDS, spots=st.sets(st.tuples(st.integers(2, 6), st.sampled_from(HEAD)), max_size=4))
@settings(max_examples=60)
def test_the_data_of_a_marked_workbook_are_those_of_the_source(tmp_path_factory, rows, spots):
    folder = tmp_path_factory.mktemp("b")
    opened = openpyxl.Workbook()
    opened.active.title = "成绩"
    for at, row in enumerate([HEAD, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = opened.active.cell(at, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    opened.save(folder / "s.xlsx")
    laid, found = [Laid("成绩", (1,), COLUMNS)], [issue(row, column) for row, column in spots]
    write_marked(folder / "s.xlsx", folder / "t.xlsx", issues=found, laid=laid, lang="zh")
    assert _data(folder / "t.xlsx") == _data(folder / "s.xlsx")


@given(rows=st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=5))
@settings(max_examples=60)
def test_the_data_of_a_marked_text_file_are_those_of_the_source(tmp_path_factory, rows):
    import csv

    folder = tmp_path_factory.mktemp("c")
    with (folder / "s.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([HEAD, *rows])
    found, laid = [issue(2, "姓名", sheet=None)], [Laid(None, (1,), COLUMNS)]
    write_marked(folder / "s.csv", folder / "t.xlsx", issues=found, laid=laid, lang="zh")
    assert _data(folder / "t.xlsx") == _data(folder / "s.csv")


def _data(path):
    """The cells of the first sheet that are not ours, by row and column."""
    grid = next(grid for grid in read_grids(path) if grid.name not in OWN_SHEETS)
    return {
        (row, at): c for row, cells in grid.rows for at, c in enumerate(cells[:3], 1) if c not in ("", " ")
    }


def test_marks_that_another_program_rewrote_are_recognised(book, mark, tmp_path):
    mark(book(), issue(3, "语文"), name="one.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "one.xlsx")
    head, cell = opened["成绩"]["D1"], opened["成绩"]["C3"]
    head.value = CellRichText(TextBlock(InlineFont(b=True), "错误说明"))
    cell.comment = Comment(cell.comment.text, " ")
    opened.save(tmp_path / "one.xlsx")
    sheet = mark(tmp_path / "one.xlsx", name="two.xlsx")["成绩"]
    assert (sheet.max_column, sheet["C3"].comment, colour_of(sheet["C3"])) == (3, None, None)
