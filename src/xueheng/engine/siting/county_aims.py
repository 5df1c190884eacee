"""目标: what a county plan is judged by, in order; each as prices of the program's unknowns."""

from __future__ import annotations

from typing import Literal

import numpy as np

from xueheng.engine.siting.county import WALK, County, Plan
from xueheng.engine.siting.county_program import CountyProgram, Unknowns
from xueheng.engine.siting.located import FloatArray

Aim = Literal["unplaced", "beyond", "excess", "cost", "changed"]
AIMS: tuple[Aim, ...] = ("unplaced", "beyond", "excess", "cost", "changed")


def prices(program: CountyProgram, aim: Aim) -> FloatArray:
    """The aim as prices of the unknowns."""
    if aim == "cost":
        return program.cost()
    county, at = program.county, program.at
    found = np.zeros(at.count)
    if aim == "unplaced":
        found[at.unplaced] = county.pupils
    else:
        found[at.goes] = _of_arcs(county, at, aim)
    return found


def constant(program: CountyProgram, aim: Aim) -> float:
    """What is added to the prices: closing, which the cost counts from the other side."""
    return program.constant if aim == "cost" else 0.0


def value(program: CountyProgram, plan: Plan, aim: Aim) -> float:
    """What a plan is worth by an aim."""
    return float(prices(program, aim) @ program.unknowns_of(plan)) + constant(program, aim)


def _of_arcs(county: County, at: Unknowns, aim: Aim) -> FloatArray:
    if aim == "changed":
        return np.repeat(county.is_changed[None].astype(np.float64), at.periods, axis=0)
    if aim == "beyond":
        return np.where(county.way != WALK, county.pupils[:, county.village], 0).astype(np.float64)
    over = np.maximum(county.km - county.terms.walk_limit, 0.0)
    found: FloatArray = county.youngest[:, county.village] * over
    return found
