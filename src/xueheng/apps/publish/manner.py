"""公布口径: how a figure of persons stands in a published table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xueheng.apps.publish.suppression import Line, Truths, counted, is_safe, withheld
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain

WITHHELD = plain("…")


@dataclass(frozen=True)
class Band:
    """分数段: from one mark to another, both within, with its persons."""

    low: float
    high: float
    persons: int


def counts(persons: Sequence[int], *, lines: Sequence[Line] = ()) -> tuple[int | Words, ...]:
    """人数 as published: 1-4 as "<5", and others withheld where the total would tell.

    Where all that is left are small totals of small parts, "<5" itself would tell: then none is called so.
    """
    floor = least("published_count")
    cells = counted(persons, lines=lines, least=floor)
    hidden: Truths = withheld(cells, least=floor)
    small = plain(f"<{floor}") if is_safe(cells, hidden) else WITHHELD
    return tuple(
        n if not h else small if 0 < n < floor else WITHHELD for n, h in zip(persons, hidden, strict=True)
    )


def coded(rate: float | None) -> float | Words | None:
    """比例 as published: near nobody and near everybody only as a bound."""
    bound = least("published_rate")
    if rate is None or bound / 100 < rate < 1 - bound / 100:
        return rate
    return plain(f"≤{bound}%" if rate <= bound / 100 else f"≥{100 - bound}%")


def banded(marks: Iterable[tuple[float, int]], *, width: float, persons: int) -> tuple[Band, ...]:
    """分布 in bands from below, each joined with its neighbours until it holds enough persons."""
    found: list[Band] = []
    for mark, n in sorted(marks):
        low = mark // width * width
        if found and (found[-1].persons < persons or low < found[-1].high):
            last = found[-1]
            found[-1] = Band(last.low, max(last.high, low + width), last.persons + n)
        else:
            found.append(Band(low, low + width, n))
    if len(found) > 1 and found[-1].persons < persons:
        last = found.pop()
        found[-1] = Band(found[-1].low, last.high, found[-1].persons + last.persons)
    return tuple(band for band in found if band.persons >= persons)


def tells_apart(now: tuple[int, float], before: tuple[int, float] | None, *, persons: int) -> bool:
    """True when a figure beside the one released before would tell of a few persons: (n, value) each."""
    return before is not None and now != before and abs(now[0] - before[0]) < persons
