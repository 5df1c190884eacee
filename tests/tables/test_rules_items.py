"""Items: within their full marks, all marked, and in agreement with the total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_rows import marks, rows_of, told

from xueheng.tables.rules.items import is_answer, item_key, total, within

HALVES = ("objective", "subjective")


@pytest.mark.parametrize(
    "text", ["A", "BD", "b", "A,C", "A、C", "Ｂ", " D ", "√", "×", "对", "F", "ABCD", "A C"]
)
def test_a_letter_is_what_a_pupil_chose(text):
    assert is_answer(text)


@pytest.mark.parametrize("text", ["", "4", "-1", "0", "缺考", "A1", "/", "-", "Q", "3.5", "未选", "NA"])
def test_a_mark_or_a_word_is_no_answer(text):
    assert not is_answer(text)


@given(st.text())
def test_any_text_is_an_answer_or_not(text):
    assert is_answer(text) in (True, False)


@pytest.mark.parametrize("heading", ["5(1)", "5（1）", "第5(1)题", "Q5(1)", "题5(1)", "5(1)得分", "5 (1) 题"])
def test_an_item_is_known_by_its_number(heading):
    assert item_key(heading) == item_key("5(1)")


@pytest.mark.parametrize(("one", "other"), [("5(1)", "5(2)"), ("1", "11"), ("36.1", "36.2"), ("一1", "二1")])
def test_different_items_keep_apart(one, other):
    assert item_key(one) != item_key(other)


@pytest.mark.parametrize(
    ("mark", "code"),
    [("4.5", "ITEM_OVER_FULL"), ("-1", "UNMARKED"), ("-2", "NEGATIVE"), ("-0.5", "NEGATIVE")],
)
def test_a_mark_that_no_item_can_have_is_wrong(mark, code):
    rows = rows_of("item_scores", {"5（1）": marks(mark, 4)}, item_full={"5(1)": Decimal(4)})
    assert told(within(rows)) == [(code, "error", 0, "5（1）")]


def test_an_item_without_a_full_mark_is_not_judged_by_one():
    assert told(within(rows_of("item_scores", {"7": marks(99)}, item_full={"1": Decimal(4)}))) == []


def test_a_blank_item_is_told_and_the_row_stays_good():
    rows = rows_of("item_scores", {"1": marks(None, 4), "2": marks(3, 3)})
    assert told(within(rows)) == [("ITEM_BLANK", "warning", 0, "1")]


def test_a_row_without_any_mark_is_told_once():
    rows = rows_of("item_scores", {"1": marks(None, 4), "2": marks(None, 3)})
    assert told(within(rows)) == [("ITEM_ROW_BLANK", "warning", 0, None)]


def test_a_cell_with_an_answer_is_not_blank():
    rows = rows_of("item_scores", {"1": marks(None), "2": marks(3)}, wrong=[(0, "1")])
    assert told(within(rows)) == []


def test_a_total_that_is_not_the_sum_of_the_items_is_told_once():
    columns = {
        "objective": marks(16),
        "subjective": marks(22),
        "total": marks(40),
        "1": marks(16),
        "2": marks(22),
    }
    (flag,) = total(rows_of("item_scores", columns), halves=HALVES)
    assert told([flag]) == [("ITEM_SUM", "error", 0, "total")]
    assert flag.values == {"sum": "38"}


def test_parts_that_do_not_make_the_total_are_told():
    columns = {
        "objective": marks(15),
        "subjective": marks(22),
        "total": marks(38),
        "1": marks(16),
        "2": marks(22),
    }
    assert told(total(rows_of("item_scores", columns), halves=HALVES)) == [
        ("OBJECTIVE_SUM", "error", 0, "total")
    ]


@pytest.mark.parametrize("mark", [-1, None])
def test_a_row_with_an_item_unmarked_is_not_summed(mark):
    rows = rows_of("item_scores", {"total": marks(40), "1": marks(16), "2": marks(mark)})
    assert told(total(rows)) == []


def test_a_total_of_more_than_these_items_is_one_warning():
    rows = rows_of("item_scores", {"total": marks(*[90] * 6), "1": marks(*[4] * 6), "2": marks(*[3] * 6)})
    assert told(total(rows)) == [("TOTAL_NOT_SUM", "warning", None, "total")]
