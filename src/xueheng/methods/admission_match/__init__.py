"""招生录取: who is admitted where by declared rules, and one reason for every choice of every list."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xueheng.methods.declare import Input, declare, param

Procedure = Literal[
    "serial_dictatorship", "application_rejection", "deferred_acceptance", "slots", "two_phase", "gradient"
]
Precedence = Literal["as_ordered", "open_first", "reserve_first"]
WITH_REVERSION = ("deferred_acceptance", "slots", "two_phase")


@dataclass(frozen=True)
class Params:
    """Every choice of policy; one that is not made is asked for as soon as it would matter."""

    procedure: Procedure = param()
    band: int | None = param(default=None)
    precedence: Precedence | None = param(default=None)
    revert: bool | None = param(default=None)
    phase1: Literal["final", "tentative"] | None = param(default=None)
    delta: Decimal | None = param(default=None)
    gradient_lines: tuple[Decimal, ...] = param(default=())
    batches: tuple[str, ...] = param(default=())
    key: tuple[str, ...] = param(default=())
    grade_order: tuple[str, ...] = param(default=())
    tie_at_cutoff: Literal["ticket", "admit_all"] | None = param(default=None)
    max_extra: int | None = param(default=None)
    together_fit: Literal["expand", "skip", "split"] | None = param(default=None)
    step: Decimal | None = param(default=None)

    def __post_init__(self) -> None:
        of = self.procedure
        _needed(of != "application_rejection" or self.band is not None, "band", "0 | 1 | 2 | …")
        _needed((self.band or 0) >= 0, "band", "0 | 1 | 2 | …")
        _needed(of != "two_phase" or self.phase1 is not None, "phase1", "final | tentative")
        _needed(of != "gradient" or bool(self.gradient_lines), "gradient_lines", "600,550,…")
        falls = all(a > b for a, b in zip(self.gradient_lines, self.gradient_lines[1:], strict=False))
        _needed(falls, "gradient_lines", "600 > 550 > …")
        _needed(not self.revert or of in WITH_REVERSION, "revert = true", " | ".join(WITH_REVERSION))
        may_grow = self.tie_at_cutoff == "admit_all" or self.together_fit == "expand"
        _needed(not may_grow or self.max_extra is not None, "max_extra", "0 | 1 | 2 | …")
        _needed((self.max_extra or 0) >= 0, "max_extra", "0 | 1 | 2 | …")
        _needed((self.delta or 0) >= 0, "delta", "0 | 10 | …")
        _needed(self.step is None or self.step > 0, "step", "0.01 | 0.5 | 1")


def _needed(holds: bool, name: str, choices: str) -> None:
    if not holds:
        raise ValueError(f"参数 {name} 须写明，可选 {choices} / the parameter {name} must be said: {choices}")


METHOD = declare(
    __name__,
    name="admission.match",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("students", "applicants", with_rows=True),
        Input("choices", "preferences", with_rows=True),
        Input("programs", "programs", with_rows=True),
        Input("groups", "groups", required=False, with_rows=True),
        Input("tickets", "tickets", required=False, with_rows=True),
        Input("tiers", "tiers", required=False, with_rows=True),
        Input("priorities", "priorities", required=False, with_rows=True),
        Input("restrictions", "restrictions", required=False, with_rows=True),
    ),
    tables={
        "matches": "student* program group batch rank:integer",
        "reasons": "student* batch* rank:integer* program code rule_id own_key cutoff_key differs needs "
        "text_zh text_en",
        "texts": "code* text_zh text_en",
        "programs": "program* batch* capacity:integer filled:integer left_over:integer reverted:integer "
        "cutoff_key",
        "groups": "program* batch* group* seats:integer filled:integer left_over:integer cutoff_key",
        "waiting": "program* batch* position:integer* student*",
    },
    public=("texts",),
    figures="students unmatched admitted kinds",
    sources=("quota",),
    serves=("4", "5"),
    approvals=1,
)
