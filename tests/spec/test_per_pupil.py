title = "生均值"


def test_each_school_has_its_own_amount_per_pupil(check):
    check(
        "resource.per_pupil",
        by="school",
        given="""
        school | amount | pupils
        甲校   | 500    | 100
        乙校   | 900    | 400
        """,
        expect="""
        school | pupils | value
        甲校   | 100    | 5.00
        乙校   | 400    | 2.25
        """,
    )


def test_an_amount_per_100_pupils_in_hundredths(check):
    check(
        "resource.per_pupil",
        by="school",
        per=100,
        scale=100,
        given="""
        school | amount | pupils
        甲校   | 450    | 100
        """,
        expect="""
        school | pupils | value
        甲校   | 100    | 4.50
        """,
    )


def test_no_amount_or_no_pupils_gives_no_value(check):
    check(
        "resource.per_pupil",
        by="school",
        given="""
        school | amount | pupils
        甲校   |        | 100
        乙校   | 900    | 0
        丙校   | 900    |
        丁校   | 0      | 100
        """,
        expect="""
        school | pupils | value
        甲校   | 100    |
        乙校   | 0      |
        丙校   |        |
        丁校   | 100    | 0
        """,
    )
