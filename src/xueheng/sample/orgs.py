"""机构: the tree of a generated administration, from the county down to its classes, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from xueheng.sample.plan import School, Unit, place
from xueheng.sample.roll import Klass, Roll, ends_on

FOUNDED = date(2010, 9, 1)
ORGS = pa.schema(
    [
        *((n, pa.string()) for n in ("code", "kind", "name", "short_name", "parent", "town", "ownership")),
        ("setting", pa.string()),
        ("stages", pa.list_(pa.string())),
        ("stage", pa.string()),
        ("entered", pa.int64()),
        ("number", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
    ]
)


def orgs(unit: Unit, roll: Roll) -> pa.Table:
    """机构表: everything above stands before what lies below it."""
    rows = [*_above_schools(unit), *_schools(unit), *_classes(unit, roll)]
    empty = dict.fromkeys(ORGS.names)
    texts = {f.name: "" for f in ORGS if f.type == pa.string()}
    return pa.Table.from_pylist([{**empty, **texts, "stages": [], **row} for row in rows], schema=ORGS)


def class_code(unit: Unit, klass: Klass) -> str:
    """班级代码 within the platform."""
    return f"{unit.schools[klass.school].code}-{klass.stage}-{klass.entered}-{klass.number}"


def _above_schools(unit: Unit) -> Iterator[dict[str, Any]]:
    code, bureau = unit.code, f"{unit.code}-bureau"
    kind = "city" if unit.is_city else "county"
    yield _org(code, kind, unit.name, unit.parent)
    yield _org(bureau, "bureau", f"{unit.short}教育局（生成）", code)
    for one in place("sections"):
        yield _org(f"{bureau}-{one['code']}", "section", one["name"], bureau)
    for one in place("offices"):
        yield _org(f"{code}-{one['code']}", "department", f"{unit.short}{one['name']}（生成）", code)
    for group, name in unit.groups:
        yield _org(group, "school_group", name, code)
    for at in sorted({s.town for s in unit.schools if "-center-" in s.parent}):
        yield _center(unit, at)


def _org(code: str, kind: str, name: str, parent: str) -> dict[str, Any]:
    return {"code": code, "kind": kind, "name": name, "parent": parent, "valid_from": FOUNDED}


def _center(unit: Unit, at: int) -> dict[str, Any]:
    town = unit.towns[at]
    org = _org(f"{unit.code}-center-{at}", "central_school", f"{unit.short}{town}中心学校（生成）", unit.code)
    return {**org, "town": town}


def setting(unit: Unit, school: School) -> str:
    """城乡: the seat of the county is urban, a 镇 is a town, the rest is rural."""
    if school.town == 0:
        return "urban"
    return "rural" if school.kind == "teaching_point" or unit.towns[school.town].endswith("乡") else "town"


def _schools(unit: Unit) -> Iterator[dict[str, Any]]:
    for school in unit.schools:
        yield {
            **_org(school.code, school.kind, school.name, school.parent),
            "short_name": school.name.removeprefix(unit.short),
            "town": unit.towns[school.town],
            "ownership": school.ownership,
            "setting": setting(unit, school),
            "stages": list(school.stages),
        }


def _classes(unit: Unit, roll: Roll) -> Iterator[dict[str, Any]]:
    for klass in roll.classes:
        school = unit.schools[klass.school]
        yield {
            **_org(class_code(unit, klass), "class", f"{klass.entered}级{klass.number}班", school.code),
            "town": unit.towns[school.town],
            "stage": klass.stage,
            "entered": klass.entered,
            "number": str(klass.number),
            "valid_from": date(klass.entered, 9, 1),
            "valid_to": ends_on(klass),
        }
