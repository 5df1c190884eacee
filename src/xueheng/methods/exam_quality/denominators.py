"""口径: what the rates are taken of: those who sat, the enrolled, the cohort at entry, or a share of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

import pyarrow as pa

from xueheng.methods.exam_quality.pupils import Grouping, Pupils
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
    sizes = _sizes(enrolled, kind)
    for level, name in _not_covered(sizes, pupils):
        sizes.pop((level, name), None)
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


def _not_covered(sizes: Mapping[tuple[str, str], int], pupils: Pupils) -> set[tuple[str, str]]:
    """Groups with pupils whom the enrolment leaves out: a rate of them could pass 100 %."""
    names = {g.level: g.names for g in pupils.groupings}
    missing = [name for name in names.get("school", ()) if ("school", name) not in sizes]
    return {("all", "all")} if missing else set()


def _sizes(enrolled: pa.Table, kind: str) -> dict[tuple[str, str], int]:
    """Pupils by (level, group); a school's own row stands before the sum of its classes."""
    own: dict[str, int] = {}
    classes: dict[str, dict[str, int]] = {}
    for row in enrolled.to_pylist():
        if row.get("class") is None:
            own[row["school"]] = row[kind]
        else:
            classes.setdefault(row["school"], {})[row["class"]] = row[kind]
    schools = {school: sum(sizes.values()) for school, sizes in classes.items()} | own
    sizes = {("school", school): size for school, size in schools.items()}
    sizes |= {("class", f"{s}/{c}"): n for s, held in classes.items() for c, n in held.items()}
    return sizes | {("all", "all"): sum(schools.values())}


def _unknown(grouping: Grouping, index: int) -> Issue:
    return _finding("DENOMINATOR_GROUP", "notice", grouping.names[index])


def _finding(code: str, severity: str, value: str) -> Issue:
    return finding(code, severity, package=PACKAGE, value=value)  # type: ignore[arg-type]
