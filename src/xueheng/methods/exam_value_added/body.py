"""增值评价: the table to sums by school, the fit, and each school's effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.estimability import DependentColumn, NotSeparable
from xueheng.engine.measurement_error import ReliabilityTooLow
from xueheng.engine.school_sums import SchoolSums, with_school_means
from xueheng.engine.valueadded import Fit, fit, school_effects
from xueheng.engine.variance_ratio import NoResidualVariance
from xueheng.indicators.sums.of_arrays import accumulated
from xueheng.methods.exam_value_added import METHOD, Params
from xueheng.methods.exam_value_added.compared import compared_models
from xueheng.methods.exam_value_added.design import PACKAGE, Design, FloatArray, design
from xueheng.methods.exam_value_added.groups import notice
from xueheng.methods.exam_value_added.mixed import is_mixed, mixed
from xueheng.methods.exam_value_added.result import CONSTANT, Grouping, Result, grouping
from xueheng.methods.free import complete_rows
from xueheng.methods.outcome import Outcome, Rule, rows_of, table_of
from xueheng.methods.uses import said_exam
from xueheng.standards.small_groups import small_group
from xueheng.tables.issues import Issue, Refused, finding

LARGEST = 1e100  # the sums of squares of larger values are no numbers any more


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Fit the model and give every school its effect, posterior SD and interval."""
    _reliability_known(params)
    table = complete_rows(inputs["scores"])
    if table.num_rows == 0:
        raise Refused([finding("NO_COMPLETE_ROWS", "error", package=PACKAGE)])
    model = design(table, params)
    own = grouping(table, params.school)
    if len(own.labels) < 2:
        raise _too_few(len(own.labels), table.num_rows)
    sums = _sums(table, model, params, own=own)
    means = range(len(params.prior)) if params.school_mean_prior else range(0)
    full, errors = with_school_means(sums, list(means)), _errors(model, params)
    terms = (CONSTANT, *model.terms, *(f"school_mean({params.prior[i]})" for i in means))
    plain = _fitted(full, params, errors, terms)
    compared = compared_models(own.labels, sums, params, errors)
    left_out = inputs["scores"].num_rows - table.num_rows
    if not is_mixed(params):
        result = _plain(own, full, plain, params)
    else:
        result = mixed(table, model, full, own=own, params=params)
    fixed = zip(terms, result.coefficients.tolist(), result.standard_errors.tolist(), strict=True)
    tables = {
        "fixed": rows_of(METHOD.table("fixed"), fixed),
        "variance": rows_of(METHOD.table("variance"), result.variance),
        "effects": table_of(METHOD.table("effects"), result.effects),
        "compared": table_of(METHOD.table("compared"), compared),
    }
    figures = _figures(result, left_out, len(own.labels), inputs)
    return Outcome(tables, figures, result.issues, _rules())


def _sums(table: pa.Table, model: Design, params: Params, *, own: Grouping) -> SchoolSums:
    outcome = table[params.outcome].to_numpy()
    for name, column in zip((params.outcome, *model.terms), (outcome, *model.columns), strict=True):
        if np.abs(column).max() > LARGEST:
            raise Refused([_finding("VALUE_TOO_LARGE", name)])
    return accumulated(outcome, model.columns, school=own.levels.code, n_schools=own.levels.n)


def _errors(model: Design, params: Params) -> FloatArray | None:
    """The error variance of each column that its declared reliability leaves: (1 - reliability) Var."""
    if not params.reliability:
        return None
    errors = np.zeros(len(model.terms))
    for name, reliability in params.reliability.items():
        at = model.terms.index(name)
        errors[at] = float(1 - reliability) * model.columns[at].var()
    return errors


def _fitted(sums: SchoolSums, params: Params, errors: FloatArray | None, terms: tuple[str, ...]) -> Fit:
    try:
        return fit(sums, procedure=params.procedure, error_variance=errors)
    except (DependentColumn, ReliabilityTooLow) as error:
        code = "TERM_DEPENDENT" if isinstance(error, DependentColumn) else "RELIABILITY_LOW"
        raise Refused([_finding(code, terms[error.column + 1])]) from error
    except NoResidualVariance as error:
        raise Refused([_finding("NO_SPREAD", params.outcome)]) from error
    except NotSeparable as error:
        raise _too_few(len(sums.n), int(sums.n.sum())) from error


def _too_few(schools: int, pupils: int) -> Refused:
    issue = finding("TOO_FEW_SCHOOLS", "error", package=PACKAGE, schools=schools, pupils=pupils)
    return Refused([issue])


def _plain(own: Grouping, sums: SchoolSums, fitted: Fit, params: Params) -> Result:
    """The random intercept by school."""
    effects = school_effects(sums, fitted, small=params.small)
    n = len(own.labels)
    means = sums.sums / sums.n + sums.centre[:, None]
    columns: dict[str, Any] = {"group": [own.name] * n, "school": own.labels, "term": [CONSTANT] * n}
    columns |= {name: getattr(effects, name) for name in ("n", "effect", "sd", "low", "high")}
    columns |= {"flag": effects.flag.tolist(), "mean_outcome": means[-1]}
    columns["mean_prior"] = means[0] if params.prior else [None] * n
    between, residual = fitted.between_variance, fitted.residual_variance
    return Result(
        coefficients=fitted.coefficients,
        standard_errors=fitted.standard_errors,
        variance=[(own.name, CONSTANT, None, between), ("Residual", None, None, residual)],
        effects=columns,
        deviance=fitted.deviance,
        n=fitted.n,
        issues=(notice("BOUNDARY"),) if between == 0 else (),
    )


def _figures(fitted: Result, left_out: int, n_schools: int, inputs: Mapping[str, pa.Table]) -> dict[str, Any]:
    return {
        "deviance": fitted.deviance,
        "loglik": -fitted.deviance / 2,
        "sigma": float(np.sqrt(fitted.residual_variance)),
        "n": fitted.n,
        "n_left_out": left_out,
        "n_schools": n_schools,
        "exam": said_exam(inputs),
    }


def _reliability_known(params: Params) -> None:
    for name, value in params.reliability.items():
        if name not in params.prior or not 0 < value <= 1:
            raise Refused([_finding("RELIABILITY_UNKNOWN", f"{name}:{value}")])
        for interaction in params.interactions:
            if name in interaction.split(":"):
                raise Refused([_finding("RELIABILITY_INTERACTION", interaction)])


def _finding(code: str, value: str) -> Issue:
    return finding(code, "error", package=PACKAGE, value=value)


def _rules() -> tuple[Rule, ...]:
    entry = small_group("value_added")
    return (Rule("small_groups.value_added", entry.source.doc, entry.source.clause, entry.source.status),)
