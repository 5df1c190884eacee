"""权重调整和重复权重: classes of non-response, known totals, and replicates given or made."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.engine.survey.adjustment import Adjustment, Margin, NotRaked
from xueheng.engine.survey.design import Design
from xueheng.engine.survey.replication import NotPaired, Replicates, half_samples, jackknife, paired
from xueheng.methods.exam_estimate import Params
from xueheng.methods.exam_estimate.rows import Coded, numbers, refused, told, whole
from xueheng.tables.issues import Issue

MOST = 4000  # replicates
APART = 1e-6  # relative difference of the totals of two margins that rounding explains


def adjustment_of(
    table: pa.Table, totals: pa.Table | None, *, answers: NDArray[np.bool_], params: Params
) -> Adjustment:
    """How base weights become final ones."""
    classes = whole(table, params.nonresponse) if params.nonresponse else None
    if classes is not None:
        silent = np.bincount(classes.of, weights=answers) == 0
        if silent.any():
            raise refused(
                "CLASS_SILENT", value=classes.names[int(np.argmax(silent))], column=params.nonresponse
            )
    known = _known(totals, params)
    margins = tuple(_margin(table, name, levels) for name, levels in known.items())
    _agree(known)
    return Adjustment(answers, None if classes is None else classes.of, margins)


def _known(totals: pa.Table | None, params: Params) -> dict[str, dict[str, float]]:
    """Of each column the totals by level, from the parameter and from the table."""
    known: dict[str, dict[str, float]] = {}
    for name, level, total in params.known_totals():
        known.setdefault(name, {}).update({} if level is None else {level: float(total)})
    for row in [] if totals is None else totals.to_pylist():
        if row["variable"] not in known:
            raise refused("MARGIN_UNNAMED", value=row["variable"])
        known[row["variable"]][row["level"]] = float(row["total"])
    return known


def _margin(table: pa.Table, name: str, totals: dict[str, float]) -> Margin:
    found = whole(table, name)
    for level in found.names:
        if level not in totals:
            raise refused("MARGIN_LEVEL_ABSENT", value=level, column=name)
    for level, total in totals.items():
        if total > 0 and level not in found.names:
            raise refused("MARGIN_LEVEL_EMPTY", value=level, column=name)
    return Margin(found.of, np.array([totals[level] for level in found.names]))


def _agree(known: dict[str, dict[str, float]]) -> None:
    sums = {name: sum(levels.values()) for name, levels in known.items()}
    if sums and min(sums.values()) <= 0:
        raise refused("MARGIN_ZERO", column=min(sums, key=lambda name: sums[name]))
    if sums and max(sums.values()) - min(sums.values()) > APART * max(sums.values()):
        said = "、".join(f"{name} {total:.15g}" for name, total in sums.items())
        raise refused("MARGINS_DISAGREE", value=said)


def raked_once(adjustment: Adjustment, design: Design) -> None:
    """Totals that cannot be reached together are refused before anything is estimated."""
    try:
        adjustment.weights(design.weight)
    except NotRaked as error:
        raise refused("NOT_RAKED") from error


def replicates_of(
    table: pa.Table, design: Design, *, strata: Coded, params: Params, issues: list[Issue]
) -> Replicates | None:
    """The replicates of the variance that was asked for; none for linearisation."""
    if params.variance == "taylor":
        return None
    if params.replicates:
        return _given(table, design, params)
    return _made(_for_replication(design, strata=strata, params=params, issues=issues), strata, params)


def _for_replication(design: Design, *, strata: Coded, params: Params, issues: list[Issue]) -> Design:
    single = design.lonely()
    if params.lonely == "fail" and len(single):
        raise refused("LONELY_UNIT", value=strata.names[int(single[0])], n=len(single))
    if params.variance == "jk1" and len(strata.names) > 1:
        raise refused("JK1_STRATA", n=len(strata.names))
    if params.variance in ("jk1", "jkn"):
        return design
    if params.variance != "jk2" and design.share.any():
        issues.append(told("FPC_UNUSED", "notice", value=params.variance))
    if not params.cluster and (design.units > 2).any():
        raise refused("PAIRS_NEED_CLUSTER", value=strata.names[int(np.argmax(design.units))])
    return paired(design)


def _made(design: Design, strata: Coded, params: Params) -> Replicates:
    if params.variance.startswith("jk"):
        if len(design.stratum) > MOST:
            raise refused("TOO_MANY_UNITS", n=len(design.stratum), most=MOST)
        return jackknife(design)
    try:
        return half_samples(design, 0.0 if params.variance == "brr" else float(params.k))
    except NotPaired as error:
        at = design.stratum == error.stratum
        name = strata.names[0] if len(strata.names) == 1 else _stratum_of(design, at, strata)
        raise refused("NOT_PAIRED", value=name, n=int(at.sum())) from error


def _stratum_of(design: Design, at: NDArray[np.bool_], strata: Coded) -> str:
    row = int(np.argmax(at[design.unit]))
    return strata.names[int(strata.of[row])]


def _given(table: pa.Table, design: Design, params: Params) -> Replicates:
    columns = np.array([numbers(table, name) for name in params.replicate_columns()])
    if np.isnan(columns).any() or (columns < 0).any():
        at = int(np.argmax((np.isnan(columns) | (columns < 0)).any(axis=1)))
        raise refused("REPLICATE_WRONG", column=params.replicate_columns()[at])
    n = len(columns)
    raised = (columns / design.weight).max(axis=1)
    scales = {
        "jk1": np.full(n, (n - 1) / n),
        "jkn": 1 / np.maximum(raised, 1),
        "jk2": np.ones(n),
        "brr": np.full(n, 1 / n),
        "fay": np.full(n, 1 / (n * (1 - float(params.k)) ** 2)),
    }[params.variance]
    if params.scale is not None:
        scales = np.full(n, float(params.scale))
    return Replicates(scales, lambda r: columns[r], max(n - 1, 1) if params.variance in ("jk1", "jkn") else n)
