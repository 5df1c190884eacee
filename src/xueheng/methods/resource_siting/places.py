"""去向与变动: why each village goes where it goes, and what is proposed for each school."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from xueheng.engine.siting.county import BOARD, County, Plan
from xueheng.methods.resource_siting.inputs import Named
from xueheng.methods.resource_siting.measures import pupils_at, seats

WAYS = ("walk", "bus", "board")
OTHERS = 3  # schools named that take over the pupils of one under review


def open_sites(named: Named, plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Every open site by period, with its seats and pupils."""
    county, held, filled = named.county, seats(named.county, plan), pupils_at(named.county, plan)
    for period, site in np.argwhere(plan.open > 0).tolist():
        built = int(plan.blocks[period, site])
        yield (
            named.sites[site], named.periods[period], _kind(county, site), _action(county, plan, site),
            int(held[period, site]), built * county.terms.expand_block, int(filled[period, site]),
            bool(plan.boarding[period, site]),
        )  # fmt: skip


def assignment(named: Named, plan: Plan) -> Iterator[tuple[Any, ...]]:
    """The site of each village by period, or none; with its way, the nearest site and why not that one."""
    county, way = named.county, named.county.way
    first = _nearest(county)
    room = seats(county, plan) - pupils_at(county, plan)
    for period, arcs in enumerate(plan.arc):
        for village, arc in enumerate(arcs.tolist()):
            pupils, near = int(county.pupils[period, village]), int(first[village])
            there = None if near < 0 else named.sites[county.site[near]]
            km = None if near < 0 else float(county.km[near])
            who = (named.villages[village], named.periods[period])
            if arc < 0:
                reason = "out_of_reach" if near < 0 else "unplaced"
                yield (*who, None, 0.0, None, None, pupils, reason, there, km)
                continue
            why = _reason(county, plan, period, arc, near, int(room[period, county.site[near]]))
            went = (named.sites[county.site[arc]], 1.0, WAYS[way[arc]], float(county.km[arc]))
            yield (*who, *went, pupils, why, there, km)


def _nearest(county: County) -> np.ndarray:
    """The shortest arc of each village, -1 where it has none."""
    order = np.lexsort((county.km, county.village))
    first = np.full(county.pupils.shape[1], -1)
    villages, starts = np.unique(county.village[order], return_index=True)
    first[villages] = order[starts]
    return first


def _reason(county: County, plan: Plan, period: int, arc: int, near: int, room: int) -> str:
    """Why the village goes there and not to the nearest site."""
    site = county.site[near]
    if site == county.site[arc]:
        return "nearest"
    if not plan.open[period, site]:
        return "review" if county.is_existing[site] else "unbuilt"
    if county.way[near] == BOARD and not plan.boarding[period, site]:
        return "no_boarding"
    return "full" if room < county.pupils[period, county.village[arc]] else "total"


def changes(named: Named, plan: Plan, today: Plan) -> Iterator[tuple[Any, ...]]:
    """What is proposed for each site, from when, at which cost, and why."""
    county = named.county
    held, before = (
        seats(county, plan),
        np.where(county.is_existing, np.minimum(county.capacity, county.largest), 0),
    )
    now, then = pupils_at(county, today)[0], pupils_at(county, plan)[-1]
    for site, name in enumerate(named.sites):
        action = _action(county, plan, site)
        yield (
            name, _kind(county, site), action, _since(named, plan, site, action), int(before[site]),
            int(held[-1, site]), int(now[site]), int(then[site]), _capital(county, plan, site),
            _why(county, plan, site, action), _others(named, plan, today, site, action),
            float(named.xs[site]), float(named.ys[site]),
        )  # fmt: skip


def moves(named: Named, plan: Plan, today: Plan) -> Iterator[tuple[Any, ...]]:
    """Pupils of the last period whose school differs from the one they would have as today."""
    county = named.county
    was, arcs = today.arc[-1], plan.arc[-1]
    total = np.zeros((len(named.sites), len(named.sites)), np.int64)
    both = (was >= 0) & (arcs >= 0)
    np.add.at(total, (county.site[was[both]], county.site[arcs[both]]), county.pupils[-1][both])
    np.fill_diagonal(total, 0)
    for one, other in np.argwhere(total).tolist():
        yield named.sites[one], named.sites[other], int(total[one, other])


def _kind(county: County, site: int) -> str:
    return "existing" if county.is_existing[site] else "candidate"


def _action(county: County, plan: Plan, site: int) -> str:
    """Keep, enlarge, board, open, leave unbuilt, or 建议论证."""
    if county.is_existing[site] and not plan.open[-1, site]:
        return "review"
    if not county.is_existing[site]:
        return "open" if plan.open[-1, site] else "unbuilt"
    if plan.blocks[-1, site]:
        return "expand"
    return "board" if plan.boarding[-1, site] and not county.has_boarding[site] else "keep"


def _since(named: Named, plan: Plan, site: int, action: str) -> str | None:
    """The period in which the change begins."""
    started = {
        "review": plan.open[:, site] == 0,
        "open": plan.open[:, site] > 0,
        "expand": plan.blocks[:, site] > 0,
        "board": plan.boarding[:, site] > 0,
    }
    return named.periods[int(started[action].argmax())] if action in started else None


def _capital(county: County, plan: Plan, site: int) -> float:
    terms = county.terms
    new = not county.is_existing[site] and plan.open[-1, site]
    boards = plan.boarding[-1, site] and not county.has_boarding[site]
    return float(
        plan.blocks[-1, site] * terms.cost_block
        + new * terms.cost_new_base
        + boards * terms.cost_board_facility
    )


def _why(county: County, plan: Plan, site: int, action: str) -> str:
    """The reason of the proposal, as a code with words."""
    if action == "keep" and county.is_existing[site] and not county.may_close[site]:
        return "no_consent"
    reasons = {"keep": "serves", "expand": "seats", "board": "far", "open": "near", "unbuilt": "no_need"}
    return reasons.get(action, "others_serve")


def _others(named: Named, plan: Plan, today: Plan, site: int, action: str) -> str | None:
    """The schools that would take the pupils of one under review, those with most of them first."""
    if action != "review":
        return None
    county, arcs = named.county, plan.arc[-1]
    was = (today.arc[-1] >= 0) & (county.site[today.arc[-1]] == site) & (arcs >= 0)
    taken = np.bincount(county.site[arcs[was]], county.pupils[-1][was], len(named.sites))
    order = [at for at in np.argsort(-taken, kind="stable").tolist() if taken[at] > 0]
    return "、".join(named.sites[at] for at in order[:OTHERS]) or None
