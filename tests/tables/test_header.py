"""Which rows are the header, and what stands above each column."""

import pytest

from xueheng.tables.files.grid import Area
from xueheng.tables.files.header import find_header

KNOWN = {"考号", "姓名", "班级", "语文", "数学", "总分", "监护人1姓名"}


def known(path):
    return bool({"".join(path), *path[-2:]} & KNOWN)


def header(rows, merged=()):
    found = find_header(list(enumerate(rows, start=1)), merged, known)
    return found.rows, found.headings


def test_the_header_stands_in_the_first_row():
    assert header([["考号", "姓名"], ["1", "李明"]]) == ((1,), ("考号", "姓名"))


@pytest.mark.parametrize("above", range(9))
def test_titles_and_notes_may_stand_above_the_header(above):
    rows = [["青山县成绩册", ""]] * above + [["考号", "姓名"], ["1", "李明"]]
    assert header(rows, [Area(1, 1, 1, 2)]) == ((above + 1,), ("考号", "姓名"))


def test_heads_merged_downwards_and_across_make_a_header_of_two_rows():
    rows = [["考号", "语文", "", "总分"], ["", "分数", "等级", ""], ["1", 90.0, "B", 90.0]]
    merged = [Area(1, 1, 2, 1), Area(1, 2, 1, 3), Area(1, 4, 2, 4)]
    assert header(rows, merged) == ((1, 2), ("考号", "语文/分数", "语文/等级", "总分"))


@pytest.mark.parametrize(
    "units", [["", "人", "万元"], ["单位", "人", "万元"], ["", "\uff08人\uff09", "\uff08万元\uff09"]]
)
def test_units_in_a_row_of_their_own_belong_to_the_heads(units):
    rows = [["姓名", "语文", "数学"], units, ["李明", 90.0, 80.0]]
    assert header(rows) == ((1, 2), ("姓名", "语文(人)", "数学(万元)"))


def test_a_row_of_data_is_no_row_of_units():
    assert header([["姓名", "语文"], ["李明", "人"]]) == ((1,), ("姓名", "语文"))


def test_heads_of_three_rows_are_joined():
    rows = [
        ["考号", "成绩", "", ""],
        ["", "语文", "", "数学"],
        ["", "分数", "等级", "分数"],
        ["1", 90.0, "A", 80.0],
    ]
    merged = [Area(1, 1, 3, 1), Area(1, 2, 1, 4), Area(2, 2, 2, 3)]
    assert header(rows, merged) == ((1, 2, 3), ("考号", "成绩/语文/分数", "成绩/语文/等级", "成绩/数学/分数"))


def test_groups_that_nobody_merged_go_on_over_their_columns():
    below = ["", "分数", "等级", "分数", "等级"]
    rows = [["考号", "语文", "", "数学", ""], below, ["1", "90", "B", "80", "B"]]
    assert header(rows)[1] == ("考号", "语文/分数", "语文/等级", "数学/分数", "数学/等级")


def test_a_row_of_data_is_never_taken_into_the_header():
    rows = [["考号", "姓名", ""], ["1", "李明", "优"], ["2", "王芳", "良"]]
    assert header(rows) == ((1,), ("考号", "姓名"))


def test_a_head_over_two_blank_columns_does_not_swallow_the_data_below():
    rows = [["考号", "姓名", ""], ["1", "李明", ""], ["2", "王芳", ""]]
    assert header(rows, [Area(1, 2, 1, 3)])[0] == (1,)


def test_line_breaks_inside_a_head_are_taken_out():
    assert header([["考\n号", " 姓名 ", "Full\nmark"]])[1] == ("考号", "姓名", "Full mark")


def test_where_nothing_is_known_the_first_row_of_several_cells_is_the_header():
    rows = [["说明", "", ""], ["甲", "乙", "丙"], ["1", "2", "3"]]
    assert header(rows) == ((2,), ("甲", "乙", "丙"))


def test_a_sheet_of_blanks_has_no_header():
    assert find_header([(1, ["", ""])], (), known) is None


def test_numbers_as_heads_are_written_as_people_write_them():
    assert header([["考号", 1.0, 2.0], ["a", 3.0, 4.0]])[1] == ("考号", "1", "2")
