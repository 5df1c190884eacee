title = "达标学校比例"


def test_a_school_exactly_at_the_threshold_has_met_it(check):
    check(
        "resource.met_share",
        by="county",
        threshold="4.2",
        per=100,
        given="""
        county | school | amount | pupils
        东县   | 甲校   | 42     | 1000
        东县   | 乙校   | 41     | 1000
        东县   | 丙校   | 21     | 500
        西县   | 丁校   | 10     | 1000
        """,
        expect="""
        county | met | n | value
        东县   | 2   | 3 | 0.667
        西县   | 0   | 1 | 0.000
        """,
    )


def test_a_school_without_an_amount_or_without_pupils_is_not_counted(check):
    check(
        "resource.met_share",
        by="county",
        threshold="5.8",
        scale=10,
        given="""
        county | school | amount | pupils
        东县   | 甲校   | 406    | 7
        东县   | 乙校   |        | 100
        东县   | 丙校   | 900    | 0
        """,
        expect="""
        county | met | n | value
        东县   | 1   | 1 | 1
        """,
    )


def test_no_school_with_pupils_gives_no_share(check):
    check(
        "resource.met_share",
        threshold="1",
        given="""
        school | amount | pupils
        甲校   | 900    | 0
        """,
        expect="""
        met | n | value
        0   | 0 |
        """,
    )
