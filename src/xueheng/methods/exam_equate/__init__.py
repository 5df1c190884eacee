"""等值与链接: scores of one form on the scale of another, or a refusal where nothing joins the two."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import Input, declare, param

Procedure = Literal[
    "mean", "linear", "equipercentile", "mean_tucker", "linear_tucker", "mean_levine", "linear_levine",
    "linear_levine_true", "mean_chained", "linear_chained", "equipercentile_frequency",
    "equipercentile_chained", "mean_sigma", "haebara", "stocking_lord",
]  # fmt: skip
RANDOM = ("mean", "linear", "equipercentile")
ITEMS = ("mean_sigma", "haebara", "stocking_lord")


@dataclass(frozen=True)
class Params:
    """What joins the two forms, how they are equated, and how errors are found."""

    procedure: Procedure = param()
    design: Literal["random_groups", "neat", "items"] | None = param(default=None)
    w: Decimal | None = param(default=None)
    anchor: Literal["internal", "external"] = param(default="internal")
    smooth: int | None = param(default=None)
    drift: Decimal = param(standard="equating:equating_number:drift")
    replicates: int = param(standard="equating:equating_count:replicates")
    seed: str = param(default="1")

    def __post_init__(self) -> None:
        _needed(self.w is None or 0 <= self.w <= 1, "w", "应在 0 与 1 之间", "between 0 and 1")
        _needed(self.smooth is None or 1 <= self.smooth <= 10, "smooth", "应是 1 到 10", "1 to 10")
        _needed(self.drift > 0, "drift", "应是正数", "positive")
        _needed(2 <= self.replicates <= 10_000, "replicates", "应是 2 到 10000", "2 to 10000")


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


def _context(params: Any) -> dict[str, Any]:
    """A mark that is not there does not count, whatever the reason."""
    return {"answers": {"STATUS_UNKNOWN": "absent"}}


METHOD = declare(
    __name__,
    name="exam.equate",
    version="1",
    reproduces="close",
    tolerance=1e-7,
    params=Params,
    inputs=(
        Input("x", "form_marks", required=False, context=_context),
        Input("y", "form_marks", required=False, context=_context),
        Input("items_x", "item_parameters", required=False),
        Input("items_y", "item_parameters", required=False),
    ),
    tables={
        "concordance": "score:number* equivalent:number se:number",
        "anchors": "item* a_x:number b_x:number a_y:number b_y:number difference:number z:number kept:truth",
    },
    public=("concordance", "anchors"),
    figures="slope intercept n_x n_y mean_x mean_y sd_x sd_y anchor_share n_anchors n_dropped w se_by",
    sources=("equating",),
    serves=("8",),
    approvals=1,
)
