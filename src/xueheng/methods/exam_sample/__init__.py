"""抽样: which schools and pupils a monitoring tests, drawn from a public seed, and what each stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xueheng.methods.declare import Input, declare, param

PUPILS = re.compile(r"(class(:[1-9]\d{0,2})?|[1-9]\d{0,5})?")


@dataclass(frozen=True)
class Params:
    """How many schools, which of their pupils, from which seed, and what planning assumes."""

    schools: Mapping[str, int] = param(form="one_or_map")
    pupils: str = param(default="")
    seed: str = param(default="")
    allocation: Literal["pupils", "schools", "equal"] = param(default="pupils")
    least: int = param(standard="sampling:sampling_count:least")
    substitutes: int = param(standard="sampling:sampling_count:substitutes")
    rho: Decimal = param(standard="sampling:sampling_share:rho")
    target_se: Decimal | None = param(default=None)

    def __post_init__(self) -> None:
        numbers = self.schools.values()
        _needed(bool(numbers) and min(numbers) >= 0 < sum(numbers), "schools", "应是正整数", "positive")
        said = "应写成每校人数、class 或 class:班数"
        _needed(PUPILS.fullmatch(self.pupils) is not None, "pupils", said, "a number, class or class:number")
        _needed(0 <= self.substitutes <= 2, "substitutes", "应是 0 到 2", "0 to 2")
        _needed(self.least >= 1, "least", "至少是 1", "at least 1")
        _needed(0 <= self.rho <= 1, "rho", "应在 0 与 1 之间", "between 0 and 1")
        _needed(self.target_se is None or self.target_se > 0, "target_se", "应是正数", "positive")

    @property
    def classes(self) -> int | None:
        """Classes tested whole in each school, where classes are drawn."""
        word, _, number = self.pupils.partition(":")
        return int(number or 1) if word == "class" else None

    @property
    def number(self) -> int | None:
        """Pupils tested in each school, where pupils are drawn."""
        return int(self.pupils) if self.pupils.isdigit() else None


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


METHOD = declare(
    __name__,
    name="exam.sample",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(Input("frame", "frame"), Input("roll", "sample_roll", required=False)),
    tables={
        "selected": "stratum* school* probability:number weight:number pupil_probability:number size:integer "
        "pupils:integer drawn_classes certain:truth place:integer substitute_1 substitute_2",
        "strata": "stratum* frame_schools:integer frame_pupils:integer schools:integer "
        "certain_schools:integer points:integer interval:integer start:integer ticket",
        "listing": "stratum* place:integer* school size:integer probability:number drawn:truth",
        "pupils": "school* id* class weight:number",
    },
    public=("selected", "strata", "listing"),
    figures="n_schools n_pupils n_frame n_strata weight_sum deff deff_weights effective_n expected_se "
    "schools_needed seed",
    sources=("sampling",),
    serves=("8",),
    approvals=1,
)
