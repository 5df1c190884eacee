"""知识点、均衡、综合分 in the report and on a school's page; names of pupils nowhere."""

import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.blocks import Heat, Note, Table
from xueheng.reports.of_run import compose
from xueheng.reports.runs.school_pages import compose_schools

EXAM = "类型,学段,年级,范围,名称\n其他,高中,12,市,一模\n"
PLAN = "题号,学科,满分,知识点,能力层级\n" + "".join(
    f"{s}{i},{s},10,{s}点{(i - 1) // 3 + 1},理解\n" for s in ("语", "数") for i in range(1, 8)
)


def texts():
    """36 pupils of three schools and 4 of a fourth; school 1 lies far below in the first point of 语."""
    scores, answers = (
        ["考号,学校,语,数"],
        ["考号," + ",".join(f"{s}{i}" for s in "语数" for i in range(1, 8))],
    )
    for school, size in ((1, 12), (2, 12), (3, 12), (4, 4)):
        for n in range(size):
            own = [(n + i) % 4 + (1 if school == 1 and i < 3 else 6) for i in range(7)]
            maths = [(n * 3 + i) % 5 + 4 for i in range(7)]
            id_ = f"P{school}{n:02}"
            scores.append(f"{id_},第{school}中学,{sum(own)},{sum(maths)}")
            answers.append(f"{id_}," + ",".join(map(str, own + maths)))
    return {"scores": "\n".join(scores), "responses": "\n".join(answers), "blueprint": PLAN, "exam": EXAM}


@pytest.fixture(scope="module")
def carried(write):
    declared = method("exam.quality")
    said = {"full": "语:70,数:70", "lines": "本科:85", "borderline": "6", "top": "8"}
    said["composite"] = "mean40-pass30-excellent30"
    files = {name: write(f"{name}.csv", text + "\n") for name, text in texts().items()}
    return run_method(
        declared, files, params=parse_params(declared.params, said.items(), document={}), answers={}
    )


@pytest.fixture(scope="module")
def report(carried):
    return compose(carried)


def blocks(report, title):
    return next(s for s in report.sections if s.title.zh == title).blocks


def test_points_stand_in_the_order_of_the_scores_and_few_items_are_marked(report):
    table = blocks(report, "知识点和能力层级掌握")[0]
    assert [str(getattr(r[1], "zh", r[1])) for r in table.rows] == [
        "语点1", "语点2", "语点3（题少）", "数点1", "数点2", "数点3（题少）",
    ]  # fmt: skip


def test_the_heat_map_leaves_small_schools_and_few_items_out(report):
    heat = next(b for b in blocks(report, "知识点和能力层级掌握") if isinstance(b, Heat))
    assert (heat.rows, heat.columns) == (("第1中学", "第2中学", "第3中学"), ("语点1", "语点2"))
    assert heat.values[0][0] < -0.2 < 0 < heat.values[1][0]


@pytest.mark.parametrize("title", ["学科均衡", "高分段", "各组命中率、贡献率", "综合分"])
def test_what_was_asked_for_has_its_table_by_name_without_small_schools(report, title):
    (table,) = blocks(report, title)
    said = [cell for row in table.rows for cell in row]
    assert "第4中学" not in said
    groups = [cell for cell in said if isinstance(cell, str) and cell.endswith("中学")]
    assert groups == sorted(groups) or title == "各组命中率、贡献率"


def test_no_number_of_a_pupil_stands_anywhere_in_a_report(carried, report):
    assert carried.outcome.tables["borderline"].num_rows
    for page in (report, *compose_schools(carried).values()):
        cells = [
            c for s in page.sections for b in s.blocks if isinstance(b, Table) for r in b.rows for c in r
        ]
        assert not [c for c in cells if isinstance(c, str) and c.startswith("P")]


def test_a_schools_page_names_the_points_that_surely_differ(carried):
    page = compose_schools(carried)["第1中学"]
    notes = [b for s in page.sections for b in s.blocks if isinstance(b, Note) and b.items]
    said = [i.zh for n in notes for i in n.items]
    assert any(text.startswith("语·语点1：本校") for text in said)
    other = compose_schools(carried)["第4中学"]
    assert not [b for s in other.sections for b in s.blocks if isinstance(b, Table)]
