"""人员: names, sexes, births, identity numbers and telephones of everybody in a generated administration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.sample.families import Families
from xueheng.sample.plan import Unit, words
from xueheng.sample.roll import IntArray, Roll
from xueheng.sample.streams import stream
from xueheng.standards.ids import identity_rule

REGION = "430299"  # assigned to no county
PHONES = "154"  # a block of numbers that no operator has
A_DAY = 250  # serial numbers of one administration for a birthday


@dataclass(frozen=True)
class Born:
    """What names and numbers are made for: sex, birth, the family of the surname (-1 for none), age."""

    is_male: NDArray[np.bool_]
    on: IntArray
    family: IntArray
    is_adult: NDArray[np.bool_]


def born(roll: Roll, families: Families, *, staff_male: NDArray[np.bool_], staff_born: IntArray) -> Born:
    """Pupils, then guardians, then staff; mothers and staff bear a surname of their own."""
    pupils, n_staff = roll.pupils, len(staff_born)
    guardian_family = np.where(families.is_father, families.of_guardian, -1)
    return Born(
        np.concatenate([pupils.is_boy, families.is_father, staff_male]),
        np.concatenate([pupils.born, families.born, staff_born]),
        np.concatenate([families.of_pupil, guardian_family, np.full(n_staff, -1)]),
        np.repeat([False, True, True], [len(pupils.born), len(families.born), n_staff]),
    )


def persons(unit: Unit, who: Born, *, seed: str, n_pupils: int, n_staff: int) -> pa.Table:
    """人员表: number (of pupils and staff), name, sex, born_on, id_number and phone (of adults)."""
    ids = identity_numbers(unit, who.is_male, who.on)
    n = len(ids)
    numbers = [f"G{id_}" for id_ in ids[:n_pupils]] + [None] * (n - n_pupils - n_staff)
    numbers += [f"T{unit.code}{at:05d}" for at in range(1, n_staff + 1)]
    phones = ["" if at < n_pupils else f"{PHONES}{unit.number}{at:07d}" for at in range(n)]
    epoch = date(1970, 1, 1).toordinal()
    return pa.table(
        {
            "number": pa.array(numbers, pa.string()),
            "name": names(unit, who, seed=seed),
            "sex": np.where(who.is_male, "1", "2").tolist(),  # the codes of code_lists.yaml
            "born_on": pa.array((who.on - epoch).astype(np.int32), pa.date32()),
            "id_kind": ["1"] * n,
            "id_number": ids,
            "phone": phones,
        }
    )


def names(unit: Unit, who: Born, *, seed: str) -> list[str]:
    """姓名: the surname of the family or an own one, and one or two characters."""
    random = stream(seed, unit.number, "names")
    surnames, n = words("surnames"), len(who.on)
    common = (random.integers(0, len(surnames), n) * random.integers(0, 100, n)) // 100
    own = np.where(who.family >= 0, common[np.maximum(who.family, 0)], common)
    drawn = random.integers(0, 2**16, (n, 3))
    kinds = np.where(who.is_adult, 2, np.where(who.is_male, 0, 1)).tolist()
    given = [words(name) for name in ("boys", "girls", "adults")]
    made = []
    for surname, kind, (first, second, short) in zip(own.tolist(), kinds, drawn.tolist(), strict=True):
        held = given[kind]
        two = held[first % len(held)] + ("" if short % 7 == 0 else held[second % len(held)])
        made.append(surnames[surname] + two)
    return made


def identity_numbers(unit: Unit, is_male: NDArray[np.bool_], on: IntArray) -> list[str]:
    """身份证号 of an unassigned region: valid check characters, odd serials for men."""
    key = on * 2 + is_male
    order = np.argsort(key, kind="stable")
    first = np.searchsorted(key[order], key[order], "left")
    nth = np.empty(len(on), np.int64)
    nth[order] = np.arange(len(on)) - first
    if nth.size and nth.max() * 2 >= A_DAY:
        raise ValueError(f"{nth.max()} persons of one sex and birthday")
    serial = unit.number * A_DAY + nth * 2 + is_male
    days = {day: date.fromordinal(day).strftime("%Y%m%d") for day in np.unique(on).tolist()}
    bodies = [f"{REGION}{days[d]}{s:03d}" for d, s in zip(on.tolist(), serial.tolist(), strict=True)]
    return [body + check for body, check in zip(bodies, _checks(bodies), strict=True)]


def _checks(bodies: list[str]) -> list[str]:
    rule = identity_rule()
    digits = np.array([list(body.encode()) for body in bodies], np.int64).reshape(len(bodies), -1) - ord("0")
    remainder = (digits @ np.array(rule.weights)) % len(rule.check_characters)
    return [rule.check_characters[r] for r in remainder.tolist()]
