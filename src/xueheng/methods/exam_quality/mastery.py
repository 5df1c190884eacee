"""知识点掌握: knowledge points and ability levels by group, from the marks by item and the blueprint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.mastery import FloatArray, mastery, point_shares
from xueheng.methods.exam_items.paper import Paper, paper_of
from xueheng.methods.exam_quality import METHOD, Params
from xueheng.methods.exam_quality.pupils import LEVELS, column_of, groupings_of
from xueheng.methods.outcome import table_of
from xueheng.standards.attention import limit
from xueheng.tables.issues import Issue, Refused, Severity, finding

PACKAGE = "xueheng.methods.exam_quality"
SEVERAL = re.compile(r"[;；、|\n]+")  # between the knowledge points of one item
KINDS = ("knowledge", "ability")


@dataclass(frozen=True)
class Scripts:
    """答卷: pupils who answered, with their places, the paper and its plan by item."""

    table: pa.Table
    paper: Paper
    plan: Mapping[str, Mapping[str, Any]]
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Point:
    """A knowledge point or ability level of a subject, and which items ask for it."""

    kind: str
    subject: str
    name: str
    items: tuple[int, ...]


def scripts_of(inputs: Mapping[str, pa.Table], by: tuple[str, ...]) -> Scripts:
    """The answers with the places of their pupils; refused without a blueprint or its full marks."""
    blueprint = inputs.get("blueprint")
    if blueprint is None:
        raise Refused([told("BLUEPRINT_MISSING")])
    planned = {row["item"]: row for row in blueprint.to_pylist()}
    bare = [item for item, row in planned.items() if row.get("full") is None]
    if bare:
        raise Refused([told("BLUEPRINT_FULL", column=item) for item in bare])
    table = _located(inputs["responses"], inputs["scores"], by)
    paper = paper_of(table, blueprint)
    apart = [item for item in paper.items if item not in planned]
    issues = [told("ITEM_UNPLANNED", "notice", value="、".join(apart))] if apart else []
    unknown = _n_unknown(table, inputs["scores"])
    issues += [told("SCRIPTS_UNKNOWN", "notice", value=unknown)] if unknown else []
    return Scripts(table, paper, planned, tuple(issues))


def told(code: str, severity: Severity = "error", **values: Any) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package=PACKAGE, **values)


def _located(responses: pa.Table, scores: pa.Table, by: tuple[str, ...]) -> pa.Table:
    """The answers, with school, class and further columns from the scores where they have none."""
    if "id" not in scores.column_names:
        return responses
    at = pc.index_in(responses["id"], scores["id"].combine_chunks())
    for name in dict.fromkeys((*LEVELS, *by)):
        column = column_of(scores, name)
        if column and column_of(responses, name) is None:
            responses = responses.append_column(column, scores[column].take(at))
    return responses


def _n_unknown(responses: pa.Table, scores: pa.Table) -> int:
    if "id" not in scores.column_names:
        return 0
    return int(pc.sum(pc.invert(pc.is_in(responses["id"], scores["id"].combine_chunks()))).as_py() or 0)


def mastery_table(scripts: Scripts, params: Params) -> pa.Table:
    """A row for each point and group that has a mark in it."""
    points = list(points_of(scripts))
    shares = _shares(scripts.paper, points)
    by = tuple(name for name in params.by if column_of(scripts.table, name))
    parts = [_part(points, shares, g.level, g.code, g.names) for g in groupings_of(scripts.table, by)]
    return pa.concat_tables(parts)


def points_of(scripts: Scripts) -> Iterator[Point]:
    """Every point in the order of the paper, an item under each point that it names."""
    for kind in KINDS:
        found: dict[tuple[str, str], list[int]] = {}
        for at, item in enumerate(scripts.paper.items):
            row = scripts.plan.get(item, {})
            names = SEVERAL.split(row.get(kind) or "")
            for name in dict.fromkeys(n.strip() for n in names if n.strip()):
                found.setdefault((row.get("subject") or "", name), []).append(at)
        yield from (Point(kind, subject, name, tuple(items)) for (subject, name), items in found.items())


def _shares(paper: Paper, points: list[Point]) -> FloatArray:
    asked = np.zeros((len(paper.items), len(points)), bool)
    for at, point in enumerate(points):
        asked[list(point.items), at] = True
    return point_shares(paper.marks, paper.full, asked)


def _part(points: list[Point], shares: FloatArray, level: str, code: Any, names: tuple[str, ...]) -> pa.Table:
    """The rows of one level, point by point."""
    found, times = mastery(shares, code, len(names)), len(names)
    enough = int(limit("mastery_items"))

    def spread(values: list[Any]) -> list[Any]:
        return [value for value in values for _ in range(times)]

    columns: dict[str, Any] = {
        "kind": spread([p.kind for p in points]),
        "subject": spread([p.subject for p in points]),
        "point": spread([p.name for p in points]),
        "level": [level] * (times * len(points)),
        "group": list(names) * len(points),
        "n": found.n.T.ravel(),
        "items": spread([len(p.items) for p in points]),
        "comparable": spread([len(p.items) >= enough for p in points]),
    }
    for name in ("rate", "se", "low", "high", "shrunken"):
        columns[name] = pa.array(getattr(found, name).T.ravel(), from_pandas=True)
    table = table_of(METHOD.table("mastery"), columns)
    return table.filter(pc.greater(table["n"], 0))
