import pytest

from xueheng.reports.blocks import Box, Heat, Line, Table

EXAM = "类型,学段,年级,范围,名称\n其他,高中,12,市,一模\n"
GAOKAO = "类型,学段,年级,范围\n高考,高中,12,省\n"


def scores(groups):
    """A score table: pupils of school s have marks 40 + s + their number."""
    rows = [f"{s}-{n},第{s}中学,{40 + s + n},{50 + n}" for s, size in groups.items() for n in range(size)]
    return "考号,学校,语文,数学\n" + "\n".join(rows) + "\n"


@pytest.fixture
def report(report_of):
    texts = {"scores": scores({10: 12, 2: 12, 7: 3}), "exam": EXAM}
    return report_of("exam.quality", texts, full="语文:100,数学:100", lines="重点:120")


def section(report, title):
    return next(s for s in report.sections if s.title.zh == title)


def test_schools_stand_by_name_with_numbers_in_order(report):
    table = section(report, "各学校").blocks[-1]
    assert [r[0] for r in table.rows] == ["第2中学", "第7中学", "第10中学"]


def test_a_group_of_fewer_than_ten_shows_its_number_only(report):
    table = section(report, "各学校").blocks[-1]
    assert table.rows[1] == ("第7中学", 3, None, None, None, None, None, None)


@pytest.mark.parametrize("kind", [Box, Heat])
def test_charts_leave_small_groups_out(report, kind):
    chart = next(b for b in section(report, "各学校").blocks if isinstance(b, kind))
    assert "第7中学" not in (chart.categories if kind is Box else chart.rows)


def test_a_line_stands_upright_on_the_marks(report):
    curve = next(b for b in section(report, "分数分布").blocks if isinstance(b, Line))
    assert [(m.at, m.axis) for m in curve.marks] == [(120.0, "x")]


def test_the_curve_and_the_bands_count_every_pupil(report):
    curve, bands, reached = section(report, "分数分布").blocks
    assert sum(curve.series[0].values) == 27
    assert (sum(r[1] for r in bands.rows), bands.rows[-1][2]) == (27, 27)
    assert max(reached.series[0].values) == 1


def test_an_exam_that_is_not_declared_may_not_be_published(report_of):
    report = report_of("exam.quality", {"scores": scores({1: 12})}, full="语文:100,数学:100")
    assert "不得发布" in report.stamp.zh


def test_entrance_examinations_are_stamped_for_diagnosis(report_of):
    report = report_of("exam.quality", {"scores": scores({1: 12}), "exam": GAOKAO})
    assert "仅供教研诊断" in report.stamp.zh


def test_the_report_lists_the_uses_that_clauses_forbid(report_of, blocks_of):
    report = report_of("exam.quality", {"scores": scores({1: 12}), "exam": GAOKAO})
    uses = next(b for b in blocks_of(report, Table) if b.title.zh == "禁止的用途及其依据")
    assert any("升学指标" in row[0].zh for row in uses.rows)
    assert any("公布" in row[0].zh or "炒作" in row[0].zh for row in uses.rows)


def test_an_absence_is_counted_and_never_a_mark(report_of, blocks_of):
    text = "考号,语文,数学\n1,缺考,50\n2,60,70\n"
    report = report_of("exam.quality", {"scores": text}, full="语文:100,数学:100")
    attendance = next(b for b in blocks_of(report, Table) if b.title.zh == "参考人数口径")
    assert attendance.rows[0][:3] == ("语文", 1, 1)


def test_no_table_of_a_report_holds_a_pupil(report, blocks_of):
    cells = {str(c) for t in blocks_of(report, Table) for r in t.rows for c in r}
    assert not any(c.startswith(("10-", "2-", "7-")) for c in cells)


def test_a_former_exam_is_compared_by_position(report_of):
    texts = {"scores": scores({1: 12, 2: 12}), "former": scores({1: 12, 2: 12}), "exam": EXAM}
    table = section(report_of("exam.quality", texts), "与上次相比").blocks[0]
    assert all(row[-1] == 0 for row in table.rows)
