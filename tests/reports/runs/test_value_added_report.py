import numpy as np
import pytest

from xueheng.reports.blocks import Caterpillar, Numbers, Quadrant


@pytest.fixture
def report(report_of):
    random = np.random.default_rng(5)
    effects = {"甲": 2.0, "乙": 0.0, "丙": -2.0, "丁": 0.0, "戊": 0.0}
    rows = []
    for school, effect in effects.items():
        for _ in range(4 if school == "戊" else 40):
            prior = random.normal()
            rows.append(f"{school},{prior:.4f},{prior + effect + random.normal():.4f}")
    text = "学校,入口,出口\n" + "\n".join(rows) + "\n"
    params = {"outcome": "出口", "prior": "入口", "school": "学校", "school_mean_prior": "false"}
    return report_of("exam.value_added", {"scores": text}, **params)


def test_the_headline_counts_what_is_judged_and_what_is_not(report, blocks_of):
    numbers = {n.label.zh: n.value for n in blocks_of(report, Numbers)[0].numbers}
    assert (numbers["区间在 0 以上"], numbers["区间在 0 以下"], numbers["不作高低判断"]) == (1, 1, 3)


def test_intervals_stand_by_name(report, blocks_of):
    chart = blocks_of(report, Caterpillar)[0]
    assert list(chart.names) == sorted(chart.names)


def test_a_small_school_has_no_estimate_on_the_page(report, blocks_of, tables_of):
    row = next(r for r in tables_of(report)[0].rows if r[0] == "戊")
    assert row[1:5] == (4, None, None, None)
    assert "戊" not in blocks_of(report, Caterpillar)[0].names


def test_points_that_are_not_judged_are_grey(report, blocks_of):
    quadrant = blocks_of(report, Quadrant)[0]
    assert dict(zip(quadrant.names, quadrant.tones, strict=True)) == {
        "甲": "good",
        "丙": "bad",
        "乙": "quiet",
        "丁": "quiet",
    }


def test_no_rank_stands_anywhere(report, tables_of):
    heads = {c.label.zh for t in tables_of(report) for c in t.columns}
    assert not {h for h in heads if "名次" in h or "排名" in h}
