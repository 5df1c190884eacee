"""抽样推断: what a sample says of all pupils, with errors that know how it was drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import FreeColumn, FreeKind, Input, declare, param

RUN = re.compile(r"(.*?)(\d+)\.\.(.*?)(\d+)")
LEVEL = re.compile(r"(.+?)[=:](.+)")


@dataclass(frozen=True)
class Params:
    """What is estimated, the design of the sample, how errors are computed, and known totals."""

    value: tuple[str, ...] = param()
    weight: str = param(default="")
    strata: str = param(default="")
    cluster: str = param(default="")
    fpc: str = param(default="")
    by: tuple[str, ...] = param(default=())
    statistic: Literal["mean", "total", "ratio", "quantile", "share", "regression"] = param(default="mean")
    q: tuple[Decimal, ...] = param(default=(Decimal("0.5"),))
    denominator: str = param(default="")
    level: tuple[str, ...] = param(default=())
    cut: tuple[Decimal, ...] = param(default=())
    x: tuple[str, ...] = param(default=())
    variance: Literal["taylor", "jk1", "jkn", "jk2", "brr", "fay"] = param(default="taylor")
    replicates: tuple[str, ...] = param(default=())
    scale: Decimal | None = param(default=None)
    k: Decimal = param(default=Decimal("0.5"))
    margins: Mapping[str, str] = param(default={}, form="lines")
    nonresponse: str = param(default="")
    lonely: Literal["fail", "adjust", "certainty"] = param(default="fail")
    interval: Literal["t", "normal"] = param(default="t")
    small: int = param(standard="small_groups:least:publication")

    def __post_init__(self) -> None:
        self._of_statistic()
        self._of_variance()
        _needed(
            bool(self.value) and len(set(self.value)) == len(self.value),
            "value",
            "至少写一列，不得重复",
            _ONCE,
        )
        _needed(bool(self.q) and all(0 < q < 1 for q in self.q), "q", "应在 0 与 1 之间", "between 0 and 1")
        _needed(0 < self.k < 1, "k", "应在 0 与 1 之间", "between 0 and 1")
        _needed(self.scale is None or self.scale > 0, "scale", "应是正数", "positive")
        _needed(
            not self.nonresponse or bool(self.weight),
            "nonresponse",
            "要与 weight 同用",
            "given with a weight",
        )
        totals = all(level is None or _is_total(total) for _, level, total in self.known_totals())
        _needed(totals, "margins", "应写成 列=取值:总数，或只写列名", "column=level:total, or a column alone")

    def _of_statistic(self) -> None:
        kind = self.statistic
        _needed(
            bool(self.denominator) == (kind == "ratio"),
            "denominator",
            "用于比率，比率必填",
            "given for a ratio",
        )
        _needed(bool(self.x) == (kind == "regression"), "x", "用于回归，回归必填", "given for a regression")
        used = kind == "share" or not (self.level or self.cut)
        _needed(
            used and not (self.level and self.cut),
            "level, cut",
            "用于占比，二者选一",
            "one of them, for a share",
        )

    def _of_variance(self) -> None:
        _needed(
            not self.replicates or self.variance != "taylor",
            "variance",
            "给了重复权重列时，应写明 jk1、jkn、jk2、brr 或 fay",
            _NAMED,
        )
        _needed(
            not self.replicates or bool(self.weight),
            "weight",
            "给了重复权重列时必填",
            "given with replicates",
        )
        jackknifed = self.variance.startswith("jk") and self.statistic == "quantile"
        _needed(not jackknifed, "variance", "刀切法不能用于分位数，请用 taylor、brr 或 fay", _NO_JACKKNIFE)
        _needed(
            self.lonely != "adjust" or self.variance == "taylor", "lonely", "adjust 只用于 taylor", _TAYLOR
        )

    @property
    def is_text(self) -> bool:
        """True when shares of the words of a column are estimated."""
        return self.statistic == "share" and not self.cut

    def known_totals(self) -> Iterator[tuple[str, str | None, str]]:
        """边际: column, level and total; without a level the table `margins` has the totals of the column."""
        for name, total in self.margins.items():
            found = None if name == total else LEVEL.fullmatch(name)
            yield (found[1], found[2], total) if found else (name, None, total)

    def replicate_columns(self) -> tuple[str, ...]:
        """The columns of replicate weights; `w1..w80` names a run of them."""
        return tuple(name for said in self.replicates for name in _run(said))


_ONCE = "columns, each named once"
_NAMED = "jk1, jkn, jk2, brr or fay where replicate weights are given"
_NO_JACKKNIFE = "taylor, brr or fay for quantiles: the jackknife does not hold for them"
_TAYLOR = "fail or certainty unless the variance is taylor"


def _run(said: str) -> tuple[str, ...]:
    found = RUN.fullmatch(said)
    if not found or found[1] != found[3]:
        return (said,)
    width = len(found[2]) if found[2].startswith("0") else 0
    return tuple(f"{found[1]}{n:0{width}}" for n in range(int(found[2]), int(found[4]) + 1))


def _is_total(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


def _columns(params: Any) -> tuple[FreeColumn, ...]:
    """A column that is used both as a number and as words is read as a number."""
    texts = (params.strata, params.cluster, *params.by, params.nonresponse)
    kinds: dict[str, FreeKind] = dict.fromkeys((*texts, *(c for c, _, _ in params.known_totals())), "text")
    numbers = (params.weight, params.fpc, params.denominator, *params.x, *params.replicate_columns())
    kinds |= dict.fromkeys(params.value, "text" if params.is_text else "number")
    kinds |= dict.fromkeys(numbers, "number")
    return tuple(FreeColumn(name, kind) for name, kind in kinds.items() if name)


METHOD = declare(
    __name__,
    name="exam.estimate",
    version="1",
    reproduces="close",
    tolerance=1e-7,
    params=Params,
    inputs=(
        Input("sample", columns=_columns, with_rows=True),
        Input("margins", "margins", required=False),
        Input("exam", "exam", required=False),
    ),
    tables={
        "estimates": "statistic* q:number* term* group* estimate:number se:number deff:number low:number "
        "high:number n:integer units:integer df:number imputation:number flag",
        "differences": "statistic* q:number* term* group* other* difference:number se:number low:number "
        "high:number",
    },
    figures="n n_left_out n_groups strata units df variance replicates weight_sum values exam",
    sources=("small_groups",),
    serves=("8",),
    approvals=1,
)
