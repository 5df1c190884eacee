"""均衡标准核对: schools and coefficients of a county against a balance standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xueheng.methods.declare import Input, declare, param


@dataclass(frozen=True)
class Params:
    """Which standard, which of its indicators, and the choice where documents differ."""

    standard: str = param(choices="balance:known")
    indicators: tuple[str, ...] = param(default=())
    settings: Mapping[str, str] = param(default={})
    costs: Mapping[str, Decimal] = param(default={})


METHOD = declare(
    __name__,
    name="balance.standard",
    version="2",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("schools", "school_resources", required=False),
        Input("coefficients", "coefficients", required=False),
        Input("items", "balance_items", required=False),
        Input("former", "school_resources", required=False),
        Input("former_coefficients", "coefficients", required=False),
        Input("changes", "balance_changes", required=False),
        Input("shared", "shared_resources", required=False),
    ),
    one_of=("schools", "coefficients"),
    tables={
        "coefficients": "county* level* indicator* mean:number cv:number limit:number met:truth n:integer "
        "cv_if_met:number",
        "schools": "county* school* level* indicator* value:number threshold:number ratio:number met:truth "
        "short:number cv_if_raised:number pupils:integer",
        "verdicts": "county* school* level* met_count:integer passes:truth",
        "composite": "county* level* value:number limit:number met:truth",
        "raises": "county* level* indicator* school short:number cv:number cv_if_raised:number effect:number",
        "changes": "county* level* indicator* cv_before:number cv:number cv_change:number mean_before:number "
        "mean:number mean_change:number met_before:truth met:truth",
        "verdict_changes": "county* school* level* passes_before:truth passes:truth reason",
        "what_if": "county* level* indicator* cv_before:number cv:number cv_change:number mean_before:number "
        "mean:number mean_change:number met_before:truth met:truth",
        "what_if_verdicts": "county* school* level* passes_before:truth passes:truth reason",
        "route": "county* level* school* indicator* amount:number cost:number reason",
        "route_costs": "county* level* schools:integer cost:number bound:number proven:truth",
        "items": "county* part* number:integer* limit* item label value:number at_least:number "
        "at_most:number below:number met:truth reason evidence document clause status",
        "parts": "county* part* met_count:integer known:integer asked:integer passes:truth",
        "shared": "county* school* indicator* level* pupils:integer ratio:number split amount:number",
    },
    public=(
        *("coefficients", "schools", "verdicts", "composite", "raises", "changes", "verdict_changes"),
        *("items", "parts", "shared"),
    ),
    figures="passes schools_passing schools_judged coefficients_met coefficients_judged items_met "
    "items_judged items_asked passes_all route_cost route_bound route_proven",
    sources=("balance", "balance_items"),
    serves=("12",),
    approvals=1,
)
