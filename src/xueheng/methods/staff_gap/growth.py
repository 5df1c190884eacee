"""班级预测: classes of every school and grade in each year of the plan, in three scenarios, with an interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any, get_args

import numpy as np
import pyarrow as pa

from xueheng.engine.staffing.survival import BackTest, IntArray, Scenario, back_tests, carried, forecast
from xueheng.methods.params import OTHERS
from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.county import County, grade_key, grade_stage, rows
from xueheng.methods.staff_gap.history import STAGES, History, history_of
from xueheng.methods.staff_gap.told import few, refused, told
from xueheng.standards.class_size import class_sizes
from xueheng.standards.stages import stage_of
from xueheng.tables.issues import Issue

SCENARIOS: tuple[Scenario, ...] = get_args(Scenario)
Place = tuple[str, str]  # school, grade


@dataclass(frozen=True)
class Classes:
    """班数: as expected, and the fewest and the most by the interval."""

    middle: int
    low: int
    high: int


@dataclass(frozen=True)
class Growth:
    """班级与学生: classes by place in each year of the plan, and how the pupils were forecast."""

    classes: tuple[Mapping[Place, Classes], ...]
    forecast: list[tuple[Any, ...]] = field(default_factory=list)
    backtest: list[tuple[Any, ...]] = field(default_factory=list)


def growth_of(inputs: Mapping[str, pa.Table], county: County, params: Params, issues: list[Issue]) -> Growth:
    """Classes as listed in the first year, then by the forecast, or as they are planned or stay."""
    listed, planned = _listed(inputs, params)
    found = Growth(tuple({} for _ in params.years))
    history = history_of(inputs, county, params, issues) if params.horizon else None
    if history is not None:
        found = _forecast(history, county, params, issues)
    elif params.horizon:
        issues.append(told("CLASSES_HELD", "notice"))
    ends = [name for name, one in county.schools.items() if one.closes is not None]
    if history is None and ends:
        issues.append(told("CLOSES_NO_PUPILS", "warning", value=few(sorted(ends))))
    held = sorted({s for s, _ in listed} - set(history.schools if history else ()))
    if history is not None and (beyond := _beyond(history, {s for s, _ in listed})):
        issues.append(told("SCHOOL_BEYOND", "warning", n=len(beyond), value=few(beyond)))
    if history is not None and held:
        issues.append(told("SCHOOL_HELD", "warning", n=len(held), value=few(held)))
    years = tuple(_year(k, listed, planned, found, county, params) for k in range(params.horizon + 1))
    return Growth(years, found.forecast, found.backtest)


def _listed(
    inputs: Mapping[str, pa.Table], params: Params
) -> tuple[dict[Place, int], dict[tuple[str, str, int], int]]:
    """Classes of the first year, and those that are planned from a later one on."""
    listed: dict[Place, int] = {}
    planned: dict[tuple[str, str, int], int] = {}
    for row in rows(inputs, "classes"):
        place, begins = (row["school"], grade_key(row["grade"])), row.get("year")
        if begins is not None and (params.year is None or begins < params.year):
            raise refused("CLASSES_YEAR", value=begins, school=row["school"], year=params.year or "—")
        if begins is None or begins == params.year:
            if place in listed:
                raise refused("CLASSES_TWICE", value=row["grade"], school=row["school"])
            listed[place] = row["classes"]
        else:
            planned[*place, begins] = row["classes"]
    return listed, planned


def _year(
    k: int,
    listed: Mapping[Place, int],
    planned: Mapping[tuple[str, str, int], int],
    found: Growth,
    county: County,
    params: Params,
) -> dict[Place, Classes]:
    known = {place: Classes(n, n, n) for place, n in listed.items()}
    known |= found.classes[k] if k else {}
    year = (params.year or 0) + k
    for school, grade, begins in sorted(planned, key=lambda p: p[2]):
        n = planned[school, grade, begins]
        known |= {(school, grade): Classes(n, n, n)} if begins <= year else {}
    closed = {s for s, _ in known if (ends := county.school(s).closes) is not None and ends <= year}
    return {(s, g): Classes(0, 0, 0) if s in closed else n for (s, g), n in known.items()}


def _beyond(history: History, listed: set[str]) -> list[str]:
    """Schools with pupils in the last year and no classes now."""
    pairs = zip(history.schools, history.cohorts.pupils, strict=True)
    return [name for name, held in pairs if name not in listed and (held[:, -1] > 0).any()]


def class_limit(grade: str, params: Params) -> int:
    """班额上限 of a grade: as the bureau says, else the standard size of its stage."""
    stage = grade_stage(grade)
    named = {stage_of(name) or name: size for name, size in params.class_size.items()}
    standard = class_sizes().standard[stage or "primary"].pupils
    return named.get(str(stage), named.get(OTHERS, standard))


def _forecast(history: History, county: County, params: Params, issues: list[Issue]) -> Growth:
    first = (params.year or 0) - history.last
    ahead = first + params.horizon
    cells = {name: carried(history.cohorts, scenario=name) for name in SCENARIOS}
    pupils = {
        name: _moved(forecast(history.cohorts, cells[name], horizon=ahead), history, county)
        for name in SCENARIOS
    }
    tests = back_tests(history.cohorts, longest=ahead)
    leads, stages = range(1, ahead + 1), range(len(STAGES))
    errors = [[_error(history, tests, at, lead) for lead in leads] for at in stages]
    if not tests:
        issues.append(told("NO_BACKTEST", "warning", n=history.cohorts.pupils.shape[2]))
    spans = _spans(history, pupils, errors)
    classes = tuple(
        _classes(history, pupils["middle"], spans, first + k, params) if k else {}
        for k in range(params.horizon + 1)
    )
    told_rows = [
        (name, history.schools[s], str(g), history.last + lead, *row)
        for name in SCENARIOS
        for s in range(len(history.schools))
        for i, g in enumerate(history.grades)
        if cells["middle"][s][i].basis != "none"
        for lead in leads
        for around in [spans if name == "middle" else None]
        for row in [_row(history, pupils[name], around, (s, i, lead - 1), params, cells[name][s][i])]
    ]
    return Growth(classes, [*_actual(history), *told_rows], _tested(history, tests))


def _actual(history: History) -> list[tuple[Any, ...]]:
    """The pupils that were counted, beside those that are forecast."""
    held, years = history.cohorts.pupils, history.cohorts.pupils.shape[2]
    return [
        ("actual", school, str(grade), history.last + 1 - years + y, int(held[s, i, y]), *[None] * 5)
        for s, school in enumerate(history.schools)
        for i, grade in enumerate(history.grades)
        for y in range(years)
        if held[s, i, y] >= 0
    ]


Spans = tuple[IntArray, IntArray]


def _row(
    history: History, pupils: IntArray, spans: Spans | None, at: tuple[int, int, int], params: Params, cell: Any
) -> tuple[Any, ...]:
    n = int(pupils[at])
    low, high = (int(spans[0][at]), int(spans[1][at])) if spans else (None, None)
    limit = class_limit(str(history.grades[at[1]]), params)
    basis = f"{cell.basis}_borrowed" if cell.borrowed else cell.basis
    ratio = None if cell.basis == "held" else float(cell.ratio)
    return n, low, high, ceil(Fraction(n, limit)), basis, ratio


def _spans(history: History, pupils: Mapping[Scenario, IntArray], errors: list[list[Fraction | None]]) -> Spans:
    """区间 of every number of pupils: by the error of the back-test, else from the low to the high scenario."""
    middle = pupils["middle"]
    low, high = pupils["low"].copy(), pupils["high"].copy()
    for i, stage in enumerate(history.cohorts.stage):
        for lead, error in enumerate(errors[stage]):
            if error is not None:
                low[:, i, lead] = [floor(int(n) * max(Fraction(0), 1 - error)) for n in middle[:, i, lead]]
                high[:, i, lead] = [ceil(int(n) * (1 + error)) for n in middle[:, i, lead]]
    return np.minimum(low, middle), np.maximum(high, middle)


def _classes(
    history: History, middle: IntArray, spans: Spans, lead: int, params: Params
) -> dict[Place, Classes]:
    found = {}
    for s, school in enumerate(history.schools):
        for i, grade in enumerate(history.grades):
            if (history.cohorts.pupils[s, i] < 0).all() and not spans[1][s, i].any():
                continue
            limit = class_limit(str(grade), params)
            n, low, high = (ceil(Fraction(int(a[s, i, lead - 1]), limit)) for a in (middle, *spans))
            found[school, str(grade)] = Classes(n, low, high)
    return found


def _moved(pupils: IntArray, history: History, county: County) -> IntArray:
    """The pupils of a school that closes go to the schools of its area with the grade, by their size."""
    found = pupils.copy()
    for s, school in enumerate(history.schools):
        ends = county.school(school).closes
        for lead in range(found.shape[2]):
            if ends is not None and ends <= history.last + 1 + lead:
                _to_others(found[:, :, lead], s, history, county)
    return found


def _to_others(pupils: IntArray, closed: int, history: History, county: County) -> None:
    near = history.cohorts.area == history.cohorts.area[closed]
    for g in range(pupils.shape[1]):
        n, pupils[closed, g] = int(pupils[closed, g]), 0
        there = pupils[:, g] > 0
        takers = np.flatnonzero(there & near if (there & near).any() else there)
        whole = sum(int(pupils[s, g]) for s in takers)
        for s in takers:
            part = Fraction(n * int(pupils[s, g]), whole)
            whole -= int(pupils[s, g])
            pupils[s, g] += (given := floor(part + Fraction(1, 2)))
            n -= given


def _error(history: History, tests: list[BackTest], at: int, lead: int) -> Fraction | None:
    """回测误差 of a stage: the largest up to the lead; beyond the longest that was tested it grows with it."""
    found = [error for t in tests if t.lead <= lead and (error := _missed(history, t, at)) is not None]
    return max(found) * max(Fraction(1), Fraction(lead, tests[-1].lead)) if found else None


def _missed(history: History, test: BackTest, at: int) -> Fraction | None:
    """Absolute errors of the schools and grades of a stage over their pupils."""
    mask = history.cohorts.stage == at
    actual = int(test.actual[:, mask].sum())
    return Fraction(int(np.abs(test.forecast - test.actual)[:, mask].sum()), actual) if actual else None


def _tested(history: History, tests: list[BackTest]) -> list[tuple[Any, ...]]:
    found = []
    for at, stage in enumerate(STAGES):
        for test in tests:
            mask = history.cohorts.stage == at
            actual, guessed = (int(a[:, mask].sum()) for a in (test.actual, test.forecast))
            if (error := _missed(history, test, at)) is not None:
                bias = Fraction(guessed - actual, actual)
                found.append((stage, test.lead, actual, guessed, float(error), float(bias)))
    return found
