"""小题分析: how hard each item is, how well it tells pupils apart, and how reliable the paper is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import FreeColumn, Input, declare, param


@dataclass(frozen=True)
class Params:
    """Full marks, columns that are no items, missing marks, choice items and keys."""

    full: Mapping[str, Decimal] = param(default={})
    groups: tuple[str, ...] = param(default=())
    dif: tuple[str, ...] = param(default=())
    missing: Literal["listwise", "pairwise"] = param(default="listwise")
    choice: Mapping[str, str] = param(default={})
    key: Mapping[str, str] = param(default={})
    extreme: Decimal = param(standard="item_rules:item_number:extreme")

    def __post_init__(self) -> None:
        if not 0 < self.extreme <= Decimal("0.5"):
            raise ValueError("参数 extreme：应大于 0，至多 0.5 / extreme must be above 0, at most 0.5")
        for item, mark in self.full.items():
            if mark <= 0:
                raise ValueError(f"参数 full：{item} 的满分应是正数 / full: that of {item} must be positive")


def _context(params: Any) -> Mapping[str, Any]:
    named = dict.fromkeys((*params.groups, *params.dif))
    optional = ("*",) if params.missing == "pairwise" else tuple(params.choice)
    answers = {"STATUS_UNKNOWN": "absent"}
    return {"attributes": tuple(named), "answers": answers, "optional_items": optional}


def _plan_context(params: Any) -> Mapping[str, Any]:
    return {"answers": {"STATUS_UNKNOWN": "absent"}}


def _letters(params: Any) -> tuple[FreeColumn, ...]:
    return (FreeColumn("id", "id"), *(FreeColumn(item, "text") for item in params.key))


METHOD = declare(
    __name__,
    name="exam.items",
    version="1",
    reproduces="close",
    tolerance=1e-6,
    params=Params,
    inputs=(
        Input("responses", "item_scores", context=_context),
        Input("blueprint", "blueprint", required=False, context=_plan_context),
        Input("options", columns=_letters, required=False),
        Input("exam", "exam", required=False),
    ),
    tables={
        "items": "item n:integer difficulty:number discrimination:number r_item_total:number "
        "r_item_rest:number alpha_if_dropped:number full:number mean:number sd:number",
        "distribution": "mark:number* count:integer",
        "groups": "by* group* n:integer mean:number sd:number alpha:number",
        "group_items": "by* group* item n:integer difficulty:number r_item_rest:number",
        "options": "item option* is_key:truth n:integer share:number mean_rest:number r:number flag",
        "dif": "by* focal* reference item n_focal:integer n_reference:integer delta:number se:number "
        "smd:number chi2:number p:number uniform_p:number nonuniform_p:number level anchor:truth",
    },
    figures="alpha omega sem mean sd n n_left_out n_items full stratified_alpha alpha_low alpha_high exam",
    sources=("item_rules",),
    serves=("8",),
)
