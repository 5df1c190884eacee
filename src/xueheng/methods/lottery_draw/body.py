"""派位: the order of the roll by tickets or by numbers drawn, who is admitted, and the class drawn after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from xueheng.engine.lottery import interval, rfc3797, xhl1
from xueheng.engine.lottery.units import admitted, dealt
from xueheng.methods.lottery_draw import METHOD, Params
from xueheng.methods.lottery_draw.entries import Entry, entries_of, units_of
from xueheng.methods.lottery_draw.findings import found
from xueheng.methods.lottery_draw.phases import Announced, announced, phase_issues
from xueheng.methods.outcome import Outcome, Rule, table_of
from xueheng.standards.lottery import lottery_rules
from xueheng.tables.issues import Issue

Row = dict[str, Any]
Units = Mapping[str, list[Entry]]


@dataclass(frozen=True)
class Drawn:
    """签号: the ticket of each unit, and what they were drawn from."""

    tickets: Mapping[str, str]
    seed: str | None = None
    key: str | None = None


def run(tables: Mapping[str, pa.Table], params: Params) -> Outcome:
    """The draw, or the reasons for which it must not be carried out."""
    entries = entries_of(tables["roll"], is_numbered=params.procedure != "xhl1")
    units = units_of(entries)
    known = announced(entries, params)
    issues = (*phase_issues(known, params), *_unfit(units, params))
    if any(issue.severity == "error" for issue in issues):
        return Outcome({}, issues=issues)
    drawn = _drawn(units, known, params)
    rows = _rows(units, drawn, params)
    columns = {c.name: [row[c.name] for row in rows] for c in METHOD.table("order").columns}
    table = table_of(METHOD.table("order"), columns)
    return Outcome({"order": table}, _figures(rows, units, known, drawn=drawn), issues, _rules(params))


def _rules(params: Params) -> tuple[Rule, ...]:
    held = [rule for rule in lottery_rules() if params.procedure in rule.procedures]
    return tuple(Rule(r.id, r.source.doc, r.source.clause, r.source.status) for r in held)


def _unfit(units: Units, params: Params) -> Iterator[Issue]:
    """What forbids the draw whatever was announced."""
    if not units:
        yield found("ROLL_EMPTY")
    is_single = all(len(unit) == 1 and unit[0].size == 1 for unit in units.values())
    if not is_single and params.seats is not None and params.last_unit is None:
        yield found("LAST_UNIT_UNDECLARED")
    if params.procedure == "rfc3797" and len(units) > rfc3797.MOST:
        yield found("POOL_TOO_LARGE", value=len(units), most=rfc3797.MOST)
    if params.procedure == "start_interval":
        start, step = params.start or 0, params.interval or 0
        if not 1 <= start <= len(units) or step < 1:
            yield found("START_OUTSIDE", value=f"{start}, {step}", n=len(units))
        yield found("NEIGHBOURS", "warning", n=len(units), ways=len(units) ** 2)


def _drawn(units: Units, known: Announced, params: Params) -> Drawn:
    names = list(units)
    if params.procedure == "xhl1":
        seed = known.draw(params).seed
        found_ = xhl1.tickets(names, seed=seed, scope=params.scope, algorithm=params.hash_)
        return Drawn(dict(zip(names, found_, strict=True)), seed=seed)
    key, pool = None, len(names)
    if params.procedure == "rfc3797":
        key = rfc3797.key_of(map(_source, params.sources))
        numbers = rfc3797.selected(key, pool=pool, select=pool)
    else:
        start, step = params.start or 1, params.interval or 1
        numbers = interval.drawn(pool, start=start, interval=step, select=pool)
    width = len(str(pool))
    return Drawn({names[n - 1]: f"{turn:0{width}}" for turn, n in enumerate(numbers, 1)}, key=key)


def _source(text: str) -> rfc3797.Source:
    numbers = text.removeprefix("ordered:").split(",")
    return rfc3797.Source(tuple(map(int, numbers)), text.startswith("ordered:"))


def _rows(units: Units, drawn: Drawn, params: Params) -> list[Row]:
    order = sorted(units, key=lambda unit: (drawn.tickets[unit], unit.encode()))
    sizes = [[one.size for one in units[unit]] for unit in order]
    rule = params.last_unit or "skip"
    taken = admitted(sizes, seats=params.seats, select=params.select, last_unit=rule)
    members = [one for unit in order for one in units[unit]]
    seated = [is_in for held in taken for is_in in held]
    pairs = list(zip(members, seated, strict=True))
    class_of = _classes([one for one, is_in in pairs if is_in], drawn, params)
    is_open = params.seats is None and params.select is None
    return [
        _listed(one, position)
        | {"ticket": drawn.tickets[one.unit], "admitted": None if is_open else is_in}
        | {"class": class_of.get(one.unit) if is_in else None}
        for position, (one, is_in) in enumerate(pairs, 1)
    ]


def _listed(one: Entry, position: int) -> Row:
    """What the roll says of a row, and its place in the draw."""
    said = {"id": one.id, "number": one.number, "together": one.together, "size": one.size}
    return {"position": position, **said}


def _classes(members: list[Entry], drawn: Drawn, params: Params) -> dict[str, str]:
    """派班: the class of every unit that was admitted, by a ticket of a scope of its own."""
    if params.classes is None:
        return {}
    units = units_of(members)
    names, scope = list(units), f"{params.scope}/class"
    found_ = xhl1.tickets(names, seed=drawn.seed or "", scope=scope, algorithm=params.hash_)
    order = [names[at] for at in xhl1.ordered(names, found_)]
    sizes = [sum(one.size for one in units[name]) for name in order]
    return dict(zip(order, map(str, dealt(sizes, classes=params.classes)), strict=True))


def _figures(rows: list[Row], units: Units, known: Announced, *, drawn: Drawn) -> dict[str, Any]:
    said = {
        "roll_hash": known.roll_hash,
        "listing_hash": known.listing_hash,
        "commitments": dict(known.commitments),
        "seed": drawn.seed,
        "key": drawn.key,
        "stage": known.stage,
        "rehearsal": known.is_rehearsal,
        "n": len(rows),
        "units": len(units),
        "admitted": sum(bool(row["admitted"]) for row in rows),
    }
    return {name: value for name, value in said.items() if value is not None}
