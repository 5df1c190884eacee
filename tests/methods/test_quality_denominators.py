import pytest

SCORES = "考号,学校,班级,语文\n1,甲,1,90\n2,甲,1,60\n3,甲,2,45\n4,乙,1,100\n"
ENROLLED = "学校,班级,在籍,入学基数\n甲,1,3,4\n甲,2,2,4\n乙,,5,10\n"


@pytest.fixture
def quality(write, run):
    return lambda scores=SCORES, enrolled=ENROLLED, **params: run(
        "exam.quality",
        {"scores": write("s.csv", scores), "enrolled": write("e.csv", enrolled)},
        **{"full": "语文:100"} | params,
    )


@pytest.mark.parametrize(
    ("choice", "level", "group", "rate"),
    [
        ("sat", "all", "all", 3 / 4),
        ("enrolled", "all", "all", 3 / 10),
        ("at_entry", "all", "all", 3 / 18),
        ("enrolled:0.97", "all", "all", 3 / 9.7),
        ("enrolled", "school", "甲", 2 / 5),
        ("at_entry:0.5", "school", "甲", 2 / 4),
        ("enrolled", "class", "甲/1", 2 / 3),
        ("enrolled", "school", "乙", 1 / 5),
    ],
)
def test_rates_are_taken_of_the_chosen_denominator(quality, row, choice, level, group, rate):
    found = row(quality(denominators=choice), "groups", level=level, group=group, subject="语文")
    assert found["pass_rate"] == pytest.approx(rate, rel=1e-15)


def test_the_denominator_is_printed_beside_the_rates(quality, row):
    found = row(quality(denominators="enrolled:0.97"), "groups", level="all", subject="语文")
    assert (found["n"], found["denominator"]) == (4, 9.7)


def test_means_are_always_of_those_who_sat(quality, row):
    assert row(quality(denominators="enrolled"), "groups", level="all", subject="语文")["mean"] == 73.75


def test_shares_on_a_line_use_the_same_denominator(quality, row):
    found = row(quality(denominators="enrolled", lines="60"), "lines", level="school", group="甲")
    assert (found["count"], found["rate"]) == (2, 2 / 5)


def test_a_school_s_own_row_stands_before_the_sum_of_its_classes(quality, row):
    carried = quality(enrolled=ENROLLED + "甲,,6,9\n", denominators="enrolled")
    assert row(carried, "groups", level="school", group="甲", subject="语文")["denominator"] == 6


def test_a_group_that_the_enrolment_leaves_out_is_named_and_has_no_rates(quality, row):
    carried = quality(denominators="enrolled")
    assert [i.value for i in carried.issues if i.code == "DENOMINATOR_GROUP"] == ["乙/1"]
    found = row(carried, "groups", level="class", group="乙/1", subject="语文")
    assert (found["pass_rate"], found["denominator"], found["mean"]) == (None, None, 100)


@pytest.mark.parametrize(
    ("enrolled", "unknown"),
    [
        ("学校,在籍\n甲,5\n", {"all", "乙", "甲/1", "甲/2", "乙/1"}),
        ("学校,班级,在籍\n甲,1,3\n乙,,5\n", {"all", "甲", "甲/2", "乙/1"}),
    ],
)
def test_what_holds_a_group_that_is_left_out_has_no_rates_either(quality, enrolled, unknown):
    issues = quality(enrolled=enrolled, denominators="enrolled").issues
    assert {i.value for i in issues if i.code == "DENOMINATOR_GROUP"} == unknown


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ("present", "DENOMINATOR_UNKNOWN"),
        ("sat:0.9", "DENOMINATOR_UNKNOWN"),
        ("enrolled:", "DENOMINATOR_UNKNOWN"),
        ("enrolled:0", "DENOMINATOR_UNKNOWN"),
        ("enrolled:-1", "DENOMINATOR_UNKNOWN"),
        ("enrolled:1/0", "DENOMINATOR_UNKNOWN"),
        ("enrolled:97", "DENOMINATOR_UNKNOWN"),
        ("at_entry", "DENOMINATOR_MISSING"),
    ],
)
def test_a_denominator_that_cannot_be_is_refused(write, refusal, choice, code):
    files = {"scores": write("s.csv", SCORES), "enrolled": write("e.csv", "学校,在籍\n甲,5\n")}
    assert refusal("exam.quality", files, denominators=choice) == [code]


def test_without_an_enrolment_only_those_who_sat_can_be_the_denominator(write, refusal):
    files = {"scores": write("s.csv", SCORES)}
    assert refusal("exam.quality", files, denominators="enrolled") == ["DENOMINATOR_MISSING"]


def test_an_enrolment_that_contradicts_itself_is_refused(write, refusal):
    files = {"scores": write("s.csv", SCORES), "enrolled": write("e.csv", "学校,在籍\n甲,5\n甲,6\n")}
    assert refusal("exam.quality", files, denominators="enrolled") == ["DUP_CONFLICT"] * 2


TOWNS = "考号,乡镇,学校,语文\n1,东镇,甲,90\n2,东镇,丙,50\n3,西镇,乙,100\n"
THREE = "学校,在籍\n甲,5\n乙,4\n丙,3\n"


@pytest.mark.parametrize(("town", "rate"), [("东镇", 1 / 8), ("西镇", 1 / 4)])
def test_a_town_is_taken_of_the_pupils_of_its_schools(quality, row, town, rate):
    outcome = quality(TOWNS, THREE, denominators="enrolled")
    assert row(outcome, "groups", level="town", group=town, subject="语文")["pass_rate"] == rate


@pytest.mark.parametrize(
    ("scores", "enrolled"),
    [(TOWNS, "学校,在籍\n甲,5\n乙,4\n"), (TOWNS + "4,西镇,甲,70\n", THREE)],
    ids=["a school is not known", "a school lies in two towns"],
)
def test_a_town_whose_schools_do_not_add_up_has_no_rates(quality, row, scores, enrolled):
    outcome = quality(scores, enrolled, denominators="enrolled")
    assert row(outcome, "groups", level="town", group="东镇", subject="语文")["pass_rate"] is None
