"""Which rows under a header are data."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xueheng.tables.files.grid import Area
from xueheng.tables.files.lines import is_plain, kind_of

HEADS = ("考号", "姓名", "班级", "语文", "数学")


def kind(cells, wide=None, is_first=False):
    return kind_of(cells, wide, HEADS, is_first=is_first)


@pytest.mark.parametrize(
    "cells",
    [
        ["合计", "", "", 4.0, 5.0],
        ["合 计", "", "共3人", "", ""],
        ["", "平均分", "", 91.5, 81.5],
        ["", "及格率", "", "100%", "98.5%"],
        ["全县合计", "", "", 1.0, 2.0],
        ["城关镇小计", "", "", 1.0, 2.0],
        ["总计:", "", "", "1,234", "—"],
        ["", "最高分", "", 99.0, 98.0],
        ["合计\uff1a3人", "", "", "", ""],
        ["共计3名学生", "", "", "", ""],
        ["合计", "男生2人\uff0c女生1人", "", "3人", ""],
        ["累计", 3.0, "", "", ""],
        ["男生", 2.0, "", "", ""],
        ["全县", "", "", 1.0, 2.0],
        ["", "\uff08平均\uff09", "", 99.0, 98.0],
    ],
)
def test_rows_of_totals_are_known_by_their_word_and_figures(cells):
    expected = "data" if str(cells[1]).startswith("\uff08") else "total"
    assert kind(cells) == expected


@pytest.mark.parametrize(
    "cells",
    [
        ["填表人\uff1a王老师  审核人\uff1a  填表日期\uff1a2026年3月1日", "", "", "", ""],
        ["审核:", "李主任", "", "", ""],
        ["说明\uff1a缺考记“缺考”", "", "", "", ""],
        ["注\uff1a 1.本表一式两份", "", "", "", ""],
        ["", "2026年3月1日", "", "", ""],
        ["", "", "以上成绩经核对无误同意上报", "", ""],
        ["填表人", "王五", "", "审核人", "赵六"],
        ["单位负责人\uff1a李四", "", "制表人\uff1a王五", "", "2026年9月1日"],
        ["校长\uff08签字\uff09\uff1a", "", "", "经办人\uff08签字\uff09\uff1a", ""],
        ["学校公章", "", "", "", ""],
        ["3. 不得涂改", "", "", "", ""],
        ["第1页 共2页", "", "", "", ""],
        ["以下无正文", "", "", "", ""],
        ["青山县教育局制", "", "", "", ""],
    ],
)
def test_remarks_are_no_data(cells):
    assert kind(cells) == "note"


def test_a_cell_merged_across_the_table_is_a_remark():
    assert kind(["七1班", "", "", "", ""], wide=Area(5, 1, 5, 5)) == "note"


@pytest.mark.parametrize(
    "cell",
    [
        "示例",
        "例\uff1a",
        "例",
        "样例\uff08请删除\uff09",
        "填写示例",
        "样表",
        "张三\uff08示例\uff09",
        "例2\uff1a李四",
    ],
)
def test_examples_are_no_data(cell):
    assert kind([cell, "张三", "2301班", 90.0, 90.0]) == "example"


@pytest.mark.parametrize("cell", ["示例", "样例\uff08请删除\uff09", "\uff08示例行\uff09"])
def test_an_example_may_say_so_at_its_end(cell):
    assert kind(["260101", "张三", "2301班", 90.0, cell]) == "example"


@pytest.mark.parametrize(
    "cells",
    [
        ["必填", "必填", "选填", "必填", "选填"],
        ["★", "★", "", "★", ""],
        ["18位文本", "文本", "下拉选择", "数字", "数字"],
        ["\uff08与准考证一致\uff09", "\uff08与身份证一致\uff09", "", "\uff08满分120\uff09", ""],
    ],
)
def test_how_to_fill_in_is_no_data_right_under_the_header(cells):
    assert (kind(cells, is_first=True), kind(cells)) == ("note", "data")


def test_a_second_header_is_no_data():
    assert kind(list(HEADS)) == "header"


def test_numbers_of_the_columns_are_no_data_only_right_under_the_header():
    numbers = ["1", "2", "3", "4", "5"]
    assert (kind(numbers, is_first=True), kind(numbers)) == ("index", "data")
    assert kind(["甲", "乙", "1", "2", "3"], is_first=True) == "index"
    assert kind(["甲", "乙", 1.0, 2.0, 3.0], is_first=True) == "index"
    assert kind(["栏次", 1.0, 2.0, 3.0, 4.0], is_first=True) == "index"
    assert kind(["A", "B", "C", "D", "E"], is_first=True) == "index"


@pytest.mark.parametrize(
    "cells",
    [
        ["260101", "李明", "01", 90.0, 95.0],
        ["260102", "", "", "", ""],
        ["", "李明", "", "", ""],
        ["", "合计", "2301班", "缺考", "缺考"],
        ["260103", "总评", "01", 90.0, 80.0],
        ["260104", "例梅", "01", 90.0, 80.0],
        ["统计在校人数", "2026-03-01", "2026-03-05", "基教股", "教基"],
        ["注册学籍", "王芳", "01", 1.0, 2.0],
        ["260105", "平均", "01", 90.0, "请假"],
        ["统计", "2026-05-16", "2026-05-22", "基教股", ""],
        ["审核", "2026-05-16", "2026-05-22", "基教股", ""],
        ["男男", "260106", "01", 90.0, 80.0],
        ["260107", "单位", "01", 90.0, "示例牌"],
    ],
)
def test_rows_of_data_stay_data(cells):
    assert kind(cells) == "data"


WORDS = [
    "合计",
    " 总 计：3人",
    "平均分",
    "示例",
    "例：",
    "（例）",
    "注：缺考",
    "填表人：",
    "total",
    "审核人",
    *HEADS,
]
CELLS = st.sampled_from([*WORDS, "", 7.0, "12", "7班", "2024年6月", "李明"]) | st.text(max_size=6).map(
    str.strip
)


@given(cells=st.lists(CELLS, min_size=5, max_size=5))
@example(cells=["0012", "李明", "7班", 95.0, "100"])
def test_what_is_data_at_a_glance_is_data_on_a_closer_look(cells):
    assert not is_plain(cells, HEADS) or kind(cells) == "data"


@pytest.mark.parametrize("heads", [("编号",), ("编号", "学位数")])
@pytest.mark.parametrize("code", ["SD2026001", "SUM07", "SQ1", "A10"])
def test_a_number_with_letters_in_front_is_no_total(code, heads):
    cells = [code, "1"][: len(heads)]
    assert kind_of(cells, None, heads, is_first=False) == "data"
    assert is_plain(cells, heads)


@pytest.mark.parametrize("code", ["SQ20260001", "BM-2026-0001", "430299202601"])
def test_a_number_alone_in_its_row_is_no_remark(code):
    assert kind([code, "", "", "", ""]) == "data"
