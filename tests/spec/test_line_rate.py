title = "上线率"


def test_a_total_on_the_line_is_above_it(check):
    check(
        "exam.line_rate",
        by="school",
        line=500,
        given="""
        school | subject | mark | count
        甲校   | total   | 501  | 2
        甲校   | total   | 500  | 1
        甲校   | total   | 499  | 1
        乙校   | total   | 499  | 5
        """,
        expect="""
        school | subject | reached | n | value
        甲校   | total   | 3       | 4 | 0.75
        乙校   | total   | 0       | 5 | 0.00
        """,
    )


def test_a_line_between_two_marks_is_not_rounded_and_an_absent_pupil_is_not_counted(check):
    check(
        "exam.line_rate",
        line="450.25",
        scale=2,
        given="""
        subject | mark
        total   | 901
        total   | 900
        total   |
        """,
        expect="""
        subject | reached | n | value
        total   | 1       | 2 | 0.5
        """,
    )
