"""班额: how many classes are too large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xueheng.indicators.declare import Groups, indicator

if TYPE_CHECKING:
    from ibis import Table


@indicator("class.oversize_share", needs={"pupils": "int64"}, gives=("oversize", "n", "value"))
def oversize_share(t: Table, by: Groups, *, at_least: int) -> Table:
    """大班额比例: classes of at least so many pupils among all classes that have pupils."""
    oversize, n = t.count(where=t.pupils >= at_least), t.count(where=t.pupils > 0)
    return t.aggregate(by=by, oversize=oversize, n=n, value=oversize / n.nullif(0))
