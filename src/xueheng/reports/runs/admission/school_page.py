"""一校一页: seats and the list of those admitted, for the head of a school; nobody else of the run."""

from __future__ import annotations

from collections import Counter, defaultdict

from xueheng.methods.run import Run
from xueheng.reports.blocks import Column, Report, Section, Table
from xueheng.reports.runs.admission.flows import batch_names
from xueheng.reports.runs.admission.keys import said
from xueheng.reports.runs.admission_match import Row, ordered, seats_table
from xueheng.reports.runs.provenance import facts, in_order, name_key, words
from xueheng.standards.words import Words


def pages(run: Run) -> dict[str, Report]:
    """The page of each school, in the order of names."""
    tables: dict[str, dict[str, list[Row]]] = {name: defaultdict(list) for name in ("programs", "groups")}
    for name, held in tables.items():
        for row in ordered(run, name):
            held[row["program"]].append(row)
    admitted: dict[str, list[Row]] = defaultdict(list)
    for row in run.outcome.tables["matches"].drop_null().to_pylist():
        admitted[row["program"]].append(row)
    return {
        school: _page(run, school, admitted[school], tables={n: t[school] for n, t in tables.items()})
        for school in in_order(tables["programs"])
    }


def _page(run: Run, school: str, admitted: list[Row], *, tables: dict[str, list[Row]]) -> Report:
    seats = tuple(seats_table(run, name, rows) for name, rows in tables.items() if rows)
    sections = (
        Section(said("school.seats"), (*seats, _ranks(admitted))),
        Section(said("school.admitted"), (_admitted(run, admitted),)),
    )
    digest = tuple(fact for fact in facts(run) if fact.label == words("fact.digest"))
    title = said("school.title", school=school)
    return Report(title, said("school.subtitle"), digest, sections, said("school.stamp"))


def _ranks(admitted: list[Row]) -> Table:
    counted = Counter(row["rank"] for row in admitted)
    rows = tuple((said("choice", rank=rank), counted[rank]) for rank in sorted(counted))
    return Table(said("school.ranks"), (Column(said("rank")), Column(said("admitted"), 0)), rows)


def _admitted(run: Run, admitted: list[Row]) -> Table:
    """录取名单, by number and never by mark."""
    labels = {column.name: column.label for column in run.method.table("matches").columns}
    names = ["student", "group", "batch", "rank"]
    if len(batch_names(run)) == 1:
        names.remove("batch")
    rows = tuple(tuple(r[n] for n in names) for r in sorted(admitted, key=lambda r: name_key(r["student"])))
    note: Words = said("school.list_note")
    return Table(said("school.list", n=len(rows)), tuple(Column(labels[n]) for n in names), rows, note=note)
