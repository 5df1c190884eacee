"""班级数: classes of every school and grade in each year of the plan: listed, forecast, planned or closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any

import pyarrow as pa

from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.county import County, grade_key, rows
from xueheng.methods.staff_gap.history import History, history_of
from xueheng.methods.staff_gap.pupils import Pupils, backtest_rows, class_limit, forecast_rows, pupils_of
from xueheng.methods.staff_gap.told import few, refused, told
from xueheng.tables.issues import Issue

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
        found = _forecast(pupils_of(history, county, params, issues), params)
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


def _forecast(pupils: Pupils, params: Params) -> Growth:
    first = (params.year or 0) - pupils.history.last
    later = tuple(_classes(pupils, first + k, params) for k in range(1, params.horizon + 1))
    return Growth(({}, *later), forecast_rows(pupils, params), backtest_rows(pupils))


def _classes(pupils: Pupils, lead: int, params: Params) -> dict[Place, Classes]:
    """Classes by the largest class, of the pupils expected and of both bounds."""
    found, held = {}, pupils.history
    for s, school in enumerate(held.schools):
        for i, grade in enumerate(held.grades):
            if (held.cohorts.pupils[s, i] < 0).all() and not pupils.high[s, i].any():
                continue
            limit = class_limit(str(grade), params)
            bounds = (pupils.by["middle"], pupils.low, pupils.high)
            found[school, str(grade)] = Classes(
                *(ceil(Fraction(int(a[s, i, lead - 1]), limit)) for a in bounds)
            )
    return found
