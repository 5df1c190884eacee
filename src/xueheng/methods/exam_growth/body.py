"""成长百分位: complete rows to percentiles, schools, bands of prior attainment and targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.growth.percentiles import Growth, NoGrowthSpread, growth_percentiles
from xueheng.engine.growth.splines import FloatArray
from xueheng.methods.exam_growth import METHOD, Params
from xueheng.methods.exam_growth.bands import band_columns, bands_of, cell_columns, given
from xueheng.methods.exam_growth.checks import checked, notices, refused, require_lawful_targets
from xueheng.methods.exam_growth.schools import school_columns
from xueheng.methods.exam_value_added.result import grouping
from xueheng.methods.free import complete_rows
from xueheng.methods.outcome import Outcome, Rule, table_of
from xueheng.standards.growth import growth_number, growth_numbers, growth_rules, growth_taus
from xueheng.standards.small_groups import small_group

ROW = "row in the table"
SHOWN = (0.105, 0.255, 0.505, 0.755, 0.905)
PLACES = [k / 25 for k in range(1, 25)]  # shares of pupils at whose prior the curves are given


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Give every complete row its growth percentile, and every school its mean with an interval."""
    exam = inputs.get("exam")
    declared = exam.slice(0, 1).to_pylist()[0] if exam is not None and exam.num_rows else None
    require_lawful_targets(params, declared)
    scores = inputs["scores"]
    table = complete_rows(scores.append_column(ROW, pa.array(range(1, scores.num_rows + 1))))
    priors, outcome = checked(table, params)
    growth = _growth(priors, outcome, params)
    goals = {"maintain": params.maintain, "improve": params.improve} if params.targets else {}
    marks = {name: growth.mark_of(float(tau)) for name, tau in goals.items()}
    columns = _columns(table, params, growth, marks)
    figures: dict[str, Any] = {
        "n": table.num_rows,
        "n_left_out": scores.num_rows - table.num_rows,
        "n_priors": len(params.prior),
        "mean_sgp": float(growth.sgp.mean()),
        "exam": declared or "exam not declared",
    }
    if params.school:
        figures["n_schools"] = len(columns["schools"]["school"])
    tables = {name: table_of(METHOD.table(name), found) for name, found in columns.items()}
    return Outcome(tables, figures, notices(params, growth), _rules())


def _growth(priors: FloatArray, outcome: FloatArray, params: Params) -> Growth:
    try:
        return growth_percentiles(
            priors,
            outcome,
            taus=growth_taus(),
            further=(float(params.maintain), float(params.improve)) if params.targets else (),
            shares=[float(k) for k in growth_numbers("knots")],
            margin=float(growth_number("margin")),
        )
    except NoGrowthSpread as error:
        raise refused("DETERMINED", value=params.outcome) from error


def _columns(
    table: pa.Table, params: Params, growth: Growth, marks: dict[str, FloatArray]
) -> dict[str, dict[str, Any]]:
    outcome, prior = table[params.outcome].to_numpy(), given(table, params.prior[:1])[:, 0]
    bands = bands_of(prior, params.bands)
    found = {
        "students": {"row": table[ROW].to_numpy(), "sgp": growth.sgp, "band": bands.of} | marks,
        "bands": band_columns(bands, prior, outcome, marks),
    }
    if len(params.prior) == 1:
        found["curves"] = _curves(growth, params.small)
    if params.school:
        own = grouping(table, params.school)
        found["schools"] = school_columns(growth.sgp.astype(np.float64), own, small=params.small)
        found["cells"] = cell_columns(bands, outcome, own, small=params.small)
    return found


def _curves(growth: Growth, small: int) -> dict[str, Any]:
    """The curves at priors with `small` pupils on either side: the ends, where few decide, are left out."""
    prior = growth.design.priors[:, 0]
    reached = np.cumsum(np.bincount(growth.design.code)) / len(growth.design.code)
    end = small / len(growth.design.code)
    rows = np.unique(np.searchsorted(reached, [p for p in PLACES if end < p < 1 - end]))
    places = np.searchsorted(growth.taus, np.array(SHOWN) - 1e-6)
    return {
        "tau": np.repeat(SHOWN, len(rows)),
        "prior": np.tile(prior[rows], len(SHOWN)),
        "mark": growth.curves[np.ix_(rows, places)].T.ravel(),
    }


def _rules() -> tuple[Rule, ...]:
    small = small_group("value_added").source
    found = [("small_groups.value_added", small), *((f"growth.{r.id}", r.source) for r in growth_rules())]
    return tuple(Rule(name, source.doc, source.clause, source.status) for name, source in found)
