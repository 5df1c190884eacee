"""一人一页（交流轮岗）: what the plan holds for one teacher, by which rule, and nothing of others."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.compute as pc

from xueheng.methods.run import Run
from xueheng.reports.blocks import Note, Report, Section
from xueheng.reports.runs.provenance import facts, words
from xueheng.reports.runs.rotation import said
from xueheng.standards.words import plain

MOST = 20_000  # teachers of a run that writes a page for each


def pages(run: Run, *, only: str | None = None) -> Iterator[tuple[str, Report]]:
    """The page of each teacher by number, or of one; none for pairs of schools or for too many."""
    table = run.outcome.tables.get("teachers")
    if table is None or (only is None and table.num_rows > MOST):
        return
    held = table if only is None else table.filter(pc.equal(table["teacher"], only))
    for row in held.to_pylist():
        yield row["teacher"], _page(run, row)


def _page(run: Run, row: dict[str, str]) -> Report:
    code = "person.moves" if row["to"] else "person.stays"
    result = Note(said(code, school=row["school"], to=row["to"]), "good" if row["to"] else "plain")
    sections = (
        Section(said("person.result"), (result,)),
        Section(said("person.why"), (Note(plain(row["reason"])), Note(said("person.appeal")))),
    )
    digest = tuple(fact for fact in facts(run) if fact.label == words("fact.digest"))
    title = said("person.title", teacher=row["teacher"])
    return Report(title, run.method.label, digest, sections, said("person.stamp"), is_one_page=True)
