"""派位: the order of the roll by tickets or by numbers drawn, who is admitted, and the class drawn after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueheng.engine.lottery import interval, rfc3797, xhl1
from xueheng.engine.lottery.units import admitted, dealt
from xueheng.methods.lottery_draw import METHOD, Params
from xueheng.methods.lottery_draw.entries import IntArray, Listing, listing_of
from xueheng.methods.lottery_draw.findings import found
from xueheng.methods.lottery_draw.phases import Announced, announced, phase_issues
from xueheng.methods.outcome import Outcome, Rule, table_of
from xueheng.standards.lottery import lottery_rules
from xueheng.tables.issues import Issue


@dataclass(frozen=True)
class Drawn:
    """签号: the ticket of each unit, and what they were drawn from."""

    tickets: list[str]
    seed: str | None = None
    key: str | None = None


def run(tables: Mapping[str, pa.Table], params: Params) -> Outcome:
    """The draw, or the reasons for which it must not be carried out."""
    listing = listing_of(tables["roll"], is_numbered=params.procedure != "xhl1")
    known = announced(listing, params)
    issues = (*phase_issues(known, params), *_unfit(listing, params))
    if any(issue.severity == "error" for issue in issues):
        return Outcome({}, issues=issues)
    drawn = _drawn(listing.names, known, params)
    order = table_of(METHOD.table("order"), _columns(listing, drawn, params))
    return Outcome({"order": order}, _figures(order, listing, known, drawn=drawn), issues, _rules(params))


def _rules(params: Params) -> tuple[Rule, ...]:
    held = [rule for rule in lottery_rules() if params.procedure in rule.procedures]
    return tuple(Rule(r.id, r.source.doc, r.source.clause, r.source.status) for r in held)


def _unfit(listing: Listing, params: Params) -> Iterator[Issue]:
    """What forbids the draw whatever was announced."""
    n = len(listing.names)
    if not n:
        yield found("ROLL_EMPTY")
    if not listing.is_single and params.seats is not None and params.last_unit is None:
        yield found("LAST_UNIT_UNDECLARED")
    if params.procedure == "rfc3797" and n > rfc3797.MOST:
        yield found("POOL_TOO_LARGE", value=n, most=rfc3797.MOST)
    if params.procedure == "start_interval":
        start, step = params.start or 0, params.interval or 0
        if not 1 <= start <= n or step < 1:
            yield found("START_OUTSIDE", value=f"{start}, {step}", n=n)
        yield found("NEIGHBOURS", "warning", n=n, ways=n**2)


def _drawn(names: list[str], known: Announced, params: Params) -> Drawn:
    if params.procedure == "xhl1":
        seed = known.draw(params).seed
        return Drawn(xhl1.tickets(names, seed=seed, scope=params.scope, algorithm=params.hash_), seed=seed)
    key, pool = None, len(names)
    if params.procedure == "rfc3797":
        key = rfc3797.key_of(map(_source, params.sources))
        numbers = rfc3797.selected(key, pool=pool, select=pool)
    else:
        start, step = params.start or 1, params.interval or 1
        numbers = interval.drawn(pool, start=start, interval=step, select=pool)
    turn = {number: f"{at:0{len(str(pool))}}" for at, number in enumerate(numbers, 1)}
    return Drawn([turn[number] for number in range(1, pool + 1)], key=key)


def _source(text: str) -> rfc3797.Source:
    numbers = text.removeprefix("ordered:").split(",")
    return rfc3797.Source(tuple(map(int, numbers)), text.startswith("ordered:"))


def _columns(listing: Listing, drawn: Drawn, params: Params) -> dict[str, Any]:
    """The rows of the draw, first to last."""
    order = xhl1.ordered(listing.names, drawn.tickets)
    rows = listing.in_order(order)
    is_in = _admitted(listing, rows, params)
    is_open = params.seats is None and params.select is None
    class_of = _classes(listing, rows[is_in], drawn, params)
    return {
        "position": np.arange(1, rows.size + 1),
        "id": listing.ids.take(rows),
        "ticket": pa.array(drawn.tickets).take(listing.unit[rows]),
        "admitted": pa.nulls(rows.size, pa.bool_()) if is_open else is_in,
        "class": class_of.take(pa.array(listing.unit[rows], mask=~is_in)),
        "number": rows + 1,
        "together": listing.together.take(rows),
        "size": listing.size[rows],
    }


def _admitted(listing: Listing, rows: IntArray, params: Params) -> NDArray[np.bool_]:
    """录取: for the rows in order of the draw."""
    sizes, unit = listing.size[rows].tolist(), listing.unit[rows]
    first = np.flatnonzero(np.append(True, unit[1:] != unit[:-1])).tolist()
    units = [sizes[start:end] for start, end in pairwise((*first, len(sizes)))]
    rule = params.last_unit or "skip"
    taken = admitted(units, seats=params.seats, select=params.select, last_unit=rule)
    return np.array([is_in for held in taken for is_in in held], bool)


def _classes(listing: Listing, rows: IntArray, drawn: Drawn, params: Params) -> pa.Array:
    """派班: by unit, the class of those admitted, by a ticket of a scope of its own."""
    found_ = np.full(len(listing.names), None, object)
    if params.classes is not None:
        seats = np.bincount(listing.unit[rows], listing.size[rows], len(listing.names)).astype(np.int64)
        units = np.flatnonzero(seats)
        names = [listing.names[unit] for unit in units]
        scope = f"{params.scope}/class"
        tickets = xhl1.tickets(names, seed=drawn.seed or "", scope=scope, algorithm=params.hash_)
        order = units[xhl1.ordered(names, tickets)]
        found_[order] = list(map(str, dealt(seats[order].tolist(), classes=params.classes)))
    return pa.array(found_, pa.string())


def _figures(order: pa.Table, listing: Listing, known: Announced, *, drawn: Drawn) -> dict[str, Any]:
    said = {
        "roll_hash": known.roll_hash,
        "listing_hash": known.listing_hash,
        "commitments": dict(known.commitments),
        "seed": drawn.seed,
        "key": drawn.key,
        "stage": known.stage,
        "rehearsal": known.is_rehearsal,
        "n": order.num_rows,
        "units": len(listing.names),
        "admitted": pc.sum(order["admitted"]).as_py(),
    }
    return {name: value for name, value in said.items() if value is not None}
