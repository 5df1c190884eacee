"""家庭: brothers and sisters, and the guardians who answer for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from xueheng.sample.plan import Unit
from xueheng.sample.roll import IntArray, Roll
from xueheng.sample.streams import stream

AT = date(2026, 9, 1)  # the day on which a pupil must be at school to have a family here


@dataclass(frozen=True)
class Families:
    """家庭: the family of each pupil, and of each guardian its family, sex and birth."""

    of_pupil: IntArray
    of_guardian: IntArray
    is_father: NDArray[np.bool_]
    born: IntArray
    child: IntArray  # ties: positions of pupil and guardian
    guardian: IntArray


def families(unit: Unit, roll: Roll, *, seed: str) -> Families:
    """家庭 of all pupils; guardians only of those who are at school now, one or two in a family."""
    random = stream(seed, unit.number, "families")
    of_pupil = _families(roll, random)
    now = np.unique(roll.spells.person[roll.spells.on(AT)])
    at_school = np.unique(of_pupil[now])
    both = random.integers(0, 100, len(at_school)) < 55
    first_is_father = random.integers(0, 2, len(at_school)) == 1
    of_guardian = np.concatenate([at_school, at_school[both]])
    is_father = np.concatenate([first_is_father, ~first_is_father[both]])
    eldest = np.full(int(of_pupil.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(eldest, of_pupil, roll.pupils.born)
    born = eldest[of_guardian] - random.integers(23 * 365, 33 * 365, len(of_guardian))
    child, guardian = _ties(now, of_pupil, of_guardian)
    return Families(of_pupil, of_guardian, is_father, born, child, guardian)


def _families(roll: Roll, random: np.random.Generator) -> IntArray:
    """Every fourth pupil shares a family with another of the town, born at least a year apart."""
    n = len(roll.pupils.born)
    of_pupil = np.arange(n)
    for town in np.unique(roll.pupils.town):
        members = random.permutation(np.flatnonzero(roll.pupils.town == town))
        half = len(members) // 8
        elder, younger = members[:half], members[half : 2 * half]
        apart = np.abs(roll.pupils.born[elder] - roll.pupils.born[younger])
        fits = (apart > 365) & (apart < 9 * 365)
        of_pupil[younger[fits]] = elder[fits]
    return of_pupil


def _ties(now: IntArray, of_pupil: IntArray, of_guardian: IntArray) -> tuple[IntArray, IntArray]:
    order = np.argsort(of_guardian, kind="stable")
    held = of_guardian[order]
    low = np.searchsorted(held, of_pupil[now], "left")
    n = np.searchsorted(held, of_pupil[now], "right") - low
    child = np.repeat(now, n)
    nth = np.arange(len(child)) - np.repeat(np.cumsum(n) - n, n)
    return child, order[np.repeat(low, n) + nth]
