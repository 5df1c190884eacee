"""抽学生: whole classes or so many pupils of a drawn school, by tickets, and the chance of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pyarrow as pa

from xueheng.engine.survey.draw import lowest
from xueheng.methods.exam_sample import Params
from xueheng.methods.exam_sample.frame import School, refused

Roll = Mapping[str, Mapping[str, str]]  # of each school the class of each pupil


@dataclass(frozen=True)
class Taken:
    """抽中的学生: the chance of each pupil of the school, how many, which classes and who, where known."""

    chance: Fraction
    number: int | None
    classes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def roll_of(table: pa.Table | None) -> Roll | None:
    """The pupils of each school with their classes; none without a roll."""
    if table is None:
        return None
    found: dict[str, dict[str, str]] = {}
    for row in table.to_pylist():
        found.setdefault(row["school"], {})[row["id"]] = row.get("class") or ""
    return found


def taken(school: School, roll: Roll | None, params: Params) -> Taken:
    """Who of a drawn school is tested."""
    pupils = None if roll is None else roll.get(school.name, {})
    if pupils is not None and not pupils:
        raise refused("NOT_ON_ROLL", value=school.name)
    if params.classes is not None:
        return _classes(school, pupils, params)
    size = school.size if pupils is None else len(pupils)
    number = min(params.number or size, size)
    ids = () if pupils is None else _drawn(list(pupils), number, school, params.seed, "pupils")
    return Taken(Fraction(number, size), number, ids=ids)


def _classes(school: School, pupils: Mapping[str, str] | None, params: Params) -> Taken:
    names = _class_names(school, pupils)
    wanted = min(params.classes or 1, len(names))
    chosen = _drawn(names, wanted, school, params.seed, "classes")
    chance = Fraction(wanted, len(names))
    if pupils is None:
        return Taken(chance, None, chosen)
    ids = tuple(one for one, name in pupils.items() if name in chosen)
    return Taken(chance, len(ids), chosen, ids)


def _class_names(school: School, pupils: Mapping[str, str] | None) -> list[str]:
    """The classes of the roll; without one they go by number."""
    if pupils is None:
        if school.classes is None:
            raise refused("CLASSES_UNKNOWN", value=school.name)
        return [str(k + 1) for k in range(school.classes)]
    without = sum(not name for name in pupils.values())
    if without:
        raise refused("CLASS_BLANK", value=school.name, n=without)
    return sorted(set(pupils.values()), key=str.encode)


def _drawn(names: list[str], count: int, school: School, seed: str, what: str) -> tuple[str, ...]:
    return tuple(lowest(names, count, seed=seed, scope=f"sample/{what}/{school.name}"))
