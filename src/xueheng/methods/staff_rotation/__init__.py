"""交流轮岗: who moves to which school this year, or which schools pair up, with proof and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xueheng.methods.declare import Input, declare, param

SHARES = ("eligible_share", "most_share", "backbone_share", "leave_share")
NOT_NEGATIVE = ("head_count", "small_school", "weight_short", "weight_backbone", "weight_wish")


@dataclass(frozen=True)
class Params:
    """Who is eligible, how many move how far, and what the plan is to bring about."""

    procedure: Literal["rotate", "pair"] = param(default="rotate")
    objective: Literal["weighted", "lexicographic"] = param(default="weighted")
    scope: Literal["county", "group"] = param(default="county")
    years: int = param(standard="rotation_model:documented_count:teacher_years")
    head_terms: int = param(standard="rotation_model:documented_count:head_terms")
    age: int = param(standard="rotation_model:rotation_count:age")
    eligible_share: Decimal = param(standard="rotation_model:documented_share:eligible_share")
    most_share: Decimal = param(standard="rotation_model:rotation_share:most_share")
    backbone_share: Decimal = param(standard="rotation_model:documented_share:backbone_share")
    backbone_denominator: Literal["rotated", "eligible"] = param(
        standard="rotation_model:denominator:backbone_denominator"
    )
    leave_share: Decimal = param(standard="rotation_model:rotation_share:leave_share")
    km: Decimal = param(standard="rotation_model:rotation_share:km")
    head_count: int = param(standard="rotation_model:rotation_count:head_count")
    small_school: int = param(standard="rotation_model:rotation_count:small_school")
    subject_fit: Literal["auto", "yes", "no"] = param(default="auto")
    only_willing: bool = param(default=False)
    weight_short: Decimal = param(standard="rotation_model:rotation_share:weight_short")
    weight_backbone: Decimal = param(standard="rotation_model:rotation_share:weight_backbone")
    weight_wish: Decimal = param(standard="rotation_model:rotation_share:weight_wish")
    km_a_point: Decimal = param(standard="rotation_model:rotation_share:km_a_point")
    pairs_of_strong: int = param(standard="rotation_model:rotation_count:pairs_of_strong")
    seconds: int = param(default=120)

    def __post_init__(self) -> None:
        for name in SHARES:
            _needed(0 <= getattr(self, name) <= 1, name, "应在 0 与 1 之间", "between 0 and 1")
        for name in NOT_NEGATIVE:
            _needed(getattr(self, name) >= 0, name, "不能是负数", "0 or more")
        for name in ("km", "km_a_point", "pairs_of_strong", "seconds"):
            _needed(getattr(self, name) > 0, name, "应是正数", "positive")
        ordered = self.eligible_share <= self.most_share
        _needed(ordered, "most_share", "不能小于 eligible_share", "eligible_share or more")


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


METHOD = declare(
    __name__,
    name="staff.rotation",
    version="1",
    reproduces="certified",
    params=Params,
    inputs=(
        Input(
            "county",
            required=False,
            document="xueheng.methods.staff_rotation.document:read",
            keys=("xy", "staff", "need", "target_backbone", "teachers"),
        ),
        Input("teachers", "rotation_teachers", required=False),
        Input("schools", "rotation_schools", required=False),
        Input("needs", "rotation_needs", required=False),
    ),
    one_of=("county", "teachers"),
    tables={
        "moves": "teacher* from to subject teaches backbone:truth km:number wish:integer reason",
        "teachers": "teacher* school subject eligible:truth to code reason",
        "schools": "school* staff_before:integer staff_after:integer leaving:integer arriving:integer "
        "shortage_before:integer shortage_after:integer target_backbone:integer backbone_before:integer "
        "backbone_after:integer share_before:number share_after:number reason",
        "subjects": "school* subject* need:integer before:integer after:integer",
        "quotas": "quota* required:integer reached:integer unmet:integer blocking reason",
        "blocking": "family* unmet:integer gain:integer reason",
        "pairs": "strong* weak* km:number complement:integer reason",
        "levels": "level:integer* goal value:number bound:number proven:truth",
    },
    figures="objective bound proven moved backbone_moved eligible teachers unmet shortage_before "
    "shortage_after backbone_gap_before backbone_gap_after cv_before cv_after mean_km paired weak",
    sources=("rotation", "rotation_model"),
    serves=("18",),
    approvals=1,
)
