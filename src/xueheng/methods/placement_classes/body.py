"""均衡编班: lawful first, then the rules, then the balance, then the teachers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.placement.classes import placed
from xueheng.engine.placement.late import joined_balanced, joined_smallest
from xueheng.engine.placement.measures import Features, IntArray, features
from xueheng.engine.placement.rules import FREE
from xueheng.engine.placement.s_shape import s_shape
from xueheng.engine.placement.stream import stream
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.methods.placement_classes import METHOD, Params
from xueheng.methods.placement_classes.conflicts import found_or_refused
from xueheng.methods.placement_classes.lawful import use_issues
from xueheng.methods.placement_classes.roster import Pupils, pupils_of
from xueheng.methods.placement_classes.shown import Shown, total_of
from xueheng.methods.placement_classes.teams import team_rows
from xueheng.standards.class_size import class_sizes
from xueheng.tables.issues import Issue, Refused, finding


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """The classes, how alike they are, and the same for the S-shape."""
    issues = use_issues(params)
    if any(issue.severity == "error" for issue in issues):
        raise Refused(issues)
    pupils = pupils_of(inputs["roster"], params)
    _seats_enough(pupils, params)
    weights, count = params.weights, len(pupils.ids)
    goals = features(pupils.columns(weights), pupils.categories(weights), pupils=count)
    class_of = _late(goals, pupils, params) if params.late != "none" else _placed(goals, pupils, params)
    shown = Shown(pupils, class_of, params.class_names)
    snake = s_shape(total_of(pupils.columns({}), count), params.classes)
    tables = {
        "assignment": _assignment(pupils, class_of, params),
        "balance": rows_of(METHOD.table("balance"), shown.balance()),
        "tenths": rows_of(METHOD.table("tenths"), shown.tenths()),
    }
    if "teachers" in inputs:
        tables["teams"] = rows_of(METHOD.table("teams"), team_rows(inputs["teachers"], params))
    figures = shown.spreads() | {"baseline": Shown(pupils, snake, params.class_names).spreads()}
    issues += [*_seed(params), *_over_rule(pupils, class_of, params), *_large(class_of, params)]
    return Outcome(tables, figures | _sizes(pupils, class_of, params), tuple(issues), tuple(_rules()))


def _placed(goals: Features, pupils: Pupils, params: Params) -> IntArray:
    return found_or_refused(lambda: placed(goals, pupils.rules, seed=params.seed), pupils, params)


def _late(goals: Features, pupils: Pupils, params: Params) -> IntArray:
    if (pupils.held == FREE).all():
        raise Refused([finding("NO_CLASS_YET", "error", package=__package__)])
    join = joined_smallest if params.late == "smallest" else joined_balanced
    return join(goals, pupils.rules, held=pupils.held, state=stream(params.seed, "late"))


def _seats_enough(pupils: Pupils, params: Params) -> None:
    rules, count = pupils.rules, len(pupils.ids)
    if count < params.classes:
        raise Refused(
            [finding("TOO_FEW", "error", package=__package__, pupils=count, classes=params.classes)]
        )
    needed = rules.least_seats + (rules.fuller > 0)
    if params.cap and params.late == "none" and needed > params.cap:
        raise Refused([finding("OVER_CAP", "error", package=__package__, value=params.cap, needed=needed)])


def _over_rule(pupils: Pupils, class_of: IntArray, params: Params) -> Iterator[Issue]:
    """Late-comers for whom no class keeps every rule."""
    rules, late = pupils.rules, (pupils.held == FREE) & (params.late != "none")
    sizes = np.bincount(class_of, rules.seats, minlength=params.classes)
    for at in np.flatnonzero(late).tolist():
        where = int(class_of[at])
        parted = any(at in g and any(class_of[o] != where for o in g) for g in rules.together)
        met = any(at in g and any(o != at and class_of[o] == where for o in g) for g in rules.apart)
        moved = rules.fixed[at] not in (FREE, where)
        if parted or met or moved or (params.cap and sizes[where] > params.cap):
            name = params.class_names[where]
            yield finding("LATE_OVER_RULE", "warning", package=__package__, value=pupils.ids[at], where=name)


def _seed(params: Params) -> list[Issue]:
    return [] if params.seed else [finding("SEED_EMPTY", "notice", package=__package__)]


def _large(class_of: IntArray, params: Params) -> Iterator[Issue]:
    """Classes beyond the standard size of the declared stage."""
    if params.stage != "undeclared":
        standard, largest = class_sizes().standard[params.stage].pupils, int(np.bincount(class_of).max())
        if largest > standard:
            yield finding("CLASS_LARGE", "warning", package=__package__, value=largest, standard=standard)


def _assignment(pupils: Pupils, class_of: IntArray, params: Params) -> pa.Table:
    late = (pupils.held == FREE).tolist() if params.late != "none" else [False] * len(pupils.ids)
    names = [params.class_names[k] for k in class_of]
    return rows_of(METHOD.table("assignment"), zip(pupils.ids, names, late, strict=True))


def _sizes(pupils: Pupils, class_of: IntArray, params: Params) -> dict[str, Any]:
    counts = np.bincount(class_of, minlength=params.classes).tolist()
    late = int((pupils.held == FREE).sum()) if params.late != "none" else 0
    sizes = dict(zip(params.class_names, counts, strict=True))
    return {"sizes": sizes, "n": len(pupils.ids), "late": late, "seed": params.seed}


def _rules() -> Iterator[Rule]:
    source = class_sizes().source
    yield Rule("class_size", source.doc, source.clause, source.status)
