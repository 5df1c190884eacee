"""RFC 3797: a selection from a numbered pool, as published: MD5 and at most 65,535 places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST = 65_535


@dataclass(frozen=True)
class Source:
    """随机源: the numbers of one published source; digits drawn in order keep it."""

    numbers: tuple[int, ...]
    is_ordered: bool = False

    @property
    def text(self) -> str:
        """As it stands in the key."""
        numbers = self.numbers if self.is_ordered else sorted(self.numbers)
        return "".join(f"{number}." for number in numbers) + "/"


def key_of(sources: Iterable[Source]) -> str:
    """The key: sources in the order announced."""
    return "".join(source.text for source in sources)


def selected(key: str, *, pool: int, select: int) -> list[int]:
    """The numbers drawn from 1 to `pool`, first to last."""
    if not 0 < pool <= MOST:
        raise ValueError(f"{pool} places: RFC 3797 draws from 1 to {MOST}")
    left: Sequence[int] = range(1, pool + 1)
    remaining, found = list(left), []
    for turn in range(min(select, pool)):
        sign = turn.to_bytes(2, "big")
        drawn = int.from_bytes(hashlib.md5(sign + key.encode() + sign, usedforsecurity=False).digest(), "big")
        found.append(remaining.pop(drawn % len(remaining)))
    return found
