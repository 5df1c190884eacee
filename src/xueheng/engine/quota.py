"""指标分配: places of a plan, and how schools of origin share them, by exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from xueheng.engine.lottery.xhl1 import tickets

RoundingPlan = Literal["half_up", "floor"]
RoundingSplit = Literal["floor", "largest_remainder", "floor_and_draw", "two_way"]
Because = Literal["floor", "remainder", "draw", "minimum", "two_way"]


@dataclass(frozen=True)
class Sharing:
    """分配规则: the claim of each origin, the least it gets, and who gets just that."""

    claims: tuple[Fraction, ...]
    minimum: int = 0
    small: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Split:
    """分配结果: of each origin its exact share, its places and why it has the last one; and what is left."""

    exact: tuple[Fraction, ...]
    seats: tuple[int, ...]
    because: tuple[Because, ...]
    left_over: int


class MinimumTooLarge(ValueError):
    """There are fewer places than the least that every origin gets."""


def rounded(amount: Fraction, rounding: RoundingPlan) -> int:
    """取整: half upward, or downward."""
    return floor(amount + Fraction(1, 2)) if rounding == "half_up" else floor(amount)


def mixed(parts: Iterable[tuple[Fraction, Sequence[Fraction]]]) -> tuple[Fraction, ...]:
    """份额: weighted means of the shares that origins have in several amounts; they sum to 1."""
    listed = [(weight, amounts, sum(amounts)) for weight, amounts in parts]
    whole = sum(weight for weight, _, _ in listed)
    columns = [[weight * amount / (total * whole) for amount in amounts] for weight, amounts, total in listed]
    return tuple(sum(shares, Fraction(0)) for shares in zip(*columns, strict=True))


def whole_places(seats: int, sharing: Sharing) -> Split:
    """整数部分: the floor of each share and no less than the minimum, never more than there are.

    Who is small keeps the minimum and the others share the rest; where minimums would take more than is
    there, those on the minimum keep it too.
    """
    everyone = range(len(sharing.claims))
    if sharing.minimum * len(everyone) > seats:
        raise MinimumTooLarge
    held = set(sharing.small)
    exact = _shares(seats, sharing, held)
    while sum(_places(exact, sharing.minimum)) > seats:
        held |= {i for i in everyone if exact[i] < sharing.minimum}
        exact = _shares(seats, sharing, held)
    places = _places(exact, sharing.minimum)
    on_least = (i in held or places[i] > exact[i] for i in everyone)
    because: tuple[Because, ...] = tuple("minimum" if least else "floor" for least in on_least)
    return Split(tuple(exact), tuple(places), because, seats - sum(places))


def _shares(seats: int, sharing: Sharing, held: set[int]) -> list[Fraction]:
    """The minimum for those held to it, and what is left shared among the others by their claims."""
    claims = [Fraction(0) if i in held else claim for i, claim in enumerate(sharing.claims)]
    left, whole = seats - sharing.minimum * len(held), sum(claims) or Fraction(1)
    shares = [left * claim / whole for claim in claims]
    return [Fraction(sharing.minimum) if i in held else share for i, share in enumerate(shares)]


def _places(exact: Sequence[Fraction], minimum: int) -> list[int]:
    return [max(minimum, floor(share)) for share in exact]


def by_remainder(split: Split, names: Sequence[str]) -> list[int]:
    """最大余数: who gets one place more, larger remainders first, equal ones by the bytes of the name."""
    order = sorted(_claimants(split), key=lambda i: (split.seats[i] - split.exact[i], names[i].encode()))
    return order[: split.left_over]


def by_draw(
    split: Split, names: Sequence[str], *, seed: str, scope: str, drawn: Mapping[str, int]
) -> list[int]:
    """抽签: who gets one place more: those drawn less often before first, then by XHL-1 ticket."""
    ticket = tickets(names, seed=seed, scope=scope, algorithm="sha256")
    order = sorted(_claimants(split), key=lambda i: (drawn.get(names[i], 0), ticket[i], names[i].encode()))
    return order[: split.left_over]


def _claimants(split: Split) -> list[int]:
    return [i for i, (share, n) in enumerate(zip(split.exact, split.seats, strict=True)) if share > n]


def with_more(split: Split, chosen: Sequence[int], *, because: Because) -> Split:
    """The split after each of the chosen got one place more."""
    seats = tuple(n + (i in chosen) for i, n in enumerate(split.seats))
    why = tuple(because if i in chosen else said for i, said in enumerate(split.because))
    return Split(split.exact, seats, why, split.left_over - len(chosen))
