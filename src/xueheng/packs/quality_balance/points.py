"""办学条件要点: a school's indicators beside schools of its stage in the same kind of place."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import Any

from xueheng.apps.publish.points import Kind, Point
from xueheng.methods.run import Run
from xueheng.packs.quality_balance.level import words
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import words as report_words
from xueheng.standards.attention import limit
from xueheng.standards.balance import balance_standard
from xueheng.standards.words import Words, plain

NOBODY: frozenset[str] = frozenset()
Row = dict[str, Any]


def school_points(
    run: Run,
    school: frozenset[str],
    *,
    peers: frozenset[str] = NOBODY,
    released: frozenset[str] | None = None,
) -> tuple[Point, ...]:
    """要点: the largest strengths and gaps of a school, known by name or code, beside its peers."""
    table = run.outcome.tables.get("schools")
    rows = table.to_pylist() if table is not None else []
    found = [_standing(run, r, rows, peers) for r in rows if r["school"] in school]
    held = sorted((s for s in found if s), key=lambda s: -abs(s[0]))
    most = int(limit("page_items"))
    kinds: tuple[Kind, ...] = ("strength", "gap")
    return tuple(p for kind in kinds for p in [p for _, p in held if p.kind == kind][:most])


def _standing(run: Run, own: Row, rows: list[Row], peers: frozenset[str]) -> tuple[float, Point] | None:
    """The point of an indicator and how far it lies from the peers' mean, in their deviations."""
    same = [r for r in rows if _kin(r) == _kin(own) and r["school"] != own["school"]]
    near = [r for r in same if r["school"] in peers]
    beside = near if len(near) >= limit("similar_schools") else same
    if len(beside) < limit("similar_schools"):
        return None
    mean, spread = _spread(r["value"] for r in beside)
    away = own["value"] - mean
    is_gap = own["met"] is False or (own["met"] is None and away < 0)
    if not away or (away < 0 and not is_gap):
        return None
    kind: Kind = "gap" if is_gap else "strength"
    group = words("points.peers" if beside is near else "points.all", n=len(beside))
    said = _said(run, own, mean, group)
    return away / spread if spread else away, Point(kind, said, own["value"], mean, len(beside), group)


def _kin(row: Row) -> tuple[str, str, str]:
    return row.get("county") or "", row["level"], row["indicator"]


def _spread(values: Iterable[float]) -> tuple[float, float]:
    held = list(values)
    mean = sum(held) / len(held)
    return mean, sqrt(sum((v - mean) ** 2 for v in held) / len(held))


def _said(run: Run, own: Row, mean: float, group: Words) -> Words:
    indicator = balance_standard(run.params.standard).indicator(own["indicator"])

    def shown(value: float) -> Words:
        text = plain(number(value, digits=indicator.digits))
        return report_words("page.amount", n=text, unit=indicator.unit)

    away = own["value"] - mean
    what = report_words("page.of_level", level=report_words(f"level.{own['level']}"), what=indicator.label)
    code = "points.better" if away > 0 else "points.less"
    said = words(
        code, what=what, own=shown(own["value"]), mean=shown(mean), away=shown(abs(away)), peers=group
    )
    if own["threshold"] is None:
        return said
    return words("points.at", said=said, threshold=shown(own["threshold"]))
