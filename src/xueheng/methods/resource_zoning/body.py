"""学区划片: the case solved, and each unit, school and group told what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.zoning.flow import unavoidable
from xueheng.engine.zoning.outline import area, compactness, outlines
from xueheng.engine.zoning.prices import prices
from xueheng.engine.zoning.swaps import swaps
from xueheng.engine.zoning.zones import Zoned, zoned
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.methods.resource_zoning import METHOD, Params
from xueheng.methods.resource_zoning.fairness import Ways, fairness, km, share
from xueheng.methods.resource_zoning.given import Given, given
from xueheng.methods.resource_zoning.reasons import Reason, reasons, standing
from xueheng.methods.resource_zoning.remarks import remarks
from xueheng.standards.zoning import zoning_rules
from xueheng.tables.issues import Issue

CITED = ("nearby", "walk_limit", "whole_units", "order")


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every unit at one school, with its reason."""
    issues: list[Issue] = []
    held = given(inputs, params, issues)
    found = zoned(held.case)
    why = list(reasons(held, found.plan))
    ways = _ways(held, found)
    figures = _figures(held, found, ways)
    rows: dict[str, Iterable[list[Any]]] = {
        "zones": _zones(held, found, why),
        "schools": _schools(held, found),
        "fairness": fairness(held, ways, by=params.by, counts=params.counts),
        "changes": _changes(held, found, why),
    }
    tables = {name: rows_of(METHOD.table(name), listed) for name, listed in rows.items()}
    issues += remarks(held, found.plan, figures)
    return Outcome(tables, figures, tuple(issues), tuple(_cited()))


def _cited() -> Iterator[Rule]:
    for rule in zoning_rules():
        if rule.id in CITED:
            yield Rule(f"zoning.{rule.id}", rule.source.doc, rule.source.clause, rule.source.status)


def _ways(held: Given, found: Zoned) -> Ways:
    near, _, _ = standing(held, found.plan)
    own = np.array(found.plan.school)
    return Ways(held.case.way[np.arange(own.size), own], own == near, held.limit)


def _zones(held: Given, found: Zoned, why: list[Reason]) -> Iterator[list[Any]]:
    x, y = (held.table[name].to_pylist() for name in ("x", "y"))
    for u, s in enumerate(found.plan.school):
        one, way = why[u], held.case.way[u]
        last = held.last[u]
        yield [
            held.units[u],
            held.schools[s],
            km(int(way[s])),
            held.schools[one.nearest],
            km(int(way[one.nearest])),
            one.code,
            one.words.zh,
            one.words.en,
            one.rank,
            int(held.case.sizes[u]),
            last,
            last is not None and last != held.schools[s],
            bool(way[s] > held.limit and held.case.sizes[u] > 0),
            x[u],
            y[u],
        ]


def _schools(held: Given, found: Zoned) -> Iterator[list[Any]]:
    plan, saved = found.plan, prices(held.case, found.flow.shares, held.limit)
    rings = outlines(held.places.on_plane()[0], plan.school, held.case.schools)
    x, y = (held.sites[name].to_pylist() for name in ("x", "y"))
    for s, name in enumerate(held.schools):
        inside = sorted(plan.zones[s])
        pupils, way = held.case.sizes[inside], held.case.way[inside, s]
        load, seats = int(plan.load[s].sum()), int(held.seats[s].sum())
        over = int(np.maximum(plan.load[s] - held.seats[s], 0).sum())
        yield [
            name,
            seats,
            load,
            share(load, seats) if seats else None,
            int(np.maximum(held.seats[s] - plan.load[s], 0).sum()),
            over,
            len(inside),
            km(int((pupils * way).sum()) / load) if load else None,
            km(int(way.max())) if inside else None,
            km(saved[s].way),
            saved[s].beyond,
            _digits(area(rings[s]), "0.01") if inside else None,
            _digits(compactness(rings[s]), "0.001") if inside else None,
            max(len(plan.pieces(s)) - 1, 0),
            x[s],
            y[s],
        ]


def _changes(held: Given, found: Zoned, why: list[Reason]) -> Iterator[list[Any]]:
    for u, s in enumerate(found.plan.school):
        last = held.last[u]
        if last is not None and last != held.schools[s]:
            known = last in held.schools
            was = km(int(held.case.way[u, held.schools.index(last)])) if known else None
            now = km(int(held.case.way[u, s]))
            yield [held.units[u], last, held.schools[s], int(held.case.sizes[u]), was, now, why[u].words.zh]


def _figures(held: Given, found: Zoned, ways: Ways) -> dict[str, Any]:
    case, plan = held.case, found.plan
    sizes, n = case.sizes, int(case.sizes.sum())
    way = np.where(case.way < 0, case.way.max() + 1, case.way)
    first = np.zeros_like(held.seats)
    np.add.at(first, way.argmin(axis=1), case.pupils)
    swapped = swaps(plan, held=held.held)
    placed = max(found.flow.placed, 1)
    return {
        "overload": int(np.maximum(plan.load - held.seats, 0).sum()),
        "fragments": plan.fragments(),
        "beyond_limit": int(sizes[ways.way > held.limit].sum()),
        "unavoidable": unavoidable(case, held.limit),
        "mean_distance": int((sizes * ways.way).sum()) / n / 10_000,
        "max_distance": int(ways.way[sizes > 0].max()) / 10_000,
        "flow_mean": int((found.flow.shares * np.maximum(case.way, 0)).sum()) / placed / 10_000,
        "nearest_share": int(sizes[ways.is_nearest].sum()) / n,
        "nearest_mean": int((sizes * way.min(axis=1)).sum()) / n / 10_000,
        "nearest_overload": int(np.maximum(first - held.seats, 0).sum()),
        "units": case.units,
        "schools": case.schools,
        "pupils": n,
        "seats": int(held.seats.sum()),
        "changed_pupils": _changed(held, found),
        "swaps_wished": swapped.wished,
        "swaps_without_seats": swapped.no_seats,
        "swaps_cut": swapped.cut_off,
        "swaps_left": len(swapped.possible),
        "fragments_explained": explained(held, found),
        "proven": found.proven,
    }


def explained(held: Given, found: Zoned) -> int:
    """Pieces cut off that no plan joins: with a promise, or in a part of the net without a school."""
    plan = found.plan
    cut = [piece for s in range(held.case.schools) for piece in plan.pieces(s)[1:]]
    return sum(not held.held.isdisjoint(piece) or _is_island(held, found, piece) for piece in cut)


def _is_island(held: Given, found: Zoned, piece: list[int]) -> bool:
    """True when no unit of another school, nor of the same zone's first piece, can be reached from there."""
    inside, queue = set(piece), list(piece)
    for u in queue:
        for v in held.case.near[u]:
            if v not in inside:
                inside.add(v)
                queue.append(v)
    homes = {found.plan.pieces(s)[0][0] for s in range(held.case.schools) if found.plan.zones[s]}
    return inside.isdisjoint(homes)


def _changed(held: Given, found: Zoned) -> int:
    sizes = held.case.sizes.tolist()
    now = (held.schools[s] for s in found.plan.school)
    return sum(n for n, was, is_ in zip(sizes, held.last, now, strict=True) if was is not None and was != is_)


def _digits(value: float, digits: str) -> Decimal:
    return Decimal(value).quantize(Decimal(digits))
