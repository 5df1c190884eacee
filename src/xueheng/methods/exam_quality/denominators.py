"""口径: what the rates are taken of: those who sat, the enrolled, the cohort at entry, or a share of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pyarrow as pa

from xueheng.methods.exam_quality.pupils import Pupils
from xueheng.methods.grouping import Grouping
from xueheng.tables.issues import Issue, Refused, finding

PACKAGE = "xueheng.methods"
KINDS = ("sat", "enrolled", "at_entry")


def denominators(
    choice: str, pupils: Pupils, enrolled: pa.Table | None
) -> tuple[list[Fraction] | None, list[Issue]]:
    """One denominator a group (0: not known), or None for those who sat; what is not known is noted."""
    kind, factor = _parsed(choice)
    if kind == "sat":
        return None, []
    if enrolled is None or kind not in enrolled.column_names:
        raise Refused([_finding("DENOMINATOR_MISSING", "error", kind)])
    sizes = _sizes(enrolled, kind, pupils)
    found, issues = [], []
    for grouping in pupils.groupings:
        known = [sizes.get((grouping.level, name)) for name in grouping.names]
        issues += [_unknown(grouping, i) for i, size in enumerate(known) if size is None]
        found += [factor * (size or 0) for size in known]
    return found, issues


def _parsed(choice: str) -> tuple[str, Fraction]:
    """The kind and the share of it, a decimal above 0 and at most 1."""
    kind, colon, share = choice.partition(":")
    written = re.fullmatch(r"\d*\.?\d+", share, re.ASCII) if colon and kind != "sat" else not colon
    factor = Fraction(share) if colon and written else Fraction(1)
    if kind not in KINDS or not written or not 0 < factor <= 1:
        raise Refused([_finding("DENOMINATOR_UNKNOWN", "error", choice)])
    return kind, factor


def _sizes(enrolled: pa.Table, kind: str, pupils: Pupils) -> Mapping[tuple[str, str], int]:
    """Pupils by (level, group); a school's own row stands before the sum of its classes."""
    own: dict[str, int] = {}
    classes: dict[str, dict[str, int]] = {}
    for row in enrolled.to_pylist():
        if row.get("class") is None:
            own[row["school"]] = row[kind]
        else:
            classes.setdefault(row["school"], {})[row["class"]] = row[kind]
    in_class = {("class", f"{s}/{c}"): n for s, held in classes.items() for c, n in held.items()}
    schools = {school: sum(held.values()) for school, held in classes.items()} | own
    partial = {s for s in classes if s not in own and _has_other_classes(s, in_class, pupils)}
    sizes = in_class | {("school", s): n for s, n in schools.items() if s not in partial}
    if all(("school", s) in sizes for s in _names(pupils, "school")):
        sizes["all", "all"] = sum(schools.values())
    return sizes | _of_places(pupils, sizes)


def _of_places(pupils: Pupils, sizes: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Counties and towns: the sum of their schools, when each is known and lies in one place only."""
    found: dict[tuple[str, str], int] = {}
    schools = next((g for g in pupils.groupings if g.level == "school"), None)
    if schools is None:
        return found
    for grouping in (g for g in pupils.groupings if g.level in ("county", "town")):
        places = _places(grouping, schools)
        lies_in = Counter(school for held in places.values() for school in held)
        for place, held in places.items():
            if all(("school", school) in sizes and lies_in[school] == 1 for school in held):
                found[grouping.level, place] = sum(sizes["school", school] for school in held)
    return found


def _places(grouping: Grouping, schools: Grouping) -> dict[str, set[str]]:
    """The schools whose pupils sat in each place."""
    places: dict[str, set[str]] = {}
    known = (grouping.code >= 0) & (schools.code >= 0)
    for place, school in np.unique(np.stack([grouping.code[known], schools.code[known]]), axis=1).T.tolist():
        places.setdefault(grouping.names[place], set()).add(schools.names[school])
    return places


def _has_other_classes(school: str, known: Mapping[tuple[str, str], int], pupils: Pupils) -> bool:
    """True when pupils sat in a class of the school that the enrolment leaves out."""
    sat = (name for name in _names(pupils, "class") if name.startswith(f"{school}/"))
    return any(("class", name) not in known for name in sat)


def _names(pupils: Pupils, level: str) -> tuple[str, ...]:
    return next((g.names for g in pupils.groupings if g.level == level), ())


def _unknown(grouping: Grouping, index: int) -> Issue:
    return _finding("DENOMINATOR_GROUP", "notice", grouping.names[index])


def _finding(code: str, severity: str, value: str) -> Issue:
    return finding(code, severity, package=PACKAGE, value=value)  # type: ignore[arg-type]
