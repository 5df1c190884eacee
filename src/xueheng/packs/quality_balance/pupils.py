"""学生数 behind each school's indicators, from the frozen input of the run."""

from __future__ import annotations

from xueheng.methods.run import Run
from xueheng.tables.check import read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import NO_SYNONYMS, schema


def pupils_of(run: Run) -> dict[tuple[str, str, str], int]:
    """Pupils by county, school and level; none for a run on coefficients alone."""
    file = run.inputs.get("schools")
    if file is None:
        return {}
    found = schema("school_resources")
    context = Context(answers=run.answers, synonyms=run.synonyms.get(found.name, NO_SYNONYMS))
    rows = read_table(file.path, found, context=context, name="schools").table.to_pylist()
    return {(r.get("county") or "", r["school"], r["level"]): r["pupils"] for r in rows}
