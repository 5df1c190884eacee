"""合计: parts against their whole, and amounts against the number of pupils they are for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xueheng.standards.words import catalogue
from xueheng.tables.cells.values import written
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.keys import headings

FEWEST = 100  # a small school may have much for each pupil: an upper bound counts so many at least
HALF_CENT = Decimal("0.005")


def filled(rows: Rows, *, total: str, parts: tuple[str, ...]) -> Iterator[Flag]:
    """合计 is the sum of the parts that a row fills in; a row without any is not judged."""
    for row, whole, values in _with_parts(rows, total, parts):
        held = [v for v in values if v is not None]
        if held and sum(held) != whole:
            yield Flag("SUM_MISMATCH", "error", row, total, {"sum": written(sum(held))})


def complete(rows: Rows, *, total: str, parts: tuple[str, ...]) -> Iterator[Flag]:
    """合计 is the sum of the parts; a row that lacks one of them is not judged."""
    for row, whole, values in _with_parts(rows, total, parts):
        held = [v for v in values if v is not None]
        if len(held) == len(parts) and sum(held) != whole:
            yield Flag("SUM_MISMATCH", "error", row, total, {"sum": written(sum(held))})


def product(rows: Rows, *, amount: str, count: str, price: str) -> Iterator[Flag]:
    """金额 is 数量 times 单价, as far as two decimals of their units can say it."""
    half = HALF_CENT * _factor(rows, price)
    own = HALF_CENT * _factor(rows, amount)
    for row, whole, (n, each) in _with_parts(rows, amount, (count, price)):
        if n is None or each is None:
            continue
        if abs(n * each - whole) > half * abs(n) + own:
            told = {"factors": headings(rows, (count, price)), "product": written(Decimal(n * each))}
            yield Flag("AMOUNT_MISMATCH", "error", row, amount, told)


def nobody(rows: Rows, *, pupils: str) -> Iterator[Flag]:
    """学生数 is not zero, for nothing per pupil can be computed then."""
    for row, n in enumerate(rows.values(pupils)):
        if n == 0 and rows.is_sound(row, pupils):
            yield Flag("ZERO_STUDENTS", "warning", row, pupils)


def within(rows: Rows, *, whole: str, parts: tuple[str, ...]) -> Iterator[Flag]:
    """其中 is never more than the whole."""
    wholes = rows.values(whole)
    for column in parts:
        for row, n in enumerate(rows.values(column)):
            if n is None or wholes[row] is None or not rows.is_sound(row, column):
                continue
            if n > wholes[row]:
                told = {"whole": rows.headings.get(whole, whole), "total": wholes[row]}
                yield Flag("PART_GT_WHOLE", "error", row, column, told)


def per_pupil(rows: Rows, *, amount: str, pupils: str, at_least: str, at_most: str) -> Iterator[Flag]:
    """生均 is such as schools have; far beyond it the figure is in another unit than its heading says."""
    low, high = Decimal(at_least), Decimal(at_most)
    persons = rows.values(pupils)
    for row, value in enumerate(rows.values(amount)):
        if not value or not persons[row] or persons[row] < 0 or not rows.is_sound(row, amount):
            continue
        if not _is_likely(Decimal(value), persons[row], low, high):
            yield _unit_suspect(rows, row, amount, pupils, low, high)


def _with_parts(
    rows: Rows, total: str, parts: tuple[str, ...]
) -> Iterator[tuple[int, Decimal, list[Decimal | None]]]:
    """Every row whose whole and parts are sound, with its whole and its parts."""
    columns = [rows.values(c) for c in parts]
    for row, whole in enumerate(rows.values(total)):
        if whole is not None and rows.is_sound(row, total, *parts):
            yield row, whole, [values[row] for values in columns]


def _is_likely(value: Decimal, persons: int, low: Decimal, high: Decimal) -> bool:
    return low * persons <= value <= high * max(persons, FEWEST)


def _unit_suspect(rows: Rows, row: int, amount: str, pupils: str, low: Decimal, high: Decimal) -> Flag:
    """The finding, with the unit in which the figure would be likely."""
    column = rows.schema.column(amount)
    value, persons = Decimal(rows.values(amount)[row]), rows.values(pupils)[row]
    said = _factor(rows, amount)
    likely = ((u, f) for u, f in column.units.items() if _is_likely(value / said * f, persons, low, high))
    unit, factor = next(likely, ("", Decimal(0)))
    words = catalogue("xueheng.tables")["UNIT_SUSPECT.unit" if unit else "UNIT_SUSPECT.none"].fill(unit=unit)
    each = written((value / persons).quantize(Decimal("0.0001")))
    told = {"each": each, "base": next(iter(column.units), column.unit), "guess": words}
    return Flag("UNIT_SUSPECT", "error", row, amount, told, _written_in(value / said * factor / said, unit))


def _factor(rows: Rows, column: str) -> Decimal:
    """The factor of the unit in which the file states the column."""
    return rows.factors.get(column, Decimal(1))


def _written_in(value: Decimal, unit: str) -> str | None:
    """The figure in the unit of its heading, where the unit that was meant is known."""
    return written(value.normalize()) if unit else None
