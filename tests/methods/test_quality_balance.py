"""学科均衡与高分段: what follows for each group from positions and places."""

import pytest

SCORES = "考号,学校,语文,数学\n1,甲,90,50\n2,甲,80,40\n3,乙,60,90\n4,乙,50,80\n5,乙,50,80\n"


@pytest.fixture(scope="module")
def carried(run, write):
    return run("exam.quality", {"scores": write("balance.csv", SCORES)}, weak="0.5", top="2")


@pytest.mark.parametrize(
    ("school", "subject", "weak"), [("甲", "语文", False), ("甲", "数学", True), ("乙", "语文", True)]
)
def test_a_subject_well_behind_the_total_is_weak(carried, row, school, subject, weak):
    found = row(carried, "balance", group=school, subject=subject)
    assert found["weak"] is weak
    assert found["difference"] == found["position"] - found["position_total"]


@pytest.mark.parametrize(("group", "count"), [("all", 2), ("甲", 1), ("乙", 1)])
def test_the_first_places_are_counted_by_group(carried, row, group, count):
    assert row(carried, "top", group=group)["count"] == count


def test_ties_of_the_last_place_are_all_in(run, write, row):
    tied = run("exam.quality", {"scores": write("tied.csv", SCORES)}, top="3")
    assert row(tied, "top", group="all")["count"] == 4


def test_equal_marks_give_no_balance_and_no_nan(run, write):
    equal = run("exam.quality", {"scores": write("equal.csv", "考号,学校,语文,数学\n1,甲,5,5\n2,乙,5,5\n")})
    assert equal.outcome.tables["balance"].num_rows == 0


def test_both_positions_are_of_the_pupils_who_have_a_total(run, write, row):
    absent = run("exam.quality", {"scores": write("absent.csv", SCORES + "6,乙,100,缺考\n")}, weak="0.5")
    assert row(absent, "balance", group="乙", subject="语文")["n"] == 3
