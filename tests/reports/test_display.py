from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.reports.blocks import Number
from xueheng.reports.display import MISSING, cell, dated, headline, number, toned
from xueheng.standards.words import Words, plain


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0.125, 2, "0.13"),
        (2.675, 2, "2.68"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (0.5, 2, "0.50"),
        (-0.001, 2, "0.00"),
        (1234567.895, 2, "1\u2009234\u2009567.90"),
        (999, 0, "999"),
        (Decimal("1.005"), 2, "1.01"),
    ],
)
def test_numbers_round_half_up_as_they_are_written(value, digits, shown):
    assert number(value, digits=digits) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.285, "29%"), (1, "100%"), (-0.005, "−1%")])
def test_rates_are_shown_in_percent(value, shown):
    assert number(value, digits=0, percent=True) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(2026, "2026"), (4059.0, "4059"), (0.1, "0.1"), (1e22, "1" + "0" * 22)]
)
def test_without_digits_a_number_is_shown_as_it_is(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_missing_is_a_dash_and_never_zero(value):
    assert cell(value, "zh", digits=2, percent=True) == MISSING


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (True, "是", "yes"),
        (Words("小学", "primary"), "小学", "primary"),
        (date(2026, 9, 1), "2026年9月1日", "1 September 2026"),
        ("=1+1", "=1+1", "=1+1"),
        ("", "", ""),
    ],
)
def test_a_value_speaks_the_language_of_the_page(value, zh, en):
    assert (cell(value, "zh"), cell(value, "en")) == (zh, en)


def test_a_date_is_words():
    assert dated(date(2026, 12, 31)) == Words("2026年12月31日", "31 December 2026")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_rounding_moves_a_number_by_half_a_unit_at_most(value):
    shown = number(value, digits=1).replace("\u2009", "").replace("−", "-")
    assert abs(Decimal(shown) - value) <= Decimal("0.05")


@given(st.integers(0, 10**12))
def test_thousands_stand_in_groups_of_three(value):
    head, *groups = number(value, digits=0).split("\u2009")
    assert 1 <= len(head) <= 3
    assert {len(group) for group in groups} <= {3}


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Number(plain("n"), 4059), "4\u2009059"),
        (Number(plain("cv"), 0.525), "0.53"),
        (Number(plain("rate"), 1, percent=True, digits=1), "100.0%"),
        (Number(plain("school"), "城关一小"), "城关一小"),
        (Number(plain("gap"), None), MISSING),
    ],
)
def test_a_headline_count_stays_whole(figure, shown):
    assert headline(figure, "zh") == shown


def test_tones_not_given_are_plain():
    assert toned((), 2) == ("plain", "plain")
