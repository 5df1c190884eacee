"""学生预测: pupils of every school and grade in three scenarios, with an interval from the back-test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, get_args

import numpy as np

from xueheng.engine.staffing.survival import (
    BackTest,
    Cell,
    IntArray,
    Scenario,
    back_tests,
    carried,
    forecast,
)
from xueheng.methods.params import OTHERS
from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.county import County, grade_stage
from xueheng.methods.staff_gap.history import STAGES, History
from xueheng.methods.staff_gap.told import told
from xueheng.standards.class_size import class_sizes
from xueheng.standards.stages import stage_of
from xueheng.tables.issues import Issue

SCENARIOS: tuple[Scenario, ...] = get_args(Scenario)


@dataclass(frozen=True)
class Pupils:
    """学生预测: (schools, grades, years ahead) by scenario, both bounds, and what was held out to test it."""

    history: History
    cells: Mapping[Scenario, Sequence[Sequence[Cell]]]
    by: Mapping[Scenario, IntArray]
    low: IntArray
    high: IntArray
    tests: Sequence[BackTest]


def class_limit(grade: str, params: Params) -> int:
    """班额上限 of a grade: as the bureau says, else the standard size of its stage."""
    stage = grade_stage(grade)
    named = {stage_of(name) or name: size for name, size in params.class_size.items()}
    standard = class_sizes().standard[stage or "primary"].pupils
    return named.get(str(stage), named.get(OTHERS, standard))


def pupils_of(history: History, county: County, params: Params, issues: list[Issue]) -> Pupils:
    """The forecast to the last year of the plan; pupils of a school that closes go on elsewhere."""
    ahead = (params.year or 0) - history.last + params.horizon
    cells = {name: carried(history.cohorts, scenario=name) for name in SCENARIOS}
    by = {
        name: _moved(forecast(history.cohorts, cells[name], horizon=ahead), history, county)
        for name in SCENARIOS
    }
    tests = back_tests(history.cohorts, longest=ahead)
    if not tests:
        issues.append(told("NO_BACKTEST", "warning", n=history.cohorts.pupils.shape[2]))
    return Pupils(history, cells, by, *_bounds(history, by, tests), tests)


def _bounds(
    history: History, by: Mapping[Scenario, IntArray], tests: Sequence[BackTest]
) -> tuple[IntArray, IntArray]:
    """区间: the forecast less and more its tested error; without a test the low and high scenario."""
    middle, low, high = by["middle"], by["low"].copy(), by["high"].copy()
    for i, stage in enumerate(history.cohorts.stage):
        for at in range(middle.shape[2]):
            error = _error(history, tests, int(stage), at + 1)
            if error is not None:
                low[:, i, at] = [floor(int(n) * max(Fraction(0), 1 - error)) for n in middle[:, i, at]]
                high[:, i, at] = [ceil(int(n) * (1 + error)) for n in middle[:, i, at]]
    return np.minimum(low, middle), np.maximum(high, middle)


def _error(history: History, tests: Sequence[BackTest], stage: int, lead: int) -> Fraction | None:
    """回测误差 of a stage: the largest up to the lead; beyond the longest test it grows with the years."""
    found = [error for t in tests if t.lead <= lead and (error := _missed(history, t, stage)) is not None]
    return max(found) * max(Fraction(1), Fraction(lead, tests[-1].lead)) if found else None


def _missed(history: History, test: BackTest, stage: int) -> Fraction | None:
    """Absolute errors of the schools and grades of a stage over their pupils."""
    mask = history.cohorts.stage == stage
    actual = int(test.actual[:, mask].sum())
    return Fraction(int(np.abs(test.forecast - test.actual)[:, mask].sum()), actual) if actual else None


def _moved(pupils: IntArray, history: History, county: County) -> IntArray:
    """The pupils of a school that closes go to the schools of its area with the grade, by their size."""
    found = pupils.copy()
    for s, school in enumerate(history.schools):
        ends = county.school(school).closes
        for lead in range(found.shape[2]):
            if ends is not None and ends <= history.last + 1 + lead:
                _to_others(found[:, :, lead], s, history)
    return found


def _to_others(pupils: IntArray, closed: int, history: History) -> None:
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


def forecast_rows(pupils: Pupils, params: Params) -> list[tuple[Any, ...]]:
    """学生预测表: the pupils that were counted, then the scenarios."""
    held = pupils.history
    rows = _actual(held)
    for name in SCENARIOS:
        for s, school in enumerate(held.schools):
            for i, grade in enumerate(held.grades):
                cell = pupils.cells[name][s][i]
                if cell.basis != "none":
                    limit = class_limit(str(grade), params)
                    rows += [
                        (name, school, str(grade), held.last + 1 + at, *_row(pupils, name, (s, i, at), limit))
                        for at in range(pupils.low.shape[2])
                    ]
    return rows


def _row(pupils: Pupils, name: Scenario, at: tuple[int, int, int], limit: int) -> tuple[Any, ...]:
    n, cell = int(pupils.by[name][at]), pupils.cells[name][at[0]][at[1]]
    bounds = (int(pupils.low[at]), int(pupils.high[at])) if name == "middle" else (None, None)
    basis = f"{cell.basis}_borrowed" if cell.borrowed else cell.basis
    ratio = None if cell.basis == "held" else float(cell.ratio)
    return n, *bounds, ceil(Fraction(n, limit)), basis, ratio


def _actual(history: History) -> list[tuple[Any, ...]]:
    held, years = history.cohorts.pupils, history.cohorts.pupils.shape[2]
    return [
        ("actual", school, str(grade), history.last + 1 - years + y, int(held[s, i, y]), *[None] * 5)
        for s, school in enumerate(history.schools)
        for i, grade in enumerate(history.grades)
        for y in range(years)
        if held[s, i, y] >= 0
    ]


def backtest_rows(pupils: Pupils) -> list[tuple[Any, ...]]:
    """回测表: a row a stage and lead."""
    found = []
    for at, stage in enumerate(STAGES):
        for test in pupils.tests:
            mask = pupils.history.cohorts.stage == at
            actual, guessed = (int(a[:, mask].sum()) for a in (test.actual, test.forecast))
            if (error := _missed(pupils.history, test, at)) is not None:
                bias = Fraction(guessed - actual, actual)
                found.append((stage, test.lead, actual, guessed, float(error), float(bias)))
    return found
