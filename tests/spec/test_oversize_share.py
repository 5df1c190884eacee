title = "大班额比例"


def test_a_class_of_the_size_itself_is_oversize(check):
    check(
        "class.oversize_share",
        by="school",
        at_least=56,
        given="""
        school | class | pupils
        甲校   | 1班   | 55
        甲校   | 2班   | 56
        甲校   | 3班   | 70
        乙校   | 1班   | 40
        """,
        expect="""
        school | oversize | n | value
        甲校   | 2        | 3 | 0.667
        乙校   | 0        | 1 | 0.000
        """,
    )


def test_a_class_without_pupils_is_no_class(check):
    check(
        "class.oversize_share",
        by="school",
        at_least=66,
        given="""
        school | class | pupils
        甲校   | 1班   | 66
        甲校   | 2班   | 0
        甲校   | 3班   |
        乙校   | 1班   | 0
        """,
        expect="""
        school | oversize | n | value
        甲校   | 1        | 1 | 1
        乙校   | 0        | 0 |
        """,
    )
