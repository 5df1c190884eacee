"""时间: what comes first and what later, how far apart, and what cannot lie ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xueheng.tables.rows import Flag, Rows

MONTHS = 12


def ordered(rows: Rows, *, first: str, last: str) -> Iterator[Flag]:
    """截止 does not come before 开始; a month is as early and as late as it can be."""
    for row, start, end in _both(rows, first, last):
        shorter = min(len(start), len(end))
        if end[:shorter] < start[:shorter]:
            told = {"first": rows.headings.get(first, first), "start": start}
            yield Flag("SPAN_REVERSED", "error", row, last, told)


def apart(rows: Rows, *, first: str, then: str, years: str) -> Iterator[Flag]:
    """The later one comes so many years after the first at least."""
    for row, start, end in _both(rows, first, then):
        if _months(end) - _months(start) < int(years) * MONTHS:
            told = {"first": rows.headings.get(first, first), "start": start, "years": years}
            yield Flag("TOO_SOON", "warning", row, then, told)


def past(rows: Rows, *, columns: tuple[str, ...]) -> Iterator[Flag]:
    """What has happened does not lie after today."""
    today = rows.context.today
    if today is None:
        return
    for column in columns:
        for row, value in enumerate(rows.values(column)):
            said = _text(value)
            if said and rows.is_sound(row, column) and said > today.isoformat()[: len(said)]:
                yield Flag("AFTER_TODAY", "error", row, column, {"today": today.isoformat()})


def _both(rows: Rows, first: str, last: str) -> Iterator[tuple[int, str, str]]:
    """The rows that have both, as year-month or year-month-day."""
    pairs = zip(rows.values(first), rows.values(last), strict=True)
    for row, (start, end) in enumerate(pairs):
        if start is not None and end is not None and rows.is_sound(row, first, last):
            yield row, _text(start), _text(end)


def _text(value: date | str | None) -> str:
    return value.isoformat()[:10] if isinstance(value, date) else str(value or "")


def _months(text: str) -> int:
    return int(text[:4]) * MONTHS + int(text[5:7])
