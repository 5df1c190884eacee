"""学区划片: whole units to schools near home, none over its seats, zones of one piece, each told why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xueheng.methods.declare import Input, declare, param

Crs = Literal["local-km", "local-m", "WGS84", "CGCS2000", "GCJ-02", "BD-09"]


@dataclass(frozen=True)
class Params:
    """How far is too far, in which system places are given, and by what columns fairness is shown."""

    walk_limit: Decimal = param(standard="zoning:zoning_number:walk_limit")
    crs: Crs | None = param(default=None)
    by: tuple[str, ...] = param(default=())
    counts: tuple[str, ...] = param(default=())
    seed: str = param(default="")

    def __post_init__(self) -> None:
        if not 0 < self.walk_limit <= 200:
            said = "参数 walk_limit 应在 0 与 200 千米之间 / walk_limit is more than 0 and at most 200 km"
            raise ValueError(said)


METHOD = declare(
    __name__,
    name="resource.zoning",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("units", "zoning_units"),
        Input("schools", "zoning_schools"),
        Input("edges", "zoning_edges", required=False),
        Input("distances", "zoning_distances", required=False),
    ),
    tables={
        "zones": "unit* school distance:decimal nearest nearest_distance:decimal code reason reason_en "
        "rank:integer pupils:integer last_school changed:truth beyond:truth x:number y:number",
        "schools": "school* seats:integer pupils:integer load:decimal free:integer over:integer "
        "units:integer mean_distance:decimal max_distance:decimal price:decimal price_beyond:integer "
        "area:decimal compactness:decimal fragments:integer x:number y:number",
        "fairness": "group* value* pupils:integer within:decimal nearest_share:decimal mean:decimal "
        "p90:decimal max:decimal",
        "changes": "unit* from to pupils:integer distance_before:decimal distance:decimal reason",
    },
    public=("zones", "schools", "fairness", "changes"),
    figures="overload fragments beyond_limit unavoidable mean_distance max_distance flow_mean nearest_share "
    "nearest_mean nearest_overload units schools pupils seats changed_pupils swaps_wished "
    "swaps_without_seats swaps_cut swaps_left fragments_explained proven",
    sources=("zoning",),
    serves=("13", "4"),
    approvals=1,
    beside="published:files",
)
