"""Whatever a school does around its table, no row is lost and none is invented."""

from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.check import check_sheets
from xueheng.tables.chosen import is_known
from xueheng.tables.context import Context
from xueheng.tables.files.grid import Area, Grid
from xueheng.tables.files.sheet import sheet_of
from xueheng.tables.schema import schema

SCORES = schema("scores")
HEADS = {
    "id": ["考号", "准考证号", "KSH", "考 生 号", "id", "考号*"],
    "name": ["姓名", "XM", "学生姓名", "姓\n名", "Name"],
    "class": ["班级", "BJ", "班"],
    "语文": ["语文", "语文\uff08120分\uff09"],
    "数学": ["数学", "数 学"],
}
TITLES = ["青山县第一中学期中考试成绩册", "单位\uff1a青山县教育局", "2026年春季学期"]
AFTER = [
    ["合计", "", "", "", ""],
    ["", "平均分", "", "", ""],
    ["填表人\uff1a王老师", "", "", "", ""],
    ["", "", "", "", ""],
    ["说明\uff1a成绩以原卷为准\u3000请核对", "", "", "", ""],
]


@st.composite
def pupils(draw):
    """Rows of pupils: number, name, class, two marks."""
    n = draw(st.integers(1, 12))
    mark = st.integers(0, 240).map(lambda half: half / 2)
    names, classes = st.sampled_from(["赵同学", "钱同学", "孙同学"]), st.sampled_from(["01", "02"])
    return [[f"2601{i:02}", draw(names), draw(classes), draw(mark), draw(mark)] for i in range(n)]


@st.composite
def sheets(draw):
    """A sheet around those rows, and the rows."""
    rows = draw(pupils())
    order = draw(st.permutations(range(5)))
    heads = [draw(st.sampled_from(words)) for words in HEADS.values()]
    titles = draw(st.lists(st.sampled_from(TITLES), max_size=4))
    lines = [[title, "", "", "", ""] for title in titles]
    lines.append([heads[i] for i in order])
    for row in rows:
        lines += [[""] * 5] * draw(st.integers(0, 1))
        lines.append([row[i] for i in order])
    lines += draw(st.lists(st.sampled_from(AFTER), max_size=3))
    merged = tuple(Area(n, 1, n, 5) for n in range(1, len(titles) + 1))
    return Grid("成绩", tuple(enumerate(lines, start=1)), merged=merged, is_typed=True), rows


def read(grid):
    context = Context()
    raw = sheet_of(grid, lambda heads: is_known(SCORES, heads, context))
    return check_sheets((raw,), SCORES, context=context)


@given(sheets())
def test_no_row_is_lost_and_none_is_invented(drawn):
    grid, rows = drawn
    checked = read(grid)
    ids = checked.table["id"].to_pylist()
    assert ids == [row[0] for row in rows]
    assert checked.rows == len(rows)


@given(sheets())
def test_every_cell_comes_out_as_it_went_in(drawn):
    grid, rows = drawn
    table = read(grid).table.select(["name", "class", "语文", "数学"]).to_pydict()
    marks = [[float(m) for m in table[s]] for s in ("语文", "数学")]
    assert marks == [[row[3] for row in rows], [row[4] for row in rows]]
    assert table["name"] == [row[1] for row in rows]
    assert table["class"] == [row[2] for row in rows]


@given(sheets())
def test_a_class_merged_downwards_speaks_for_every_row(drawn):
    grid, _ = drawn
    lines = [list(cells) for _, cells in grid.rows]
    header = next(i for i, cells in enumerate(lines) if set(cells) & set(HEADS["id"]))
    at = next(i for i, c in enumerate(lines[header]) if c in HEADS["class"])
    data = [i for i, cells in enumerate(lines) if any(str(c).startswith("2601") for c in cells)]
    together = [i for i in data if i == data[0] + data.index(i)]
    top = lines[together[0]][at]
    for i in together[1:]:
        lines[i][at] = ""
    area = Area(together[0] + 1, at + 1, together[-1] + 1, at + 1)
    merged = (*grid.merged, *((area,) if len(together) > 1 else ()))
    checked = read(Grid("成绩", tuple(enumerate(lines, start=1)), merged=merged, is_typed=True))
    assert checked.table["class"].to_pylist()[: len(together)] == [top] * len(together)
