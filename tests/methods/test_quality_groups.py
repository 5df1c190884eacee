from math import sqrt

import pytest

TABLE = """\
    考号,学校,班级,性别,语文,数学
    1,甲,1,男,90,80
    2,甲,1,女,60,缺考
    3,甲,2,男,45,30
    4,乙,1,女,100,70
    5,乙,1,女,免考,50
    """


@pytest.fixture
def quality(write, run):
    return lambda text=TABLE, **params: run(
        "exam.quality", {"scores": write("s.csv", text)}, **{"full": "语文:100,数学:100"} | params
    )


def test_mean_spread_and_quantiles_of_a_subject(quality, row):
    found = row(quality(), "groups", level="all", subject="语文")
    assert (found["n"], found["mean"]) == (4, 73.75)
    assert found["sd"] == pytest.approx(sqrt(492.1875), rel=1e-15)
    assert [found[q] for q in ("p10", "p25", "median", "p75", "p90")] == [49.5, 56.25, 75, 92.5, 97]


def test_rates_are_shares_of_those_with_a_mark(quality, row):
    found = row(quality(), "groups", level="all", subject="语文")
    assert [found[r] for r in ("excellent_rate", "pass_rate", "low_rate")] == [0.5, 0.75, 0]
    assert found["denominator"] == 4


@pytest.mark.parametrize(
    ("mark", "rates"),
    [("85", (1, 1, 0)), ("84.99", (0, 1, 0)), ("60", (0, 1, 0)), ("59.99", (0, 0, 0)), ("40", (0, 0, 0)),
     ("39.99", (0, 0, 1)), ("0", (0, 0, 1))],
)  # fmt: skip
def test_a_mark_at_the_line_is_excellent_or_passes_and_is_not_low(quality, row, mark, rates):
    found = row(quality(f"考号,语文\n1,{mark}\n"), "groups", level="all", subject="语文")
    assert tuple(found[r] for r in ("excellent_rate", "pass_rate", "low_rate")) == rates


def test_cutoffs_are_shares_of_the_full_mark_without_rounding(quality, row):
    text = "考号,语文\n1,33.4\n2,33.3\n3,33.35\n"
    found = row(quality(text, full="语文:66.7", pass_="0.5"), "groups", level="all", subject="语文")
    assert found["pass_rate"] == pytest.approx(2 / 3)


def test_cutoffs_may_be_set(quality, row):
    found = row(quality(excellent="0.9", pass_="0.61", low="0.46"), "groups", level="all", subject="语文")
    assert [found[r] for r in ("excellent_rate", "pass_rate", "low_rate")] == [0.5, 0.5, 0.25]


def test_without_a_full_mark_the_rates_are_empty(quality, row):
    found = row(quality(full="语文:100"), "groups", level="all", subject="数学")
    assert [found[r] for r in ("excellent_rate", "pass_rate", "low_rate")] == [None] * 3
    assert found["mean"] == 57.5


def test_a_full_mark_of_no_subject_is_warned_of(quality):
    issues = quality(full="语文:100,数字:100").issues
    assert [(i.code, i.severity, i.value) for i in issues if i.code == "FULL_UNKNOWN"] == [
        ("FULL_UNKNOWN", "warning", "数字")
    ]


def test_levels_are_all_school_and_class_named_within_its_school(quality, rows):
    found = {(r["level"], r["group"]) for r in rows(quality(), "groups", subject="语文")}
    schools = {("school", "甲"), ("school", "乙")}
    assert found == {("all", "all"), ("class", "甲/1"), ("class", "甲/2"), ("class", "乙/1")} | schools


def test_a_group_in_which_nobody_has_a_mark_has_no_row(quality, rows):
    carried = quality("考号,学校,语文\n1,甲,90\n2,乙,缺考\n")
    assert [r["group"] for r in rows(carried, "groups", level="school", subject="语文")] == ["甲"]


def test_a_class_of_one_school_is_not_that_of_another(quality, row):
    assert row(quality(), "groups", group="甲/1", subject="语文")["mean"] == 75
    assert row(quality(), "groups", group="乙/1", subject="语文")["mean"] == 100


@pytest.mark.parametrize("by", ["性别", "sex"])
def test_any_column_may_group_by_its_heading_or_name(quality, row, by):
    assert row(quality(by=by), "groups", level=by, group="女", subject="语文")["mean"] == 80


def test_a_column_outside_the_schema_may_group(quality, row):
    text = "考号,选科,语文\n1,物理类,90\n2,历史类,60\n3,物理类,80\n"
    assert row(quality(text, by="选科"), "groups", level="选科", group="物理类", subject="语文")["mean"] == 85


def test_a_grouping_column_that_is_not_there_is_refused(write, refusal):
    assert refusal("exam.quality", {"scores": write("s.csv", TABLE)}, by="民族") == ["BY_UNKNOWN"]


