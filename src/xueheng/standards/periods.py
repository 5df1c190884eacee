"""时期: what a Dataset speaks of, in words: a year, a school year, a term, a month, a day."""

from __future__ import annotations

import calendar
import re

from xueheng.standards.words import Words, plain

SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})(?:-([12]))?")
CALENDAR = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
TERMS = {"1": Words("第一学期", "first term"), "2": Words("第二学期", "second term")}


def period_words(text: str) -> Words:
    """时期 as people say it: 2025-2026-2 is 2025—2026学年第二学期; what is none stands for itself."""
    if found := SCHOOL_YEAR.fullmatch(text):
        return _school_year(*found.groups())
    found = CALENDAR.fullmatch(text)
    return _calendar(*found.groups()) if found else plain(text)


def _school_year(first: str, last: str, number: str | None) -> Words:
    term = TERMS.get(number or "", Words("", ""))
    named = f"school year {first}–{last}"
    return Words(f"{first}—{last}学年{term.zh}", f"{term.en}, {named}" if term.en else named)


def _calendar(year: str, month: str | None, day: str | None) -> Words:
    zh, en = f"{year}年", year
    if month and 1 <= int(month) <= len(calendar.month_name) - 1:
        zh, en = f"{zh}{int(month)}月", f"{calendar.month_name[int(month)]} {en}"
        if day:
            zh, en = f"{zh}{int(day)}日", f"{int(day)} {en}"
    return Words(zh, en)
