"""先后对比: the same schools at two times, or as they are and as they would be after a change."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from xueheng.methods.balance_standard.scope import indicator_id
from xueheng.methods.balance_standard.spreads import Group, Spread
from xueheng.methods.balance_standard.told import refused
from xueheng.methods.balance_standard.verdict import Known
from xueheng.standards.balance import BalanceStandard
from xueheng.tables.schema import word_key

Rows = list[tuple[Any, ...]]
Place = tuple[str, str, str]
PUPILS = ("pupils", "学生数", "在校生数")


def coefficient_changes(before: list[Group], after: list[Group]) -> Rows:
    """Each coefficient and county mean then and now; what only one of them has stands alone."""
    old, new = _spreads(before), _spreads(after)
    rows: Rows = []
    for county, level, indicator in sorted({**old, **new}):
        a, b = (held.get((county, level, indicator)) for held in (old, new))
        cvs, means = [s.value if s else None for s in (a, b)], [s.mean if s else None for s in (a, b)]
        met = [s.met if s else None for s in (a, b)]
        numbers = (*cvs, _less(*cvs), *means, _less(*means))
        rows.append((county or None, level, indicator, *numbers, *met))
    return rows


def verdict_changes(before: Mapping[Place, Known], after: Mapping[Place, Known]) -> Rows:
    """Schools whose verdict is another, or that only one of the two has."""
    rows: Rows = []
    for place in sorted({**before, **after}):
        old, new = before.get(place), after.get(place)
        kind = "NEW" if place not in before else "GONE" if place not in after else ""
        if kind or old is not new:
            county, school, level = place
            code = kind or {True: "NOW_PASSES", False: "NO_LONGER", None: "NOW_UNKNOWN"}[new]
            rows.append((county or None, school, level, old, new, code))
    return rows


def changed(schools: pa.Table, changes: pa.Table, standard: BalanceStandard) -> pa.Table:
    """The schools' table after the changes; a change of what is not there is refused by name."""
    rows = schools.to_pylist()
    at = {(r.get("county") or "", r["school"], r["level"]): r for r in rows}
    for change in changes.to_pylist():
        place = (change.get("county") or "", change["school"], change["level"])
        name = _column(change["indicator"], standard)
        if place not in at:
            raise refused("CHANGE_NO_SCHOOL", value=change["school"], level=change["level"])
        if name not in schools.column_names:
            raise refused("CHANGE_NO_COLUMN", value=change["indicator"])
        amount = at[place][name] + _whole(change["change"], name)
        if amount < 0:
            raise refused("CHANGE_BELOW_ZERO", value=change["school"], column=name, held=at[place][name])
        at[place][name] = amount
    return pa.Table.from_pylist(rows, schema=schools.schema)


def _column(name: str, standard: BalanceStandard) -> str:
    is_pupils = word_key(name) in map(word_key, PUPILS)
    return "pupils" if is_pupils else indicator_id(name, standard)


def _whole(change: Decimal, name: str) -> Decimal | int:
    if name != "pupils":
        return change
    if change != int(change):
        raise refused("CHANGE_PART_PUPIL", value=change)
    return int(change)


def _spreads(groups: list[Group]) -> dict[Place, Spread]:
    return {(g.county or "", g.level, s.indicator): s for g in groups for s in g.spreads}


def _less(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
