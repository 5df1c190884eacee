title = "一分三率"


def test_a_mark_on_the_line_is_excellent_or_passed_and_is_not_low(check):
    check(
        "exam.rates",
        by="school",
        full={"语文": 100},
        excellent="0.85",
        pass_="0.60",
        low="0.40",
        given="""
        school | subject | mark | count
        甲校   | 语文    | 85   | 1
        甲校   | 语文    | 84   | 1
        甲校   | 语文    | 60   | 1
        甲校   | 语文    | 40   | 1
        甲校   | 语文    | 39   | 1
        """,
        expect="""
        school | subject | n | mean | sd    | excellent_rate | pass_rate | low_rate
        甲校   | 语文    | 5 | 61.6 | 20.15 | 0.2            | 0.6       | 0.2
        """,
    )


def test_each_subject_has_its_own_full_mark_and_half_marks_are_exact(check):
    check(
        "exam.rates",
        full={"语文": 150, "体育": "37.5"},
        excellent="0.85",
        pass_="0.60",
        low="0.40",
        scale=2,
        given="""
        subject | mark | count
        语文    | 255  | 1
        语文    | 254  | 1
        体育    | 45   | 1
        体育    | 44   | 3
        """,
        expect="""
        subject | n | mean   | sd   | excellent_rate | pass_rate | low_rate
        语文    | 2 | 127.25 | 0.25 | 0.50           | 1.00      | 0.00
        体育    | 4 | 22.13  | 0.22 | 0.00           | 0.25      | 0.00
        """,
    )


def test_no_full_mark_gives_no_rates_and_no_marks_give_no_row(check):
    check(
        "exam.rates",
        by="school",
        full={"语文": 100},
        excellent="0.85",
        pass_="0.60",
        low="0.40",
        given="""
        school | subject | mark | count
        甲校   | 音乐    | 70   | 2
        甲校   | 语文    |      | 1
        乙校   | 语文    | 90   | 0
        """,
        expect="""
        school | subject | n | mean | sd | excellent_rate | pass_rate | low_rate
        甲校   | 音乐    | 2 | 70   | 0  |                |           |
        """,
    )


def test_without_any_full_mark_there_are_mean_and_sd(check):
    check(
        "exam.rates",
        full={},
        excellent="0.85",
        pass_="0.60",
        low="0.40",
        given="""
        subject | mark
        语文    | 3
        语文    | 7
        """,
        expect="""
        subject | n | mean | sd | excellent_rate | pass_rate | low_rate
        语文    | 2 | 5    | 2  |                |           |
        """,
    )
