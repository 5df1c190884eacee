"""增值评价: what each school adds beyond its pupils' learning base, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import FreeColumn, FreeKind, Input, declare, param


@dataclass(frozen=True)
class Params:
    """The outcome, its learning base, the school, the context and how the model is fitted."""

    outcome: str = param()
    school: str = param()
    prior: tuple[str, ...] = param(default=())
    context: tuple[str, ...] = param(default=())
    interactions: tuple[str, ...] = param(default=())
    slopes: tuple[str, ...] = param(default=())
    county: str = param(default="")
    crossed: str = param(default="")
    year: str = param(default="")
    procedure: Literal["reml", "ml"] = param(default="reml")
    school_mean_prior: bool = param(default=True)
    reliability: Mapping[str, Decimal] = param(default={})
    small: int = param(standard="small_groups:least:value_added")


def _columns(params: Any) -> tuple[FreeColumn, ...]:
    numbers = (params.outcome, *params.prior)
    context: dict[str, FreeKind] = {}
    for name, named_level, _ in (c.partition(":") for c in params.context):
        context[name] = "text" if named_level else "infer"
    if params.year:
        context[params.year] = "text"
    groups = dict.fromkeys(g for g in (params.school, params.county, params.crossed) if g)
    return (
        *(FreeColumn(c, "id") for c in groups),
        *(FreeColumn(c, "number") for c in dict.fromkeys(numbers)),
        *(FreeColumn(c, kind) for c, kind in context.items() if c not in (*numbers, *groups)),
    )


METHOD = declare(
    __name__,
    name="exam.value_added",
    version="1",
    reproduces="close",
    tolerance=1e-7,
    params=Params,
    inputs=(Input("scores", columns=_columns), Input("exam", "exam", required=False)),
    tables={
        "fixed": "term estimate:number se:number",
        "variance": "group term other value:number",
        "effects": "group* school* term* n:integer effect:number sd:number low:number high:number flag "
        "mean_outcome:number mean_prior:number",
        "compared": "school* model* n:integer effect:number sd:number low:number high:number flag",
    },
    figures="deviance loglik sigma n n_left_out n_schools exam",
    sources=("small_groups",),
    serves=("10",),
    approvals=1,
)
