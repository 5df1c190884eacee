"""Filters by which templates show words and figures; what is missing is a dash, never zero."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from xueheng.reports.display import MISSING, MONTHS, THIN_SPACE, dated, number
from xueheng.reports.pages.markup import unbroken
from xueheng.standards.periods import period_words
from xueheng.standards.words import Words
from xueheng.web.context import spoken

register = template.Library()
WEEKDAYS = (
    Words("周一", "Mon"),
    Words("周二", "Tue"),
    Words("周三", "Wed"),
    Words("周四", "Thu"),
    Words("周五", "Fri"),
    Words("周六", "Sat"),
    Words("周日", "Sun"),
)


@register.filter
def say(words: Words | dict[str, str] | str | None) -> str:
    """Words in the reader's language; {zh, en} from a JSON field likewise."""
    if isinstance(words, Words):
        return unbroken(words.say(spoken()))
    return words.get(spoken(), "") if isinstance(words, dict) else words or ""


@register.filter
def period(text: str) -> str:
    """A period as people say it: 2025—2026学年第二学期."""
    return say(period_words(text))


@register.filter
def grouped(value: Any) -> str:
    """A whole number in groups of three, with thin spaces."""
    return MISSING if _is_missing(value) else f"{value:,}".replace(",", THIN_SPACE)


@register.filter
def figure(value: Any, digits: int = 1) -> str:
    """A measured number, rounded half up to so many digits."""
    return MISSING if _is_missing(value) else number(value, digits=digits)


@register.filter
def percent(value: Any, digits: int = 1) -> str:
    """A rate between 0 and 1 as a percentage, rounded half up."""
    return MISSING if _is_missing(value) else number(value, digits=digits, percent=True)


@register.filter
def people(value: Any) -> str:
    """How many a figure rests on: n = 1 204."""
    return f"n = {grouped(value)}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as each language writes it: 2026年9月15日."""
    return MISSING if value is None else dated(_local(value)).say(spoken())


@register.filter
def weekday(value: date | datetime | None) -> str:
    """A day with the day of the week, the year only when it is another one: 9月15日 周二."""
    if value is None:
        return MISSING
    on = _local(value)
    named = WEEKDAYS[on.weekday()].say(spoken())
    is_other_year = on.year != timezone.localdate().year
    if spoken() == "zh":
        return f"{f'{on.year}年' if is_other_year else ''}{on.month}月{on.day}日 {named}"
    return f"{named} {on.day} {on:%b}{f' {on.year}' if is_other_year else ''}"


@register.filter
def month_name(month: int) -> str:
    """A month by its number: 9月, Sep."""
    return f"{month}月" if spoken() == "zh" else MONTHS[month - 1][:3]


@register.filter
def moment(value: datetime | None) -> str:
    """A day and the time of it: 2026年9月15日 10:00."""
    return MISSING if value is None else f"{day(value)} {timezone.localtime(value):%H:%M}"


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _is_missing(value: Any) -> bool:
    return value in (None, "") or (isinstance(value, float) and not math.isfinite(value))
