"""办学条件: what each school has in each year, with the spread among schools that the plan asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from math import fsum, sqrt
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.sample.plan import SURVEYS, YEARS, School, Unit, place
from xueheng.sample.roll import FloatArray, IntArray, Roll
from xueheng.sample.streams import normal, stream
from xueheng.standards.balance import balance_standard

STAGES = ("primary", "junior")

KINDS = {"teaching_point": "teaching_point", "special_school": "special_education"}
WIDEST = 1.55  # SDs of the best and the worst school


@dataclass(frozen=True)
class Part:
    """校部: a school at one stage, with its pupils of a survey."""

    school: School
    stage: str
    pupils: int
    boys: int
    classes: int
    by_grade: tuple[int, ...]


def parts(unit: Unit, roll: Roll, *, year: int, stages: tuple[str, ...] = tuple(YEARS)) -> list[Part]:
    """校部 on the first of September of a year, schools in the order of the plan."""
    live = roll.spells.on(date(year, 9, 1))
    pupils: Counter[tuple[int, str, int]] = Counter()
    boys: Counter[tuple[int, str]] = Counter()
    classes: dict[tuple[int, str], set[int]] = {}
    for person, at in zip(roll.spells.person[live].tolist(), roll.spells.klass[live].tolist(), strict=True):
        klass = roll.classes[at]
        key = (klass.school, klass.stage)
        pupils[(*key, year - klass.entered)] += 1
        boys[key] += int(roll.pupils.is_boy[person])
        classes.setdefault(key, set()).add(at)
    found = []
    for at, school in enumerate(unit.schools):
        for stage in school.stages:
            if stage in stages:
                grades = tuple(pupils[at, stage, nth] for nth in range(YEARS[stage]))
                n_classes = len(classes.get((at, stage), ()))
                found.append(Part(school, stage, sum(grades), boys[at, stage], n_classes, grades))
    return found


def resources(unit: Unit, roll: Roll, *, year: int, seed: str) -> pa.Table:
    """学校办学条件表 of a year: a row for each school and stage of the compulsory years."""
    found = parts(unit, roll, year=year, stages=STAGES)
    rows: list[dict[str, Any]] = []
    for stage in STAGES:
        of_stage = [p for p in found if p.stage == stage]
        amounts = _amounts(unit, of_stage, stage=stage, year=year, seed=seed)
        rows += [
            {**_head(unit, p), **{name: held[at] for name, held in amounts.items()}}
            for at, p in enumerate(of_stage)
        ]
    return pa.Table.from_pylist(rows)


def kind_of(school: School) -> str:
    """办学类型 as the table of resources names it."""
    return KINDS.get(school.kind, "private" if school.ownership == "private" else "ordinary")


def _head(unit: Unit, part: Part) -> dict[str, Any]:
    return {
        "county": unit.name,
        "school": part.school.name,
        "level": part.stage,
        "kind": kind_of(part.school),
        "pupils": part.pupils,
    }


def _amounts(unit: Unit, found: list[Part], *, stage: str, year: int, seed: str) -> dict[str, list[int]]:
    """Amounts by indicator: pupils times a value whose weighted coefficient is the plan's."""
    pupils = np.array([p.pupils for p in found], np.int64)
    judged = np.array([_is_judged(p) for p in found])
    made = {}
    for indicator in balance_standard("yzjh-2017").indicators:
        plan = place("resources")[indicator.id]
        threshold = float(indicator.threshold[stage]) / indicator.per  # type: ignore[index]
        z = normal(stream(seed, unit.number, "resources", stage, indicator.id), len(found))
        if indicator.id == "sports_area_m2":
            z = np.where([_is_crowded(p) for p in found], -WIDEST, z)
        spread = _standardised(z, pupils, judged) * plan[stage][SURVEYS.index(year)]
        made[indicator.id] = [
            max(1, round(v)) for v in (threshold * plan["multiple"] * (1 + spread) * pupils).tolist()
        ]
    return made


def _is_judged(part: Part) -> bool:
    """Whether the standard of 2017 counts it; those it does not count have the usual amounts."""
    kind = kind_of(part.school)
    return kind in ("ordinary", "private") or (kind == "teaching_point" and part.pupils >= 50)


def _is_crowded(part: Part) -> bool:
    return part.school.stages[part.stage][1] > 55


def _standardised(z: FloatArray, pupils: IntArray, judged: np.ndarray) -> FloatArray:
    """Mean 0 and SD 1 when weighted by pupils, none far out; where not judged, 0."""
    held, weight = np.clip(z, -WIDEST, WIDEST), np.where(judged, pupils, 0)
    total = int(weight.sum())
    for _ in range(2):
        mean = fsum((held * weight).tolist()) / total
        sd = sqrt(fsum(((held - mean) ** 2 * weight).tolist()) / total)
        held = (held - mean) / (sd or 1.0)
    return np.where(judged, held, 0.0)
