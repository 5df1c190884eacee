"""历年在校生: the enrolment as arrays by school, grade and year, and the children who will enter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xueheng.engine.staffing.survival import UNKNOWN, Cohorts
from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.county import County, Row, grade_key, grade_stage, rows
from xueheng.methods.staff_gap.told import few, refused, told
from xueheng.standards.class_years import school_year
from xueheng.standards.staffing import staffing_number
from xueheng.standards.stages import stages
from xueheng.tables.issues import Issue

ENTRY_AGE = 6  # 义务教育法第十一条: 年满六周岁
STAGES = tuple(s.id for s in stages().stages)
SPRING = 3  # from March on a snapshot is nearer to the school year that follows


@dataclass(frozen=True)
class History:
    """历年: the cohorts, and which school, grade and year each place of the arrays is."""

    cohorts: Cohorts
    schools: tuple[str, ...]
    grades: tuple[int, ...]
    last: int


def history_of(
    inputs: Mapping[str, pa.Table], county: County, params: Params, issues: list[Issue]
) -> History | None:
    """The enrolment up to the first school year of the plan; None when there is none to forecast from."""
    listed = rows(inputs, "enrolment")
    if params.year is None or not listed:
        return None
    unknown = sorted({r["grade"] for r in listed if grade_stage(grade_key(r["grade"])) is None})
    if unknown:
        raise refused("GRADE_UNKNOWN", value="、".join(unknown))
    years = range(min(r["year"] for r in listed), max(r["year"] for r in listed) + 1)
    if years[-1] > params.year:
        raise refused("ENROLMENT_LATER", value=years[-1], year=params.year)
    schools = tuple(sorted({r["school"] for r in listed}, key=str.encode))
    numbers = [int(grade_key(r["grade"])) for r in listed]
    grades = tuple(range(min(numbers), max(numbers) + 1))
    pupils = np.full((len(schools), len(grades), len(years)), UNKNOWN, np.int64)
    at = {name: place for place, name in enumerate(schools)}
    for row, grade in zip(listed, numbers, strict=True):
        pupils[at[row["school"]], grade - grades[0], row["year"] - years[0]] = row["pupils"]
    _closed(pupils, schools, issues)
    children = _children(
        rows(inputs, "population"), range(years[0], params.year + params.horizon + 1), issues
    )
    return History(_cohorts(pupils, schools, grades, county, children), schools, grades, years[-1])


def _cohorts(
    pupils: np.ndarray, schools: tuple[str, ...], grades: tuple[int, ...], county: County, children: list[int]
) -> Cohorts:
    areas = {name: at for at, name in enumerate(sorted({county.school(s).district for s in schools}))}
    stage = [STAGES.index(grade_stage(str(g)) or STAGES[0]) for g in grades]
    return Cohorts(
        pupils,
        np.array([areas[county.school(s).district] for s in schools], np.int64),
        np.array(stage, np.int64),
        np.array(children if grades[0] == 1 else [], np.int64),
        tuple(staffing_number(f"weight_{n}") for n in (1, 2, 3)),
    )


def _closed(pupils: np.ndarray, schools: tuple[str, ...], issues: list[Issue]) -> None:
    empty = [name for name, held in zip(schools, pupils, strict=True) if (held[:, -1] <= 0).all()]
    if empty:
        issues.append(told("SCHOOL_CLOSED", "warning", n=len(empty), value=few(empty)))


def _children(population: list[Row], years: range, issues: list[Issue]) -> list[int]:
    """Children who reach the age of entry by each school year, from the newest count by age."""
    if not population:
        return []
    dates = {r.get("as_of") for r in population}
    if None in dates:
        raise refused("POPULATION_UNDATED")
    newest = max(d for d in dates if d is not None)
    first = school_year(newest) + (SPRING <= newest.month < 9)
    by_age: dict[int, int] = {}
    for row in population:
        if row.get("as_of") == newest:
            by_age[row["age"]] = by_age.get(row["age"], 0) + row["count"]
    found = [by_age.get(ENTRY_AGE + first - year, UNKNOWN) for year in years]
    if found[-1] == UNKNOWN:
        issues.append(told("CHILDREN_UNKNOWN", "warning", year=years[-1], age=ENTRY_AGE + first - years[-1]))
    return found
