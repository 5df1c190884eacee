"""派位的示例: the roll of a draw, tied to the pupils whom its result has brought to where they are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from xueheng.engine.lottery import xhl1
from xueheng.sample.choices import PAIR
from xueheng.sample.county import County
from xueheng.sample.national import AT
from xueheng.sample.plan import School
from xueheng.sample.roll import LAST, IntArray

A_DRAW = 2.2  # who wants a place in the draw, for each place that there is
NUMBER = f"演示号码（生成）|{LAST}077|03081421273011"
SECRETS = ("公证处:青山绿水", "家长代表:鹿鸣")


def drawing(county: County) -> School | None:
    """派位的学校: a private primary school, else the first one; None where there is none."""
    held = [s for s in county.unit.schools if "primary" in s.stages]
    return next((s for s in held if s.ownership == "private"), held[0] if held else None)


def seats_of_draw(school: School) -> int:
    """The places that are drawn for."""
    classes, pupils = school.stages["primary"]
    return classes * pupils


def event(school: School) -> str:
    """派位的名称, which nothing else has."""
    return f"{school.code}-{LAST}"


def beginning(county: County, stage: str, *, school: School | None = None, entered: int = LAST) -> IntArray:
    """The pupils who began a stage in a year, this year where none is named, anywhere or at one school."""
    at = None if school is None else county.unit.schools.index(school)
    fits = [(k.stage, k.entered) == (stage, entered) and at in (None, k.school) for k in county.roll.classes]
    spells = county.roll.spells
    found: IntArray = np.unique(spells.person[spells.on(AT) & np.array(fits)[spells.klass]])
    return found


def roll_of_draw(county: County, school: School) -> pa.Table:
    """派位名单: applications by number, two kept together; who was drawn is at the school, others are not."""
    seats = seats_of_draw(school)
    ids = [f"SQ{LAST}{n:04d}" for n in range(1, int(seats * A_DRAW) + 1)]
    together = ["SB001"] * PAIR + [None] * (len(ids) - PAIR)
    numbers: list[str | None] = [None] * len(ids)
    order = _order(school, ids, together)
    for places, pupils in (
        (order[:seats], _drawn(county, school)),
        (order[seats + 1 :], _others(county, school)),
    ):
        for place, number in zip(places, pupils, strict=False):
            numbers[place] = number
    return pa.table({"id": ids, "student_number": pa.array(numbers, pa.string()), "together": together})


def _order(school: School, ids: list[str], together: list[str | None]) -> list[int]:
    secrets = tuple(xhl1.Secret(*one.split(":")) for one in SECRETS)
    draw = xhl1.Draw("sha256", event(school), xhl1.roll_hash(ids, "sha256"), NUMBER, secrets)
    units = [group or one for one, group in zip(ids, together, strict=True)]
    drawn = xhl1.tickets(units, seed=draw.seed, scope=xhl1.ALL, algorithm="sha256")
    return xhl1.ordered(ids, drawn)


def _drawn(county: County, school: School) -> list[str]:
    numbers: list[str] = (
        county.persons["number"].take(beginning(county, "primary", school=school)).to_pylist()
    )
    return numbers


def _others(county: County, school: School) -> Iterator[str]:
    """Who began elsewhere, first those whose brother or sister began senior school in the same month."""
    own, family = beginning(county, "primary", school=school), county.families.of_pupil
    others = np.setdiff1d(beginning(county, "primary"), own)
    is_alone = ~np.isin(family[others], family[beginning(county, "senior")])
    ordered = others[np.argsort(is_alone, kind="stable")]
    yield from county.persons["number"].take(ordered).to_pylist()
