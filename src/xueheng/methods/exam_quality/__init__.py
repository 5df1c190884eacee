"""教学质量分析: 一分三率, 一分一段, lines and effective scores of one exam."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import Input, declare, param


@dataclass(frozen=True)
class Params:
    """Full marks, cut-offs, lines, denominators and groupings."""

    full: Mapping[str, Decimal] = param(default={})
    excellent: Decimal = param(standard="cutoffs:cutoff:excellent")
    pass_: Decimal = param(standard="cutoffs:cutoff:pass")
    low: Decimal = param(standard="cutoffs:cutoff:low")
    lines: Mapping[str, Decimal] = param(default={}, form="lines")
    denominators: str = param(default="sat")
    effective: Literal["proportion", "mean_ratio"] = param(default="proportion")
    by: tuple[str, ...] = param(default=())
    weak: Decimal = param(default=Decimal("0.5"))
    top: int = param(default=0)

    def __post_init__(self) -> None:
        for name, value in (("weak", self.weak), ("top", self.top)):
            if value < 0:
                raise ValueError(f"参数 {name} = {value}，不能小于 0 / {name} = {value} must not be negative")
        for name, share in (("excellent", self.excellent), ("pass", self.pass_), ("low", self.low)):
            if not 0 <= share <= 1:
                raise ValueError(
                    f"参数 {name} = {share}，应是占满分的比例（0 到 1）"
                    f" / {name} = {share} must be a share of the full mark, between 0 and 1"
                )


def _scores_context(params: Any) -> Mapping[str, Any]:
    return {"full": params.full, "attributes": params.by}


METHOD = declare(
    __name__,
    name="exam.quality",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("scores", "scores", context=_scores_context),
        Input("enrolled", "enrolled", required=False),
        Input("former", "scores", required=False, context=_scores_context),
        Input("exam", "exam", required=False),
    ),
    tables={
        "groups": "level* group* subject* n:integer mean:number sd:number excellent_rate:number "
        "pass_rate:number low_rate:number p25:number median:number p75:number p10:number p90:number "
        "denominator:number above_average:number",
        "distribution": "subject* mark:decimal- count:integer cumulative:integer",
        "lines": "line* level* group* count:integer rate:number",
        "effective": "line* subject* score:number hit_rate:number contribution:number",
        "attendance": "subject* n:integer absent:integer violation:integer exempt:integer exclude:integer",
        "changes": "level* group* subject* n:integer n_former:integer position:number "
        "position_former:number position_change:number",
        "balance": "level* group* subject* n:integer position:number position_total:number "
        "difference:number weak:truth",
        "top": "level* group* line:number count:integer",
    },
    figures="n subjects full exam",
    sources=("cutoffs",),
    serves=("8", "9"),
)
