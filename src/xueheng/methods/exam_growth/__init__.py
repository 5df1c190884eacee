"""成长百分位: where each pupil stands among pupils who began alike, and the schools' means with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import FreeColumn, Input, declare, param


@dataclass(frozen=True)
class Params:
    """The outcome, its priors, the school, and the targets that are asked for."""

    outcome: str = param()
    prior: tuple[str, ...] = param()
    school: str = param(default="")
    targets: bool = param(default=False)
    maintain: Decimal = param(standard="growth:growth_number:maintain")
    improve: Decimal = param(standard="growth:growth_number:improve")
    prior_exam: Literal["gaokao", "zhongkao", "monitoring_sample", "school_final", "other"] | None = param(
        default=None
    )
    bands: int = param(standard="growth:growth_count:bands")
    small: int = param(standard="small_groups:least:value_added")

    def __post_init__(self) -> None:
        for name in ("maintain", "improve"):
            if not Decimal("0.01") <= getattr(self, name) <= Decimal("0.99"):
                raise ValueError(f"{name} 应在 0.01 和 0.99 之间 / {name} must be between 0.01 and 0.99")
        if not 1 <= self.bands <= 20:
            raise ValueError("bands 应在 1 和 20 之间 / bands must be between 1 and 20")


def _columns(params: Any) -> tuple[FreeColumn, ...]:
    numbers = dict.fromkeys((params.outcome, *params.prior))
    school = (FreeColumn(params.school, "id"),) if params.school else ()
    return (*school, *(FreeColumn(c, "number") for c in numbers))


METHOD = declare(
    __name__,
    name="exam.growth",
    version="1",
    reproduces="close",
    tolerance=1e-7,
    params=Params,
    inputs=(Input("scores", columns=_columns), Input("exam", "exam", required=False)),
    tables={
        "students": "row:integer* sgp:integer band:integer maintain:number improve:number",
        "schools": "school* n:integer mean_sgp:number median_sgp:number low:number high:number "
        "shrunk:number shrunk_low:number shrunk_high:number flag "
        "p10:number p25:number p75:number p90:number",
        "bands": "band:integer* n:integer prior_low:number prior_high:number mean:number median:number "
        "maintain:number improve:number",
        "cells": "band:integer* school* n:integer mean:number shrunk:number low:number high:number flag",
        "curves": "tau:number* prior:number* mark:number",
    },
    figures="n n_left_out n_schools n_priors mean_sgp exam",
    sources=("growth", "small_groups"),
    serves=("10",),
    approvals=1,
)
