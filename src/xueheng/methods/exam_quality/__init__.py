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
    weak: Decimal = param(standard="attention:exact_limit:weak_position")
    top: int = param(default=0)
    borderline: str = param(default="")
    reliability: Decimal = param(default=Decimal(0))
    composite: str = param(default="", choices="composites:composite_names")
    subject_weights: Mapping[str, Decimal] = param(default={})
    former_exam: str = param(default="")
    equated: tuple[str, ...] = param(default=())

    def __post_init__(self) -> None:
        weights = {f"subject_weights {name}": value for name, value in self.subject_weights.items()}
        for name, value in {"weak": self.weak, "top": Decimal(self.top), **weights}.items():
            if value < 0:
                raise ValueError(f"参数 {name} = {value}，不能小于 0 / {name} = {value} must not be negative")
        if not 0 <= self.reliability <= 1:
            raise ValueError("参数 reliability：应在 0 到 1 之间 / reliability must lie between 0 and 1")
        for name, share in (("excellent", self.excellent), ("pass", self.pass_), ("low", self.low)):
            if not 0 <= share <= 1:
                raise ValueError(
                    f"参数 {name} = {share}，应是占满分的比例（0 到 1）"
                    f" / {name} = {share} must be a share of the full mark, between 0 and 1"
                )


def _scores_context(params: Any) -> Mapping[str, Any]:
    return {"full": params.full, "attributes": params.by}


def _former_context(params: Any) -> Mapping[str, Any]:
    named = (params.former_exam,) if params.former_exam else ()
    return {"full": params.full, "attributes": (*params.by, *named)}


def _answers_context(params: Any) -> Mapping[str, Any]:
    return {"attributes": params.by, "answers": {"STATUS_UNKNOWN": "absent"}}


def _plan_context(params: Any) -> Mapping[str, Any]:
    return {"answers": {"STATUS_UNKNOWN": "absent"}}


METHOD = declare(
    __name__,
    name="exam.quality",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("scores", "scores", context=_scores_context),
        Input("enrolled", "enrolled", required=False),
        Input("former", "scores", required=False, context=_former_context),
        Input("responses", "item_scores", required=False, context=_answers_context),
        Input("blueprint", "blueprint", required=False, context=_plan_context),
        Input("exam", "exam", required=False),
    ),
    tables={
        "groups": "level* group* subject* n:integer mean:number sd:number excellent_rate:number "
        "pass_rate:number low_rate:number p25:number median:number p75:number p10:number p90:number "
        "denominator:number above_average:number",
        "distribution": "subject* mark:decimal- count:integer cumulative:integer",
        "lines": "line* level* group* count:integer rate:number",
        "effective": "line* subject* score:number hit_rate:number contribution:number",
        "effective_groups": "line* level* group* subject* on_total:integer on_subject:integer "
        "on_both:integer hit_rate:number contribution:number",
        "attendance": "subject* n:integer absent:integer violation:integer exempt:integer exclude:integer",
        "changes": "former* level* group* subject* n:integer n_former:integer position:number "
        "position_former:number position_change:number mean:number mean_former:number mean_change:number",
        "balance": "level* group* subject* n:integer position:number position_total:number "
        "difference:number weak:truth",
        "top": "level* group* line:number count:integer",
        "mastery": "kind* subject* point* level* group* n:integer items:integer rate:number se:number "
        "low:number high:number shrunken:number comparable:truth",
        "borderline": "line* id* school class total:number distance:number probability:number weak_subjects",
        "composite": "level* group* subject* value:number",
    },
    figures="n subjects full exam",
    sources=("cutoffs", "attention", "composites"),
    serves=("8", "9"),
)
