"""划片报告: what the plan keeps, the map, the zones, who goes how far, and why not the nearest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Note, Number, Numbers, Report, Section, Table, Tone
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import checking, facts, words
from xueheng.reports.runs.zoning import said
from xueheng.reports.runs.zoning.zone_chart import zone_chart
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
LISTED = 200  # rows of units in the report; the files have all
OF_SCHOOLS = {
    "school": None, "seats": 0, "pupils": 0, "free": 0, "over": 0, "mean_distance": 2, "max_distance": 2,
    "price": 2, "price_beyond": 0, "compactness": 2,
}  # fmt: skip
OF_GROUPS = {"pupils": 0, "within": 1, "nearest_share": 1, "mean": 2, "p90": 2, "max": 2}
OF_CHANGES = {"unit": None, "from": None, "to": None, "pupils": 0, "distance_before": 2, "distance": 2}
SHARES = ("within", "nearest_share")


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a zoning plan."""
    held = run.outcome.figures
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    told = {name: number(held[name], digits=0) for name in ("units", "pupils", "schools", "seats")}
    sections = (
        Section(words("conclusion"), tuple(_conclusion(run))),
        Section(said("map"), (zone_chart(run), _table(run, "schools", tables["schools"], OF_SCHOOLS))),
        Section(said("fairness"), (_fairness(run, tables["fairness"]),)),
        *_changes(run, tables["changes"]),
        Section(said("reasons"), (_reasons(run, tables["zones"]),)),
        checking(run),
    )
    return Report(said("title"), said("subtitle", **told), facts(run), sections, None, files)


def _conclusion(run: Run) -> Iterator[Block]:
    yield Numbers(tuple(_numbers(run)))
    warned = tuple(issue.words for issue in run.issues if issue.severity == "warning")
    if warned:
        yield Note(said("mind"), "bad", warned)
    held = run.outcome.figures
    values = {
        "wished": "swaps_wished",
        "seats": "swaps_without_seats",
        "cut": "swaps_cut",
        "left": "swaps_left",
    }
    yield Note(said("swaps", **{name: held[figure] for name, figure in values.items()}))
    ours, least = (number(held[name], digits=3) for name in ("mean_distance", "flow_mean"))
    yield Note(said("proven") if held["proven"] else said("bound", mean=least, ours=ours))


def _numbers(run: Run) -> Iterator[Number]:
    held, limit = run.outcome.figures, run.params.walk_limit
    else_ = said("overload_else", n=held["nearest_overload"])
    yield Number(said("overload"), held["overload"], 0, context=else_, tone=_tone(held["overload"]))
    of = said("fragments_of", n=held["schools"])
    yield Number(said("fragments"), held["fragments"], 0, context=of, tone=_tone(held["fragments"]))
    proof = said("beyond_proof", n=held["unavoidable"])
    tone = _tone(held["beyond_limit"])
    yield Number(said("beyond", limit=limit), held["beyond_limit"], 0, context=proof, tone=tone)
    shown = {"mean": number(held["nearest_mean"], digits=2), "max": number(held["max_distance"], digits=2)}
    context = said("mean_else", **shown)
    yield Number(said("mean"), held["mean_distance"], 2, unit=said("km"), context=context)
    share, why = held["nearest_share"], said("nearest_else")
    yield Number(said("nearest"), share, 1, percent=True, context=why)
    if run.outcome.tables["changes"].num_rows:
        part = number(held["changed_pupils"] / held["pupils"], digits=1, percent=True)
        yield Number(said("changed"), held["changed_pupils"], 0, context=said("changed_of", share=part))


def _tone(n: int) -> Tone:
    return "bad" if n else "good"


def _table(run: Run, name: str, rows: list[Row], shown: dict[str, int | None]) -> Table:
    labels = {c.name: c.label for c in run.method.table(name).columns}
    columns = tuple(Column(labels[n], digits) for n, digits in shown.items())
    cells = tuple(tuple(row[n] for n in shown) for row in rows)
    return Table(said(f"{name}_table", n=len(rows)), columns, cells, note=said(f"{name}_note"))


def _fairness(run: Run, rows: list[Row]) -> Table:
    labels = {c.name: c.label for c in run.method.table("fairness").columns}
    heads = (Column(labels["group"]), Column(labels["value"]))
    columns = (*heads, *(Column(labels[n], digits, percent=n in SHARES) for n, digits in OF_GROUPS.items()))
    first = sorted(rows, key=lambda r: (r["group"] != "all", r["group"], r["value"]))
    cells = tuple((*_named(row), *(row[n] for n in OF_GROUPS)) for row in first)
    return Table(said("fairness_table"), columns, cells, note=said("fairness_note"))


def _named(row: Row) -> tuple[str | Words, str | Words]:
    if row["group"] == "all":
        return said("group.all"), plain("")
    value = said("group.counted") if row["value"] == "counted" else row["value"] or said("blank")
    return row["group"], value


def _changes(run: Run, rows: list[Row]) -> Iterator[Section]:
    if rows:
        table = _table(run, "changes", rows[:LISTED], OF_CHANGES)
        title = said("changes_table", n=len(rows))
        yield Section(said("changes"), (Table(title, table.columns, table.rows, note=table.note),))


def _reasons(run: Run, rows: list[Row]) -> Block:
    others = [r for r in rows if r["school"] != r["nearest"]]
    if not others:
        return Note(said("reasons_none"))
    labels = {c.name: c.label for c in run.method.table("zones").columns}
    heads = (Column(labels["unit"]), Column(labels["school"]), Column(labels["reason"]))
    cells = tuple((r["unit"], r["school"], Words(r["reason"], r["reason_en"])) for r in others[:LISTED])
    more = said("reasons_more", shown=LISTED) if len(others) > LISTED else said("reasons_all")
    return Table(said("reasons_table", n=len(others)), heads, cells, note=more)
