title = "一分一段"


def test_the_cumulative_count_begins_at_the_top(check):
    check(
        "exam.distribution",
        given="""
        subject | mark | count
        语文    | 600  | 3
        语文    | 602  | 1
        语文    | 601  | 2
        """,
        expect="""
        subject | mark | count | cumulative
        语文    | 602  | 1     | 1
        语文    | 601  | 2     | 3
        语文    | 600  | 3     | 6
        """,
    )


def test_pupils_of_one_mark_stand_in_one_row_of_their_own_group(check):
    check(
        "exam.distribution",
        by="school",
        given="""
        school | subject | mark
        甲校   | 语文    | 90
        甲校   | 语文    | 90
        甲校   | 语文    | 95
        甲校   | 语文    |
        乙校   | 语文    | 90
        """,
        expect="""
        school | subject | mark | count | cumulative
        甲校   | 语文    | 95   | 1     | 1
        甲校   | 语文    | 90   | 2     | 3
        乙校   | 语文    | 90   | 1     | 1
        """,
    )
