"""The items on a scale, and where the pupils lie on it: by marginal or by conditional likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xueheng.engine.irt import conditional
from xueheng.engine.irt.errors import observed, standard_errors
from xueheng.engine.irt.families import COMMON, thresholds
from xueheng.engine.irt.marginal import FARTHEST, FEW, STEEPEST, Fit, fit, normal_grid
from xueheng.engine.irt.persons import Population, population
from xueheng.engine.irt.responses import FloatArray, Responses
from xueheng.methods.exam_irt import Params
from xueheng.methods.exam_irt.marks import told
from xueheng.tables.issues import Issue

BEYOND = 1e3  # a difficulty so far out is none


@dataclass(frozen=True)
class Scale:
    """Item parameters (slope, intercepts), SE of a and b, the pupils' distribution, what was found."""

    parameters: FloatArray
    errors: FloatArray
    population: Population
    figures: dict[str, Any]
    issues: tuple[Issue, ...]


def by_marginal(data: Responses, items: Sequence[str], params: Params) -> Scale:
    """θ ~ N(0, 1); a coarser grid and stop where rows are many."""
    few = len(data.marks) <= FEW
    grid = normal_grid(61, 6.0) if few else normal_grid(21, 5.0)
    made = fit(data, model=params.model, grid=grid, tolerance=1e-7 if few else 1e-3)
    lost = _lost(made, data)
    issues = [told("SEPARATED", "warning", value=items[j]) for j in lost]
    converged = bool(made.converged) and not issues
    errors = standard_errors(data, made, grid) if converged else None
    if errors is None and not issues:
        issues.append(told("NO_ERRORS" if converged else "NOT_CONVERGED", "warning"))
    negative = np.flatnonzero(made.parameters[:, 0] < 0)
    issues += [told("NEGATIVE_SLOPE", "warning", value=items[j]) for j in negative.tolist()]
    slopes = 1 if params.model in COMMON else len(items)
    figures = {
        "loglik": made.loglik,
        "n_parameters": int((data.categories - 1).sum()) + slopes,
        "converged": converged,
        "iterations": made.iterations,
        "se_by": "observed" if observed(data) else "cross_products",
    }
    shown = np.full(made.parameters.shape, np.nan) if errors is None else errors
    return Scale(made.parameters, shown, Population(np.zeros(1), 1.0), figures, tuple(issues))


def _lost(made: Fit, data: Responses) -> list[int]:
    b = thresholds(made.parameters, categories=data.categories, model=made.model)
    size = np.abs(made.parameters)
    out = (size[:, 0] >= STEEPEST) | (size[:, 1:] >= FARTHEST).any(axis=1)
    out |= (np.abs(np.nan_to_num(b, nan=0.0, posinf=np.inf)) > BEYOND).any(axis=1)
    return np.flatnonzero(out).tolist()


def by_conditional(data: Responses, items: Sequence[str], params: Params) -> Scale:
    """a = 1, Σ b = 0; the pupils' mean and SD given these items."""
    made = conditional.fit(data.marks, data.weight)
    parameters = np.column_stack([np.ones(len(items)), -made.b])
    errors = np.column_stack([np.full(len(items), np.nan), made.se])
    everyone = np.zeros(len(data.marks), np.int64)
    spread = population(data, parameters, model=params.model, group=everyone)
    figures = {
        "loglik": made.loglik,
        "n_parameters": len(items) - 1,
        "converged": bool(made.converged),
        "iterations": made.iterations,
        "se_by": "observed",
    }
    issues = () if made.converged else (told("NOT_CONVERGED", "warning"),)
    return Scale(parameters, errors, spread, figures, issues)
