"""项目反应理论: marks to steps, the fit, and every item's and pupil's figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from xueheng.engine.irt.families import item_information, thresholds
from xueheng.engine.irt.marginal import FEW
from xueheng.engine.irt.persons import (
    Persons,
    item_fit,
    persons,
    plausible,
    population,
    prior,
    uniforms,
)
from xueheng.engine.irt.responses import FloatArray, Merged, Responses, merged, responses
from xueheng.methods.exam_irt import METHOD, STEPS, Params
from xueheng.methods.exam_irt.marks import Answers, answers, told
from xueheng.methods.exam_irt.scale import Scale, by_conditional, by_marginal
from xueheng.methods.outcome import Outcome, rows_of, table_of
from xueheng.methods.uses import said_exam
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Issue

SHOWN = np.linspace(-4, 4, 33)


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Estimate the items, then the pupils on their scale."""
    table = inputs["responses"]
    found = answers(table, params)
    rows = merged(found.marks)
    precise = len(rows.marks) <= FEW
    data = responses(rows.marks, categories=found.categories, precise=precise, weight=rows.weight)
    make = by_conditional if params.estimator == "cml" else by_marginal
    scale = make(data, found.items, params)
    common = prior(scale.population.means[0], scale.population.sd)
    people = persons(data, scale.parameters, model=params.model, log_prior=common)
    tables = {
        "items": table_of(METHOD.table("items"), _items(found, data, scale, log_prior=common, params=params)),
        "persons": table_of(METHOD.table("persons"), _persons(table, found, rows, people=people)),
        "information": rows_of(METHOD.table("information"), _information(scale, data, params)),
    }
    issues: tuple[Issue, ...] = ()
    if params.plausible:
        drawn, issues = _drawn(table, found, scale, params=params)
        tables |= drawn
    figures = scale.figures | {
        "n": len(found.marks),
        "n_left_out": table.num_rows - len(found.marks),
        "n_items": len(found.items),
        "reliability": _reliability(people.eap[rows.place], people.sd[rows.place]),
        "mean_theta": float(scale.population.means[0]),
        "sd_theta": scale.population.sd,
        "exam": said_exam(inputs),
    }
    return Outcome(tables, figures, (*found.issues, *scale.issues, *issues))


def _items(
    found: Answers, data: Responses, scale: Scale, *, log_prior: FloatArray, params: Params
) -> dict[str, Any]:
    b = thresholds(scale.parameters, categories=data.categories, model=params.model)
    fits = item_fit(data, scale.parameters, model=params.model, log_prior=log_prior)
    binary = data.categories == 2
    columns: dict[str, Any] = {"item": found.items, "n": (found.marks >= 0).sum(axis=0)}
    columns |= {"a": _blank(scale.parameters[:, 0]), "se_a": _blank(scale.errors[:, 0])}
    if binary.any():
        columns["b"] = _blank(np.where(binary, b[:, 0], np.nan))
        columns["se_b"] = _blank(np.where(binary, scale.errors[:, 1], np.nan))
    for k, name in enumerate(STEPS[: 0 if binary.all() else b.shape[1]]):
        columns[name] = _blank(np.where(binary, np.nan, b[:, k]))
        columns[f"se_{name}"] = _blank(np.where(binary, np.nan, scale.errors[:, k + 1]))
    return columns | {"infit": _blank(fits.infit), "outfit": _blank(fits.outfit)}


def _persons(table: pa.Table, found: Answers, rows: Merged, *, people: Persons) -> dict[str, Any]:
    counts = np.zeros(table.num_rows, np.int64)
    counts[found.used] = (found.marks >= 0).sum(axis=1)
    columns: dict[str, Any] = {"id": table["id"].to_pylist(), "n": counts}
    shown = {"theta": people.eap, "se": people.sd, "map": people.map, "wle": people.wle, "lz": people.lz}
    for name, values in shown.items():
        whole = np.full(table.num_rows, np.nan)
        whole[found.used] = values[rows.place]
        columns[name] = _blank(whole)
    return columns


def _information(scale: Scale, data: Responses, params: Params) -> list[tuple[float, float, float | None]]:
    """Without the prior: I(θ) of all items, and 1 / √I."""
    each = item_information(scale.parameters, SHOWN, categories=data.categories, model=params.model)
    pairs = zip(SHOWN.tolist(), each.sum(axis=0).tolist(), strict=True)
    return [(theta, one, one**-0.5 if one > 1e-9 else None) for theta, one in pairs]


def _drawn(
    table: pa.Table, found: Answers, scale: Scale, *, params: Params
) -> tuple[dict[str, pa.Table], tuple[Issue, ...]]:
    """Plausible values given the answers and the pupil's group."""
    kept = table.filter(pa.array(found.used))
    parts = [[v or "" for v in kept[c].cast(pa.string()).to_pylist()] for c in params.groups]
    labels = list(zip(*parts, strict=True)) or [("all",)] * kept.num_rows
    names, group = np.unique(["/".join(label) for label in labels], return_inverse=True)
    data = responses(found.marks, categories=found.categories, precise=True)
    spread = population(data, scale.parameters, model=params.model, group=group)
    ids, each = kept["id"].to_pylist(), params.plausible
    draws = plausible(
        data,
        scale.parameters,
        model=params.model,
        log_prior=prior(spread.means, spread.sd)[group],
        uniform=uniforms(params.seed, ids, each),
    )
    columns = {"id": np.repeat(ids, each).tolist(), "draw": np.tile(np.arange(1, each + 1), len(ids))}
    rows = zip(names.tolist(), np.bincount(group).tolist(), spread.means.tolist(), strict=True)
    blank = sum("" in label for label in labels)
    tables = {
        "plausible": table_of(METHOD.table("plausible"), columns | {"theta": draws.ravel()}),
        "groups": rows_of(METHOD.table("groups"), [(*row, spread.sd) for row in rows]),
    }
    return tables, (told("GROUP_BLANK", "notice", n=blank),) if blank else ()


def _reliability(eap: FloatArray, sd: FloatArray) -> float | None:
    """Share of the variance of ability that the answers tell: Var(EAP) / (Var(EAP) + mean PSD²)."""
    total = float(eap.var() + (sd**2).mean())
    return float(eap.var()) / total if total > 0 else None


def _blank(values: FloatArray) -> pa.Array:
    return pa.array(values, pa.float64(), mask=~np.isfinite(values))
