"""成长百分位的前提: what the data and the law must allow before anything is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.growth.percentiles import Growth
from xueheng.engine.growth.splines import FloatArray
from xueheng.methods.exam_growth import Params
from xueheng.methods.exam_growth.bands import given
from xueheng.methods.uses import judgement_issues
from xueheng.standards.clauses import Use
from xueheng.standards.exam_use import declared_exam
from xueheng.standards.growth import growth_count, growth_numbers
from xueheng.standards.lawful import judge
from xueheng.tables.issues import Issue, Refused, finding

SHARED, OWN = "xueheng.methods", "xueheng.methods.exam_growth"
LARGEST = 1e100  # the sums of squares of larger values are no numbers any more


def refused(code: str, *, package: str = OWN, **values: Any) -> Refused:
    """The refusal that this code stands for."""
    return Refused([finding(code, "error", package=package, **values)])


def require_lawful_targets(params: Params, exam: Mapping[str, Any] | None) -> None:
    """Refused where targets would be made of figures of an entrance exam, as outcome or as prior."""
    if not params.targets:
        return
    uses = []
    if exam is not None:
        use = declared_exam(exam["kind"], exam["stage"], grade=exam.get("grade"), scope=exam.get("scope"))
        uses.append(replace(use, purpose="target"))
    if params.prior_exam:
        uses.append(Use("target", derived_from=params.prior_exam))
    found = [issue for use in uses for issue in judgement_issues(judge(use)) if issue.severity == "error"]
    if found:
        raise Refused(found)


def checked(table: pa.Table, params: Params) -> tuple[FloatArray, FloatArray]:
    """Priors and outcome of the complete rows, if percentiles can be worked out from them."""
    if not params.prior:
        raise refused("PRIOR_NONE")
    if params.outcome in params.prior:
        raise refused("OUTCOME_IS_PRIOR", value=params.outcome)
    if table.num_rows == 0:
        raise refused("NO_COMPLETE_ROWS", package=SHARED)
    least = growth_count("least")
    if table.num_rows < least:
        raise refused("TOO_FEW_PUPILS", n=table.num_rows, least=least)
    numbers = given(table, (params.outcome, *params.prior))
    for name, column in zip((params.outcome, *params.prior), numbers.T, strict=True):
        if np.abs(column).max() > LARGEST:
            raise refused("VALUE_TOO_LARGE", package=SHARED, value=name)
        if np.ptp(column) == 0:
            raise refused("CONSTANT", value=name, mark=f"{column[0]:g}", n=len(column))
    return numbers[:, 1:], numbers[:, 0]


def notices(params: Params, growth: Growth) -> tuple[Issue, ...]:
    """What a reader must know of how these percentiles came about."""
    expected = len(growth_numbers("knots"))
    said = []
    if growth.n_knots < expected:
        said.append(finding("KNOTS_TIED", "notice", package=OWN, n=growth.n_knots, expected=expected))
    if params.targets:
        said.append(finding("TARGETS_USE", "notice", package=OWN))
    return tuple(said)
