"""编班均衡性核查: classes as they were formed, against what chance gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import FreeColumn, Input, declare, param


@dataclass(frozen=True)
class Params:
    """Which columns, how often chance is asked, and how several tests at once are corrected."""

    class_: str = param(default="class")
    balance: tuple[str, ...] = param(default=())
    categories: tuple[str, ...] = param(default=())
    within: tuple[str, ...] = param(default=())
    permutations: int = param(default=0)
    seed: str = param(default="")
    correction: Literal["holm", "benjamini_hochberg"] = param(default="holm")
    level: Decimal = param(default=Decimal("0.01"))

    def __post_init__(self) -> None:
        _needed(bool(self.balance or self.categories), "balance", "至少写一列", "at least one column")
        listed = (self.class_, *self.balance, *self.categories, *self.within)
        _needed(len(set(listed)) == len(listed), "balance", "一列只能写一次", "naming a column once")
        many = self.permutations == 0 or 99 <= self.permutations <= 1_000_000
        _needed(many, "permutations", "应是 0 或在 99 到 1000000 之间", "0 or between 99 and 1000000")
        _needed(0 < self.level < 1, "level", "应在 0 与 1 之间", "between 0 and 1")


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


def _columns(params: Any) -> tuple[FreeColumn, ...]:
    texts = (params.class_, *params.within, *params.categories)
    return (
        *(FreeColumn(name, "text") for name in texts),
        *(FreeColumn(name, "number") for name in params.balance),
    )


METHOD = declare(
    __name__,
    name="placement.audit",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(Input("roster", columns=_columns),),
    tables={
        "tests": "class* column* n:integer mean:number value:number p:number p_adjusted:number explain:truth",
    },
    figures="p_overall n n_left_out classes tests permutations to_explain correction",
    sources=("small_groups",),
    serves=("6",),
    approvals=1,
)
