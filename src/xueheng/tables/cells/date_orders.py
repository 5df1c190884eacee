"""日期含义: the days and months that groups of digits may mean, and whether only one is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from xueheng.tables.cells.date_text import Groups

YEARS = range(1900, 2101)
CENTURIES = (1900, 2000, 2100)
SERIAL_ORIGIN = date(1899, 12, 30)  # of Excel's days from March 1900 on, its false leap day counted
SERIALS = range(1000, 73416)  # up to the end of 2100


@dataclass(frozen=True)
class Meant:
    """Days that a text may mean; a month is meant by its first day."""

    days: frozenset[date] = frozenset()
    is_certain: bool = False  # the order and the century are said
    is_partial: bool = False  # a part of the date is not said


def day_of(year: str | int, month: str | int, day: str | int) -> date | None:
    """The day of the calendar; None when there is none in these two centuries."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None


def serial_day(number: int) -> date | None:
    """序列值: the day that Excel counts so; None when the number is not plausible."""
    return SERIAL_ORIGIN + timedelta(number) if number in SERIALS else None


def days_meant(groups: Groups) -> Meant:
    """日期: the days that groups of digits may mean."""
    if len(groups) == 3:
        return _three(groups)
    if len(groups) == 2:
        return Meant(is_partial=bool(months_meant(groups).days or _some(_month_days(*groups))))
    return _one(groups[0]) if groups else Meant()


def months_meant(groups: Groups) -> Meant:
    """年月: the months that groups of digits may mean; a whole date is left to `days_meant`."""
    if len(groups) == 1 and len(groups[0]) == 6:
        groups = (groups[0][:4], groups[0][4:]) if _is_year(groups[0][:4]) else (groups[0][:2], groups[0][2:])
    if len(groups) == 2:
        return _month(*groups)
    is_year = len(groups) == 1 and _is_year(groups[0])
    return Meant(is_partial=is_year)


def _month(first: str, second: str) -> Meant:
    if len(first) == 4 and len(second) <= 2:
        return Meant(_some([day_of(first, second, 1)]), is_certain=True)
    if len(second) == 4 and len(first) <= 2:
        return Meant(_some([day_of(second, first, 1)]))
    if max(len(first), len(second)) <= 2:
        orders = ((first, second), (second, first))
        return Meant(_some(day_of(c + int(y), m, 1) for c in CENTURIES for y, m in orders))
    return Meant()


def _three(groups: Groups) -> Meant:
    first, second, third = groups
    lengths = [len(g) for g in groups]
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        return Meant(_some([day_of(first, second, third)]), is_certain=True)
    if lengths[2] == 4 and max(lengths[:2]) <= 2:
        return Meant(_some([day_of(third, second, first), day_of(third, first, second)]))
    if max(lengths) <= 2:
        return Meant(_any_century(first, second, third))
    return Meant()


def _one(digits: str) -> Meant:
    """Digits without anything between: their number says what they may be."""
    if len(digits) == 8 and _is_year(digits[:4]):
        return _three((digits[:4], digits[4:6], digits[6:]))
    if len(digits) == 8:
        return _three((digits[:2], digits[2:4], digits[4:]))
    if len(digits) == 7:
        year, rest = digits[:4], digits[4:]
        return Meant(_some([day_of(year, rest[0], rest[1:]), day_of(year, rest[:2], rest[2])]))
    if len(digits) == 6:
        days = _any_century(digits[:2], digits[2:4], digits[4:])
        return Meant(days, is_partial=bool(months_meant((digits,)).days))
    return Meant(is_partial=_is_year(digits))


def _any_century(first: str, second: str, third: str) -> frozenset[date]:
    orders = ((first, second, third), (third, second, first), (third, first, second))
    return _some(day_of(c + int(y), m, d) for c in CENTURIES for y, m, d in orders)


def _month_days(first: str, second: str) -> Iterable[date | None]:
    """A month and a day of any year, in both orders."""
    return (day_of(2000, first, second), day_of(2000, second, first))


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and int(digits) in YEARS


def _some(days: Iterable[date | None]) -> frozenset[date]:
    return frozenset(d for d in days if d is not None)
