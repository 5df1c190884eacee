"""均衡: how evenly a resource is spread over the schools of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xueheng.indicators.declare import Groups, indicator

if TYPE_CHECKING:
    from ibis import Table


@indicator("equity.cv", needs={"value": "float64", "pupils": "int64"}, gives=("value", "n"))
def coefficient_of_variation(t: Table, by: Groups) -> Table:
    """差异系数: spread of a value between schools, weighted by pupils, over their weighted mean.

    Schools without a value or without pupils are left out; n counts the others.
    """
    t = t.mutate(pupils=(t.value.notnull() & (t.pupils > 0)).ifelse(t.pupils, None))
    mean = (t.pupils * t.value).sum() / t.pupils.sum()
    t = t.mutate(mean=mean.over(group_by=by))
    variance = (t.pupils * (t.value - t.mean) ** 2).sum() / t.pupils.sum()
    return t.aggregate(by=by, value=variance.sqrt() / t.mean.max().nullif(0), n=t.pupils.count())


@indicator("equity.mean", needs={"amount": "int64", "pupils": "int64"}, gives=("value", "n"))
def mean_per_pupil(t: Table, by: Groups, *, per: int = 1, scale: int = 1) -> Table:
    """县域均值: the amounts of all schools over the pupils of all schools, not the mean of the schools.

    Schools without an amount or without pupils are left out; n counts the others.
    """
    counted = t.amount.notnull() & (t.pupils > 0)
    amount, pupils = t.amount.sum(where=counted), t.pupils.sum(where=counted)
    return t.aggregate(by=by, value=amount * per / (pupils * scale), n=t.count(where=counted))
