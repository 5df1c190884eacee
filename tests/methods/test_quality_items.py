"""知识点掌握: marks by item beside the scores, with the plan of the paper."""

import pytest

SCORES = "考号,学校,班级,语文,数学\n1,甲,一,6,8\n2,甲,一,4,6\n3,甲,二,8,4\n4,乙,一,2,2\n"
ANSWERS = "考号,语1,语2,数1,数2\n1,3,3,4,4\n2,1,3,2,4\n3,4,4,0,4\n4,1,1,1,1\n"
PLAN = """题号,学科,满分,知识点,能力层级
语1,语文,5,字音；词义,了解
语2,语文,5,词义,理解
数1,数学,4,方程,理解
数2,数学,8,方程,应用
"""


@pytest.fixture
def files(write):
    def named(scores=SCORES, answers=ANSWERS, plan=PLAN):
        given = {"scores": scores, "responses": answers, "blueprint": plan}
        return {name: write(f"{name}.csv", text) for name, text in given.items() if text is not None}

    return named


def test_a_point_is_the_mean_of_each_pupils_share_of_its_items(run, files, row):
    found = row(run("exam.quality", files()), "mastery", point="方程", level="school", group="甲")
    assert (found["n"], found["items"], found["comparable"]) == (3, 2, False)
    assert found["rate"] == pytest.approx((8 / 12 + 6 / 12 + 4 / 12) / 3)


def test_an_item_counts_for_each_point_that_it_names(run, files, rows):
    carried = run("exam.quality", files())
    items = {r["point"]: r["items"] for r in rows(carried, "mastery", kind="knowledge", level="all")}
    assert items == {"字音": 1, "词义": 2, "方程": 2}
    abilities = {(r["subject"], r["point"]) for r in rows(carried, "mastery", kind="ability")}
    assert abilities == {("语文", "了解"), ("语文", "理解"), ("数学", "理解"), ("数学", "应用")}


def test_school_and_class_are_taken_from_the_scores_by_number(run, files, rows):
    carried = run("exam.quality", files())
    groups = {r["group"] for r in rows(carried, "mastery", level="class")}
    assert groups == {"甲/一", "甲/二", "乙/一"}


def test_a_candidate_whom_the_scores_do_not_know_counts_only_for_all(run, files, row):
    carried = run("exam.quality", files(answers=ANSWERS + "9,5,5,4,8\n"))
    assert row(carried, "mastery", point="字音", level="all")["n"] == 5
    assert row(carried, "mastery", point="字音", level="school", group="甲")["n"] == 3
    assert [i.code for i in carried.issues if i.code == "SCRIPTS_UNKNOWN"] == ["SCRIPTS_UNKNOWN"]


def test_an_item_that_was_not_answered_is_not_a_zero(run, files, row):
    carried = run("exam.quality", files(answers=ANSWERS.replace("4,1,1,1,1", "4,缺考,1,1,1")))
    found = row(carried, "mastery", point="词义", level="school", group="乙")
    assert (found["n"], found["rate"]) == (1, pytest.approx(1 / 5))


def test_of_items_that_may_be_chosen_the_answered_ones_count(run, files, row):
    plan = "题号,满分,知识点,选做组\n语1,5,古文,甲\n语2,10,古文,甲\n数1,4,方程,\n数2,8,方程,\n"
    answers = "考号,语1,语2,数1,数2\n1,5,未选,4,4\n2,未选,5,2,4\n"
    carried = run("exam.quality", files(answers=answers, plan=plan))
    assert row(carried, "mastery", point="古文", level="all")["rate"] == pytest.approx((1 + 0.5) / 2)


def test_an_item_without_a_plan_plays_no_part_and_is_named(run, files, rows):
    carried = run("exam.quality", files(plan=PLAN.replace("数2,数学,8,方程,应用\n", "")))
    assert {r["items"] for r in rows(carried, "mastery", point="方程")} == {1}
    (said,) = [i for i in carried.issues if i.code == "ITEM_UNPLANNED"]
    assert "数2" in said.words.zh


@pytest.mark.parametrize(
    ("plan", "code"),
    [(None, "BLUEPRINT_MISSING"), (PLAN.replace("语文,5,词", "语文,,词"), "BLUEPRINT_FULL")],
)
def test_full_marks_are_never_guessed(refusal, files, plan, code):
    assert code in refusal("exam.quality", files(plan=plan))


def test_a_mark_above_the_full_mark_is_refused(refusal, files):
    assert refusal("exam.quality", files(answers=ANSWERS.replace("1,3,3,4,4", "1,3,9,4,4")))
