"""诊断: where seats are short and how many, which villages have no site in reach, which limits bind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from xueheng.engine.siting.county import County, Plan
from xueheng.methods.resource_siting.inputs import Named
from xueheng.methods.resource_siting.measures import capital, pupils_at

NEARLY = 0.99  # of the budget: money stands in the way


def diagnosis(named: Named, plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Everything that keeps the plan from placing everybody, by name and number."""
    county = named.county
    reached = np.isin(np.arange(len(named.villages)), county.village)
    for village in np.flatnonzero(~reached).tolist():
        yield "out_of_reach", named.villages[village], None, float(county.pupils[:, village].max())
    for village in np.flatnonzero(county.pupils.sum(axis=0) == 0).tolist():
        yield "no_pupils", named.villages[village], None, 0.0
    yield from _short(named, plan, reached)
    yield from _small(named, plan)
    used = capital(county, plan)
    if used >= NEARLY * county.terms.capex_budget:
        yield "budget", None, None, used


def _short(named: Named, plan: Plan, reached: np.ndarray) -> Iterator[tuple[Any, ...]]:
    """Seats short by period, by the site nearest to those without a seat, and by village."""
    county = named.county
    for at, period in enumerate(named.periods):
        missing = np.where(plan.arc[at] < 0, county.pupils[at], 0)
        if not missing.any():
            continue
        yield "seats_short", None, period, float(missing.sum())
        for site, short in _by_nearest(county, np.where(reached, missing, 0)):
            yield "short_near", named.sites[site], period, short
        for village in np.flatnonzero(missing).tolist():
            yield "unplaced", named.villages[village], period, float(missing[village])


def _by_nearest(county: County, missing: np.ndarray) -> list[tuple[int, float]]:
    order = np.lexsort((county.km, county.village))
    villages, starts = np.unique(county.village[order], return_index=True)
    sites = county.site[order[starts]]
    total = np.bincount(sites, missing[villages], county.capacity.size)
    return [(int(site), float(total[site])) for site in np.flatnonzero(total)]


def _small(named: Named, plan: Plan) -> Iterator[tuple[Any, ...]]:
    """Schools that stay open below the minimum, since nobody consented to close them."""
    county, filled = named.county, pupils_at(named.county, plan)
    least = county.terms.min_enrol
    large = county.is_existing & (county.capacity > county.terms.small_school) & ~county.may_close
    for period, site in np.argwhere((filled < least) & large[None] & (plan.open > 0)).tolist():
        yield "below_minimum", named.sites[site], named.periods[period], float(filled[period, site])
