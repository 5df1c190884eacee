"""学校布局: where schools stand and who goes where, with a bound that says how good the plan is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xueheng.methods.declare import Input, declare, param

Problem = Literal["p_median", "p_center", "capacitated", "single_source", "county"]


@dataclass(frozen=True)
class Params:
    """Which problem, how many sites, which aim, how long and how near to the best, and the hard switches."""

    problem: Problem = param()
    p: int | None = param(default=None)
    objective: Literal["lexicographic", "cost"] = param(default="lexicographic")
    time_limit: Decimal = param(standard="siting:siting_number:time_limit")
    gap: Decimal | None = param(default=None)
    seed: str = param(default="")
    closing: Literal["auto", "free", "consent", "none"] = param(default="auto")
    consent: tuple[str, ...] = param(default=())
    max_growth: Decimal | None = param(default=None)
    least_size: int | None = param(default=None)
    largest_size: int | None = param(default=None)
    pareto: int = param(default=3)
    repeated: Literal["last", "least"] = param(default="last")

    def __post_init__(self) -> None:
        _needed(self.p is None or self.p >= 1, "p", "应是正整数", "a positive number")
        _needed(self.time_limit is None or self.time_limit > 0, "time_limit", "应大于 0", "above 0")
        _needed(self.gap is None or 0 <= self.gap < 1, "gap", "应在 0 与 1 之间", "between 0 and 1")
        _needed(self.max_growth is None or self.max_growth >= 0, "max_growth", "不能为负", "at least 0")
        sizes = [size for size in (self.least_size, self.largest_size) if size is not None]
        _needed(
            all(size >= 0 for size in sizes) and sizes == sorted(sizes),
            "least_size, largest_size",
            "应依次不减",
            "in order",
        )
        _needed(0 <= self.pareto <= 9, "pareto", "应是 0 到 9", "0 to 9")

    @property
    def closes(self) -> str:
        """Which schools may close: by default those with consent, and any where only cost is asked."""
        if self.closing != "auto":
            return self.closing
        return "free" if self.objective == "cost" else "consent"


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


METHOD = declare(
    __name__,
    name="resource.siting",
    version="1",
    reproduces="certified",
    params=Params,
    inputs=(
        Input(
            "document",
            document="xueheng.tables.siting.document:siting_document",
            keys=("villages", "sites", "periods"),
        ),
    ),
    tables={
        "open": "site* period* kind action seats:integer added:integer pupils:integer boarding:truth",
        "assignment": "customer* period* site* part:number way km:number pupils:integer reason nearest "
        "nearest_km:number",
        "changes": "site* kind action period seats_before:integer seats_after:integer pupils_before:integer "
        "pupils_after:integer cost:number reason others x:number y:number",
        "moves": "from_site* to_site* pupils:integer",
        "compared": "measure* period* today:number plan:number",
        "stages": "stage:integer* aim value:number bound:number gap:number proven:truth",
        "pareto": "point:integer* limit:number cost:number bound:number unplaced:integer beyond:integer "
        "open:integer chosen:truth",
        "diagnosis": "kind* subject* period* value:number",
        "duals": "row:integer* value:number",
    },
    figures="objective bound gap proven certified_bound open unplaced beyond boarders mean_km max_km capital "
    "cut_short seconds",
    sources=("siting",),
    serves=("13",),
    approvals=1,
)
