"""考试: counts by mark, and what adds up from them, group by group and subject by subject.

A mark is a whole number of units, `scale` of them to a mark; take the coarsest, squares must fit 64 bits.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from xueheng.indicators.declare import Exact, Groups, exactly, indicator

if TYPE_CHECKING:
    from ibis import Table

MARKS = {"subject": "string", "mark": "int64"}
WEIGHT = {"count": "int64"}


@indicator("exam.mark_counts", needs=MARKS, may_use=WEIGHT, gives=("subject", "mark", "count"))
def mark_counts(t: Table, by: Groups) -> Table:
    """分数频数: the pupils of each mark; every table of counts adds up with every other.

    A row is one pupil, or as many as its count; an empty mark counts nobody.
    """
    t = with_mark(t)
    return t.aggregate(by=(*by, "subject", "mark"), count=pupils(t))


@indicator("exam.distribution", needs=MARKS, may_use=WEIGHT, gives=("subject", "mark", "count", "cumulative"))
def distribution(t: Table, by: Groups) -> Table:
    """一分一段: the pupils of each mark and those at or above it."""
    t = mark_counts(t, by)
    from_top = {"group_by": (*by, "subject"), "order_by": t.mark.desc(), "rows": (None, 0)}
    return t.mutate(cumulative=t["count"].sum().over(**from_top))


@indicator("exam.line_rate", needs=MARKS, may_use=WEIGHT, gives=("subject", "reached", "n", "value"))
def line_rate(t: Table, by: Groups, *, line: Exact, scale: int = 1) -> Table:
    """上线率: the pupils at or above a line among those with a mark; `scale` units of a mark are one."""
    t = with_mark(t)
    reached, n = pupils_where(t, t.mark >= ceil(exactly(line) * scale)), pupils(t)
    return t.aggregate(by=(*by, "subject"), reached=reached, n=n, value=reached / n)


@indicator(
    "exam.attendance_rate",
    needs={"sat": "int64", "enrolled": "int64"},
    gives=("sat", "enrolled", "value"),
)
def attendance_rate(t: Table, by: Groups) -> Table:
    """参考率: those who sat over those enrolled; a row where either is not known is left out of both."""
    known = t.sat.notnull() & t.enrolled.notnull()
    sat, enrolled = t.sat.sum(where=known), t.enrolled.sum(where=known)
    return t.aggregate(by=by, sat=sat, enrolled=enrolled, value=sat / enrolled.nullif(0))


def with_mark(t: Table) -> Table:
    """The rows of pupils with a mark, in 64 bits because squares overflow 16."""
    t = t.filter(t.mark.notnull()).mutate(mark=t.mark.cast("int64"))
    return t.filter(t["count"] > 0) if "count" in t.columns else t


def pupils(t: Table) -> Any:
    """How many pupils the rows are."""
    return t["count"].sum() if "count" in t.columns else t.count()


def pupils_where(t: Table, is_so: Any) -> Any:
    """How many of them are so, unknown where it is never known."""
    return over_pupils(t, is_so.cast("int64"))


def over_pupils(t: Table, value: Any) -> Any:
    """The sum of a value over all pupils."""
    return (t["count"] * value if "count" in t.columns else value).sum()
