"""结对帮扶: which strong school supports which weak one, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.rotation.pairing import Ties, matched
from xueheng.engine.rotation.problem import IntArray, Level
from xueheng.methods.outcome import rows_of
from xueheng.methods.staff_rotation import METHOD, Params
from xueheng.methods.staff_rotation.after import state_of
from xueheng.methods.staff_rotation.records import Case
from xueheng.methods.staff_rotation.told import reason, refused, told
from xueheng.tables.issues import Issue

STRONG = frozenset(("优质", "强校", "支援校", "strong"))
WEAK = frozenset(("薄弱", "弱校", "受援校", "weak"))


@dataclass(frozen=True)
class Paired:
    """结对结果: outcome tables and figures."""

    tables: Mapping[str, pa.Table]
    figures: Mapping[str, Any]


def roles(case: Case) -> tuple[list[int], list[int]]:
    """Strong and weak schools as they are declared, else by their backbone teachers against target."""
    told_roles = [school.role for school in case.schools]
    if any(told_roles):
        unknown = [r for r in told_roles if r and r not in STRONG | WEAK]
        if unknown:
            raise refused("ROLE_UNKNOWN", value=unknown[0])
        return _places(r in STRONG for r in told_roles), _places(r in WEAK for r in told_roles)
    held = state_of(case).backbone
    above = [int(n) - school.target for n, school in zip(held, case.schools, strict=True)]
    return _places(n > 0 for n in above), _places(n < 0 for n in above)


def _places(holds: Any) -> list[int]:
    return [at for at, held in enumerate(holds) if held]


def complement(case: Case) -> IntArray:
    """(strong, weak): lacking posts of the weak school that the strong one has teachers over for."""
    have = state_of(case).have
    over, lack = np.maximum(have - case.need, 0), np.maximum(case.need - have, 0)
    found: IntArray = np.minimum(over[:, None, :], lack[None, :, :]).sum(axis=2)
    return found


def ties_of(case: Case, params: Params) -> Ties:
    """Every tie of a strong and a weak school within reach and scope; never two weak schools."""
    strong, weak = roles(case)
    fit = complement(case)
    found = [(s, w) for s in strong for w in weak if _allowed(case, params, s, w)]
    at = np.array(found, np.int64).reshape(-1, 2).T
    return Ties(at[0], at[1], fit[at[0], at[1]], case.km[at[0], at[1]])


def _allowed(case: Case, params: Params, strong: int, weak: int) -> bool:
    groups = case.schools[strong].group, case.schools[weak].group
    in_scope = params.scope == "county" or (groups[0] != "" and groups[0] == groups[1])
    return in_scope and case.km[strong, weak] <= float(params.km)


def paired(case: Case, params: Params, issues: list[Issue]) -> Paired:
    """Pairs with their reasons; weak schools without a partner are named."""
    strong, weak = roles(case)
    if not strong or not weak:
        raise refused("ROLES_MISSING", strong=len(strong), weak=len(weak))
    ties = ties_of(case, params)
    chosen, levels = matched(ties, most=params.pairs_of_strong, seconds=params.seconds)
    alone = [case.schools[w].name for w in sorted(set(weak) - {int(ties.weak[i]) for i in chosen})]
    if alone:
        issues.append(told("WEAK_ALONE", "warning", n=len(alone), value="、".join(alone), km=params.km))
    rows = [_row(case, ties, int(i)) for i in chosen]
    tables = {"pairs": rows_of(METHOD.table("pairs"), rows), "levels": levels_table(levels)}
    first = levels[0] if levels else Level("paired", 0.0, 0.0, True)
    figures = {
        "objective": len(weak) + first.value,
        "bound": len(weak) + first.bound,
        "proven": all(level.proven for level in levels),
        "teachers": len(case.teachers),
        "paired": len(rows),
        "weak": len(weak),
        "mean_km": float(np.mean(ties.km[chosen])) if len(chosen) else None,
    }
    return Paired(tables, figures)


def levels_table(levels: tuple[Level, ...]) -> pa.Table:
    """The goals in their order, each with its value and its bound."""
    rows = [(at, g.name, g.value, g.bound, g.proven) for at, g in enumerate(levels, start=1)]
    return rows_of(METHOD.table("levels"), rows)


def _row(case: Case, ties: Ties, i: int) -> tuple[Any, ...]:
    strong, weak = (case.schools[int(side[i])].name for side in (ties.strong, ties.weak))
    km, fit = float(ties.km[i]), int(ties.fit[i])
    code = "pair.fit" if fit else "pair.near"
    said = reason(code, strong=strong, weak=weak, n=fit, km=f"{km:.1f}")
    return strong, weak, km, fit, said
