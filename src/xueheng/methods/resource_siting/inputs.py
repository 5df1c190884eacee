"""县域输入: villages, sites and terms as the arrays that the engine takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xueheng.engine.siting.county import County, Terms
from xueheng.engine.siting.located import BoolArray, FloatArray, IntArray
from xueheng.methods.resource_siting import Params
from xueheng.standards.siting import siting_number
from xueheng.tables.issues import Refused, finding

NO_LIMIT = 10**9
DIGITS = 3  # metres


@dataclass(frozen=True)
class Named:
    """A county with the names of its villages, sites and periods, and all ways in km."""

    county: County
    villages: list[str]
    sites: list[str]
    periods: list[str]
    xs: FloatArray  # of sites
    ys: FloatArray


def named_county(inputs: Mapping[str, pa.Table], params: Params) -> Named:
    """The county of the document under the hard switches."""
    villages, sites, terms = inputs["villages"], inputs["sites"], _numbers(inputs["terms"])
    km = _ways(villages, sites)
    names = sites["id"].to_pylist()
    is_existing = np.array([kind == "existing" for kind in sites["kind"].to_pylist()])
    today = _today(villages, names, km, is_existing)
    village, site = _arcs(km, terms, today, params)
    largest = np.array([NO_LIMIT if one is None else one for one in sites["largest"].to_pylist()])
    county = County(
        pupils=_by_period(inputs, "pupils"),
        village=village,
        site=site,
        km=km[village, site],
        is_existing=is_existing,
        capacity=sites["capacity"].to_numpy(),
        has_boarding=np.array(sites["boarding_now"].to_pylist(), bool),
        may_close=_may_close(sites, is_existing, params),
        largest=np.minimum(largest, params.largest_size or NO_LIMIT),
        today=today,
        youngest=_by_period(inputs, "youngest").astype(float),
        terms=_terms(terms, params),
    )
    periods = list(dict.fromkeys(inputs["pupils"]["period"].to_pylist()))
    points = (sites[axis].to_numpy() for axis in ("x", "y"))
    return Named(county, villages["id"].to_pylist(), names, periods, *points)


def _numbers(terms: pa.Table) -> dict[str, float]:
    return dict(zip(terms["name"].to_pylist(), terms["value"].to_pylist(), strict=True))


def _ways(villages: pa.Table, sites: pa.Table) -> FloatArray:
    """Straight lines times the village's terrain, in km to the metre."""
    one, two = (np.column_stack([t["x"].to_numpy(), t["y"].to_numpy()]) for t in (villages, sites))
    straight = np.sqrt(((one[:, None] - two[None]) ** 2).sum(axis=2))
    ways: FloatArray = np.round(straight * villages["terrain"].to_numpy()[:, None], DIGITS)
    return ways


def _today(villages: pa.Table, names: list[str], km: FloatArray, is_existing: BoolArray) -> IntArray:
    """The site of each village today: as the document says, else the nearest school there is."""
    place = {name: at for at, name in enumerate(names)}
    near = (
        np.where(is_existing[None], km, np.inf).argmin(axis=1) if is_existing.any() else np.full(len(km), -1)
    )
    given = [None if one is None else place[one] for one in villages["current"].to_pylist()]
    return np.array([n if g is None else g for g, n in zip(given, near.tolist(), strict=True)], np.int64)


def _arcs(
    km: FloatArray, terms: Mapping[str, float], today: IntArray, params: Params
) -> tuple[IntArray, IntArray]:
    """The nearest sites of each village within reach, none that makes its way too much longer."""
    near = np.argsort(km, axis=1, kind="stable")[:, : int(terms["k_nearest"])]
    village, site = np.repeat(np.arange(len(km)), near.shape[1]), near.ravel()
    is_near = km[village, site] <= terms["boarding_limit_km"]
    if params.max_growth is not None:
        now = np.where(today >= 0, km[np.arange(len(km)), today], np.inf)
        is_near &= km[village, site] <= now[village] + float(params.max_growth) + 1e-9
    return village[is_near], site[is_near]


def _by_period(inputs: Mapping[str, pa.Table], column: str) -> IntArray:
    """A column of the pupils by (period, village)."""
    villages = inputs["villages"].num_rows
    held = inputs["pupils"][column].to_numpy().reshape(villages, -1)
    return np.ascontiguousarray(held.T).astype(np.int64)


def _may_close(sites: pa.Table, is_existing: BoolArray, params: Params) -> BoolArray:
    names = sites["id"].to_pylist()
    unknown = sorted(set(params.consent) - set(names))
    if unknown:
        issue = finding("CONSENT_UNKNOWN", "error", package=__package__, value="、".join(unknown))
        raise Refused([issue])
    if params.closes != "consent":
        return is_existing & (params.closes == "free")
    given = np.array(sites["consent"].to_pylist(), bool) | np.isin(names, list(params.consent))
    return np.asarray(is_existing & given)


def _terms(terms: Mapping[str, float], params: Params) -> Terms:
    least = terms["min_enrol"] if params.least_size is None else params.least_size
    return Terms(
        walk_limit=terms["walk_limit_km"],
        bus_limit=terms["bus_limit_km"],
        boarding_limit=terms["boarding_limit_km"],
        expand_block=int(terms["expand_block"]),
        max_blocks_existing=int(terms["max_blocks_existing"]),
        max_blocks_candidate=int(terms["max_blocks_candidate"]),
        cost_block=terms["cost_block"],
        cost_new_base=terms["cost_new_base"],
        cost_board_facility=terms["cost_board_facility"],
        unplaced_penalty=terms["unplaced_penalty_per_pupil_year"],
        operate_fixed=terms["operate_fixed"],
        bus_cost=terms["bus_cost_per_pupil_km"],
        board_cost=terms["board_cost_per_pupil"],
        close_cost=terms["close_cost"],
        min_enrol=int(least),
        capex_budget=terms["capex_budget"],
        years=int(terms["years_per_period"]),
        small_school=int(siting_number("small_school")),
        board_km_share=float(siting_number("boarding_way")),
    )
