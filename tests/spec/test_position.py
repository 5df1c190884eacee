title = "相对位置"


def test_a_school_stands_above_or_below_the_mean_of_all_pupils(check):
    check(
        "exam.position",
        by="school",
        given="""
        school | subject | mark | count
        甲校   | 语文    | 80   | 1
        甲校   | 语文    | 60   | 1
        乙校   | 语文    | 60   | 1
        乙校   | 语文    | 40   | 1
        """,
        expect="""
        school | subject | n | value
        甲校   | 语文    | 2 | 0.707
        乙校   | 语文    | 2 | -0.707
        """,
    )


def test_equal_marks_have_no_position_and_an_empty_mark_counts_nobody(check):
    check(
        "exam.position",
        by="school",
        given="""
        school | subject | mark
        甲校   | 语文    | 60
        乙校   | 语文    | 60
        丙校   | 语文    |
        """,
        expect="""
        school | subject | n | value
        甲校   | 语文    | 1 |
        乙校   | 语文    | 1 |
        """,
    )
