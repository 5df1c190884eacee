"""量表分: who counts, the grade or standing of each distinct mark, and every pupil's row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.scaling import IntArray, Population, population, spread
from xueheng.engine.standing import standard_scores, t_scores, z_scores
from xueheng.methods.exam_scale import METHOD, Params
from xueheng.methods.exam_scale.grades import UNITS, Graded, graded, told
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.standards.clauses import Use
from xueheng.standards.lawful import judge
from xueheng.standards.scales import Scale, scale
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Issue, Refused

STANDING = {"z": z_scores, "t": t_scores, "standard": standard_scores}
BoolArray = NDArray[np.bool_]


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every pupil's scaled mark, exact; absent pupils have none and do not count."""
    scheme = scale(params.scheme)
    exam, issues = _exam(inputs, scheme)
    table = inputs["scores"]
    counted, mark, left_out = _counted(table["raw"], params)
    people = population(mark)
    issues += left_out + _remarks(scheme, params)
    made = graded(people, scheme, params) if scheme.kind == "grades" else None
    values = made.scaled if made else _standing(people, scheme)
    tables = {
        "scaled": _scaled(table, counted, made=made, rows=(spread(people, mark, values), people, mark)),
        "distribution": rows_of(METHOD.table("distribution"), _distribution(people, values)),
    }
    if made:
        tables["grades"] = rows_of(METHOD.table("grades"), made.rows())
    absent = table["raw"].null_count
    figures = {"scheme": scheme.id, "n": len(mark), "n_absent": absent}
    figures |= {"n_zero_out": table.num_rows - absent - len(mark)}
    figures |= _moments(people, values) | {"exam": exam or "exam not declared"}
    source = scheme.source
    rules = (Rule(f"scales.{scheme.id}", source.doc, source.clause, source.status),)
    return Outcome(tables, figures, tuple(issues), rules)


def _exam(inputs: Mapping[str, pa.Table], scheme: Scale) -> tuple[dict[str, Any] | None, list[Issue]]:
    """The exam declared, and what the law leaves of a pupil's marks below senior high school."""
    exam = inputs.get("exam")
    if exam is None or not exam.num_rows:
        return None, []
    row: dict[str, Any] = exam.slice(0, 1).to_pylist()[0]
    use = Use("raw_marks", row["kind"], row["stage"], detail="pupil", audience="bureau")
    only_teachers = bool(judge(use).refusals)
    if scheme.kind != "grades":
        return row, [told("TEACHERS_ONLY", "notice")] if only_teachers else []
    if only_teachers:
        raise Refused([told("SENIOR_ONLY", value=scheme.label.zh)])
    return row, [] if row["stage"] == "senior" else [told("SENIOR_SCHEME", "notice", value=scheme.label.zh)]


def _counted(raw: pa.ChunkedArray, params: Params) -> tuple[BoolArray, IntArray, list[Issue]]:
    """Which rows count, their marks in units of 1/10000, and what was left out."""
    units = np.rint(raw.cast(pa.float64()).fill_null(np.nan).to_numpy() * UNITS)
    counted = ~np.isnan(units)
    issues = []
    if not counted.all():
        issues.append(told("ABSENT", "notice", n=int((~counted).sum())))
    if params.zeros == "out":
        zeros = counted & (units == 0)
        counted &= ~zeros
        if zeros.any():
            issues.append(told("ZEROS_OUT", "notice", n=int(zeros.sum())))
    if not counted.any():
        raise Refused([told("NOBODY")])
    return counted, units[counted].astype(np.int64), issues


def _remarks(scheme: Scale, params: Params) -> list[Issue]:
    if scheme.kind != "grades":
        return []
    issues = [] if scheme.source.status == "verified" else [told("UNREAD", "notice", value=scheme.source.doc)]
    if not params.cuts and params.population != "province":
        issues.append(told("POPULATION", "notice"))
    return issues


def _standing(people: Population, scheme: Scale) -> NDArray[np.float64]:
    if people.mark.size < 2 and scheme.kind != "standard":
        raise Refused([told("NO_SPREAD", value=f"{people.mark[0] / UNITS:g}")])
    return STANDING[scheme.kind](people.mark, count=people.count)


def _scaled(
    table: pa.Table,
    counted: BoolArray,
    *,
    made: Graded | None,
    rows: tuple[NDArray[Any], Population, IntArray],
) -> pa.Table:
    values, people, mark = rows
    columns: dict[str, Any] = {"id": table["id"], "raw": table["raw"]}
    whole = np.zeros(table.num_rows, values.dtype)
    whole[counted] = values
    if made:
        place = np.full(table.num_rows, -1, np.int32)
        place[counted] = spread(people, mark, made.grade)
        codes = pa.array(place, mask=~counted)
        columns["grade"] = pa.DictionaryArray.from_arrays(codes, pa.array(made.names))
    else:
        columns["grade"] = pa.nulls(table.num_rows, pa.string())
    columns["scaled"] = pa.array(whole, mask=~counted)
    return pa.table(columns)


def _distribution(people: Population, values: NDArray[Any]) -> list[tuple[str, float, int]]:
    """How many have each raw and each scaled mark."""
    found = [("raw", m / UNITS, c) for m, c in zip(people.mark.tolist(), people.count.tolist(), strict=True)]
    held: dict[float, int] = {}
    for value, count in zip(values.tolist(), people.count.tolist(), strict=True):
        held[float(value)] = held.get(float(value), 0) + count
    return found + [("scaled", value, count) for value, count in held.items()]


def _moments(people: Population, values: NDArray[Any]) -> dict[str, float]:
    """Mean and population SD before and after."""
    found = {}
    for name, of in (("raw", people.mark / UNITS), ("scaled", values.astype(np.float64))):
        mean = float(np.average(of, weights=people.count))
        found[f"mean_{name}"] = mean
        found[f"sd_{name}"] = float(np.sqrt(np.average((of - mean) ** 2, weights=people.count)))
    return found
