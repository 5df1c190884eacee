title = "县域均值"


def test_all_amounts_are_divided_by_all_pupils(check):
    check(
        "equity.mean",
        by="county",
        given="""
        county | school | amount | pupils
        东县   | 甲校   | 500    | 100
        东县   | 乙校   | 900    | 300
        """,
        expect="""
        county | value | n
        东县   | 3.5   | 2
        """,
    )


def test_an_amount_per_100_pupils(check):
    check(
        "equity.mean",
        per=100,
        given="""
        school | amount | pupils
        甲校   | 5      | 100
        乙校   | 9      | 300
        """,
        expect="""
        value | n
        3.5   | 2
        """,
    )


def test_a_school_without_an_amount_or_without_pupils_is_left_out(check):
    check(
        "equity.mean",
        by="county",
        given="""
        county | school | amount | pupils
        东县   | 甲校   | 500    | 100
        东县   | 乙校   |        | 300
        东县   | 丙校   | 700    | 0
        西县   | 丁校   | 700    |
        """,
        expect="""
        county | value | n
        东县   | 5.0   | 1
        西县   |       | 0
        """,
    )
