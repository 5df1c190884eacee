title = "分数频数"


def test_pupils_of_one_mark_are_counted_and_an_empty_mark_counts_nobody(check):
    check(
        "exam.mark_counts",
        by="school",
        given="""
        school | subject | mark
        甲校   | 语文    | 90
        甲校   | 语文    | 90
        甲校   | 语文    |
        甲校   | 数学    | 0
        乙校   | 语文    | 90
        """,
        expect="""
        school | subject | mark | count
        甲校   | 语文    | 90   | 2
        甲校   | 数学    | 0    | 1
        乙校   | 语文    | 90   | 1
        """,
    )


def test_counts_of_the_same_mark_add_up(check):
    check(
        "exam.mark_counts",
        given="""
        school | subject | mark | count
        甲校   | 语文    | 90   | 2
        乙校   | 语文    | 90   | 3
        乙校   | 语文    | 80   | 0
        乙校   | 语文    | 70   |
        """,
        expect="""
        subject | mark | count
        语文    | 90   | 5
        """,
    )
