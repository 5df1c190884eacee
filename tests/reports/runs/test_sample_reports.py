import random

import pytest

from xueheng.reports.blocks import Bar, Caterpillar, Note, Numbers

FRAME = "学校,层,学生数\n" + "".join(f"校{i},{'城乡'[i % 2]},{30 + i}\n" for i in range(20))
GROUPS = {"甲": 60.0, "乙": 61.0, "丙": 80.0, "丁": 60.0}


@pytest.fixture
def drawn(report_of):
    return report_of("exam.sample", {"frame": FRAME}, schools="6", pupils="5", seed="种子")


@pytest.fixture
def estimated(report_of):
    rng, rows = random.Random(1), []
    for group, mean in GROUPS.items():
        rows += [f"{group},{rng.gauss(mean, 5):.2f},2,s{k % 8}" for k in range(4 if group == "丁" else 40)]
    text = "组,分,权,校\n" + "\n".join(rows) + "\n"
    return report_of("exam.estimate", {"sample": text}, value="分", weight="权", cluster="校", by="组")


def test_strata_are_set_beside_their_share_of_the_pupils(drawn, blocks_of):
    [chart] = blocks_of(drawn, Bar)
    assert all(sum(series.values) == pytest.approx(1) for series in chart.series)


def test_drawn_schools_stand_with_weights_and_substitutes(drawn, tables_of):
    table = next(t for t in tables_of(drawn) if t.title.zh == "抽中的 6 所学校")
    assert len(table.rows) == 6
    assert {"权重", "第一替补"} <= {c.label.zh for c in table.columns}


def test_a_command_recomputes_the_first_ticket(drawn, blocks_of):
    items = [item.zh for note in blocks_of(drawn, Note) for item in note.items]
    assert "printf '%s\\n' XHL-1/ticket '种子' sample/start '乡' | sha256sum" in items


def test_groups_stand_by_name_and_small_ones_have_no_estimate(estimated, blocks_of, tables_of):
    chart = blocks_of(estimated, Caterpillar)[0]
    assert list(chart.names) == sorted(set(GROUPS) - {"丁"})
    row = next(r for r in tables_of(estimated)[0].rows if r[0] == "丁")
    assert row[3:] == (None,) * 5


def test_differences_say_what_the_sample_can_tell(estimated, blocks_of):
    chart = blocks_of(estimated, Caterpillar)[1]
    clear = {
        n for n, low, high in zip(chart.names, chart.low, chart.high, strict=True) if low > 0 or high < 0
    }
    assert clear == {"丙 − 乙", "丙 − 甲"}


def test_one_estimate_is_the_headline_with_its_interval(report_of, blocks_of):
    text = "分,校\n" + "".join(f"{50 + i % 7},s{i % 5}\n" for i in range(40))
    report = report_of("exam.estimate", {"sample": text}, value="分", cluster="校")
    first = blocks_of(report, Numbers)[0].numbers[0]
    assert first.label.zh == "均值"
    assert first.context.zh.startswith("95% 区间 ")
