"""均衡指数: how unequally a value is spread over schools, by every index in use."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xueheng.methods.declare import FreeColumn, Input, declare, param

UNIT = "school"
CALLED = ("学校", "学校名称", "校名", "school_name", "unit", "单位", "名称", "name", "id")


@dataclass(frozen=True)
class Params:
    """Which columns, how much inequality is minded, and how often chance is asked."""

    value: str = param()
    weight: str = param(default="")
    group: str = param(default="")
    epsilon: Decimal = param(standard="equity:equity_number:epsilon")
    alpha: Decimal = param(standard="equity:equity_number:alpha")
    unit: str = param(default="")
    members: str = param(default="")
    poverty: str = param(default="")
    replicates: int = param(standard="equity:equity_count:replicates")
    seed: str = param(default="")

    def __post_init__(self) -> None:
        named = [n for n in (self.value, self.weight, self.group, self.unit) if n]
        _needed(bool(self.value), "value", "必须写一列", "given: a column")
        _needed(len(set(named)) == len(named), "value", "各列不得相同", "a column of its own")
        _needed(0 < self.epsilon <= 20, "epsilon", "应大于 0，不超过 20", "above 0 and at most 20")
        _needed(-20 <= self.alpha <= 20, "alpha", "应在 -20 与 20 之间", "between -20 and 20")
        known = self.replicates == 0 or 100 <= self.replicates <= 100_000
        _needed(known, "replicates", "应是 0 或在 100 到 100000 之间", "0 or between 100 and 100000")
        counted = bool(self.weight) or not self.members
        _needed(counted, "weight", "给了 members 时必填（全体学生数）", "given with members: all pupils")


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


def _columns(params: Any) -> tuple[FreeColumn, ...]:
    texts = [n for n in (params.unit, params.group) if n]
    numbers = dict.fromkeys(n for n in (params.value, params.weight, params.members, params.poverty) if n)
    named = tuple(FreeColumn(n, "text") for n in texts) + tuple(FreeColumn(n, "number") for n in numbers)
    if params.unit or {UNIT, *CALLED} & {c.name for c in named}:
        return named
    return (FreeColumn(UNIT, "text", required=False, synonyms=CALLED), *named)


METHOD = declare(
    __name__,
    name="balance.equity",
    version="1",
    reproduces="close",
    params=Params,
    inputs=(Input("units", columns=_columns, with_rows=True),),
    tables={
        "indices": "index* value:number low:number high:number",
        "influence": "unit* row:integer* effect:number cv_without:number value:number weight:number "
        "share:number",
        "decomposition": "index* total:number between:number within:number between_share:number",
        "groups": "group* n:integer weight:number share:number mean:number ratio:number theil_t:number "
        "theil_l:number within_t:number within_l:number",
        "distribution": "index* value:number expected:number low:number high:number",
        "lorenz": "point:integer* people:number share:number",
        "left_out": "unit* row:integer* reason",
    },
    public=("indices", "influence", "decomposition", "groups", "distribution", "lorenz", "left_out"),
    figures="cv cv_unweighted cv_sample gini theil_t theil_l theil_between theil_within theil_l_between "
    "theil_l_within ge atkinson mcloone verstegen p90_p10 p95_p5 restricted_range federal_range_ratio "
    "mean median dissimilarity isolation theil_h concentration slope n n_left_out weight_sum replicates seed",
    sources=("equity",),
    serves=("12",),
)
