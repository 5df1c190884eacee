"""资源: what a school has for its pupils, and how many schools have enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xueheng.indicators.declare import Exact, Groups, exactly, indicator

if TYPE_CHECKING:
    from ibis import Table

AMOUNTS = {"amount": "int64", "pupils": "int64"}


@indicator("resource.per_pupil", needs=AMOUNTS, gives=("pupils", "value"))
def per_pupil(t: Table, by: Groups, *, per: int = 1, scale: int = 1) -> Table:
    """生均值: the amount of each school over its pupils, or per 100; empty without amount or pupils.

    `scale` units of the column are one; the columns of `by` name the school and stay.
    """
    return t.select(*by, t.pupils, value=t.amount * per / (t.pupils.nullif(0) * scale))


@indicator("resource.met_share", needs=AMOUNTS, gives=("met", "n", "value"))
def met_share(t: Table, by: Groups, *, threshold: Exact, per: int = 1, scale: int = 1) -> Table:
    """达标学校比例: schools at or above the threshold per pupil, compared exactly, among those with pupils.

    Schools without an amount or without pupils are left out; n counts the others.
    """
    least = exactly(threshold)
    t = t.filter(t.amount.notnull(), t.pupils > 0)
    reached = t.amount * (per * least.denominator) >= t.pupils * (scale * least.numerator)
    met, n = t.count(where=reached), t.count()
    return t.aggregate(by=by, met=met, n=n, value=met / n.nullif(0))
