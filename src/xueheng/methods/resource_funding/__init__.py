"""精准投放: gaps to money by a list of aims, or money by weighted pupils; every school learns why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xueheng.methods.declare import Input, declare, param

AIMS = ("safety", "floor", "worst_off", "at_standard", "schools", "pupils", "gaps", "least_money")


@dataclass(frozen=True)
class Params:
    """The money, the aims in their order, limits, and weights of pupils."""

    budget: tuple[Decimal, ...] = param(default=())
    objective: tuple[str, ...] = param(standard="funding:funding_aims:objective")
    procedure: Literal["gaps", "weighted"] = param(default="gaps")
    edges: tuple[Decimal, ...] = param(standard="funding:funding_numbers:edges")
    school_cap: Decimal = param(default=Decimal(1))
    rural: str = param(default="农村")
    rural_share: Decimal = param(default=Decimal(0))
    next_amount: Decimal = param(standard="funding:funding_number:next_amount")
    small_school: Decimal = param(standard="funding:funding_number:small_school")
    weights: Mapping[str, Decimal] = param(default={})
    hold_harmless: Decimal = param(default=Decimal(0))

    def __post_init__(self) -> None:
        aims = tuple(a.strip().replace("-", "_").replace(" ", "_") for a in self.objective)
        object.__setattr__(self, "objective", aims)
        unknown = [a for a in aims if a not in AIMS]
        _needed(
            bool(aims) and not unknown,
            "objective",
            f"应是以下各项 {', '.join(AIMS)}",
            f"of {', '.join(AIMS)}",
        )
        _needed(all(b >= 0 for b in self.budget), "budget", "不能是负数", "not negative")
        _needed(sorted(set(self.edges)) == list(self.edges), "edges", "应由低到高", "ascending")
        _needed(all(0 < e <= 1 for e in self.edges), "edges", "应在 0 与 1 之间", "between 0 and 1")
        _needed(0 < self.school_cap <= 1, "school_cap", "应大于 0，至多 1", "above 0, at most 1")
        _needed(0 <= self.rural_share < 1, "rural_share", "应在 0 与 1 之间", "between 0 and 1")
        _needed(self.next_amount > 0, "next_amount", "应是正数", "positive")
        _needed(all(w >= 0 for w in self.weights.values()), "weights", "不能是负数", "not negative")
        _needed(0 <= self.hold_harmless <= 1, "hold_harmless", "应在 0 与 1 之间", "between 0 and 1")


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


METHOD = declare(
    __name__,
    name="resource.funding",
    version="1",
    reproduces="certified",
    params=Params,
    inputs=(
        Input(
            "problem",
            required=False,
            document="xueheng.tables.funding.document:funding_document",
            keys=("budget", "pupils", "cost"),
        ),
        Input("gaps", "funding_gaps", required=False),
        Input("pupils", "funding_pupils", required=False),
        Input("sources", "funding_sources", required=False),
    ),
    one_of=("problem", "gaps", "pupils"),
    tables={
        "orders": "school* indicator* option* amount:decimal source year:integer",
        "schools": "school* pupils:integer gaps_before:integer gaps_after:integer before:truth after:truth "
        "amount:decimal last_year:decimal twice_nothing:truth code reason",
        "gaps": "school* indicator* cost:decimal ratio:number closed:truth",
        "stages": "order:integer* aim value:number bound:number proven:truth",
        "compared": "rule* schools:integer pupils:integer",
        "missed": "school* pupils:integer gaps:integer cost:decimal missing:decimal",
        "more": "case* money:decimal schools:integer pupils:integer spent:decimal gained",
        "indicators": "indicator* gaps_before:integer gaps_after:integer amount:decimal cv_before:number "
        "cv_after:number",
        "shares": "school* pupils:integer counted:integer boarding:integer disability:integer "
        "migrant:integer points:number amount:decimal last_year:decimal is_held:truth reason",
    },
    public=("orders", "schools", "gaps", "stages", "compared", "indicators", "shares"),
    figures="schools_met pupils_met spent left budget proven baselines n_schools n_gaps",
    sources=("funding",),
    serves=("13",),
    approvals=1,
)
