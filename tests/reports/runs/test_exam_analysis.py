import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.blocks import Note, Table
from xueheng.reports.runs.exam_analysis import compose
from xueheng.reports.runs.exam_figures import Figures, between_share

EXAM = "类型,学段,年级,范围,名称\n其他,高中,12,市,一模\n"
ZHONGKAO = "类型,学段,年级,范围\n中考,初中,9,市\n"
SPREAD = (-10, -5, 0, 5, 10)


def scores(schools, subjects=("语文", "数学"), head="考号,学校"):
    """Pupils of each school in five steps around the school's mean of each subject."""
    lines = [",".join((head, *subjects))]
    for school, (n, means) in schools.items():
        for i in range(n):
            marks = (f"{m + SPREAD[i % 5]}" if m is not None else "缺考" for m in means)
            lines.append(",".join((f"{school}{i}", school, *marks)))
    return "\n".join(lines) + "\n"


EVEN = {f"第{k}中学": (20, (70, 70)) for k in range(1, 6)}
UNEVEN = EVEN | {"第9中学": (20, (70, 40)), "第10中学": (5, (70, 20))}


@pytest.fixture
def analysis(tmp_path):
    """A run on tables given as csv text."""

    def make(texts, **params):
        files = {name: tmp_path / f"{name}.csv" for name in texts}
        for name, text in texts.items():
            files[name].write_text(text, encoding="utf-8")
        declared = method("exam.quality")
        given = parse_params(declared.params, ({"full": "语文:100,数学:100"} | params).items(), document={})
        return run_method(declared, files, params=given, answers={})

    return make


def said(report, part):
    return [b for b in report.sections[part].blocks if isinstance(b, Note)]


def problem(report, kind):
    return next(n for n in said(report, 1) if n.title and kind in n.title.zh)


def test_the_report_has_three_parts_and_the_definitions(analysis):
    report = compose(analysis({"scores": scores(UNEVEN), "exam": EXAM}))
    assert [s.title.zh for s in report.sections] == ["数据与对比", "问题与归因", "改进建议", "口径说明"]


def test_scope_stands_before_any_figure(analysis):
    first = compose(analysis({"scores": scores(UNEVEN), "exam": EXAM})).sections[0].blocks[0]
    assert first.title.zh == "考试范围与口径"
    assert any("7 所学校，125 名考生，2 个学科" in i.zh for i in first.items)


def test_a_school_far_below_in_a_subject_is_named_with_its_figures(analysis):
    found = problem(compose(analysis({"scores": scores(UNEVEN), "exam": EXAM})), "需关注")
    assert "数学：1 所学校" in found.items[0].zh
    assert "第9中学平均 40.0 分" in found.items[0].zh
    assert "20 人" in found.items[0].zh


def test_a_school_with_few_pupils_is_never_named(analysis):
    report = compose(analysis({"scores": scores(UNEVEN), "exam": EXAM}))
    assert not any("第10中学" in i.zh for n in said(report, 1) for i in n.items)


def test_causes_are_left_to_be_written(analysis):
    report = compose(analysis({"scores": scores(UNEVEN), "exam": EXAM}))
    causes = [n for n in said(report, 1) if n.text.zh.startswith("原因（由教研组填写）：___")]
    assert len(causes) == len([n for n in said(report, 1) if n.items]) > 0


def test_a_school_below_in_many_subjects_is_told_of_once(analysis):
    held = {f"第{k}中学": (20, (40 if k == 1 else 70,) * 3) for k in range(1, 7)}
    texts = {"scores": scores(held, ("语文", "数学", "英语")), "exam": EXAM}
    run = analysis(texts, full="语文:100,数学:100,英语:100")
    (one,) = problem(compose(run), "需关注").items
    assert one.zh.startswith("第1中学（20 人）：3 科平均分明显低于全体")


def test_each_problem_has_one_step_with_nobody_named_for_it(analysis):
    report = compose(analysis({"scores": scores(UNEVEN), "exam": EXAM}))
    (table,) = (b for b in report.sections[2].blocks if isinstance(b, Table))
    assert len(table.rows) == len([n for n in said(report, 1) if n.items])
    assert {cell.zh for row in table.rows for cell in row[-2:]} == {""}


def test_even_schools_make_no_problem(analysis):
    report = compose(analysis({"scores": scores(EVEN), "exam": EXAM}))
    assert "没有发现需要写明的问题" in said(report, 1)[0].text.zh


def test_absences_are_told_from_three_per_cent_of_entries(analysis):
    some = EVEN | {"第7中学": (4, (70, None))}
    found = problem(compose(analysis({"scores": scores(some), "exam": EXAM})), "缺考")
    assert "缺考和违纪 4 人次，占应考 104 人次的 3.8%" in found.items[0].zh


def test_a_school_where_few_of_the_enrolled_sat_is_told(analysis):
    enrolled = "学校,在籍\n" + "".join(f"{k},{40 if k == '第2中学' else 20}\n" for k in EVEN)
    texts = {"scores": scores(EVEN), "enrolled": enrolled, "exam": EXAM}
    found = problem(compose(analysis(texts, denominators="enrolled")), "参考人数偏少")
    assert "第2中学在籍 40 人，参考 20 人" in found.items[0].zh


def test_schools_stand_by_name_and_all_pupils_last(analysis):
    report = compose(analysis({"scores": scores(UNEVEN), "exam": EXAM}))
    table = next(b for b in report.sections[0].blocks if isinstance(b, Table) and "各科平均分" in b.title.zh)
    assert [r[0] for r in table.rows[:-1]] == [f"第{k}中学" for k in (1, 2, 3, 4, 5, 9, 10)]
    assert table.rows[-2][2:] == (None, None, None)


def test_compulsory_schools_are_compared_for_diagnosis_only(analysis):
    report = compose(analysis({"scores": scores(EVEN), "exam": ZHONGKAO}))
    assert any("只供内部诊断" in i.zh for i in report.sections[0].blocks[0].items)
    assert "仅供教研诊断" in report.stamp.zh


def test_variance_between_equal_schools_is_none_and_between_constant_ones_all(analysis):
    even = analysis({"scores": scores(EVEN), "exam": EXAM})
    apart = analysis({"scores": scores({"甲": (1, (10, 10)), "乙": (1, (90, 90))}), "exam": EXAM})
    figures = [
        Figures(run, {n: t.to_pylist() for n, t in run.outcome.tables.items()}) for run in (even, apart)
    ]
    assert between_share(figures[0], "语文")[0] == pytest.approx(0)
    assert between_share(figures[1], "语文") is None


def test_no_pupil_stands_in_the_report(analysis):
    report = compose(analysis({"scores": scores(EVEN), "exam": EXAM}))
    cells = {
        str(c) for s in report.sections for b in s.blocks if isinstance(b, Table) for r in b.rows for c in r
    }
    assert not cells & {f"第1中学{i}" for i in range(20)}


def test_an_exam_of_totals_only_makes_a_report(analysis):
    text = "考号,学校,总分\n" + "".join(f"{i},第{i % 2}中学,{i}\n" for i in range(40))
    report = compose(analysis({"scores": text, "exam": EXAM}, full="总分:100"))
    assert len(report.sections) == 4
