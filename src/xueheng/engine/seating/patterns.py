"""座位花样: few schools in rooms where corners count; the fewest pairs of all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from xueheng.engine.seating.deal import Examinees, Places
from xueheng.engine.seating.layout import Desks, IntArray

LARGEST = 1 << 16  # ways to fill the desks that a step of the search looks at
PAIR = 16  # a pair of neighbours, in the parts in which a school's price is counted
ROUNDS, MOST = 24, 48  # rounds of prices, and rooms filled in all of them


@dataclass(frozen=True)
class Pattern:
    """花样: the school of each desk, by label; how many desks each has; its pairs of neighbours."""

    label: IntArray
    count: IntArray
    pairs: int


def cheapest(desks: Desks, n: int, *, price: IntArray) -> Pattern:
    """The pattern of n desks that costs least: its pairs, less the price of each desk's school."""
    labels, height = price.size, int(desks.row[:n].max())
    cells = (desks.column[:n] - 1) * height + desks.row[:n] - 1
    desk_at = {int(cell): desk for desk, cell in enumerate(cells)}
    best = np.zeros((labels,) * (height + 1), np.int64)
    last: list[IntArray] = []
    for cell in range(int(cells.max()) + 1):
        grown = np.broadcast_to(best, (labels, *best.shape)) + _cost(cell, height, desk_at, price)
        last.append(grown.argmin(axis=-1))
        best = grown.min(axis=-1)
    return _read_back(best, last, desk_at, desks=desks, labels=labels)


def _cost(cell: int, height: int, desk_at: dict[int, int], price: IntArray) -> IntArray:
    """What a cell adds: by its own label, then those of the cells before it, the nearest first."""
    labels, axes = price.size, height + 2
    if cell not in desk_at:
        nobody = np.where(np.arange(labels) > 0, np.int64(1) << 40, 0)
        return nobody.reshape(-1, *[1] * (axes - 1))
    found = -price.reshape(-1, *[1] * (axes - 1))
    row = cell % height
    beside = ((1, row > 0), (height, True), (height + 1, row > 0), (height - 1, row < height - 1))
    for back in {back for back, is_near in beside if is_near and cell - back in desk_at}:
        shape = [1] * axes
        shape[0] = shape[back] = labels
        found = found + PAIR * np.eye(labels, dtype=np.int64).reshape(shape)
    return found


def _read_back(
    best: IntArray, last: list[IntArray], desk_at: dict[int, int], *, desks: Desks, labels: int
) -> Pattern:
    held = [int(i) for i in np.unravel_index(int(best.argmin()), best.shape)]
    label = np.zeros(len(desk_at), np.int64)
    for cell in reversed(range(len(last))):
        if cell in desk_at:
            label[desk_at[cell]] = held[0]
        held = [*held[1:], int(last[cell][tuple(held)])]
    near = desks.near[: label.size]
    is_pair = (near >= 0) & (near < label.size) & (label[near.clip(0, label.size - 1)] == label[:, None])
    return Pattern(label, np.bincount(label, minlength=labels), int(is_pair.sum()) // 2)


@dataclass(frozen=True)
class Search:
    """下界: pairs that no seating of these rooms can do without, and patterns met on the way, by load."""

    bound: int
    price: IntArray
    patterns: dict[int, list[Pattern]]


def searched(total: IntArray, places: Places, desks: Desks) -> Search | None:
    """The bound for schools of these sizes; None where they are too many to look at all together."""
    height = int(desks.row.max())
    if total.size ** (height + 2) > LARGEST:
        return None
    loads, rooms = np.unique(places.load, return_counts=True)
    price = best = np.zeros(total.size, np.int64)
    least = 0
    met: dict[int, list[Pattern]] = {int(n): [] for n in loads}
    for turn in range(max(min(ROUNDS, MOST // loads.size), 4)):
        found = [cheapest(desks, int(n), price=price) for n in loads]
        for n, pattern in zip(loads, found, strict=True):
            met[int(n)].append(pattern)
        taken = sum(k * p.count for k, p in zip(rooms, found, strict=True))
        pairs = sum(int(k) * p.pairs for k, p in zip(rooms, found, strict=True))
        missing = total - taken
        bound = -(-(PAIR * pairs + int(price @ missing)) // PAIR)
        best, least = (price, bound) if bound > least else (best, least)
        steps = missing * PAIR * 6 // (int(rooms.sum()) * (turn + 3))
        if not steps.any():
            break
        price = price + steps
    return Search(least, best, met)


def patterned(who: Examinees, places: Places, *, label: IntArray, search: Search) -> IntArray:
    """Who sits at each place when every room takes a pattern, so that each school's share comes out."""
    total = np.bincount(label)
    wanted = np.empty(places.room.size, np.int64)
    seated = np.zeros(total.size, np.int64)
    known = {load: list(_turned(held, search.price)) for load, held in search.patterns.items()}
    for room, load in enumerate(places.load.tolist()):
        due = total * int(places.first[room + 1]) // places.room.size
        away = [cost + int(np.abs(seated + pattern.count - due).sum()) for cost, pattern in known[load]]
        best = known[load][int(np.argmin(away))][1]
        wanted[places.first[room] : places.first[room + 1]] = best.label
        seated += best.count
    return _filled(who, label, wanted)


def _turned(patterns: Iterable[Pattern], price: IntArray) -> Iterator[tuple[int, Pattern]]:
    """Each pattern with its schools in every order, and what it costs."""
    seen: set[tuple[int, ...]] = set()
    for pattern in patterns:
        for order in permutations(range(pattern.count.size)):
            label = np.array(order)[pattern.label]
            count = np.bincount(label, minlength=pattern.count.size)
            if (key := (pattern.pairs, *count.tolist())) not in seen:
                seen.add(key)
                yield PAIR * pattern.pairs - int(price @ count), Pattern(label, count, pattern.pairs)


def _filled(who: Examinees, label: IntArray, wanted: IntArray) -> IntArray:
    """Examinees by ticket at the desks wanted for their school; those left over where desks are left."""
    seated = np.full(wanted.size, -1)
    for one in range(int(label.max()) + 1):
        own, desks = np.flatnonzero(label == one), np.flatnonzero(wanted == one)
        own = own[np.argsort(who.place_ticket[own], kind="stable")]
        n = min(own.size, desks.size)
        seated[desks[:n]] = own[:n]
    rest = np.setdiff1d(np.arange(label.size), seated)
    seated[seated < 0] = rest[np.argsort(who.place_ticket[rest], kind="stable")]
    return seated
