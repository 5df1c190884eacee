"""招生录取报告: seats and cut-offs by school, where first choices led, what became of every choice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Note, Number, Numbers, Report, Section, Table
from xueheng.reports.display import number
from xueheng.reports.runs.admission.flows import batch_names, counts, flows
from xueheng.reports.runs.admission.keys import key, said
from xueheng.reports.runs.provenance import checking, facts, name_key
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words

Row = dict[str, Any]
MOST = 3_000  # rows of a table that the report shows; all of them stand in the outcome
CODES = (
    "ADMITTED",
    "HIGHER_CHOICE_ADMITTED",
    "BELOW_CUTOFF",
    "FULL_AT_YOUR_TURN",
    "BELOW_FLOOR",
    "NOT_ELIGIBLE",
    "BAND_CLOSED",
    "TOGETHER_DOES_NOT_FIT",
)  # as a reader takes them in: what was given first, then what stood in the way
SEATS = ("capacity", "seats", "filled", "left_over", "reverted")


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of an admission; no applicant stands in it."""
    sections = (
        Section(said("conclusion"), tuple(_conclusion(run))),
        Section(said("flow"), (Note(said("flow.how")), *flows(run))),
        Section(said("schools"), tuple(_schools(run))),
        Section(said("reasons"), (_reasons(run),)),
        checking(run),
    )
    figures, programs = run.outcome.figures, run.outcome.tables["programs"]
    subtitle = said("subtitle", n=figures["students"], of=len(programs["program"].unique()))
    return Report(run.method.label, subtitle, facts(run), sections, files=files)


def _conclusion(run: Run) -> Iterator[Block]:
    figures, tables = run.outcome.figures, run.outcome.tables
    n, admitted = figures["students"], figures["admitted"]
    ranks = counts(tables["matches"], "rank")
    free = sum(tables["programs"]["left_over"].to_pylist())
    yield Numbers(
        (
            Number(said("students"), n, 0),
            Number(said("admitted"), admitted, 0, context=_share(admitted, n)),
            Number(said("first"), ranks.get(1, 0), 0, context=_share(ranks.get(1, 0), n)),
            Number(said("unmatched"), figures["unmatched"], 0, context=_share(figures["unmatched"], n)),
            Number(said("free"), free, 0),
        )
    )
    yield Note(said(f"how.{run.params.procedure}"), title=said("how"))
    if found := tuple(i.words for i in run.outcome.issues):
        yield Note(said("look"), "near", found)
    if kinds := figures.get("kinds"):
        rows = tuple((name or said("blank"), k["admitted"], k["share"]) for name, k in kinds.items())
        heads = (Column(said("kind")), Column(said("admitted"), 0), Column(said("share"), 1, percent=True))
        yield Table(said("kinds"), heads, rows)


def _share(part: int, whole: int) -> Words | None:
    return said("of_all", share=number(part / whole, digits=1, percent=True)) if whole else None


def _schools(run: Run) -> Iterator[Table]:
    """Programs, and their groups of seats where there are several kinds."""
    for name in ("programs", "groups"):
        rows = ordered(run, name)
        if name == "programs" or len(rows) > run.outcome.tables["programs"].num_rows:
            yield seats_table(run, name, rows)


def ordered(run: Run, name: str) -> list[Row]:
    """The rows of a table of seats: batch by batch as they were run, schools by name."""
    batches = batch_names(run)
    rows: list[Row] = run.outcome.tables[name].to_pylist()
    return sorted(rows, key=lambda r: (batches.index(r["batch"]), name_key(r["program"])))


def seats_table(run: Run, name: str, rows: list[Row]) -> Table:
    """Seats and the last admitted, the latter only where enough stand behind it."""
    labels = {column.name: column.label for column in run.method.table(name).columns}
    heads = ["program", "batch"] if len(batch_names(run)) > 1 else ["program"]
    heads += ["group"] if name == "groups" else []
    counted = [c for c in SEATS if c in labels and (c != "reverted" or any(r[c] for r in rows))]
    columns = (*(Column(labels[c]) for c in heads), *(Column(labels[c], 0) for c in counted))
    cells = tuple((*(r[c] for c in heads + counted), cutoff(r)) for r in rows[:MOST])
    more = said("first_rows", n=MOST) if len(rows) > MOST else Words("", "")
    note = said("cutoff_note", few=least("published_count"), more=more)
    return Table(said(f"table.{name}"), (*columns, Column(said("cutoff"))), cells, note=note)


def cutoff(row: Row) -> Cell:
    """The key of the last admitted: of very few it would tell who they are."""
    if not row["cutoff_key"]:
        return said("no_cutoff") if row["left_over"] else None
    return key(row["cutoff_key"]) if row["filled"] >= least("published_count") else said("few")


def _reasons(run: Run) -> Table:
    """What became of all choices; very few are only said to be few."""
    found = counts(run.outcome.tables["reasons"], "code")
    rows = tuple(
        (said(f"code.{code}"), *_counted(found[code], sum(found.values()))) for code in CODES if code in found
    )
    heads = (Column(said("code")), Column(said("choices"), 0), Column(said("share"), 1, percent=True))
    return Table(said("reasons"), heads, rows, note=said("reasons.note"))


def _counted(n: int, every: int) -> tuple[Cell, Cell]:
    few = least("published_count")
    return (n, n / every) if n >= few else (said("below", n=few), None)
