"""考点: examinees without a site of their own go where their school has the shortest way in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.exact_sites import shared
from xueheng.engine.seating.layout import IntArray
from xueheng.methods.exam_rooms.pools import PACKAGE, Kind, Room
from xueheng.tables.issues import Refused, finding

METRES = 1000
Group = tuple[str, Kind]
Ways = dict[tuple[str, str], int]


def sited(
    kinds: list[Kind], rooms: Sequence[Room], *, schools: list[str], drawn: IntArray, distances: pa.Table
) -> list[Kind]:
    """The kinds with a site each; who of a school goes where is drawn. Refused where a way is missing."""
    ways = _ways(distances)
    found = list(kinds)
    for use in ("special", "ordinary"):
        groups: dict[Group, list[int]] = {}
        for at in drawn.tolist():
            if not kinds[at].site and kinds[at].use == use:
                groups.setdefault((schools[at], kinds[at]), []).append(at)
        taken = Counter(kind.site for kind in kinds if kind.site and kind.use == use)
        fits = [room for room in rooms if room.use == use]
        for at, site in _placed(dict(sorted(groups.items())), fits, ways, taken):
            found[at] = replace(kinds[at], site=site)
    return found


def _ways(distances: pa.Table) -> Ways:
    held = zip(*(distances[name].to_pylist() for name in ("school", "site", "distance")), strict=True)
    return {(school, site): int(length * METRES) for school, site, length in held}


def _placed(
    groups: dict[Group, list[int]], rooms: Sequence[Room], ways: Ways, taken: Counter[str]
) -> list[tuple[int, str]]:
    sites = sorted({room.site for room in rooms} & {site for _, site in ways})
    known = {school for school, site in ways if site in sites}
    if missing := sorted({school for school, _ in groups} - known):
        raise Refused([finding("WAY_MISSING", "error", package=PACKAGE, value=school) for school in missing])
    demand = np.array([len(people) for people in groups.values()], np.int64)
    distance = np.array([[ways.get((school, site), -1) for site in sites] for school, _ in groups], np.int64)
    if not demand.size:
        return []
    seats, slack = _seats(rooms, sites, taken, kinds=len({kind for _, kind in groups}))
    shares = shared(demand, np.maximum(seats - slack, 0), distance=distance)
    if shares.sum() < demand.sum():
        shares = shared(demand, seats, distance=distance)
    if short := int(demand.sum() - shares.sum()):
        said: dict[str, Any] = {"need": int(demand.sum()), "seats": int(seats.sum())}
        said |= {"short": short, "sites": len(sites)}
        raise Refused([finding("SITES_SHORT", "error", package=PACKAGE, **said)])
    return [
        (at, sites[site])
        for people, row in zip(groups.values(), shares, strict=True)
        for at, site in zip(people, np.repeat(np.arange(len(sites)), row).tolist(), strict=True)
    ]


def _seats(
    rooms: Sequence[Room], sites: Sequence[str], taken: Counter[str], *, kinds: int
) -> tuple[IntArray, IntArray]:
    """Free seats of each site, and how many of them may stay empty because no two kinds share a room."""
    sizes = [[room.seats for room in rooms if room.site == site] for site in sites]
    free = np.array([max(sum(held) - taken[s], 0) for s, held in zip(sites, sizes, strict=True)], np.int64)
    broken = [(kinds - 1 + bool(taken[s])) * (max(held) - 1) for s, held in zip(sites, sizes, strict=True)]
    return free, np.array(broken, np.int64)
