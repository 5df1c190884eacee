"""均衡标准核对: schools and coefficients of a county against a balance standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xueheng.methods.declare import Input, declare, param


@dataclass(frozen=True)
class Params:
    """Which standard, which of its indicators, and the choice where documents differ."""

    standard: str = param(choices="balance:known")
    indicators: tuple[str, ...] = param(default=())
    settings: Mapping[str, str] = param(default={})


METHOD = declare(
    __name__,
    name="balance.standard",
    version="2",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("schools", "school_resources", required=False),
        Input("coefficients", "coefficients", required=False),
    ),
    one_of=("schools", "coefficients"),
    tables={
        "coefficients": "county* level* indicator* mean:number cv:number limit:number met:truth n:integer "
        "cv_if_met:number",
        "schools": "county* school* level* indicator* value:number threshold:number ratio:number met:truth "
        "short:number cv_if_raised:number",
        "verdicts": "county* school* level* met_count:integer passes:truth",
        "composite": "county* level* value:number limit:number met:truth",
        "raises": "county* level* indicator* school short:number cv:number cv_if_raised:number effect:number",
    },
    public=("coefficients", "schools", "verdicts", "composite", "raises"),
    figures="passes schools_passing schools_judged coefficients_met coefficients_judged",
    sources=("balance",),
    serves=("12",),
    approvals=1,
)
