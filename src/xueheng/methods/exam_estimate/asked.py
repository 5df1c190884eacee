"""要估计的量: the statistics that parameters ask for, made of the columns of the sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.engine.survey.design import FloatArray
from xueheng.engine.survey.quantiles import Quantile
from xueheng.engine.survey.statistics import Ratio, Regression, Statistic, Total
from xueheng.methods.exam_estimate import Params
from xueheng.methods.exam_estimate.rows import Coded, coded, numbers, refused, texts

CONSTANT = "(Intercept)"


@dataclass(frozen=True)
class Asked:
    """要估计的量: its quantile or terms, and how it is made of each plausible value."""

    q: float | None
    terms: tuple[str | None, ...]
    of: tuple[Statistic, ...]


def asked(table: pa.Table, groups: Coded, params: Params) -> Iterator[Asked]:
    """Each figure that is asked for, with its statistic for every plausible value."""
    if params.is_text:
        yield from _shares_of_words(table, groups, params)
        return
    values = [np.nan_to_num(numbers(table, name)) for name in params.value]
    of, n = groups.of, len(groups.names)
    if params.statistic == "quantile":
        for q in map(float, params.q):
            yield Asked(q, (None,), tuple(Quantile(of, n, v, q) for v in values))
    elif params.statistic == "share":
        for cut in params.cut:
            yield _share(f">={cut}", [v >= float(cut) for v in values], groups)
    elif params.statistic == "regression":
        columns = _columns(table, params)
        yield Asked(None, (CONSTANT, *params.x), tuple(Regression(of, n, v, columns) for v in values))
    elif params.statistic == "total":
        yield Asked(None, (None,), tuple(Total(of, n, v) for v in values))
    else:
        bottom = np.nan_to_num(numbers(table, params.denominator)) if params.denominator else np.ones(len(of))
        yield Asked(None, (None,), tuple(Ratio(of, n, v, bottom) for v in values))


def _columns(table: pa.Table, params: Params) -> FloatArray:
    held = (np.nan_to_num(numbers(table, name)) for name in params.x)
    return np.column_stack([np.ones(table.num_rows), *held])


def _shares_of_words(table: pa.Table, groups: Coded, params: Params) -> Iterator[Asked]:
    cells = [texts(table, name) for name in params.value]
    held = coded([c for column in cells for c in column]).names
    if unknown := [level for level in params.level if level not in held]:
        raise refused("LEVEL_UNKNOWN", value=unknown[0], known="、".join(held[:20]))
    for level in params.level or held:
        yield _share(level, [np.array([c == level for c in column]) for column in cells], groups)


def _share(term: str, inside: list[NDArray[np.bool_]], groups: Coded) -> Asked:
    n, ones = len(groups.names), np.ones(len(groups.of))
    return Asked(None, (term,), tuple(Ratio(groups.of, n, one.astype(np.float64), ones) for one in inside))
