"""招生学校: the quota that its share makes of each program's plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import pyarrow as pa

from xueheng.engine.quota import rounded
from xueheng.methods.admission_quota import Params
from xueheng.methods.params import OTHERS
from xueheng.tables.issues import Refused, finding

PACKAGE = "xueheng.methods"


@dataclass(frozen=True)
class Program:
    """招生学校: its plan, the quota that its share makes of it, and the quota as published."""

    name: str
    plan: int
    quota: int
    published: int | None


def programs_of(plans: pa.Table, params: Params) -> list[Program]:
    """The programs in the order of their names, so that the order of rows decides nothing."""
    names = plans["program"].to_pylist()
    published = plans["published"].to_pylist() if "published" in plans.column_names else [None] * len(names)
    shares = _shares(names, params)
    rows = sorted(zip(names, plans["plan"].to_pylist(), published, strict=True))
    return [Program(n, plan, rounded(shares[n] * plan, params.rounding_plan), held) for n, plan, held in rows]


def _shares(names: list[str], params: Params) -> dict[str, Fraction]:
    """The share of every program: its own, else the one for all others."""
    found = {name: params.share.get(name, params.share.get(OTHERS)) for name in names}
    _refuse("SHARE_MISSING", (name for name, share in found.items() if share is None))
    _refuse("SHARE_UNKNOWN", (name for name in params.share if name not in {OTHERS, *found}))
    return {name: Fraction(share) for name, share in found.items() if share is not None}


def _refuse(code: str, names: Iterable[str]) -> None:
    if listed := ", ".join(sorted(names)):
        raise Refused([finding(code, "error", package=PACKAGE, value=listed)])
