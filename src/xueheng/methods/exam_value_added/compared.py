"""对照列: raw, prior, intake and context side by side, each a random intercept by school."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.engine.school_sums import FloatArray, SchoolSums, chosen, with_school_means
from xueheng.engine.valueadded import fit, school_effects
from xueheng.methods.exam_value_added import Params
from xueheng.methods.exam_value_added.result import joined


def compared_models(
    schools: list[str], sums: SchoolSums, params: Params, errors: FloatArray | None
) -> dict[str, Any]:
    """Each school's effect in each model that the parameters allow."""
    parts = []
    for name, columns, means in _models(params, sums.n_columns):
        part = with_school_means(chosen(sums, range(columns)), means)
        error = None if errors is None else errors[:columns]
        fitted = fit(part, procedure=params.procedure, error_variance=error)
        effects = school_effects(part, fitted, small=params.small)
        shown = {k: getattr(effects, k).tolist() for k in ("n", "effect", "sd", "low", "high", "flag")}
        parts.append({"school": schools, "model": [name] * len(schools)} | shown)
    return joined(parts)


def _models(params: Params, every: int) -> Iterator[tuple[str, int, range]]:
    """Name, number of columns and the columns that enter as school means too."""
    own = len(params.prior)
    means = range(own if params.school_mean_prior else 0)
    yield "raw", 0, range(0)
    if own:
        yield "prior", own, range(0)
    if means:
        yield "intake", own, means
    if every > own:
        yield "context", every, means
