"""考试概括: mean, spread, rates, quantiles and position of a group, from integer sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from xueheng.indicators.declare import Exact, Groups, exactly, indicator
from xueheng.indicators.exam import MARKS, WEIGHT, mark_counts, over_pupils, pupils, pupils_where, with_mark

if TYPE_CHECKING:
    from ibis import Table

RATES = ("excellent_rate", "pass_rate", "low_rate")
POINTS = {"p10": (1, 10), "p25": (1, 4), "median": (1, 2), "p75": (3, 4), "p90": (9, 10)}


@indicator("exam.rates", needs=MARKS, may_use=WEIGHT, gives=("subject", "n", "mean", "sd", *RATES))
def rates(
    t: Table,
    by: Groups,
    *,
    full: Mapping[str, Exact],
    excellent: Exact,
    pass_: Exact,
    low: Exact,
    scale: int = 1,
) -> Table:
    """一分三率: mean, population SD, and the shares at or above excellent and pass and below low.

    The three are shares of the full mark of the subject, compared exactly; no full mark, no rates.
    """
    parts = lcm(*((exactly(most) * scale).denominator for most in full.values()))
    t = with_mark(t).mutate(most=_full(t, full, units=scale * parts))
    is_excellent, is_passed, is_not_low = (
        _reaches(t, exactly(share) / parts) for share in (excellent, pass_, low)
    )
    are = zip(RATES, (is_excellent, is_passed, ~is_not_low), strict=True)
    counts = {rate: pupils_where(t, is_so) for rate, is_so in are}
    s = t.aggregate(by=(*by, "subject"), **_sums(t), **counts)
    sums = Sums(s.n, s.total, s.squares)
    shares = {rate: s[rate] / s.n for rate in RATES}
    return s.select(*by, "subject", "n", mean=sums.mean / scale, sd=sums.sd / scale, **shares)


@indicator("exam.position", needs=MARKS, may_use=WEIGHT, gives=("subject", "n", "value"))
def position(t: Table, by: Groups) -> Table:
    """相对位置: the distance of a group's mean from the mean of all, in population SDs of all."""
    t = with_mark(t)
    s = t.aggregate(by=(*by, "subject"), **_sums(t))
    own = Sums(s.n, s.total, s.squares)
    joint = Sums(*(s[name].sum().over(group_by="subject") for name in ("n", "total", "squares")))
    distance = own.mean_above(joint.near) - joint.mean_above(joint.near)
    return s.select(*by, "subject", "n", value=distance / joint.sd.nullif(0))


@indicator("exam.quantiles", needs=MARKS, may_use=WEIGHT, gives=("subject", *POINTS))
def quantiles(t: Table, by: Groups, *, scale: int = 1) -> Table:
    """分位数: linear (type 7) quantiles; from counts by sums, on every engine.

    Rows without a count are single pupils: their quantiles are left to the engine, which SQLite cannot do.
    """
    read = _quantiles_of_counts if "count" in t.columns else _quantiles_of_rows
    return read(t, (*by, "subject"), scale)


@dataclass(frozen=True)
class Sums:
    """Columns of n, Σ and Σ² as expressions; moments are taken about a whole number, so nothing cancels."""

    n: Any
    total: Any
    squares: Any

    @property
    def mean(self) -> Any:
        """The mean."""
        return self.total / self.n

    @property
    def near(self) -> Any:
        """The whole number nearest to the mean."""
        return (self.total * 2 + self.n) // (self.n * 2)

    def mean_above(self, whole: Any) -> Any:
        """The mean less a whole number."""
        return (self.total - whole * self.n) / self.n

    @property
    def sd(self) -> Any:
        """The population SD."""
        rest = self.total - self.near * self.n
        squares = self.squares - self.near * (self.total + rest)
        return ((squares - rest * rest / self.n) / self.n).sqrt()


def _sums(t: Table) -> dict[str, Any]:
    total, squares = over_pupils(t, t.mark), over_pupils(t, t.mark * t.mark)
    return {"n": pupils(t), "total": total, "squares": squares}


def _full(t: Table, full: Mapping[str, Exact], *, units: int) -> Any:
    """The full mark of each row's subject in whole units, empty where none is given."""
    marks = [(subject, int(exactly(most) * units)) for subject, most in full.items()]
    return t.subject.cases(*marks, else_=None) if marks else t.mark.nullif(t.mark)


def _reaches(t: Table, share: Fraction) -> Any:
    """Whether the mark is at least the share of the full mark, in integers."""
    return t.mark * share.denominator >= t.most * share.numerator


def _quantiles_of_rows(t: Table, key: Groups, scale: int) -> Table:
    t = t.filter(t.mark.notnull())
    t = t.aggregate(by=key, marks=t.mark.quantile([a / b for a, b in POINTS.values()]))
    return t.select(*key, **{name: t.marks[i] / scale for i, name in enumerate(POINTS)})


def _quantiles_of_counts(t: Table, key: Groups, scale: int) -> Table:
    t = mark_counts(t, key[:-1])
    t = t.mutate(
        n=t["count"].sum().over(group_by=key),
        up_to=t["count"].sum().over(group_by=key, order_by=t.mark, rows=(None, 0)),
    )
    return t.aggregate(by=key, **{name: _quantile(t, *point) / scale for name, point in POINTS.items()})


def _quantile(t: Table, numerator: int, denominator: int) -> Any:
    """The mean mark over the stretch one pupil wide from (n - 1)q on, each pupil cut into equal parts."""
    from ibis import greatest, least

    start = (t.n - 1) * numerator
    upper = least(t.up_to * denominator, start + denominator)
    lower = greatest((t.up_to - t["count"]) * denominator, start)
    return (t.mark * greatest(upper - lower, 0)).sum() / denominator
