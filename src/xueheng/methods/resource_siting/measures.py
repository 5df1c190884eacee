"""方案度量: pupils, ways and money of a plan, period by period, beside those of today's schools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from xueheng.engine.siting.county import BOARD, WALK, County, Plan
from xueheng.engine.siting.located import FloatArray, IntArray
from xueheng.methods.resource_siting.inputs import Named

MEASURES = ("pupils", "unplaced", "beyond", "boarders", "mean_km", "open", "seats")


def measures(named: Named, plan: Plan) -> dict[str, Any]:
    """The headline figures of a plan over all periods."""
    county = named.county
    pupils, km, way = (np.concatenate(parts) for parts in zip(*_taken(county, plan), strict=True))
    placed = int(pupils.sum())
    return {
        "unplaced": int(county.pupils.sum()) - placed,
        "beyond": int(pupils[way != WALK].sum()),
        "boarders": int(pupils[way == BOARD].sum()),
        "mean_km": float(pupils @ km / placed) if placed else None,
        "max_km": float(km[pupils > 0].max()) if placed else None,
        "capital": capital(county, plan),
    }


def capital(county: County, plan: Plan) -> float:
    """What the plan builds: blocks, new schools, boarding."""
    terms = county.terms
    blocks, new = int(plan.blocks[-1].sum()), int(plan.open[-1][~county.is_existing].sum())
    boarding = int(plan.boarding[-1][~county.has_boarding].sum())
    return blocks * terms.cost_block + new * terms.cost_new_base + boarding * terms.cost_board_facility


def seats(county: County, plan: Plan) -> IntArray:
    """Seats by (period, site)."""
    own = np.minimum(county.capacity, county.largest)
    return np.asarray(plan.open * own + plan.blocks * county.terms.expand_block * plan.open)


def pupils_at(county: County, plan: Plan) -> IntArray:
    """Pupils by (period, site)."""
    found = np.zeros_like(plan.open)
    for period, arcs in enumerate(plan.arc):
        held = arcs >= 0
        np.add.at(found[period], county.site[arcs[held]], county.pupils[period][held])
    return found


def compared(named: Named, plan: Plan, today: Plan) -> Iterator[tuple[Any, ...]]:
    """Each measure by period, with today's schools and with the plan."""
    sides = [_by_period(named.county, one) for one in (today, plan)]
    for measure in MEASURES:
        for at, period in enumerate(named.periods):
            yield (measure, period, *(side[at][measure] for side in sides))


def _by_period(county: County, plan: Plan) -> list[dict[str, float | None]]:
    found = []
    for period, (pupils, km, way) in enumerate(_taken(county, plan)):
        placed, there = int(pupils.sum()), int(county.pupils[period].sum())
        found.append({
            "pupils": there,
            "unplaced": there - placed,
            "beyond": int(pupils[way != WALK].sum()),
            "boarders": int(pupils[way == BOARD].sum()),
            "mean_km": float(pupils @ km / placed) if placed else None,
            "open": int(plan.open[period].sum()),
            "seats": int(seats(county, plan)[period].sum()),
        })  # fmt: skip
    return found


def _taken(county: County, plan: Plan) -> Iterator[tuple[IntArray, FloatArray, IntArray]]:
    """Pupils, km and way of every village that is placed, period by period."""
    way = county.way
    for period, arcs in enumerate(plan.arc):
        held = arcs >= 0
        yield county.pupils[period][held], county.km[arcs[held]], way[arcs[held]]
