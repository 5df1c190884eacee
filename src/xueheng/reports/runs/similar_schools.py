"""同类学校: the town or kind that a school belongs to, read from the scores again."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from xueheng.methods.exam_quality.pupils import column_of
from xueheng.methods.run import Run, digest
from xueheng.reports.runs.exam_cells import Row
from xueheng.standards.attention import limit
from xueheng.standards.small_groups import least
from xueheng.tables.check import read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import NO_SYNONYMS, schema

NOT_KINDS = ("all", "county", "school", "class")


def similar_groups(run: Run, groups: list[Row]) -> dict[str, tuple[str, str]]:
    """Each school's (level, group) of enough schools; a school that lies in two groups has none."""
    levels = [lv for lv in dict.fromkeys(r["level"] for r in groups) if lv not in NOT_KINDS]
    table = _scores(run) if levels else None
    if table is None:
        return {}
    for level in sorted(levels, key=lambda lv: lv == "town"):
        found = _of_level(table, level, groups)
        if found:
            return found
    return {}


def _scores(run: Run) -> pa.Table | None:
    """The scores as the run read them; None when the file is gone or has changed."""
    file = run.inputs.get("scores")
    if file is None or not file.path.is_file() or digest(file.path) != file.sha256:
        return None
    spec = run.method.input("scores")
    found = schema(spec.schema or spec.name)
    added = run.synonyms.get(found.name, NO_SYNONYMS)
    context = Context(**spec.context(run.params), answers=run.answers, synonyms=added)
    return read_table(file.path, found, context=context, name=spec.name).table


def _of_level(table: pa.Table, level: str, groups: list[Row]) -> dict[str, tuple[str, str]]:
    column = column_of(table, level)
    if column is None or "school" not in table.column_names:
        return {}
    named = pa.table({"school": table["school"], level: table[column]})
    pairs = named.group_by(["school", level]).aggregate([]).to_pylist()
    kinds: dict[str, set[str]] = defaultdict(set)
    schools: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if pair["school"] is not None and pair[level] is not None:
            kinds[pair["school"]].add(pair[level])
            schools[pair[level]].add(pair["school"])
    if any(len(held) > 1 for held in kinds.values()):
        return {}
    sizes = {r["group"]: r["n"] for r in groups if r["level"] == level}
    large = {k for k, held in schools.items() if len(held) >= limit("similar_schools")}
    kept = {k for k in large if sizes.get(k, 0) >= least("publication")}
    return {school: (level, kind) for school, held in kinds.items() for kind in held if kind in kept}
