import pytest

from xueheng.reports.blocks import Note, Numbers

PLANS = "招生学校,招生计划,已公布指标数\n一中,100,50\n二中,55,27\n十中,10,5\n"
ORIGINS = "初中学校,在籍人数\n东,300\n西,100\n南,37\n"


@pytest.fixture
def report(report_of):
    return report_of("admission.quota", {"plans": PLANS, "origins": ORIGINS}, share="0.5")


def test_the_conclusion_counts_the_places_and_what_was_published(report, blocks_of):
    numbers = {n.label.zh: n.value for n in blocks_of(report, Numbers)[0].numbers}
    assert numbers == {"招生计划": 165, "指标到校": 83, "统招": 82, "与公布数相符": 2}


def test_one_place_is_explained_so_that_a_family_can_follow_it(report, blocks_of):
    (said,) = [n.text.zh for n in blocks_of(report, Note) if n.title and n.title.zh.startswith("一个名额")]
    assert "一中" in said
    assert "应得 34.325 个，实得 34 个" in said


def test_a_grid_has_every_school_of_origin_and_sums_to_the_quotas(report, tables_of):
    grid = next(t for t in tables_of(report) if t.title.zh == "各初中在各高中的名额")
    assert len(grid.rows) == 3
    assert sum(sum(row[1:]) for row in grid.rows) == 83


def test_a_report_on_plans_alone_holds_no_schools_of_origin(report_of, tables_of):
    report = report_of("admission.quota", {"plans": PLANS}, share="0.5")
    assert next(t.title.zh for t in tables_of(report)) == "各招生学校的指标和统招"
    assert report.subtitle.zh.startswith("3 所招生学校")


def test_a_share_without_a_name_is_for_all_others(report, tables_of):
    params = next(t for t in tables_of(report) if t.title.zh == "参数")
    assert next(r[1].zh for r in params.rows if r[0].zh == "分配比例") == "其余 0.5"
