"""How templates show words and figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from xueheng.standards.words import Words
from xueheng.web.templatetags import shown


@pytest.mark.parametrize("value", [None, "", float("nan"), float("inf")])
@pytest.mark.parametrize("filter_", [shown.grouped, shown.figure, shown.percent])
def test_what_is_missing_is_a_dash_and_never_zero(filter_, value):
    assert filter_(value) == "—"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (2.5, 0, "3"),
        (0.125, 2, "0.13"),
        (Decimal("1.005"), 2, "1.01"),
        (-0.04, 1, "0.0"),
        (1234.5, 1, "1\u2009234.5"),
    ],
)
def test_figures_are_rounded_half_up_by_their_digits(value, digits, text):
    assert shown.figure(value, digits) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0.0%"), (0.12345, "12.3%"), (1, "100.0%")])
def test_rates_are_percentages_only_on_the_page(value, text):
    assert shown.percent(value) == text


def test_counts_stand_in_groups_of_three():
    assert (shown.grouped(0), shown.grouped(30000), shown.people(1204)) == (
        "0",
        "30\u2009000",
        "n = 1\u2009204",
    )


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "2026年9月15日 周二 9月15日"), ("en", "15 September 2026 Tue 15 Sep")]
)
def test_days_are_written_as_each_language_writes_them(language, text):
    with override(language):
        on = date(2026, 9, 15)
        parts = shown.weekday(on).split(" ", 1)[::-1] if language == "zh-hans" else [shown.weekday(on)]
        assert f"{shown.day(on)} {' '.join(parts)}" == text


def test_instants_are_told_in_local_time():
    assert shown.moment(datetime(2026, 9, 14, 17, 5, tzinfo=UTC)) == "2026年9月15日 01:05"


@pytest.mark.parametrize("words", [Words("学校", "School"), {"zh": "学校", "en": "School"}])
def test_words_speak_the_language_of_the_reader(words):
    with override("en"):
        assert shown.say(words) == "School"
    assert shown.say(words) == "学校"
