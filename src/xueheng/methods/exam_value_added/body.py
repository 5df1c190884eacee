"""增值评价: the table to sums by school, the fit, and each school's effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.estimability import DependentColumn, NotSeparable
from xueheng.engine.measurement_error import ReliabilityTooLow
from xueheng.engine.school_sums import SchoolSums, accumulate, with_school_means
from xueheng.engine.valueadded import Effects, Fit, fit, school_effects
from xueheng.engine.variance_ratio import NoResidualVariance
from xueheng.methods.exam_value_added import METHOD, Params
from xueheng.methods.exam_value_added.design import PACKAGE, Design, FloatArray, design
from xueheng.methods.free import complete_rows
from xueheng.methods.outcome import Outcome, Rule, rows_of, table_of
from xueheng.standards.small_groups import small_group
from xueheng.tables.issues import Issue, Refused, finding

CONSTANT = "(Intercept)"
LARGEST = 1e100  # the sums of squares of larger values are no numbers any more


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Fit the model and give every school its effect, posterior SD and interval."""
    _reliability_known(params)
    table = complete_rows(inputs["scores"])
    if table.num_rows == 0:
        raise Refused([finding("NO_COMPLETE_ROWS", "error", package=PACKAGE)])
    model = design(table, params)
    schools, sums = _sums(table, model, params)
    terms = (CONSTANT, *model.terms, *(f"school_mean({params.prior[i]})" for i in sums.means_of))
    fitted = _fitted(sums, params, _errors(model, params), terms)
    effects = school_effects(sums, fitted, small=params.small)
    tables = {
        "fixed": rows_of(
            METHOD.table("fixed"),
            zip(terms, fitted.coefficients.tolist(), fitted.standard_errors.tolist(), strict=True),
        ),
        "variance": _variance(fitted, params),
        "effects": _effects(schools, effects, sums, params),
    }
    left_out = inputs["scores"].num_rows - table.num_rows
    return Outcome(tables, _figures(fitted, left_out, len(schools), inputs), (), _rules())


def _sums(table: pa.Table, model: Design, params: Params) -> tuple[list[str], SchoolSums]:
    encoded = table[params.school].combine_chunks().dictionary_encode()
    schools = encoded.dictionary.to_pylist()
    if len(schools) < 2:
        raise _too_few(len(schools), table.num_rows)
    outcome = table[params.outcome].to_numpy()
    for name, column in zip((params.outcome, *model.terms), (outcome, *model.columns), strict=True):
        if np.abs(column).max() > LARGEST:
            raise Refused([_finding("VALUE_TOO_LARGE", name)])
    sums = accumulate(
        outcome,
        model.columns,
        school=encoded.indices.to_numpy(zero_copy_only=False),
        n_schools=len(schools),
    )
    means = range(len(params.prior)) if params.school_mean_prior else range(0)
    return schools, with_school_means(sums, list(means))


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


def _variance(fitted: Fit, params: Params) -> pa.Table:
    rows = [
        (params.school, CONSTANT, None, fitted.between_variance),
        ("Residual", None, None, fitted.residual_variance),
    ]
    return rows_of(METHOD.table("variance"), rows)


def _effects(schools: list[str], effects: Effects, sums: SchoolSums, params: Params) -> pa.Table:
    n = len(schools)
    means = sums.sums / sums.n + sums.centre[:, None]
    columns: dict[str, Any] = {"group": [params.school] * n, "school": schools, "term": [CONSTANT] * n}
    columns |= {name: getattr(effects, name) for name in ("n", "effect", "sd", "low", "high")}
    columns |= {"flag": effects.flag.tolist(), "mean_outcome": means[-1]}
    columns["mean_prior"] = means[0] if params.prior else [None] * n
    return table_of(METHOD.table("effects"), columns)


def _figures(fitted: Fit, left_out: int, n_schools: int, inputs: Mapping[str, pa.Table]) -> dict[str, Any]:
    exam = inputs.get("exam")
    declared = exam is not None and exam.num_rows > 0
    return {
        "deviance": fitted.deviance,
        "loglik": fitted.loglik,
        "sigma": float(np.sqrt(fitted.residual_variance)),
        "n": fitted.n,
        "n_left_out": left_out,
        "n_schools": n_schools,
        "exam": exam.slice(0, 1).to_pylist()[0] if exam is not None and declared else "exam not declared",
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
