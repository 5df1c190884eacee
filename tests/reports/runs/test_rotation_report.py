"""The report of a rotation: flows, quotas with what blocks them, and a page for each teacher alone."""

import pytest

from xueheng.reports.blocks import Bar, Flow, Numbers
from xueheng.reports.runs.rotation.teacher_pages import pages

TEACHERS = "教师编号,学校,学科,本校年限,年龄\n" + "".join(
    f"{school}{i},{school}校,{subject},8,40\n"
    for school, subject in (("甲", "语文"), ("乙", "数学"))
    for i in range(4)
)
SCHOOLS = "学校,x,y,骨干目标,结对角色\n甲校,0,0,1,优质\n乙校,3,0,1,薄弱\n"
NEEDS = "学校,学科,需求\n" + "".join(f"{s}校,{k},2\n" for s in "甲乙" for k in ("语文", "数学"))
FILES = {"teachers": TEACHERS, "schools": SCHOOLS, "needs": NEEDS}
WIDE = {"most_share": "1", "leave_share": "1", "backbone_share": "0", "small_school": "0"}


@pytest.fixture
def planned(report_of):
    return report_of("staff.rotation", FILES, **WIDE)


def test_moves_flow_between_schools(planned, blocks_of):
    [flow] = blocks_of(planned, Flow)
    assert sorted(flow.flows) == [(0, 1, 2), (1, 0, 2)]


def test_schools_stand_before_and_after(planned, blocks_of):
    short, _ = blocks_of(planned, Bar)
    assert [series.values for series in short.series] == [(2, 2), (0, 0)]


def test_a_quota_that_lacks_says_what_blocks_it(report_of, tables_of):
    found = tables_of(report_of("staff.rotation", FILES, km="1", **WIDE))
    quotas, blocking = found[0], found[1]
    assert "距离上限" in quotas.rows[1][-1]
    assert blocking.rows[0][0] > 0


def test_the_report_says_whether_the_plan_is_proven(planned, blocks_of):
    [numbers] = blocks_of(planned, Numbers)
    assert numbers.numbers[-1].value.zh == "已证明"


def test_pairs_stand_with_their_reason(report_of, tables_of):
    table = tables_of(report_of("staff.rotation", FILES, procedure="pair"))[0]
    assert table.rows[0][:2] == ("乙校", "甲校")
    assert "富余" in table.rows[0][-1]


def test_a_teachers_page_names_nobody_else(run_of):
    run = run_of("staff.rotation", FILES, **WIDE)
    [(name, page)] = pages(run, only="甲0")
    others = {r["teacher"] for r in run.outcome.tables["teachers"].to_pylist()} - {name}
    assert not any(other in str(page) for other in others)
