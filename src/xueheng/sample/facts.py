"""学生情况: who boards, whose parents work away, who came with migrant workers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from xueheng.sample.plan import Unit
from xueheng.sample.roll import Roll
from xueheng.sample.streams import stream


def facts(unit: Unit, roll: Roll, *, seed: str) -> pa.Table:
    """就读方式, 留守 and 随迁 of every pupil, by the codes of the national form."""
    random = stream(seed, unit.number, "facts")
    n, is_rural = len(roll.pupils.born), roll.pupils.town > 0
    is_older = np.zeros(n, bool)
    older = np.array([k.stage in ("senior", "vocational") for k in roll.classes])
    is_older[roll.spells.person[older[roll.spells.klass]]] = True
    drawn = random.integers(0, 100, (n, 3))
    boards = drawn[:, 0] < np.where(is_older, 62, np.where(is_rural, 12, 0))
    left_behind = drawn[:, 1] < np.where(is_rural, 17, 4)
    migrant = drawn[:, 2] < np.where(is_rural, 1, 7)
    return pa.table(
        {
            "attendance": np.where(boards, "2", "1").tolist(),
            "left_behind": np.where(left_behind, "9", "0").tolist(),
            "migrant_child": np.where(migrant, "1", "0").tolist(),
        }
    )
