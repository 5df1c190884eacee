"""curriculum.check: classes by the table of hours, shares of nine years, teachers, homework and sleep."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.methods.curriculum_check.lessons import Lesson
from xueheng.methods.curriculum_check.shares import shares_of
from xueheng.standards.class_hours import class_hours
from xueheng.standards.curriculum import curriculum

HEAD = "school,grade,class,subject,hours,teacher\n"
CITY = class_hours("shenzhen-2017")


def week(grade, changes=(), *, school="甲校", name="1班"):
    """A class that keeps the city's table, but for the changes of lines."""
    hours = {line.subjects[0]: line.at_least[grade] for line in CITY.lines} | dict(changes)
    return "".join(f"{school},{grade},{name},{s},{h},T1\n" for s, h in hours.items() if h is not None)


@pytest.fixture
def check(run, write):
    def checked(text, standard="shenzhen-2017", **more):
        files = {name: write(f"{name}.csv", content) for name, content in more.items()}
        return run("curriculum.check", {"timetable": write("t.csv", HEAD + text), **files}, standard=standard)

    return checked


def test_classes_that_keep_the_table_have_no_gap(check):
    figures = check("".join(map(week, range(1, 10)))).outcome.figures
    assert (figures["classes"], figures["met"], figures["gaps"]) == (9, 9, 0)


@pytest.mark.parametrize(
    ("hours", "reason", "met"),
    [(None, "ABSENT", False), (1, "SHORT", False), (2, "MET", True), (3, "OVER", False)],
)
def test_a_subject_is_judged_by_the_table(check, row, hours, reason, met):
    found = row(check(week(3, {"science": hours})), "gaps", line="science")
    assert (found["reason"], found["met"], found["minimum"], found["maximum"]) == (reason, met, 2, 2)


def test_the_total_is_judged_apart(check, row):
    run = check(week(3, {"science": 3}))
    assert row(run, "gaps", line="total")["reason"] == "OVER"
    assert {k: run.outcome.figures[k] for k in ("over", "total_off", "gaps", "met")} == {
        "over": 1, "total_off": 1, "gaps": 2, "met": 0,
    }  # fmt: skip


def test_names_of_either_language_and_two_teachers_make_one_line(check, row):
    text = "甲校,三年级,1班,音乐,1,T1\n甲校,3,1班,美术,1.5,T2\n甲校,小三,1班,music,0.5,T3\n"
    assert row(check(text), "gaps", line="arts")["hours"] == 3


def test_the_national_plan_asks_of_a_class_what_is_due_in_its_grade(check, rows):
    run = check(week(1) + week(7), "curriculum-2022")
    absent = {(r["grade"], r["subject"]) for r in rows(run, "gaps", reason="ABSENT")}
    assert absent == {(1, "science"), (1, "labour"), (1, "practice"), (7, "labour")}


def test_sport_has_a_number_of_its_own(check, row):
    found = row(check(week(3, {"sport": 2}), "curriculum-2022"), "gaps", line="sport")
    assert (found["minimum"], found["reason"]) == (3, "SHORT")
    assert "中发〔2007〕7号" in found["clause"]


def test_a_school_of_nine_grades_is_judged_by_shares(check, row):
    run = check("".join(map(week, range(1, 10))), "curriculum-2022")
    chinese = row(run, "shares", subject="chinese")
    assert (chinese["lessons"], chinese["met"]) == (2055, True)
    assert row(run, "shares", subject="foreign_language")["reason"] == "OVER"


def test_a_primary_school_learns_what_the_other_grades_have_to_give(check, row):
    found = row(check("".join(map(week, range(1, 7))), "curriculum-2022"), "shares", subject="sport")
    assert (found["met"], found["grades"], found["lessons"]) == (None, "1-6", 700)
    assert found["others_least"] == pytest.approx((952.2 - 700) / 103)
    assert found["others_most"] == pytest.approx((1047.42 - 700) / 103)


def test_too_many_for_nine_years_is_certain_without_the_other_grades(check, row):
    text = "".join(week(g, {"chinese": 14}) for g in range(1, 7))
    found = row(check(text, "curriculum-2022"), "shares", subject="chinese")
    assert (found["met"], found["reason"]) == (False, "OVER")


