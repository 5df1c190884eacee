import csv
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "yifenyiduan_hubei_2024"
TABLE = """\
    考号,学校,语文,数学
    a,甲,90,80
    b,甲,60,95
    c,乙,85,50
    d,乙,70,60
    e,乙,50,40
    """


@pytest.fixture
def quality(write, run):
    return lambda text=TABLE, former=None, **params: run(
        "exam.quality",
        {"scores": write("s.csv", text)} | ({"former": write("f.csv", former)} if former else {}),
        **params,
    )


@pytest.mark.parametrize("track", ["physics_2024.csv", "history_2024.csv"])
def test_the_distribution_of_counts_is_the_published_table(quality, rows, track):
    with (GOLDEN / track).open(encoding="utf-8", newline="") as file:
        published = [tuple(map(int, line)) for line in list(csv.reader(file))[1:]]
    text = "总分,人数\n" + "\n".join(f"{mark},{n}" for mark, n, _ in published)
    found = rows(quality(text), "distribution", subject="total")
    assert [(r["mark"], r["count"], r["cumulative"]) for r in found] == published


def test_a_published_table_may_be_read_with_its_running_sum(quality, rows):
    found = rows(
        quality("分数,本段人数,累计人数,总分\n1,2,2,600\n2,3,5,599\n"), "distribution", subject="total"
    )
    assert [(r["mark"], r["cumulative"]) for r in found] == [(600, 2), (599, 5)]


def test_the_distribution_runs_from_the_top(quality, rows):
    found = rows(quality(), "distribution", subject="语文")
    assert [(r["mark"], r["count"], r["cumulative"]) for r in found] == [
        (90, 1, 1), (85, 1, 2), (70, 1, 3), (60, 1, 4), (50, 1, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "name"), [("150", "150"), ("重本:150", "重本"), ("本科:130,重本:150", "重本")]
)
def test_lines_are_a_list_of_totals_or_a_map_of_names(quality, row, lines, name):
    found = row(quality(lines=lines), "lines", line=name, level="all")
    assert (found["count"], found["rate"]) == (2, 0.4)


def test_a_total_at_the_line_reaches_it(quality, row):
    carried = quality(lines="155,155.5")
    counts = [row(carried, "lines", line=line, level="all")["count"] for line in ("155", "155.5")]
    assert counts == [2, 1]


def test_every_group_has_its_share_on_the_line(quality, row):
    carried = quality(lines="135")
    shares = [row(carried, "lines", level="school", group=g)["rate"] for g in ("甲", "乙")]
    assert shares == [1, pytest.approx(1 / 3)]


@pytest.mark.parametrize(
    ("way", "subject", "score", "hit_rate", "contribution"),
    [
        ("proportion", "语文", 85, 1 / 2, 1 / 2),
        ("proportion", "数学", 80, 1, 1),
        ("mean_ratio", "语文", 75 * 150 / 162.5, 1 / 3, 1 / 2),
        ("mean_ratio", "数学", 87.5 * 150 / 162.5, 1, 1 / 2),
    ],
)
def test_effective_scores_as_worked_by_hand(quality, row, way, subject, score, hit_rate, contribution):
    found = row(quality(lines="重本:150", effective=way), "effective", line="重本", subject=subject)
    assert found["score"] == pytest.approx(score)
    assert (found["hit_rate"], found["contribution"]) == (
        pytest.approx(hit_rate),
        pytest.approx(contribution),
    )


@pytest.mark.parametrize("way", ["proportion", "mean_ratio"])
def test_a_line_that_nobody_reaches_has_no_effective_score(quality, row, way):
    found = row(quality(lines="190", effective=way), "effective", subject="语文")
    assert (found["score"], found["hit_rate"], found["contribution"]) == (None, None, None)


def test_pupils_without_the_subject_play_no_part_in_its_effective_score(quality, row):
    text = TABLE + "f,乙,免考,160\n"
    assert row(quality(text, lines="150"), "effective", subject="语文")["score"] == 85


def test_without_lines_there_is_neither_table(quality):
    assert not {"lines", "effective"} & set(quality().outcome.tables)


NOW = "考号,学校,语文\n1,甲,80\n2,甲,60\n3,乙,40\n4,乙,20\n"
FORMER = "考号,学校,语文\n1,甲,60\n2,甲,40\n3,乙,60\n4,乙,40\n5,丙,50\n"


def test_a_change_is_of_the_position_among_all_and_never_of_raw_marks(quality, row):
    found = row(quality(NOW, FORMER), "changes", level="school", group="甲", subject="语文")
    assert (found["n"], found["n_former"], found["position_former"]) == (2, 2, 0)
    assert found["position"] == found["position_change"] == pytest.approx(20 / 500**0.5)


def test_only_groups_of_both_exams_are_compared(quality, rows):
    assert {r["group"] for r in rows(quality(NOW, FORMER), "changes", subject="语文")} == {"甲", "乙"}


def test_a_grouping_that_the_former_exam_lacks_is_not_compared(quality, rows):
    carried = quality(
        NOW.replace("学校,", "学校,性别,").replace("甲,", "甲,女,").replace("乙,", "乙,男,"),
        FORMER,
        by="性别",
    )
    assert {r["level"] for r in rows(carried, "changes")} == {"school"}


def test_without_a_former_exam_there_are_no_changes(quality):
    assert "changes" not in quality(NOW).outcome.tables