def test_the_total_is_of_pupils_with_a_mark_in_every_subject_of_theirs(quality, row):
    found = row(quality(), "groups", level="all", subject="total")
    assert (found["n"], found["mean"]) == (4, (170 + 75 + 170 + 50) / 4)


def test_an_exempt_subject_is_not_the_pupils_and_an_absence_is(quality, rows):
    marks = {r["mark"]: r["count"] for r in rows(quality(), "distribution", subject="total")}
    assert marks == {170: 2, 75: 1, 50: 1}


@pytest.mark.parametrize(("word", "totals"), [("缺考", 1), ("违纪", 1), ("免考", 2)])
def test_a_void_mark_spoils_the_total_like_an_absence(quality, row, word, totals):
    carried = quality(f"考号,语文,数学\n1,90,{word}\n2,80,70\n")
    assert row(carried, "groups", level="all", subject="total")["n"] == totals


def test_the_answer_says_whether_a_blank_mark_spoils_the_total(write, run, row):
    files = {"scores": write("s.csv", "考号,语文,数学\n1,90,\n2,80,70\n")}
    totals = [
        row(run("exam.quality", files, answers={"STATUS_UNKNOWN": a}), "groups", level="all", subject="total")
        for a in ("absent", "exclude")
    ]
    assert [(t["n"], t["mean"]) for t in totals] == [(1, 150), (2, 120)]


def test_a_total_that_is_given_is_taken(quality, row):
    text = "考号,语文,数学,总分\n1,90,80,175\n2,60,50,115\n3,60,50,缺考\n"
    found = row(quality(text), "groups", level="all", subject="total")
    assert (found["n"], found["mean"]) == (2, 145)


def test_the_full_mark_of_the_total_is_the_sum_when_all_take_all(quality, row):
    text = "考号,语文,数学\n1,90,80\n2,60,50\n"
    assert row(quality(text), "groups", level="all", subject="total")["excellent_rate"] == 0.5
    assert row(quality(), "groups", level="all", subject="total")["excellent_rate"] is None


@pytest.mark.parametrize("name", ["total", "总分"])
def test_the_full_mark_of_the_total_may_be_given_by_either_name(quality, row, name):
    found = row(quality(full=f"{name}:200"), "groups", level="all", subject="total")
    assert found["excellent_rate"] == 0.5


def test_rows_weigh_as_many_pupils_as_they_count(quality, row):
    counted = quality("语文,人数\n90,3\n50,1\n", full="语文:100")
    each = quality("考号,语文\n1,90\n2,90\n3,90\n4,50\n", full="语文:100")
    assert counted.outcome.tables["groups"] == each.outcome.tables["groups"]
    assert counted.outcome.figures["n"] == 4


def test_attendance_counts_why_a_mark_is_missing(quality, row):
    assert row(quality(), "attendance", subject="数学") == {
        "subject": "数学", "n": 4, "absent": 1, "violation": 0, "exempt": 0, "exclude": 0,
    }  # fmt: skip
    assert row(quality(), "attendance", subject="语文")["exempt"] == 1


def test_the_distance_above_the_joint_mean_is_relative_to_it(quality, row):
    found = row(quality(), "groups", level="school", group="乙", subject="语文")
    assert found["above_average"] == pytest.approx((100 - 73.75) / 73.75)


@pytest.mark.parametrize(("name", "share"), [("pass_", "60"), ("excellent", "-0.1"), ("low", "1.01")])
def test_a_cutoff_is_a_share_and_no_percentage(quality, name, share):
    with pytest.raises(ValueError, match=name.rstrip("_")):
        quality(**{name: share})


def test_the_outcome_names_the_rules_of_its_cutoffs(quality):
    assert [r.id for r in quality().outcome.rules] == ["cutoffs.excellent", "cutoffs.pass", "cutoffs.low"]


def test_a_full_mark_goes_by_any_name_of_its_subject(run, write):
    files = {"scores": write("s.csv", "考号,数学,英语\n1,120,90\n2,60,45\n")}
    figures = run("exam.quality", files, full="math:150,外语:100").outcome.figures
    assert {k: int(v) for k, v in figures["full"].items()} == {"数学": 150, "英语": 100, "total": 250}


@pytest.mark.parametrize(
    ("totals", "full"), [((150, 90), 200), ((250, 180), None)], ids=["sum", "more subjects"]
)
def test_a_given_total_has_the_summed_full_mark_only_when_it_is_the_sum(run, write, totals, full):
    text = "考号,语文,数学,总分\n1,80,70,{}\n2,50,40,{}\n".format(*totals)
    outcome = run("exam.quality", {"scores": write("s.csv", text)}, full="语文:100,数学:100").outcome
    assert outcome.figures["full"].get("total") == full
