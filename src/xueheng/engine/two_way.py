"""两头取整: whole places whose sums by row are exact and by column as near to their shares as they can be."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from fractions import Fraction

from xueheng.engine.quota import Split

Extras = list[set[int]]  # of each row, the columns that get one place more


def by_both(splits: Sequence[Split], names: Sequence[str]) -> list[list[int]]:
    """Who gets one place more in each split; no column is a place or more away from the sum of its shares."""
    parts = [_parts(split) for split in splits]
    open_to = [{i for i, part in enumerate(row) if part} for row in parts]
    away = [-sum(column, Fraction(0)) for column in zip(*parts, strict=True)]
    held: Extras = []
    for split, columns in zip(splits, open_to, strict=True):
        held.append(set(sorted(columns, key=lambda i: (away[i], names[i].encode()))[: split.left_over]))
        for i in held[-1]:
            away[i] += 1
    while _evened(held, open_to, away, names):
        pass
    return [sorted(row) for row in held]


def _parts(split: Split) -> list[Fraction]:
    """What each share has beyond the places given, so that a row sums to what is left over."""
    over = [max(Fraction(0), share - n) for share, n in zip(split.exact, split.seats, strict=True)]
    whole = sum(over) or Fraction(1)
    return [part * split.left_over / whole for part in over]


def _evened(held: Extras, open_to: Extras, away: list[Fraction], names: Sequence[str]) -> bool:
    """True after a place went, through one row or several, from a column to one that it evens out with."""
    for start in sorted(range(len(away)), key=lambda i: (-away[i], names[i].encode())):
        if away[start] - min(away) <= 1:
            return False
        came = _reached(start, held, open_to)
        end = min(came, key=lambda i: (away[i], names[i].encode()))
        if away[start] - away[end] > 1:
            away[start] -= 1
            away[end] += 1
            _passed_on(held, came, start, end)
            return True
    return False


def _reached(start: int, held: Extras, open_to: Extras) -> dict[int, tuple[int, int]]:
    """The columns that a place of `start` can come to: by which row, and from which column."""
    came, waiting, rows = {start: (-1, -1)}, deque([start]), set(range(len(held)))
    while waiting:
        here = waiting.popleft()
        through = sorted(row for row in rows if here in held[row])
        rows -= set(through)  # whom a row can reach, it has reached once
        for row in through:
            for there in sorted(open_to[row] - held[row] - came.keys()):
                came[there] = (row, here)
                waiting.append(there)
    return came


def _passed_on(held: Extras, came: dict[int, tuple[int, int]], start: int, end: int) -> None:
    while end != start:
        row, before = came[end]
        held[row] ^= {before, end}
        end = before
