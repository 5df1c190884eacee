"""Slopes, counties, feeder schools and cohorts: the mixed model and its rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.mixed.fit import MixedFit, Model, fit_mixed
from xueheng.engine.mixed.optimum import NotConverged
from xueheng.engine.school_sums import SchoolSums
from xueheng.methods.exam_value_added import Params
from xueheng.methods.exam_value_added.design import Design, FloatArray
from xueheng.methods.exam_value_added.groups import Groups, groups, notice, refused, slopes
from xueheng.methods.exam_value_added.result import (
    CONSTANT,
    Grouping,
    Means,
    Result,
    interval,
    joined,
)


def is_mixed(params: Params) -> bool:
    """Whether more than one effect for each school is asked for."""
    return bool(params.slopes or params.county or params.crossed or params.year)


def mixed(table: pa.Table, model: Design, sums: SchoolSums, *, own: Grouping, params: Params) -> Result:
    """The fit and the effects of every group."""
    if params.reliability:
        raise refused("RELIABILITY_PLAIN", value=", ".join(params.reliability))
    at = slopes(model, sums, params)
    found = groups(table, own, params)
    means = (sums.sums / sums.n + sums.centre[:, None])[sums.n_own : -1]
    columns = (*model.columns, *(mean[own.levels.code] for mean in means))
    outcome = table[params.outcome].to_numpy().astype(np.float64)
    cohort = found.cohort.levels if found.cohort else None
    others = tuple(other.levels for other in found.others)
    asked = Model(columns, outcome, found.first.levels, at, cohort, others)
    try:
        fitted = fit_mixed(asked, procedure=params.procedure)
    except (NotConverged, np.linalg.LinAlgError) as error:
        raise refused("NOT_CONVERGED", value=params.outcome) from error
    names = (CONSTANT, *(model.terms[k] for k in at))
    prior = table[params.prior[0]].to_numpy().astype(np.float64) if params.prior else None
    return Result(
        coefficients=fitted.coefficients,
        standard_errors=fitted.standard_errors,
        variance=_variance(fitted, found, names),
        effects=_effects(fitted, found, names, means=Means(outcome, prior), small=params.small),
        deviance=fitted.deviance,
        n=fitted.n,
        issues=(*found.issues, *((notice("BOUNDARY"),) if fitted.singular else ())),
    )


def _variance(
    fitted: MixedFit, found: Groups, names: tuple[str, ...]
) -> list[tuple[str, str | None, str | None, float]]:
    name, size = found.first.name, len(names)
    rows: list[tuple[str, str | None, str | None, float]] = [
        (name, names[k], None, float(fitted.covariance[k, k])) for k in range(size)
    ]
    rows += [
        (name, names[a], names[b], float(fitted.covariance[a, b]))
        for a in range(size)
        for b in range(a + 1, size)
    ]
    if found.cohort:
        rows.append((f"{name}:{found.cohort.name}", CONSTANT, None, fitted.cohort_variance))
    others = zip(found.others, fitted.other_variances, strict=True)
    rows += [(other.name, CONSTANT, None, value) for other, value in others]
    return [*rows, ("Residual", None, None, fitted.residual_variance)]


def _effects(
    fitted: MixedFit, found: Groups, names: tuple[str, ...], *, means: Means, small: int
) -> dict[str, Any]:
    first = found.first
    about = means.of(first.levels)
    parts = [
        _part(first, name, unit, fitted, about, small=small)
        for name, unit in zip(names, np.eye(fitted.effects.shape[1]), strict=False)
    ]
    if found.cohort:
        parts += _cohorts(fitted, found, len(names), means=means, small=small)
    for other, effect, sd in zip(found.others, fitted.other_effects, fitted.other_sds, strict=False):
        seen = means.of(other.levels)
        parts.append(_named(other, CONSTANT) | seen | interval(effect, sd, seen["n"], small=small))
    return joined(parts)


def _named(group: Grouping, term: str) -> dict[str, Any]:
    n = len(group.labels)
    return {"group": [group.name] * n, "school": group.labels, "term": [term] * n}


def _part(
    group: Grouping, term: str, weights: FloatArray, fitted: MixedFit, about: dict[str, Any], *, small: int
) -> dict[str, Any]:
    """The combination of a group's effects by these weights, one set for all groups or one for each."""
    each = np.broadcast_to(weights, fitted.effects.shape)
    effect = np.einsum("jq,jq->j", each, fitted.effects)
    sd = np.sqrt(np.maximum(np.einsum("jq,jqr,jr->j", each, fitted.posterior, each), 0.0))
    return _named(group, term) | about | interval(effect, sd, about["n"], small=small)


def _cohorts(fitted: MixedFit, found: Groups, size: int, *, means: Means, small: int) -> list[dict[str, Any]]:
    """The school's mean over its cohorts, and each cohort: its lasting effect and that of the year."""
    first, cohort = found.first, found.cohort
    assert cohort is not None
    cells = replace(cohort.levels, code=first.levels.code * cohort.levels.n + cohort.levels.code)
    cells = replace(cells, n=first.levels.n * cohort.levels.n)
    there = cells.total().reshape(first.levels.n, -1) > 0
    weights = np.zeros(fitted.effects.shape)
    weights[:, 0], weights[:, size:] = 1.0, there / there.sum(axis=1, keepdims=True)
    mean = _part(first, f"mean({cohort.name})", weights, fitted, means.of(first.levels), small=small)
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = {k: np.array(v).reshape(there.shape) for k, v in means.of(cells).items()}
    rows = [mean]
    for k, label in enumerate(cohort.labels):
        unit = np.zeros(fitted.effects.shape[1])
        unit[0] = unit[size + k] = 1.0
        about = {name: value[:, k] for name, value in seen.items()}
        part = _part(first, f"{cohort.name}[{label}]", unit, fitted, about, small=small)
        rows.append({name: list(compress(values, there[:, k])) for name, values in part.items()})
    return rows
