"""划片的说明: what the plan could not keep, with names and the figure that proves what nobody could keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from xueheng.engine.zoning.plan import Plan
from xueheng.methods.resource_zoning.given import Given
from xueheng.methods.resource_zoning.places import PACKAGE, SHOWN
from xueheng.standards.words import Words, catalogue
from xueheng.tables.issues import Issue, finding


def remarks(held: Given, plan: Plan, figures: Mapping[str, Any]) -> Iterator[Issue]:
    """Overload, pieces cut off and ways beyond the limit, where there are any."""
    over = np.maximum(plan.load - held.seats, 0).sum(axis=1)
    if over.any():
        full = [
            f"{held.schools[s]}（{over[s]}）" for s in np.argsort(-over, kind="stable")[: (over > 0).sum()]
        ]
        yield _said("OVER_LEFT", n=int(over.sum()), schools=_listed(full))
    if figures["fragments"]:
        cut = [held.units[p[0]] for s in range(held.case.schools) for p in plan.pieces(s)[1:]]
        yield _said("FRAGMENTS_LEFT", n=len(cut), units=_listed(cut))
    if figures["beyond_limit"]:
        yield _beyond(figures["beyond_limit"], figures["unavoidable"], f"{held.limit / 10_000:g}")


def _beyond(beyond: int, least: int, limit: str) -> Issue:
    words = catalogue(PACKAGE)
    more = words["BEYOND_MORE"].fill(n=beyond - least) if beyond > least else Words("", "")
    return _said("BEYOND_LEFT", limit=limit, beyond=beyond, least=least, more=more)


def _said(code: str, **values: Any) -> Issue:
    return finding(code, "warning", package=PACKAGE, **values)


def _listed(names: list[str]) -> str:
    return "、".join(names[:SHOWN]) + ("……" if len(names) > SHOWN else "")
