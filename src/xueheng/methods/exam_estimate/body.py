"""抽样推断: the sample to estimates by group with errors, intervals, design effects and differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.engine.survey.design import FloatArray, LonelyUnit
from xueheng.engine.survey.estimation import Combined, Estimated, Sample, combined, estimated
from xueheng.methods.exam_estimate import METHOD, Params
from xueheng.methods.exam_estimate.adjusted import adjustment_of, raked_once, replicates_of
from xueheng.methods.exam_estimate.asked import Asked, asked
from xueheng.methods.exam_estimate.results import Part, differences, estimates, quantile_of_t
from xueheng.methods.exam_estimate.rows import (
    Coded,
    design_of,
    groups_of,
    numbers,
    refused,
    told,
    with_weight,
)
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.methods.uses import said_exam
from xueheng.standards.small_groups import small_group
from xueheng.tables.issues import Issue

LARGEST = 1e100  # the squares of larger values are no numbers any more
MOST_GROUPS = 60  # of which every two are compared


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Estimate every statistic in every group, and compare the groups two by two."""
    issues: list[Issue] = []
    table = with_weight(inputs["sample"], params, issues)
    complete = _complete(table, params)
    if not complete.any():
        raise refused("NO_ROWS")
    if left := int((~complete).sum()):
        issues.append(told("VALUE_MISSING", "notice", n=left))
    groups = groups_of(table, params, issues)
    sample, strata = _sample(table, inputs.get("margins"), answers=complete, params=params, issues=issues)
    inside = Coded(groups.names, np.where(complete, groups.of, -1))
    parts = list(_parts(asked(table, inside, params), sample, groups=inside, params=params, strata=strata))
    tables = _tables(parts, params)
    issues += _remarks(tables["estimates"], groups, params)
    left_out = inputs["sample"].num_rows - int(complete.sum())
    figures = _figures(sample, inside, params, inputs) | {"n_left_out": left_out}
    return Outcome(tables, figures, tuple(issues), _rules())


def _rules() -> tuple[Rule, ...]:
    entry = small_group("publication")
    return (Rule("small_groups.publication", entry.source.doc, entry.source.clause, entry.source.status),)


def _tables(parts: list[Part], params: Params) -> dict[str, pa.Table]:
    tables = {"estimates": rows_of(METHOD.table("estimates"), estimates(parts, params))}
    if 1 < len(parts[0].groups) <= MOST_GROUPS:
        tables["differences"] = rows_of(METHOD.table("differences"), differences(parts, params))
    return tables


def _complete(table: pa.Table, params: Params) -> NDArray[np.bool_]:
    """Rows with a value in every column of what is estimated."""
    names = (*params.value, *params.x, *filter(None, [params.denominator]))
    held = np.ones(table.num_rows, bool)
    for name in names:
        column = table[name]
        if pa.types.is_floating(column.type):
            values = numbers(table, name)
            if np.nanmax(np.abs(values), initial=0.0) > LARGEST:
                raise refused("VALUE_TOO_LARGE", column=name)
        held &= column.is_valid().to_numpy()
    return held


def _sample(
    table: pa.Table,
    totals: pa.Table | None,
    *,
    answers: NDArray[np.bool_],
    params: Params,
    issues: list[Issue],
) -> tuple[Sample, Coded]:
    design, strata = design_of(table, params, issues)
    adjustment = adjustment_of(table, totals, answers=answers, params=params)
    raked_once(adjustment, design)
    replicates = replicates_of(table, design, strata=strata, params=params, issues=issues)
    sample = Sample(design, adjustment, replicates, params.lonely)
    if sample.degrees < 1:
        raise refused("ONE_UNIT", n=len(design.stratum), strata=len(strata.names))
    return sample, strata


def _parts(
    wanted: Iterator[Asked], sample: Sample, *, groups: Coded, params: Params, strata: Coded
) -> Iterator[Part]:
    critical = float(quantile_of_t(np.array([sample.degrees]), params)[0])
    rows, units = _counts(sample, groups)
    for one in wanted:
        try:
            parts = [estimated(statistic, sample, critical=critical) for statistic in one.of]
        except LonelyUnit as error:
            single = len(sample.design.lonely())
            raise refused("LONELY_UNIT", value=strata.names[error.stratum], n=single) from error
        found = combined(parts, sample.degrees)
        if params.statistic != "total":
            found = _unknown(found, np.repeat(units < 2, len(one.terms)))
        yield Part(one.q, one.terms, groups.names, rows, units, found, _limits(parts))


def _unknown(found: Combined, at: NDArray[np.bool_]) -> Combined:
    """One unit alone says nothing of the error of what is relative to it."""
    spread = found.covariance.copy()
    spread[at] = spread[:, at] = np.nan
    return replace(found, covariance=spread, deff=np.where(at, np.nan, found.deff))


def _limits(parts: list[Estimated]) -> tuple[FloatArray, FloatArray] | None:
    """Woodruff's own limits, where there is one value."""
    [first, *more] = parts
    return None if more or first.low is None or first.high is None else (first.low, first.high)


def _counts(sample: Sample, groups: Coded) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and first-stage units of each group."""
    n = len(groups.names)
    inside = groups.of >= 0
    rows = np.bincount(groups.of[inside], minlength=n)
    pairs = np.unique(np.stack([groups.of[inside], sample.design.unit[inside]]), axis=1)
    return rows, np.bincount(pairs[0], minlength=n)


def _remarks(found: pa.Table, groups: Coded, params: Params) -> Iterator[Issue]:
    rows = found.to_pylist()
    if without := list(dict.fromkeys(r["group"] for r in rows if r["estimate"] is None)):
        code = {"regression": "X_DEPENDENT", "ratio": "DENOMINATOR_ZERO"}.get(params.statistic, "GROUP_EMPTY")
        is_all = len(without) == len(groups.names)
        yield told(code, "error" if is_all else "warning", value="、".join(without[:5]), n=len(without))
    unsure = list(dict.fromkeys(r["group"] for r in rows if r["estimate"] is not None and r["se"] is None))
    if unsure:
        yield told("ERROR_UNKNOWN", "warning", value="、".join(unsure[:5]), n=len(unsure))
    if len(groups.names) > MOST_GROUPS:
        yield told("TOO_MANY_PAIRS", "notice", n=len(groups.names), most=MOST_GROUPS)
    if not params.weight:
        yield told("WEIGHT_OF_FPC" if params.fpc else "NO_WEIGHT", "notice", column=params.fpc)


def _figures(sample: Sample, groups: Coded, params: Params, inputs: Mapping[str, pa.Table]) -> dict[str, Any]:
    return {
        "n": int((groups.of >= 0).sum()),
        "n_groups": len(groups.names),
        "strata": len(sample.design.share),
        "units": len(sample.design.stratum),
        "df": sample.degrees,
        "variance": params.variance,
        "replicates": 0 if sample.replicates is None else len(sample.replicates.scales),
        "weight_sum": float(sample.adjustment.weights(sample.design.weight).sum()),
        "values": len(params.value),
        "exam": said_exam(inputs),
    }
