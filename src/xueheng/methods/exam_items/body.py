"""小题分析: the paper's figures, those of each item, of groups, of options, and DIF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from xueheng.engine.item_extremes import correlation, discrimination
from xueheng.engine.item_sums import (
    FloatArray,
    ItemSums,
    alpha,
    alpha_if_dropped,
    covariance,
    item_sums,
    r_item_rest,
    r_item_total,
)
from xueheng.engine.reliability import feldt_interval, omega, stratified_alpha
from xueheng.methods.exam_items import METHOD, Params
from xueheng.methods.exam_items.differential import differential
from xueheng.methods.exam_items.groups import group_tables, groupings
from xueheng.methods.exam_items.options import option_rows
from xueheng.methods.exam_items.paper import Paper, lacking, paper_of, told
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.methods.uses import said_exam
from xueheng.standards.item_rules import item_rules
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Refused

NO_SPREAD = 1e-12  # what is left of a variance of nothing when floats are summed


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Each item's figures, and those of the paper as a whole."""
    if ("options" in inputs) != bool(params.key):
        raise Refused([told("KEY_MISSING")])
    whole = paper_of(
        inputs["responses"], inputs.get("blueprint"), full=params.full, choice=params.choice, key=params.key
    )
    blank = np.isnan(whole.unit_marks())
    kept = np.asarray(~(blank.any(axis=1) if params.missing == "listwise" else blank.all(axis=1)))
    if kept.sum() < 2:
        raise Refused([told("TOO_FEW_COMPLETE", value=int(kept.sum()))])
    paper, table = whole.rows(kept), inputs["responses"].filter(pa.array(kept))
    units = paper.unit_marks()
    sums = item_sums(units)
    _linked(paper, sums)
    total, cov, by = np.nanmean(units, axis=1) * units.shape[1], covariance(sums), groupings(table, params)
    dif = differential(paper, units, [g for g in by if g.level in params.dif])
    groups = group_tables(paper, units, by)
    counts = np.unique(total.round(6), return_counts=True)
    rows = {
        "items": _item_rows(paper, units, cov, total, float(params.extreme)),
        "distribution": zip(*(a.tolist() for a in counts), strict=True),
        "groups": groups.groups,
        "group_items": groups.items,
        "options": option_rows(inputs["options"], paper, table["id"], total, params) if params.key else [],
        "dif": dif.rows,
    }
    tables = {name: rows_of(METHOD.table(name), _blanked(found)) for name, found in rows.items()}
    left = int((~kept).sum())
    said = [told("LEFT_OUT", "notice", value=left)] if left else []
    said += lacking(whole) if params.missing == "pairwise" else []
    said += [told("FEW_UNITS", "notice", value=len(paper.units))] if len(paper.units) < 3 else []
    figures = _figures(paper, cov, total) | {"n_left_out": left, "exam": said_exam(inputs)}
    return Outcome(tables, figures, (*paper.issues, *said, *dif.issues), _rules())


def _blanked(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    return [[_told_or_none(value) for value in row] for row in rows]


def _told_or_none(value: Any) -> Any:
    """Nothing where a figure cannot be told."""
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _linked(paper: Paper, sums: ItemSums) -> None:
    """Refused when two units have fewer than two pupils in common: their covariance is unknown."""
    apart = np.argwhere(sums.n < 2)
    if len(apart):
        one, other = (paper.items[paper.units[i][0]] for i in apart[0])
        raise Refused([told("ITEMS_APART", value=one, other=other)])


def _item_rows(
    paper: Paper, units: FloatArray, cov: FloatArray, total: FloatArray, share: float
) -> Iterable[list[Any]]:
    """One row an item; those of a choice group over the pupils who answered them."""
    upper = discrimination(paper.marks, total, full=paper.full, share=share)
    of_unit = {at: place for place, unit in enumerate(paper.units) for at in unit}
    found = np.column_stack([r_item_total(cov), r_item_rest(cov), alpha_if_dropped(cov)])
    for at, item in enumerate(paper.items):
        place = of_unit[at]
        own, marks = found[place].tolist(), paper.marks[:, at]
        if len(paper.units[place]) > 1:
            own[:2] = correlation(marks, total), correlation(marks, total - units[:, place])
        held, full = marks[~np.isnan(marks)], float(paper.full[at])
        mean, sd = (float(held.mean()), float(held.std())) if held.size else (np.nan, np.nan)
        yield [item, held.size, mean / full, float(upper[at]), *own, full, mean, sd]


def _figures(paper: Paper, cov: FloatArray, total: FloatArray) -> dict[str, Any]:
    value, n, k = float(alpha(cov)), len(total), len(paper.units)
    interval = feldt_interval(value, n=n, k=k, level=0.95) if np.isfinite(value) else None
    kinds = [kind for kind in dict.fromkeys(paper.kinds) if kind]
    strata = [[i for i, kind in enumerate(paper.kinds) if kind == one] for one in kinds]
    spread = float(cov.sum())
    sd = float(np.sqrt(spread * (n - 1) / n)) if spread > NO_SPREAD else 0.0
    figures = {
        "alpha": value,
        "omega": omega(cov),
        "sem": sd * float(np.sqrt(1 - value)) if value <= 1 else None,
        "mean": float(total.mean()),
        "sd": sd,
        "n": n,
        "n_items": len(paper.items),
        "full": float(sum(max(paper.full[list(u)]) for u in paper.units)),
        "stratified_alpha": stratified_alpha(cov, strata) if all(paper.kinds) and len(kinds) > 1 else None,
        "alpha_low": interval and interval.low,
        "alpha_high": interval and interval.high,
    }
    return {name: _told_or_none(figure) for name, figure in figures.items()}


def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(f"item_rules.{r.id}", r.source.doc, r.source.clause, r.source.status) for r in item_rules()
    )
