"""选址: p-median, p-centre and capacitated problems from their tables to their outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.siting.capacitated import Facilities, Unserved, facility_program, located
from xueheng.engine.siting.dual import bound_of
from xueheng.engine.siting.located import FloatArray, Located, gap_of
from xueheng.engine.siting.network import distances
from xueheng.engine.siting.p_center import p_center
from xueheng.engine.siting.p_median import p_median
from xueheng.engine.siting.program import Limits, dual_bound
from xueheng.methods.outcome import Outcome, table_of
from xueheng.methods.resource_siting import METHOD, Params
from xueheng.tables.issues import Issue, Refused, finding

NAMED = 10  # places named in a finding
EXACT = 1e-9


def points_outcome(inputs: Mapping[str, pa.Table], params: Params, seed: int) -> Outcome:
    """Open sites, the site of each customer, value and bound."""
    limits = Limits(float(params.time_limit), float(params.gap or EXACT), seed)
    if params.problem in ("p_median", "p_center"):
        ways, p = ways_of(inputs, params), sites_wanted(inputs, params)
        found = p_median(ways, p, limits) if params.problem == "p_median" else p_center(ways, p, limits)
        return _outcome(found, ways, certified=certified_ways(ways, p, found.duals))
    given = facilities_of(inputs)
    try:
        found = located(given, limits, is_single=params.problem == "single_source")
    except Unserved as error:
        raise Refused([_unserved(given, error)]) from error
    program = facility_program(given, is_single=False)
    return _outcome(found, given.serving, certified=dual_bound(program, found.duals))


def ways_of(inputs: Mapping[str, pa.Table], params: Params) -> FloatArray:
    """Shortest ways between all nodes; Refused where some cannot be reached."""
    edges = inputs["edges"]
    ends = np.column_stack([edges["one"].to_numpy(), edges["other"].to_numpy()]) - 1
    nodes = inputs["graph"]["nodes"][0].as_py()
    ways = distances(nodes, ends, edges["length"].to_numpy(), repeated=params.repeated)
    away = np.flatnonzero(~np.isfinite(ways[0]))
    if away.size:
        raise Refused([_finding("UNREACHABLE", _listed(away + 1), nodes=int(away.size))])
    return ways


def sites_wanted(inputs: Mapping[str, pa.Table], params: Params) -> int:
    """How many sites to open: as the parameter says, else the document."""
    nodes, p = inputs["graph"]["nodes"][0].as_py(), inputs["graph"]["p"][0].as_py()
    wanted = params.p or p
    if wanted > nodes:
        raise Refused([_finding("P_ABOVE_NODES", str(wanted), nodes=nodes)])
    return int(wanted)


def certified_ways(ways: FloatArray, p: int, duals: FloatArray) -> float:
    """The bound that multipliers of the customers prove; none of a centre problem."""
    return bound_of(ways, duals, p) if duals.size else 0.0


def facilities_of(inputs: Mapping[str, pa.Table]) -> Facilities:
    """Sites, customers and costs as arrays; Refused where no plan can serve everybody."""
    sites, customers = inputs["facilities"], inputs["customers"]
    serving = inputs["serving"]["cost"].to_numpy().reshape(customers.num_rows, sites.num_rows)
    return Facilities(
        sites["capacity"].to_numpy(), sites["opening"].to_numpy(), customers["demand"].to_numpy(), serving
    )


def _outcome(found: Located, ways: FloatArray, *, certified: float) -> Outcome:
    customers, sites = (_names(places) for places in (found.customer, found.site))
    near = ways.argmin(axis=1)[found.customer]
    tables = {
        "open": {"site": _names(found.open)},
        "assignment": {
            "customer": customers,
            "site": sites,
            "part": found.part,
            "km": ways[found.customer, found.site],
            "reason": np.where(near == found.site, "nearest", _reasons(found, near)),
            "nearest": _names(near),
            "nearest_km": ways[found.customer, near],
        },
        "duals": {"row": np.arange(found.duals.size), "value": found.duals},
    }
    figures = {
        "objective": found.value,
        "bound": found.bound,
        "gap": gap_of(found.value, found.bound),
        "proven": found.is_proven,
        "certified_bound": min(certified, found.bound),
        "open": int(found.open.size),
        "cut_short": found.is_cut_short,
    }
    return Outcome({name: table_of(METHOD.table(name), held) for name, held in tables.items()}, figures)


def _reasons(found: Located, near: np.ndarray) -> np.ndarray:
    """Why not the nearest: it is not opened, or it is and the whole is cheaper so."""
    return np.where(np.isin(near, found.open), "total", "unbuilt")


def _names(places: np.ndarray) -> list[str]:
    return [str(place + 1) for place in places.tolist()]


def _listed(places: np.ndarray) -> str:
    return "、".join(map(str, places[:NAMED].tolist())) + ("……" if places.size > NAMED else "")


def _unserved(given: Facilities, error: Unserved) -> Issue:
    largest = int((given.demand > given.capacity.max()).sum())
    demand, capacity = f"{given.demand.sum():g}", f"{given.capacity.sum():g}"
    return _finding("UNSERVED", capacity, demand=demand, short=f"{error.short:g}", largest=largest)


def _finding(code: str, value: str, **values: Any) -> Issue:
    return finding(code, "error", package=__package__, value=value, **values)