def test_two_schools_together_make_nine_grades(check, row):
    text = "".join(week(g) for g in range(1, 7)) + "".join(week(g, school="乙校") for g in (7, 8, 9))
    found = row(check(text, "curriculum-2022"), "shares", subject="chinese", school=None)
    assert (found["grades"], found["lessons"], found["met"]) == ("1-9", 2055, True)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3), st.integers(0, 12)), min_size=1, max_size=12))
@settings(max_examples=50)
def test_a_share_is_the_mean_week_times_the_weeks(found):
    plan, held = curriculum("curriculum-2022"), {(g, c): h for g, c, h in found}
    lessons = [Lesson(("甲", g, str(c)), "语文", "chinese", h, None) for (g, c), h in held.items()]
    [row] = [r for r in shares_of(lessons, plan) if r[1] == "chinese"]
    by_grade = {g: [h for (other, _), h in held.items() if other == g] for g, _ in held}
    wanted = sum(Fraction(sum(of), len(of)) * plan.teaching_weeks[g] for g, of in by_grade.items())
    assert row[3] == pytest.approx(float(wanted))


def test_a_teacher_of_another_subject_is_found(check, row):
    text = "甲校,3,1班,语文,7,T1\n甲校,3,1班,数学,4,T1\n甲校,3,1班,劳动,1,T1\n甲校,3,1班,体育,3,T9\n"
    run = check(text, "curriculum-2022", teachers="教师编号,资格学科\nT1,语文、书法\n")
    assert row(run, "teaching", subject="mathematics")["reason"] == "OTHER_SUBJECT"
    assert row(run, "teaching", subject="sport")["met"] is None
    assert (run.outcome.figures["taught_hours"], run.outcome.figures["unqualified_hours"]) == (12, 4)
    assert "TEACHER_UNLISTED" in [i.code for i in run.issues]


def test_who_is_listed_without_a_subject_has_no_certificate(check, row):
    run = check("甲校,3,1班,语文,7,T1\n", "curriculum-2022", teachers="教师编号,资格学科\nT1,\n")
    assert row(run, "teaching", subject="chinese")["reason"] == "NO_CERTIFICATE"


def test_homework_and_sleep_stand_beside_their_limits(check, rows):
    survey = "学校,年级,班级,作业时间,睡眠时间\n甲校,一年级,1班,10,\n甲校,七年级,,90,8.9\n"
    run = check(week(3), survey=survey)
    found = {(r["grade"], r["measure"]): r["met"] for r in rows(run, "load")}
    assert found == {
        (1, "homework_minutes"): False,
        (7, "homework_minutes"): True,
        (7, "sleep_hours"): False,
    }


def test_what_is_no_lesson_and_what_is_unknown_are_said(check, row):
    run = check(week(3) + "甲校,3,1班,早读,5,\n甲校,3,1班,奥数,1,\n")
    assert {"NOT_LESSONS", "SUBJECT_UNKNOWN", "STANDARD_ENDED"} <= {i.code for i in run.issues}
    assert row(run, "gaps", line="奥数")["met"] is None
    assert row(run, "gaps", line="total")["hours"] == 31


def test_senior_grades_are_left_out_and_said(check):
    run = check(week(3) + "甲校,高一,1班,语文,5,\n", "curriculum-2022")
    assert run.outcome.figures["classes"] == 1
    assert "GRADE_OUTSIDE" in [i.code for i in run.issues]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲校,高一,1班,语文,5,\n", "NO_CLASSES"),
        ("甲校,3,1班,语文,-1,\n", "TOO_SMALL"),
        ("甲校,3,1班,语文,,\n", "BLANK"),
        ("甲校,3,1班,语文,五,\n", "NOT_NUMBER"),
        ("甲校,3,1班,语文,5,T\n甲校,3,1班,语文,4,T\n", "DUP_ID"),
        ("甲校,大班,1班,语文,5,\n", "CODE_UNKNOWN"),
    ],
)
def test_what_cannot_be_judged_is_refused(refusal, write, text, code):
    files = {"timetable": write("t.csv", HEAD + text)}
    assert code in refusal("curriculum.check", files, standard="curriculum-2022")
