"""量表分: raw marks as Z, T, standard scores or assigned marks of a dated scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import Input, declare, param


@dataclass(frozen=True)
class Params:
    """The scheme and the points on which provinces differ."""

    scheme: str = param(choices="scales:known")
    ties: Literal["rank", "upper_min", "lower_max", "near"] = param(default="rank")
    proportions: Literal["cumulative", "per_grade"] = param(default="cumulative")
    extremes: Literal["observed", "full"] = param(default="observed")
    single: Literal["mean", "max", "min"] = param(default="mean")
    zeros: Literal["in", "out"] = param(default="in")
    full: Decimal | None = param(default=None)
    cuts: Mapping[str, Decimal] = param(default={})
    population: Literal["school", "county", "city", "province"] | None = param(default=None)

    def __post_init__(self) -> None:
        if self.full is not None and self.full <= 0:
            raise ValueError("参数 full：应是正数 / full must be positive")
        if self.extremes == "full" and self.full is None:
            raise ValueError("参数 extremes=full 要同时写满分 full / extremes=full needs full, the full mark")


def _context(params: Any) -> dict[str, Any]:
    """The full mark; a mark that is not there does not count, whatever the reason."""
    full = {} if params.full is None else {"raw": params.full}
    return {"full": full, "answers": {"STATUS_UNKNOWN": "absent"}}


METHOD = declare(
    __name__,
    name="exam.scale",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("scores", "raw_marks", context=_context),
        Input("exam", "exam", required=False),
    ),
    tables={
        "scaled": "id* raw:decimal grade scaled:number",
        "grades": "place:integer* grade share:number n:integer reached:number raw_low:decimal "
        "raw_high:decimal low:integer high:integer",
        "distribution": "kind* mark:number* count:integer",
    },
    figures="scheme n n_absent n_zero_out mean_raw mean_scaled sd_raw sd_scaled exam",
    sources=("scales",),
    serves=("9",),
    approvals=1,
)
