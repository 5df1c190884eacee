"""按权重拨款: money by weighted pupils, exact to the smallest unit, nobody below what was held harmless."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Shares:
    """What each school gets, and which of them got their guaranteed amount."""

    amount: tuple[int, ...]
    is_held: tuple[bool, ...]


class TooLittleError(ValueError):
    """The guaranteed amounts alone come to more than the money."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"the guaranteed amounts come to {needed}")
        self.needed = needed


def shares(money: int, points: Sequence[Fraction], *, least: Sequence[int]) -> Shares:
    """Money in proportion to points; a school below its least amount gets that, the others the rest.

    Whole units by largest remainder, ties by the order given: the amounts add up to the money exactly.
    """
    if sum(least) > money or (not sum(points) and sum(least) != money):
        raise TooLittleError(sum(least))
    held = [False] * len(points)
    share = Fraction(0)
    while True:
        rest = money - sum(m for m, h in zip(least, held, strict=True) if h)
        free = sum((p for p, h in zip(points, held, strict=True) if not h), Fraction(0))
        share = Fraction(rest) / free if free else Fraction(0)
        below = [i for i, p in enumerate(points) if not held[i] and share * p < least[i]]
        if not below:
            break
        for i in below:
            held[i] = True
    exact = [Fraction(m) if h else share * p for m, p, h in zip(least, points, held, strict=True)]
    return Shares(tuple(_rounded(exact, money)), tuple(held))


def _rounded(exact: list[Fraction], money: int) -> list[int]:
    whole = [int(e) for e in exact]
    order = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: money - sum(whole)]:
        whole[i] += 1
    return whole
