"""抽样框: the schools of each stratum in the order of the draw, and how many each stratum gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from xueheng.engine.survey.draw import Stratum, allotted
from xueheng.methods.exam_sample import Params
from xueheng.methods.params import OTHERS
from xueheng.tables.issues import Issue, Refused, Severity, finding


@dataclass(frozen=True)
class School:
    """学校: a row of the frame."""

    name: str
    stratum: str
    size: int
    classes: int | None
    implicit: str


Frame = dict[str, list[School]]


def told(code: str, severity: Severity = "error", /, **values: object) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package="xueheng.methods.exam_sample", **values)  # type: ignore[arg-type]


def refused(code: str, /, **values: object) -> Refused:
    """The same as the one reason why nothing is drawn."""
    return Refused([told(code, **values)])


def frame_of(table: pa.Table, issues: list[Issue]) -> Frame:
    """Strata by the bytes of their names; schools by implicit stratum, and by size down and up in turn."""
    found: Frame = {}
    for row in table.to_pylist():
        name = (row.get("stratum") or "").strip()
        school = School(row["school"], name, row["size"], row.get("classes"), row.get("implicit") or "")
        found.setdefault(name, []).append(school)
    if "" in found and len(found) > 1:
        raise refused("STRATUM_BLANK", n=len(found[""]), value=found[""][0].name)
    empty = [s.name for schools in found.values() for s in schools if not s.size]
    if empty:
        issues.append(told("SIZE_ZERO", "notice", n=len(empty), value="、".join(empty[:5])))
    kept = {name: _ordered([s for s in found[name] if s.size]) for name in sorted(found, key=str.encode)}
    if not any(kept.values()):
        raise refused("FRAME_EMPTY")
    return {name: schools for name, schools in kept.items() if schools}


def _ordered(schools: list[School]) -> list[School]:
    """The order of a stratum: neighbours are alike, so that the points spread over all kinds of school."""
    groups = {
        name: place % 2 for place, name in enumerate(sorted({s.implicit for s in schools}, key=str.encode))
    }
    sign = {0: -1, 1: 1}
    return sorted(
        schools, key=lambda s: (s.implicit.encode(), sign[groups[s.implicit]] * s.size, s.name.encode())
    )


def allocation_of(frame: Frame, params: Params, issues: list[Issue]) -> dict[str, int]:
    """How many schools each stratum gets: as it is named, or its part of the number for the others."""
    named = {name: n for name, n in params.schools.items() if name != OTHERS or OTHERS in frame}
    unknown = [name for name in named if name not in frame]
    if unknown:
        raise refused("STRATUM_UNKNOWN", value=unknown[0], known="、".join(frame))
    others = [name for name in frame if name not in named]
    shared = params.schools.get(OTHERS)
    if others and shared is None:
        raise refused("STRATUM_UNNAMED", value="、".join(others))
    given = named | (_shared(shared or 0, {name: frame[name] for name in others}, params) if others else {})
    _possible(given, frame)
    issues += _remarks(given, frame)
    return {name: given[name] for name in frame if given[name]}


def _shared(total: int, strata: Frame, params: Params) -> dict[str, int]:
    if total < len(strata):
        raise refused("TOO_FEW_SCHOOLS", value=total, strata=len(strata))
    if total > (most := sum(map(len, strata.values()))):
        raise refused("TOO_MANY_SCHOOLS", value=total, most=most)
    least = params.least
    while sum(min(least, len(schools)) for schools in strata.values()) > total:
        least -= 1
    bounds = {n: Stratum(_weight(s, params), min(least, len(s)), len(s)) for n, s in strata.items()}
    return allotted(total, bounds)


def _weight(schools: list[School], params: Params) -> int:
    by = {"pupils": sum(s.size for s in schools), "schools": len(schools), "equal": 1}
    return by[params.allocation]


def _possible(given: Mapping[str, int], frame: Frame) -> None:
    for name, number in given.items():
        if number > len(frame[name]):
            raise refused("STRATUM_SMALL", value=name, wanted=number, most=len(frame[name]))


def _remarks(given: Mapping[str, int], frame: Frame) -> list[Issue]:
    left_out = "、".join(name for name, number in given.items() if not number)
    single = "、".join(name for name, number in given.items() if number == 1 < len(frame[name]))
    said = (("STRATUM_LEFT_OUT", left_out), ("SINGLE_SCHOOL", single))
    return [told(code, "warning", value=names) for code, names in said if names]
