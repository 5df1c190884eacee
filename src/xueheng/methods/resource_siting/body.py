"""学校布局: the problem that is asked, solved, and what is said of it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from xueheng.methods.outcome import Outcome, Rule
from xueheng.methods.resource_siting import Params
from xueheng.methods.resource_siting.county import county_outcome
from xueheng.methods.resource_siting.points import points_outcome
from xueheng.standards.siting import siting_rule
from xueheng.tables.issues import Issue, finding

COUNTY_RULES = (
    "wording",
    "steps",
    "youngest",
    "order",
    "stages",
    "small_school",
    "boarding_way",
    "county_gap",
)


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """The sites and services found, with their bound."""
    started = time.monotonic()
    solve = county_outcome if params.problem == "county" else points_outcome
    found = solve(inputs, params, seed_number(params.seed))
    rules = COUNTY_RULES if params.problem == "county" else ()
    figures = {**found.figures, "seconds": round(time.monotonic() - started, 2)}
    cited = tuple(_cited(name) for name in (*rules, "time_limit"))
    return replace(found, figures=figures, rules=cited, issues=(*found.issues, *_said(found, params)))


def seed_number(seed: str) -> int:
    """The seed as a number that solvers take."""
    return int(hashlib.sha256(f"resource.siting/{seed}".encode()).hexdigest()[:8], 16)


def _said(found: Outcome, params: Params) -> list[Issue]:
    """The clock stopped the solver: another machine may find another plan, this one is certified anyhow."""
    if not found.figures["cut_short"]:
        return []
    shown = f"{100 * found.figures['gap']:.2f}"
    return [finding("CUT_SHORT", "notice", package=__package__, value=str(params.time_limit), gap=shown)]


def _cited(name: str) -> Rule:
    found = siting_rule(name)
    return Rule(f"siting.{name}", found.source.doc, found.source.clause, found.source.status)
