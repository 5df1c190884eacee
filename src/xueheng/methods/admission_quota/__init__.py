"""指标分配: the quota of every program, and the places of every school of origin in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xueheng.engine.quota import RoundingPlan, RoundingSplit
from xueheng.methods.declare import Input, declare, param

AMOUNTS = ("size", "applicants", "score")


@dataclass(frozen=True)
class Params:
    """The share of the plan, how it is rounded, and how the quota is split."""

    share: Mapping[str, Decimal] = param(form="one_or_map")
    rounding_plan: RoundingPlan = param(default="half_up")
    rounding_split: RoundingSplit = param(default="largest_remainder")
    weights: Mapping[str, Decimal] = param(default={"size": Decimal(1)})
    minimum: int = param(default=0)
    small: int = param(default=0)
    tilt: Mapping[str, Decimal] = param(default={})
    reserve: Decimal = param(default=Decimal(0))
    rule: str = param(default="")
    seed: str = param(default="")

    def __post_init__(self) -> None:
        for name, value in self.share.items():
            _needed(0 <= value <= 1, f"share = {name}：{value}", "应是 0 到 1 的比例", "a share of 0 to 1")
        is_known = set(self.weights) <= set(AMOUNTS) and min(self.weights.values(), default=0) > 0
        _needed(
            is_known, f"weights = {_text(self.weights)}", "应写成 size、applicants、score 和正数", _WEIGHTS
        )
        _needed(min(self.minimum, self.small) >= 0, "minimum, small", "不能是负数", "not negative")
        _needed(self.minimum > 0 or not self.small, "small", "要与 minimum 同用", "given with a minimum")
        _needed(min(self.tilt.values(), default=1) > 0, f"tilt = {_text(self.tilt)}", "应是正数", "positive")
        _needed(0 <= self.reserve < 1, f"reserve = {self.reserve}", "应是 0 到 1 的比例", "a share of 0 to 1")
        _needed(bool(self.tilt) or not self.reserve, "reserve", "要与 tilt 同用", "given with a tilt")
        _needed(bool(self.seed) or self.rounding_split != "floor_and_draw", "seed", "抽签时必填", _SEED)


_WEIGHTS = "size, applicants, score with positive weights"
_SEED = "given where lots are drawn"


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


def _text(pairs: Mapping[str, Decimal]) -> str:
    return ",".join(f"{name}:{value}" for name, value in pairs.items())


METHOD = declare(
    __name__,
    name="admission.quota",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(Input("plans", "plans"), Input("origins", "origins", required=False)),
    tables={
        "quotas": "program* origin* seats:integer exact:number because",
        "programs": "program* plan:integer quota:integer general:integer left_over:integer published:integer",
        "origins": "origin* size:integer seats:integer",
    },
    public=("quotas", "programs", "origins"),
    figures="plan quota general left_over published as_published",
    sources=("quota",),
    serves=("5",),
    approvals=1,
)
