"""学位: pupils and seats, by age where both tables tell ages apart; raised alike where seats are short."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from xueheng.engine.zoning.case import IntArray
from xueheng.methods.resource_zoning.places import PACKAGE
from xueheng.tables.issues import Refused, finding

AGE = re.compile(r"(?:pupils|seats|学生数|儿童数|适龄儿童数|学位数|学位)[_-]?(\d{1,2})岁?")


def ages(units: pa.Table, schools: pa.Table) -> tuple[IntArray, IntArray]:
    """Pupils of each unit and seats of each school by age; one column where no ages are told apart."""
    ours, theirs = _columns(units), _columns(schools)
    if not ours:
        return _whole(units, ["pupils"]), _whole(schools, ["seats"])
    if missing := sorted(set(ours) - set(theirs)):
        listed = "、".join(missing)
        raise Refused([finding("SEATS_OF_AGES", "error", package=PACKAGE, column="seats", ages=listed)])
    pupils = _whole(units, [ours[age] for age in sorted(ours)])
    for u in np.flatnonzero(pupils.sum(axis=1) != units["pupils"].to_numpy())[:1].tolist():
        values = {"id": units["id"][u].as_py(), "total": units["pupils"][u].as_py()}
        said = finding(
            "AGES_DIFFER", "error", package=PACKAGE, column="pupils", found=int(pupils[u].sum()), **values
        )
        raise Refused([said])
    return pupils, _whole(schools, [theirs[age] for age in sorted(ours)])


def is_age(name: str) -> bool:
    """True for a column of pupils or seats of one age."""
    return AGE.fullmatch(name) is not None


def raised(seats: IntArray, pupils: IntArray) -> IntArray:
    """The seats; where they are short in all, each school's share of the pupils by its seats."""
    total, room = pupils.sum(axis=0), seats.sum(axis=0)
    found = seats.copy()
    for age in np.flatnonzero((total > room) & (room > 0)).tolist():
        exact = seats[:, age] * int(total[age])
        found[:, age] = exact // int(room[age])
        left = exact % int(room[age])
        order = np.lexsort((np.arange(len(seats)), -left))
        found[order[: int(total[age] - found[:, age].sum())], age] += 1
    return found


def _columns(table: pa.Table) -> dict[str, str]:
    return {m[1]: name for name in table.column_names if (m := AGE.fullmatch(name))}


def _whole(table: pa.Table, names: list[str]) -> IntArray:
    """Columns of whole numbers; text of an attribute that is none is refused."""
    columns = [_numbers(table, name) for name in names]
    found: IntArray = np.array(columns, np.int64).T
    return found


def _numbers(table: pa.Table, name: str) -> list[int]:
    values = []
    for id_, text in zip(table["id"].to_pylist(), table[name].to_pylist(), strict=True):
        if not str(text if text is not None else "").strip().isdigit():
            said = finding("NOT_A_COUNT", "error", package=PACKAGE, column=name, value=text, id=id_)
            raise Refused([said])
        values.append(int(text))
    return values
