"""The sample as the engine takes it: weights, units, strata and groups as numbers, every gap named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.engine.survey.design import Design, FloatArray, IntArray
from xueheng.methods.declare import ROW
from xueheng.methods.exam_estimate import Params
from xueheng.tables.issues import Issue, Refused, Severity, finding

SEPARATOR = "/"  # between the levels of several columns in the name of a group


@dataclass(frozen=True)
class Coded:
    """类别: the levels in the order of their text, and that of each row; -1 where it is blank."""

    names: tuple[str, ...]
    of: IntArray


def told(code: str, severity: Severity = "error", /, **values: object) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package="xueheng.methods.exam_estimate", **values)  # type: ignore[arg-type]


def refused(code: str, /, **values: object) -> Refused:
    """The same as the one reason why nothing is estimated."""
    return Refused([told(code, **values)])


def numbers(table: pa.Table, name: str) -> FloatArray:
    """A column of numbers; a blank is not a number."""
    return np.asarray(table[name].combine_chunks().to_numpy(zero_copy_only=False), np.float64)


def texts(table: pa.Table, name: str) -> list[str | None]:
    """A column as words; a number is written as short as it is."""
    cells = table[name].to_pylist()
    return [f"{cell:.15g}" if isinstance(cell, float) else (cell or None) for cell in cells]


def coded(cells: Sequence[str | None]) -> Coded:
    """Levels and their places."""
    names = sorted({cell for cell in cells if cell is not None}, key=str.encode)
    place = {name: at for at, name in enumerate(names)}
    return Coded(tuple(names), np.array([-1 if c is None else place[c] for c in cells], np.int64))


def whole(table: pa.Table, name: str) -> Coded:
    """A column of the design, which may not have a gap."""
    found = coded(texts(table, name))
    if (found.of < 0).any():
        raise _gap("DESIGN_BLANK", table, name, found.of < 0)
    return found


def _gap(code: str, table: pa.Table, name: str, wrong: NDArray[np.bool_]) -> Refused:
    """The first row that is wrong, and how many there are."""
    first = int(np.argmax(wrong))
    row = table[ROW][first].as_py() if ROW in table.column_names else None
    value = table[name][first].as_py()
    return refused(code, row=row, column=name, value=value, n=int(wrong.sum()))


def with_weight(table: pa.Table, params: Params, issues: list[Issue]) -> pa.Table:
    """The rows that count: a weight of 0 takes a row out, a missing or negative one is refused."""
    if not params.weight:
        return table
    weight = numbers(table, params.weight)
    if np.isnan(weight).any():
        raise _gap("WEIGHT_MISSING", table, params.weight, np.isnan(weight))
    if (weight < 0).any():
        raise _gap("WEIGHT_NEGATIVE", table, params.weight, weight < 0)
    if zero := int((weight == 0).sum()):
        issues.append(told("WEIGHT_ZERO", "notice", n=zero, column=params.weight))
    return table.filter(pa.array(weight > 0))


def design_of(table: pa.Table, params: Params, issues: list[Issue]) -> tuple[Design, Coded]:
    """The design and the names of its strata; units are clusters inside strata, else rows."""
    n = table.num_rows
    strata = whole(table, params.strata) if params.strata else Coded(("",), np.zeros(n, np.int64))
    unit, stratum = np.arange(n), strata.of
    if params.cluster:
        cluster = whole(table, params.cluster)
        keys, unit = np.unique(strata.of * len(cluster.names) + cluster.of, return_inverse=True)
        stratum = keys // len(cluster.names)
        if shared := len(keys) - len(cluster.names):
            issues.append(told("CLUSTER_SHARED", "notice", column=params.cluster, n=shared))
    units = np.bincount(stratum, minlength=len(strata.names))
    share = _shares(table, params, strata, units) if params.fpc else np.zeros(len(units))
    if params.weight:
        weight = numbers(table, params.weight)
    else:
        weight = 1 / share[strata.of] if params.fpc else np.ones(n)
    return Design(weight, unit, stratum, share), strata


def _shares(table: pa.Table, params: Params, strata: Coded, units: IntArray) -> FloatArray:
    """n_h / N_h, with one N_h in each stratum."""
    size = numbers(table, params.fpc)
    if np.isnan(size).any():
        raise _gap("DESIGN_BLANK", table, params.fpc, np.isnan(size))
    first = size[np.unique(strata.of, return_index=True)[1]]
    if (size != first[strata.of]).any():
        raise _gap("FPC_DIFFERS", table, params.fpc, size != first[strata.of])
    if (first < units).any():
        at = int(np.argmax(first < units))
        raise refused(
            "FPC_SMALL",
            value=f"{first[at]:.15g}",
            column=params.fpc,
            stratum=strata.names[at],
            n=int(units[at]),
        )
    return np.asarray(units / first)


def groups_of(table: pa.Table, params: Params, issues: list[Issue]) -> Coded:
    """The domains: the levels of one column, or of several crossed; without one, all."""
    if not params.by:
        return Coded(("all",), np.zeros(table.num_rows, np.int64))
    columns = [texts(table, name) for name in params.by]
    cells = [None if None in row else SEPARATOR.join(map(str, row)) for row in zip(*columns, strict=True)]
    found = coded(cells)
    if blank := int((found.of < 0).sum()):
        issues.append(told("GROUP_BLANK", "notice", n=blank, column="、".join(params.by)))
    if not found.names:
        raise refused("NO_ROWS")
    return found
