"""An exact method gives the same bytes whatever the order of the rows it reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.methods.outcome import csv_bytes

SCORES = [
    "1,甲,1,90.5,80,男",
    "2,甲,1,60,缺考,女",
    "3,甲,2,45,30,男",
    "4,乙,1,100,70,女",
    "5,乙,,免考,50,",
    "6,,,77,66,男",
]
SCHOOLS = ["东,甲,小学,100,5.5,9000", "东,乙,初中,70,3,8000", "西,丙,小学,33,1,100", "西,甲,小学,9,0,7"]
COUNTS = ["600,12", "599,3", "600,5", "-1,2", "580.5,1"]

few = settings(max_examples=25)


@pytest.fixture(scope="module")
def tables(write, run):
    """Every outcome table as bytes."""

    def made(name, files, **params):
        carried = run(name, files, answers={"STATUS_UNKNOWN": "absent"}, **params)
        return {t: csv_bytes(table) for t, table in carried.outcome.tables.items()}

    return made


@pytest.fixture(scope="module")
def quality(tables, write):
    def of(scores, former=SCORES):
        heads = "考号,学校,班级,语文,数学,性别\n"
        files = {"scores": write("s.csv", heads + "\n".join(scores))}
        files["former"] = write("f.csv", heads + "\n".join(former))
        return tables("exam.quality", files, full="语文:120,数学:100", lines="100,150", by="性别")

    return of


@few
@given(st.permutations(SCORES), st.permutations(SCORES))
def test_exam_quality_does_not_depend_on_the_order_of_the_rows(quality, order, former):
    assert quality(order, former) == quality(SCORES)


@few
@given(st.permutations(COUNTS))
def test_counted_rows_may_stand_in_any_order(tables, write, order):
    first, again = (
        tables("exam.quality", {"scores": write("c.csv", "总分,人数\n" + "\n".join(rows))}, lines="590")
        for rows in (COUNTS, order)
    )
    assert again == first


@few
@given(st.permutations(SCHOOLS))
def test_balance_does_not_depend_on_the_order_of_the_schools(tables, write, order):
    head = "县区,学校,学段,学生数,骨干教师数,设备值\n"
    first, again = (
        tables("balance.standard", {"schools": write("s.csv", head + "\n".join(rows))}, standard="yzjh-2017")
        for rows in (SCHOOLS, order)
    )
    assert again == first
