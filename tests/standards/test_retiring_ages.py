"""渐进式延迟退休: rows of the published table of ages, leap days, and the months of the calendar."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.standards.staffing import month_later, related_subjects, retires_on, retiring_age

PUBLISHED = [
    ("men", date(1964, 12, 31), date(2024, 12, 31)),
    ("men", date(1965, 1, 15), date(2025, 2, 15)),
    ("men", date(1965, 4, 30), date(2025, 5, 30)),
    ("men", date(1965, 5, 1), date(2025, 7, 1)),
    ("men", date(1976, 9, 1), date(2039, 9, 1)),
    ("men", date(1985, 3, 3), date(2048, 3, 3)),
    ("women", date(1970, 1, 1), date(2025, 2, 1)),
    ("women", date(1981, 9, 9), date(2039, 9, 9)),
    ("women_worker", date(1975, 1, 1), date(2025, 2, 1)),
    ("women_worker", date(1984, 11, 11), date(2039, 11, 11)),
    ("women_senior", date(1965, 1, 15), date(2025, 2, 15)),
]


@pytest.mark.parametrize(("group", "born_on", "leaves"), PUBLISHED)
def test_the_ages_are_those_of_the_published_table(group, born_on, leaves):
    assert retires_on(born_on, retiring_age(group)) == leaves


@pytest.mark.parametrize(
    ("born_on", "leaves"), [(date(1964, 2, 29), date(2024, 2, 29)), (date(1972, 2, 29), date(2033, 12, 29))]
)
def test_somebody_born_on_a_leap_day_retires_on_a_day_that_exists(born_on, leaves):
    assert retires_on(born_on, retiring_age("men")) == leaves


def test_a_month_without_the_day_ends_on_its_last():
    assert month_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert month_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert month_later(date(2026, 12, 31), 2) == date(2027, 2, 28)


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2010, 12, 30)))
def test_who_is_born_later_never_retires_earlier(born_on):
    rule = retiring_age("men")
    assert retires_on(born_on, rule) <= retires_on(date.fromordinal(born_on.toordinal() + 1), rule)


def test_nobody_is_retrained_for_the_own_subject():
    assert all(id_ not in others for id_, others in related_subjects().pairs.items())
