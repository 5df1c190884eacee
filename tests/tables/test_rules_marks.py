"""Marks are on the step, and a total is the sum of its subjects or another quantity."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_rows import marks, rows_of, told

from xueheng.tables.rules.marks import step, total

MARK = st.decimals(0, 150, places=1)


@pytest.mark.parametrize(
    ("least", "mark"), [("0.5", "89.55"), ("1", "89.5"), ("0.25", "0.1"), ("0.1", "0.05"), ("2", "7")]
)
def test_a_mark_off_the_step_is_wrong(least, mark):
    rows = rows_of("scores", {"语文": marks(mark, 0)}, step=Decimal(least))
    assert told(step(rows)) == [("STEP", "error", 0, "语文")]


@pytest.mark.parametrize("least", ["0.5", "0.1", "0.25", "0.05"])
@given(times=st.integers(0, 3000))
def test_a_multiple_of_the_step_is_right(least, times):
    rows = rows_of("scores", {"语文": [times * Decimal(least)]}, step=Decimal(least))
    assert told(step(rows)) == []


def test_the_total_has_no_step_of_its_own():
    columns = {"语文": marks("89.55"), "数学": marks(90), "total": marks("179.55")}
    assert told(step(rows_of("scores", columns, step=Decimal("0.5")))) == [("STEP", "error", 0, "语文")]


def test_a_cell_that_is_wrong_already_is_not_told_again():
    rows = rows_of("scores", {"语文": marks("120.3")}, wrong=[(0, "语文")], step=Decimal("0.5"))
    assert told(step(rows)) == []


def test_without_a_step_no_mark_is_off_it():
    assert told(step(rows_of("scores", {"语文": marks("89.5555")}))) == []


def test_a_total_that_is_not_the_sum_is_wrong():
    columns = {"语文": marks(90, 80), "数学": marks("95.5", 70), "total": marks(180, 150)}
    (flag,) = total(rows_of("scores", columns))
    assert told([flag]) == [("SUM_MISMATCH", "error", 0, "total")]
    assert flag.values == {"sum": "185.5"}


@given(st.lists(st.tuples(MARK, MARK, MARK), min_size=1, max_size=30))
def test_a_true_sum_is_never_told(pupils):
    columns = {name: list(column) for name, column in zip("abc", zip(*pupils, strict=True), strict=True)}
    columns["total"] = [sum(pupil) for pupil in pupils]
    assert told(total(rows_of("scores", columns))) == []


@pytest.mark.parametrize("status", ["absent", "violation", "exempt", "unknown", "exclude"])
def test_a_subject_without_a_mark_counts_as_nothing(status):
    columns = {"语文": marks(90), "数学": marks(None), "数学:status": [status], "total": marks(90)}
    assert told(total(rows_of("scores", columns))) == []


def test_a_cell_nobody_can_read_leaves_the_total_unjudged():
    columns = {"语文": marks(90), "数学": marks(None), "数学:status": [None], "total": marks(170)}
    assert told(total(rows_of("scores", columns, wrong=[(0, "数学")]))) == []


def test_a_row_without_a_total_is_not_judged():
    columns = {"语文": marks(90), "数学": marks(80), "total": marks(None)}
    assert told(total(rows_of("scores", columns))) == []


def test_a_negative_mark_still_sums():
    columns = {"语文": marks(-3), "数学": marks(90), "total": marks(87)}
    assert told(total(rows_of("scores", columns, wrong=[(0, "语文")]))) == []


@pytest.mark.parametrize(
    ("n", "wrong", "code"),
    [
        (5, 3, "TOTAL_NOT_SUM"),
        (2, 2, "TOTAL_NOT_SUM"),
        (5, 2, "SUM_MISMATCH"),
        (4, 3, "SUM_MISMATCH"),
        (1, 1, "SUM_MISMATCH"),
    ],
)
def test_a_total_that_is_mostly_no_sum_is_another_quantity(n, wrong, code):
    totals = [Decimal(100 if i < wrong else 170) for i in range(n)]
    rows = rows_of("scores", {"语文": marks(*[90] * n), "数学": marks(*[80] * n), "total": totals})
    assert {flag.code for flag in total(rows)} == {code}
    assert len(list(total(rows))) == (1 if code == "TOTAL_NOT_SUM" else wrong)


def test_one_subject_and_counted_marks_have_no_total_to_judge():
    columns = {"语文": marks(90), "total": marks(300)}
    counted = {"语文": marks(90), "数学": marks(80), "total": marks(1), "count": [7]}
    assert told(total(rows_of("scores", columns))) == told(total(rows_of("scores", counted))) == []


def test_a_table_without_rows_has_nothing_wrong():
    rows = rows_of("scores", {"语文": [], "数学": [], "total": []}, step=Decimal("0.5"))
    assert told([*step(rows), *total(rows)]) == []
