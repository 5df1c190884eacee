"""教师缺口: need and staff of each school and subject, what sharing and retraining cover, whom to hire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xueheng.methods.declare import Input, declare, param

MOST_YEARS = 12


@dataclass(frozen=True)
class Params:
    """Lessons of a full load, the school year, how far ahead, and what may be done before hiring."""

    load: Mapping[str, Decimal] = param(form="one_or_map")
    year: int | None = param(default=None)
    horizon: int = param(default=0)
    share: Literal["stage", "district", "none"] = param(default="stage")
    retrain: bool = param(default=True)
    leave_rate: Decimal = param(default=Decimal(0))
    class_size: Mapping[str, int] = param(default={}, form="one_or_map")
    hires_limit: int | None = param(default=None)

    def __post_init__(self) -> None:
        loads, sizes = self.load.values(), self.class_size.values()
        _needed(bool(loads) and min(loads) > 0, "load", "每周课时应是正数", "positive lessons a week")
        _needed(not sizes or min(sizes) > 0, "class_size", "应是正整数", "positive")
        said = f"应在 0 与 {MOST_YEARS} 之间"
        _needed(0 <= self.horizon <= MOST_YEARS, "horizon", said, f"0 to {MOST_YEARS}")
        said = "往后测算要先给学年（例如 2026）"
        _needed(not self.horizon or self.year is not None, "year", said, "given for a horizon, as 2026")
        _needed(self.year is None or 1990 <= self.year <= 2100, "year", "应是四位年份", "a year, as 2026")
        _needed(0 <= self.leave_rate < 1, "leave_rate", "应在 0 与 1 之间", "0 to 1")
        limit = self.hires_limit
        _needed(limit is None or limit >= 0, "hires_limit", "不能是负数", "no negative number")

    @property
    def years(self) -> tuple[int | None, ...]:
        """The school years of the plan; one without a number where none is given."""
        return tuple(None if self.year is None else self.year + k for k in range(self.horizon + 1))


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


METHOD = declare(
    __name__,
    name="staff.gap",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("classes", "class_counts"),
        Input("teachers", "subject_teachers"),
        Input("curriculum", "curriculum_hours"),
        Input("enrolment", "enrolment_history", required=False),
        Input("population", "population", required=False),
        Input("schools", "staffed_schools", required=False),
        Input("relief", "relief_hours", required=False),
        Input("changes", "staff_changes", required=False),
        Input("related", "related_subjects", required=False),
    ),
    tables={
        "gaps": "school* subject* stage need:number have:number leaving:number arriving:number gap:number "
        "shared:number lent:number retrained:integer hires:integer unmet:number low:number high:number "
        "formula_zh formula_en reason_zh reason_en",
        "plan": "year:integer* subject* stage* need:number have:number gap:number shared:number "
        "retrained:integer hires:integer low:integer high:integer formula_zh formula_en",
        "sharing": "year:integer* subject* giver* taker* part:number lessons:number",
        "retraining": "year:integer* giver* subject* taker* to* number:integer",
        "retirements": "year:integer* school* subject* number:integer",
        "ceilings": "school* posts:integer heads:integer need:number wanted:integer hires:integer "
        "blocked:integer subjects reason_zh reason_en",
        "forecast": "scenario* school* grade* year:integer* pupils:integer low:integer high:integer "
        "classes:integer basis ratio:number",
        "backtest": "stage* lead:integer* pupils:integer forecast:integer error:number bias:number",
    },
    figures="need have leaving short spare shared retrained hires hires_low hires_high unmet blocked "
    "age_unknown n_schools n_subjects",
    sources=("staffing", "class_size"),
    serves=("16",),
)
