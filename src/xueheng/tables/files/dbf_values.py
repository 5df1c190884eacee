"""What the bytes of one field of a dBase record say."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from datetime import datetime, timedelta

from xueheng.tables.files.grid import Cell

Reader = Callable[[bytes], Cell]
NUMBER = re.compile(r"[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
FIRST_DAY = 1_721_425  # the Julian day of 0001-01-01, less one
LAST_DAY = 3_652_059  # 9999-12-31, counted from 0001-01-01


def number(data: bytes) -> Cell:
    """A number as it is written; what is no number, such as the stars of an overflow, stays text."""
    text = data.decode("latin-1").strip(" \0")
    if not NUMBER.fullmatch(text):
        return text
    try:
        return int(text)
    except ValueError:
        return float(text.replace(",", "."))


def day(data: bytes) -> Cell:
    """A date of eight digits; blank or all zero is blank, and what is no date stays text."""
    text = data.decode("latin-1").strip(" \0")
    if not text.strip("0"):
        return ""
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        return text


def truth(data: bytes) -> Cell:
    """True, false or blank."""
    letter = data[:1].upper()
    return letter in b"TY" if letter in (b"T", b"Y", b"F", b"N") else ""


def instant(data: bytes) -> Cell:
    """A day and a time of day in two whole numbers; day 0 is blank."""
    days, milliseconds = struct.unpack("<LL", data)
    since = days - FIRST_DAY
    if not 0 < since <= LAST_DAY or milliseconds >= 86_400_000:
        return ""
    return datetime.fromordinal(since) + timedelta(milliseconds=milliseconds)


def binary(layout: str, divisor: int) -> Reader:
    """A reader of numbers that are stored in binary."""
    packed = struct.Struct(layout)

    def read(data: bytes) -> Cell:
        value: float = packed.unpack(data)[0]
        return value / divisor if divisor > 1 else value

    return read
