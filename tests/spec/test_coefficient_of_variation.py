title = "差异系数"


def test_large_schools_weigh_more(check):
    check(
        "equity.cv",
        by="county",
        given="""
        county | school | value | pupils
        东县   | 甲校   | 1.0   | 100
        东县   | 乙校   | 3.0   | 300
        西县   | 丙校   | 1.0   | 100
        西县   | 丁校   | 3.0   | 100
        """,
        expect="""
        county | value  | n
        东县   | 0.3464 | 2
        西县   | 0.5000 | 2
        """,
    )


def test_a_school_without_a_value_or_without_pupils_is_left_out(check):
    check(
        "equity.cv",
        by="county",
        given="""
        county | school | value | pupils
        东县   | 甲校   | 1.0   | 100
        东县   | 乙校   | 3.0   | 100
        东县   | 丙校   |       | 900
        东县   | 丁校   | 9.0   | 0
        东县   | 戊校   | 9.0   |
        """,
        expect="""
        county | value | n
        东县   | 0.5   | 2
        """,
    )


def test_equal_schools_have_no_spread_and_no_resource_has_no_coefficient(check):
    check(
        "equity.cv",
        by="county",
        given="""
        county | school | value | pupils
        东县   | 甲校   | 4.2   | 100
        东县   | 乙校   | 4.2   | 300
        西县   | 丙校   | 0     | 100
        西县   | 丁校   | 0     | 200
        南县   | 戊校   |       | 100
        """,
        expect="""
        county | value  | n
        东县   | 0.0000 | 2
        西县   |        | 2
        南县   |        | 0
        """,
    )
