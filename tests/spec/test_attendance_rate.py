title = "参考率"


def test_those_who_sat_are_divided_by_those_enrolled(check):
    check(
        "exam.attendance_rate",
        by="school",
        given="""
        school | class | sat | enrolled
        甲校   | 1班   | 45  | 50
        甲校   | 2班   | 50  | 50
        乙校   | 1班   | 30  | 40
        """,
        expect="""
        school | sat | enrolled | value
        甲校   | 95  | 100      | 0.95
        乙校   | 30  | 40       | 0.75
        """,
    )


def test_an_unknown_enrolment_is_left_out_and_none_gives_no_rate(check):
    check(
        "exam.attendance_rate",
        by="school",
        given="""
        school | class | sat | enrolled
        甲校   | 1班   | 45  | 50
        甲校   | 2班   | 50  |
        甲校   | 3班   |     | 50
        乙校   | 1班   | 0   | 0
        丙校   | 1班   | 30  |
        """,
        expect="""
        school | sat | enrolled | value
        甲校   | 45  | 50       | 0.9
        乙校   | 0   | 0        |
        丙校   |     |          |
        """,
    )
