title = "分位数"


def test_a_quantile_between_two_pupils_lies_between_their_marks(check):
    check(
        "exam.quantiles",
        given="""
        subject | mark | count
        语文    | 10   | 1
        语文    | 20   | 1
        语文    | 30   | 1
        语文    | 40   | 1
        """,
        expect="""
        subject | p10  | p25  | median | p75  | p90
        语文    | 13.0 | 17.5 | 25.0   | 32.5 | 37.0
        """,
    )


def test_pupils_of_equal_mark_take_one_place_each(check):
    check(
        "exam.quantiles",
        by="school",
        given="""
        school | subject | mark | count
        甲校   | 语文    | 60   | 3
        甲校   | 语文    | 80   | 1
        甲校   | 语文    | 90   | 1
        """,
        expect="""
        school | subject | p10 | p25 | median | p75 | p90
        甲校   | 语文    | 60  | 60  | 60     | 80  | 86
        """,
    )


def test_one_pupil_is_every_quantile_and_half_marks_are_kept(check):
    check(
        "exam.quantiles",
        by="school",
        scale=2,
        given="""
        school | subject | mark | count
        甲校   | 语文    | 151  | 1
        甲校   | 语文    |      | 4
        """,
        expect="""
        school | subject | p10  | p25  | median | p75  | p90
        甲校   | 语文    | 75.5 | 75.5 | 75.5   | 75.5 | 75.5
        """,
    )
