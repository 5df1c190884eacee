"""均衡编班: classes alike in what the school names, by rules and a seed that anybody can repeat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xueheng.methods.declare import Input, declare, param


@dataclass(frozen=True)
class Params:
    """How many classes, what is balanced, what the marks come from, and who joins late."""

    classes: int = param()
    balance: tuple[str, ...] = param(default=())
    categories: tuple[str, ...] = param(default=())
    seed: str = param(default="")
    weights: Mapping[str, Decimal] = param(default={})
    names: tuple[str, ...] = param(default=())
    reduced: int = param(default=0)
    cap: int = param(default=0)
    late: Literal["none", "smallest", "balance"] = param(default="none")
    team_seed: str = param(default="")
    stage: Literal["undeclared", "primary", "junior", "senior"] = param(default="undeclared")
    derived_from: Literal["undeclared", "none", "zhongkao", "monitoring_sample", "school_final", "other"] = (
        param(default="undeclared")
    )
    document: str = param(default="")
    persons: tuple[str, ...] = param(default=())

    def __post_init__(self) -> None:
        _needed(self.classes >= 1, "classes", "至少是 1", "at least 1")
        _needed(min(self.reduced, self.cap) >= 0, "reduced, cap", "不能是负数", "not negative")
        _needed(min(self.weights.values(), default=Decimal(1)) > 0, "weights", "应是正数", "positive")
        known = {*self.balance, *self.categories}
        _needed(set(self.weights) <= known, "weights", "只能给均衡的列", "of columns that are balanced")
        twice = len(known) < len(self.balance) + len(self.categories)
        _needed(not twice, "balance, categories", "一列只能写一次", "naming a column once")
        is_named = not self.names or len(set(self.names)) == len(self.names) == self.classes
        _needed(is_named, "names", "应是每班一个不同的名称", "one name for each class, all different")

    @property
    def class_names(self) -> tuple[str, ...]:
        """班名 in the order in which they were given, else 1, 2, 3."""
        return self.names or tuple(str(k + 1) for k in range(self.classes))


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


METHOD = declare(
    __name__,
    name="placement.classes",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("roster", "class_roster", with_rows=True),
        Input("teachers", "class_teachers", required=False),
    ),
    tables={
        "assignment": "id* class late:truth",
        "balance": "column* class* level* n:integer mean:number sd:number count:integer",
        "tenths": "column* class* tenth* count:integer",
        "teams": "class* subject* teacher team",
    },
    figures="mean_range_sd sd_range category_spread tenth_spread baseline sizes n late seed",
    sources=("class_size", "exam_kinds"),
    serves=("6",),
    approvals=1,
)
