"""日期、年月、时刻: seven styles are read in silence; what is not sure is asked, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from xueheng.tables.cells.date_orders import YEARS, Meant, days_meant, months_meant, serial_day
from xueheng.tables.cells.date_text import Stamp, digit_groups, plain_text, stamp
from xueheng.tables.cells.reading import Reading, noticed, refused

DAY = re.compile(r"\d{4}(?:\d{4}|([-/.])\d{1,2}\1\d{1,2}|年\d{1,2}月\d{1,2}[日号])", re.ASCII)
MONTH = re.compile(r"\d{4}(?:\d\d|[-/.]\d{1,2}|年\d{1,2}月)", re.ASCII)
CUT_MONTH = re.compile(r"\d{4}\.1", re.ASCII)  # the tenth month has lost its nought if the cell is a number
SERIAL = re.compile(r"(\d{4,5})(?:\.(\d{1,15}))?", re.ASCII)
SHORT_MONTH = re.compile(r"(?:19|20)\d{2}[1-9]", re.ASCII)  # 20239 may be September or a serial number
DAY_SECONDS = 86400


def read_date(text: str, *, is_serial: bool) -> Reading:
    """日期 of a cell; `is_serial` says that the cell is a number, which Excel counts days by."""
    plain = plain_text(text)
    if not plain:
        return Reading()
    if (at := _serial(plain, is_number=is_serial)) is not None:
        if at.time() != time():
            return noticed(at.date(), "PART_DROPPED", repair=at.date().isoformat())
        return _day(at.date(), is_silent=is_serial)
    written = stamp(plain)
    meant = days_meant(digit_groups(written.day))
    if not meant.is_certain or not meant.days:
        return _unsure(meant, frozenset(d.isoformat() for d in meant.days))
    if written.clock and written.zone:
        return refused("DATE_AMBIGUOUS")
    day = min(meant.days)
    if written.clock:
        return noticed(day, "PART_DROPPED", repair=day.isoformat())
    return _day(day, is_silent=_is_plain(written, text))


def read_month(text: str, *, is_serial: bool) -> Reading:
    """年月 of a cell as "YYYY-MM"; a whole date says its month too."""
    plain = plain_text(text)
    groups = digit_groups(plain)
    if (is_serial and CUT_MONTH.fullmatch(plain)) or SHORT_MONTH.fullmatch(plain):
        return refused("DATE_AMBIGUOUS")
    meant = months_meant(groups)
    if meant.is_certain and meant.days:
        is_silent = plain == text.strip() and bool(MONTH.fullmatch(plain)) and not CUT_MONTH.fullmatch(plain)
        return _month(min(meant.days), is_silent=is_silent)
    if meant.is_certain or meant.days or meant.is_partial:
        return _unsure(meant, frozenset(f"{d:%Y-%m}" for d in meant.days))
    return _month_of_day(read_date(text, is_serial=is_serial))


def read_instant(text: str) -> Reading:
    """时刻 of a cell in local time, or in the zone that the text says."""
    plain = plain_text(text)
    if not plain:
        return Reading()
    if (at := _serial(plain, is_number=False)) is not None:
        return _instant(at, is_silent="." in plain)
    written = stamp(plain)
    meant = days_meant(digit_groups(written.day))
    if not meant.is_certain or not meant.days:
        moments = [_moment(day, written) for day in meant.days]
        return _unsure(meant, frozenset(m.isoformat(sep=" ") for m in moments if m))
    found = _moment(min(meant.days), written)
    if found is None or found.year not in YEARS:
        return refused("BAD_DATE")
    return _instant(found, is_silent=written.clock is not None and _is_plain(written, text))


def _serial(plain: str, *, is_number: bool) -> datetime | None:
    """What Excel counts so; four digits are a year unless the cell is a number."""
    found = SERIAL.fullmatch(plain)
    if not found or (len(found[1]) == 4 and (not is_number or found[2] or int(found[1]) in YEARS)):
        return None
    day = serial_day(int(found[1]))
    part = Decimal(f"0.{found[2] or 0}") * DAY_SECONDS
    seconds = int(part.quantize(Decimal(1), ROUND_HALF_UP))
    return None if day is None else datetime.combine(day, time()) + timedelta(seconds=seconds)


def _moment(day: date, written: Stamp) -> datetime | None:
    moment = datetime.combine(day, time()) + (written.clock or timedelta())
    if not written.zone:
        return moment
    digits = re.sub(r"\D", "", written.zone) or "0"
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    if ahead >= timedelta(days=1):
        return None
    return moment.replace(tzinfo=timezone(-ahead if written.zone[0] == "-" else ahead))


def _is_plain(written: Stamp, text: str) -> bool:
    """True when the day stands in one of the silent styles and nothing in the cell had to be changed."""
    return bool(DAY.fullmatch(written.day)) and plain_text(text) == text.strip()


def _unsure(meant: Meant, choices: frozenset[str]) -> Reading:
    """No day at all, or several; a single one is offered."""
    if meant.is_certain or not (choices or meant.is_partial):
        return refused("BAD_DATE")
    is_single = len(choices) == 1 and not meant.is_partial
    return refused("DATE_AMBIGUOUS", repair=min(choices) if is_single else None)


def _month_of_day(reading: Reading) -> Reading:
    """The month of a date; that a month was typed and stored as its first day is no news."""
    day = reading.value
    if day is not None and (day.day > 1 or reading.problem == "PART_DROPPED"):
        return noticed(f"{day:%Y-%m}", "PART_DROPPED", repair=f"{day:%Y-%m}")
    if day is not None:
        return _month(day, is_silent=reading.problem is None)
    return (
        refused(str(reading.problem), repair=reading.repair and reading.repair[:7])
        if reading.problem
        else reading
    )


def _day(day: date, *, is_silent: bool) -> Reading:
    return Reading(day) if is_silent else noticed(day, "NORMALISED", repair=day.isoformat())


def _month(day: date, *, is_silent: bool) -> Reading:
    value = f"{day:%Y-%m}"
    return Reading(value) if is_silent else noticed(value, "NORMALISED", repair=value)


def _instant(at: datetime, *, is_silent: bool) -> Reading:
    return Reading(at) if is_silent else noticed(at, "NORMALISED", repair=at.isoformat(sep=" "))
