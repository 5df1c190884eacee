"""队列存活预测: pupils of a grade from those of the grade below a year before; whole pupils throughout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
Scenario = Literal["low", "middle", "high"]
Basis = Literal["own", "area", "children", "held", "none"]
UNKNOWN = -1


@dataclass(frozen=True)
class Cohorts:
    """历年在校生: (schools, grades, years), -1 where nobody is listed; one area a school."""

    pupils: IntArray
    area: IntArray
    stage: IntArray  # of each grade
    children: IntArray  # who may enter the first grade, by year through the horizon; -1 unknown
    weights: tuple[int, ...]  # of the newest ratio, the one before it, ...

    def until(self, held_out: int) -> Cohorts:
        """The same without the last years; the children of those years stay known."""
        years = self.pupils.shape[2] - held_out
        return Cohorts(self.pupils[:, :, :years], self.area, self.stage, self.children, self.weights)


@dataclass(frozen=True)
class Cell:
    """How a grade of a school is carried on: what it is a part of, and the part."""

    basis: Basis
    ratio: Fraction
    borrowed: bool = False


def carried(cohorts: Cohorts, *, scenario: Scenario) -> list[list[Cell]]:
    """升级办法 of every school and grade: its own survival ratio, or its part of area or children."""
    schools, grades, _ = cohorts.pupils.shape
    return [[_cell(cohorts, s, g, _choice(cohorts, scenario)) for g in range(grades)] for s in range(schools)]


def forecast(cohorts: Cohorts, cells: Sequence[Sequence[Cell]], *, horizon: int) -> IntArray:
    """在校生预测: (schools, grades, horizon), each year from the whole pupils of the year before."""
    schools, grades, years = cohorts.pupils.shape
    now = np.maximum(cohorts.pupils[:, :, -1], 0)
    found = np.zeros((schools, grades, horizon), np.int64)
    for ahead in range(horizon):
        later = np.zeros_like(now)
        for s in range(schools):
            for g in range(grades):
                base = _base(cohorts, cells[s][g], now, (s, g), years + ahead)
                later[s, g] = floor(cells[s][g].ratio * base + Fraction(1, 2))
        found[:, :, ahead] = now = later
    return found


def _base(cohorts: Cohorts, cell: Cell, now: IntArray, at: tuple[int, int], year: int) -> int:
    s, g = at
    if cell.basis == "own":
        return int(now[s, g - 1])
    if cell.basis == "area":
        return int(now[cohorts.area == cohorts.area[s], g - 1].sum())
    if cell.basis == "children":
        return int(cohorts.children[year])
    return 1 if cell.basis == "held" else 0


def _cell(cohorts: Cohorts, s: int, g: int, choose: Callable[[list[Fraction]], Fraction]) -> Cell:
    held = cohorts.pupils[s]
    if (held[:, -1] <= 0).all() or not _runs(cohorts, s, g):
        return Cell("none", Fraction(0))
    if g and held[g - 1, -1] >= 0:
        return _own(cohorts, s, g, choose)
    values = [int(v) for v in held[g]]
    if not g and (found := _ratios(values, _children(cohorts))):
        return Cell("children", choose(found))
    if g and (found := _ratios(values, _area(cohorts, s, g))):
        return Cell("area", choose(found))
    known = [Fraction(v) for v in reversed(values) if v >= 0]
    return Cell("held", choose(known))


def _runs(cohorts: Cohorts, s: int, g: int) -> bool:
    """True when the school has, or had, the grade, or is new and will grow into it."""
    held = cohorts.pupils[s]
    if (held[g] > 0).any():
        return True
    is_new = (held[:, 0] < 0).all()
    below = [i for i in range(g) if cohorts.stage[i] == cohorts.stage[g] and (held[i] > 0).any()]
    return bool(is_new and below)


def _own(cohorts: Cohorts, s: int, g: int, choose: Callable[[list[Fraction]], Fraction]) -> Cell:
    held = cohorts.pupils[s]
    if found := _ratios([int(v) for v in held[g]], _lagged(held[g - 1])):
        return Cell("own", choose(found))
    for near in (cohorts.area == cohorts.area[s], np.ones(len(cohorts.area), bool)):
        if found := _ratios(*_together(cohorts.pupils[near], g)):
            return Cell("own", choose(found), borrowed=True)
    return Cell("own", Fraction(1), borrowed=True)


def _together(pupils: IntArray, g: int) -> tuple[list[int], list[int]]:
    """The grade of many schools and the grade below a year before, where a school lists both."""
    values, bases = [UNKNOWN], [UNKNOWN]
    for year in range(1, pupils.shape[2]):
        both = (pupils[:, g, year] >= 0) & (pupils[:, g - 1, year - 1] >= 0)
        values.append(int(pupils[both, g, year].sum()) if both.any() else UNKNOWN)
        bases.append(int(pupils[both, g - 1, year - 1].sum()) if both.any() else UNKNOWN)
    return values, bases


def _area(cohorts: Cohorts, s: int, g: int) -> list[int]:
    """All pupils of the grade below in the school's area, a year before."""
    below = cohorts.pupils[cohorts.area == cohorts.area[s], g - 1]
    return _lagged(np.where((below >= 0).any(axis=0), np.maximum(below, 0).sum(axis=0), UNKNOWN))


def _children(cohorts: Cohorts) -> list[int]:
    """The children of each year; none when a year to come is not known."""
    years, children = cohorts.pupils.shape[2], [int(v) for v in cohorts.children]
    return children[:years] if len(children) > years and min(children[years:]) >= 0 else []


def _lagged(series: IntArray) -> list[int]:
    return [UNKNOWN, *(int(v) for v in series[:-1])]


def _ratios(values: Sequence[int], bases: Sequence[int]) -> list[Fraction]:
    """Newest first: values over their bases where both are known and there was somebody."""
    pairs = zip(values, bases, strict=False)
    return [Fraction(v, b) for v, b in pairs if v >= 0 and b > 0][::-1]


def _choice(cohorts: Cohorts, scenario: Scenario) -> Callable[[list[Fraction]], Fraction]:
    """加权平均 of the newest ratios, or the lowest or highest of them."""
    weights = cohorts.weights
    if scenario != "middle":
        extreme = min if scenario == "low" else max
        return lambda ratios: extreme(ratios[: len(weights)])

    def mean(ratios: list[Fraction]) -> Fraction:
        pairs = list(zip(weights, ratios, strict=False))
        return sum((w * r for w, r in pairs), Fraction(0)) / sum(w for w, _ in pairs)

    return mean


@dataclass(frozen=True)
class BackTest:
    """回测: the years that were held out, and forecast and pupils of the last of them by school and grade."""

    lead: int
    forecast: IntArray
    actual: IntArray


def back_tests(cohorts: Cohorts, *, longest: int) -> list[BackTest]:
    """回测 at each lead that leaves two years to learn from; nobody listed counts as nobody there."""
    years, found = cohorts.pupils.shape[2], []
    for lead in range(1, min(longest, years - 2) + 1):
        learnt = cohorts.until(lead)
        guessed = forecast(learnt, carried(learnt, scenario="middle"), horizon=lead)[:, :, -1]
        found.append(BackTest(lead, guessed, np.maximum(cohorts.pupils[:, :, -1], 0)))
    return found
