"""exam.growth: what is refused, what is said, and that targets are never made of entrance exams."""

import pytest

COLUMNS = {"outcome": "y", "prior": "x"}


def table(mark, n=60, base=lambda i: i * 7919 % 101):
    lines = [f"s{i % 4},{base(i)},{mark(i)}" for i in range(n)]
    return "\n".join(["school,x,y", *lines])


def marks(i):
    return i * 104729 % 97


@pytest.fixture(scope="module")
def pupils(write):
    return write("pupils.csv", table(marks))


@pytest.mark.parametrize(
    ("text", "params", "code"),
    [
        (table(marks, 19), COLUMNS, "TOO_FEW_PUPILS"),
        (table(marks, base=lambda i: 7), COLUMNS, "CONSTANT"),
        (table(lambda i: 7), COLUMNS, "CONSTANT"),
        (table(lambda i: 2 * (i * 7919 % 101)), COLUMNS, "DETERMINED"),
        (table(marks, base=lambda i: ""), COLUMNS, "NO_COMPLETE_ROWS"),
        (table(marks, base=lambda i: f"{i + 1}e120"), COLUMNS, "VALUE_TOO_LARGE"),
        (table(marks), {"outcome": "y", "prior": "y"}, "OUTCOME_IS_PRIOR"),
        (table(marks), {"outcome": "y", "prior": ""}, "PRIOR_NONE"),
    ],
)
def test_data_without_growth_are_refused(refusal, write, text, params, code):
    assert refusal("exam.growth", {"scores": write("t.csv", text)}, **params) == [code]


@pytest.mark.parametrize(
    ("exam", "prior_exam"), [("gaokao,senior", ""), ("other,senior", "zhongkao"), ("zhongkao,junior", "")]
)
def test_targets_are_not_made_of_entrance_exams(refusal, write, pupils, exam, prior_exam):
    files = {"scores": pupils, "exam": write("exam.csv", f"kind,stage\n{exam}")}
    given = {"prior_exam": prior_exam} if prior_exam else {}
    assert refusal("exam.growth", files, targets="true", **COLUMNS, **given) == ["USE_FORBIDDEN"]


def test_growth_in_an_entrance_exam_may_be_diagnosed(run, write, pupils):
    files = {"scores": pupils, "exam": write("exam.csv", "kind,stage\ngaokao,senior")}
    found = run("exam.growth", files, **COLUMNS).outcome.tables
    assert "maintain" not in found["students"].column_names


def test_equal_priors_and_equal_marks_get_equal_percentiles(run, rows, write):
    text = table(lambda i: i % 7, 140, base=lambda i: i % 5)
    students = rows(run("exam.growth", {"scores": write("t.csv", text)}, **COLUMNS), "students")
    cells = {(i % 5, i % 7, r["sgp"]) for i, r in enumerate(students)}
    assert len(cells) == 35


def test_a_row_without_a_mark_is_left_out_and_the_others_keep_their_number(run, rows, write):
    text = table(lambda i: "" if i == 0 else marks(i))
    found = run("exam.growth", {"scores": write("t.csv", text)}, **COLUMNS)
    assert found.outcome.figures["n_left_out"] == 1
    assert rows(found, "students")[0]["row"] == 2


def test_a_single_school_has_a_mean_but_nothing_to_be_shrunken_to(run, row, pupils, write):
    text = table(marks).replace("s1", "s0").replace("s2", "s0").replace("s3", "s0")
    found = run("exam.growth", {"scores": write("t.csv", text)}, school="school", **COLUMNS)
    school = row(found, "schools", school="s0")
    assert (school["shrunk"], school["low"] < school["mean_sgp"] < school["high"]) == (None, True)


def test_coinciding_knots_are_said(run, write):
    text = table(marks, base=lambda i: i % 2)
    found = run("exam.growth", {"scores": write("t.csv", text)}, **COLUMNS)
    assert "KNOTS_TIED" in [i.code for i in found.issues]
