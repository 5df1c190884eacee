"""精准投放报告: what the money reaches, beside simpler ways; the orders; why each school got what it got."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Heat,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.reports.display import number
from xueheng.reports.runs.funding import said
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.standards.words import Words, plain

SHOWN = ("school", "pupils", "gaps_before", "gaps_after", "amount", "reason")
WAYS = ("plan", "cheapest_school", "cheapest_pupil", "per_pupil", "equal", "none")
MOST_ROWS = 80  # schools beyond which a heat map says less than the table
Row = dict[str, Any]


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a plan, or of shares by weighted pupils."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    held = run.outcome.figures
    budget = number(float(held["budget"]), digits=0)
    if "shares" in tables:
        subtitle = said("subtitle_weighted", schools=held["n_schools"], budget=budget)
        shares = Section(said("shares"), (_plain(run, "shares", tables["shares"], note=said("shares_note")),))
        return Report(said("title_weighted"), subtitle, facts(run), (shares, checking(run)), None, files)
    subtitle = said("subtitle", schools=held["n_schools"], gaps=held["n_gaps"], budget=budget)
    sections = (
        Section(words("conclusion"), tuple(_conclusion(run, tables))),
        Section(said("orders"), (_plain(run, "orders", tables["orders"], note=said("order_note")),)),
        Section(said("reasons"), tuple(_reasons(run, tables))),
        Section(said("missed"), tuple(_missed(run, tables))),
        Section(said("aims"), (_aims(run, tables["stages"]),)),
        checking(run),
    )
    return Report(said("title"), subtitle, facts(run), sections, None, files)


def _conclusion(run: Run, tables: dict[str, list[Row]]) -> Iterator[Block]:
    held = run.outcome.figures
    before = said("met_before", n=sum(r["before"] for r in tables["schools"]))
    left = said("left", left=number(float(held["left"]), digits=0))
    verdict = said("proven" if held["proven"] else "not_proven")
    yield Numbers(
        (
            Number(said("met"), held["schools_met"], 0, context=before),
            Number(said("pupils"), held["pupils_met"], 0),
            Number(said("spent"), float(held["spent"]), 0, context=left),
            Number(said("proof"), verdict, tone="good" if held["proven"] else "near"),
        )
    )
    warned = tuple(issue.words for issue in run.issues if issue.severity == "warning")
    if warned:
        yield Note(said("mind"), "near", warned)
    yield from _compared(run, tables["compared"])


def _compared(run: Run, rows: list[Row]) -> Iterator[Block]:
    counts = {r["rule"]: r["schools"] for r in rows}
    order = [
        r for r in ("plan", "cheapest_school", "cheapest_pupil", "per_pupil", "equal", "none") if r in counts
    ]
    title = said("compared", ours=counts["plan"], equal=counts["equal"], per_pupil=counts["per_pupil"])
    series = Series(said("schools_axis"), tuple(float(counts[r]) for r in order))
    names = tuple(said(f"rule.{r}") for r in order)
    yield Bar(title, said("rule"), said("schools_axis"), 0, categories=names, series=(series,))
    pupils = {r["rule"]: r["pupils"] for r in rows}
    heads = (Column(said("rule")), *(_head(run, "compared", c, 0) for c in ("schools", "pupils")))
    body = tuple((said(f"rule.{r}"), counts[r], pupils[r]) for r in order)
    yield Table(run.method.table("compared").label, heads, body)


def _reasons(run: Run, tables: dict[str, list[Row]]) -> Iterator[Block]:
    gaps = tables["gaps"]
    names = sorted({r["school"] for r in gaps}, key=name_key)
    if names and len(names) <= MOST_ROWS:
        yield _matrix(run, gaps, names)
    rows = sorted(tables["schools"], key=lambda r: name_key(r["school"]))
    yield _plain(run, "schools", rows, columns=list(SHOWN))
    yield _plain(run, "indicators", tables["indicators"])


def _matrix(run: Run, gaps: list[Row], names: list[str]) -> Heat:
    """缺口矩阵: what is closed and what is still open."""
    still = {(r["school"], r["indicator"]): float(not r["closed"]) for r in gaps}
    indicators = tuple(sorted({r["indicator"] for r in gaps}))
    return Heat(
        said("matrix", left=int(sum(still.values())), before=len(gaps)),
        _label(run, "indicators", "indicator"),
        _label(run, "schools", "school"),
        0,
        note=said("matrix_note"),
        rows=tuple(names),
        columns=indicators,
        values=tuple(tuple(still.get((s, i)) for i in indicators) for s in names),
    )


def _missed(run: Run, tables: dict[str, list[Row]]) -> Iterator[Block]:
    rows = sorted(tables["missed"], key=lambda r: name_key(r["school"]))
    yield _plain(run, "missed", rows, note=said("missed_note"))
    amount = number(float(run.params.next_amount), digits=0)
    heads = tuple(
        _head(run, "more", c, None if c in ("case", "gained") else 0)
        for c in ("case", "schools", "pupils", "spent", "gained")
    )
    body = tuple(
        (said(f"case.{r['case']}", amount=amount), r["schools"], r["pupils"], float(r["spent"]), r["gained"])
        for r in tables["more"]
    )
    yield Table(said("more"), heads, body)


def _aims(run: Run, rows: list[Row]) -> Table:
    heads = (
        *(_head(run, "stages", c, 0) for c in ("order", "aim", "value")),
        _head(run, "stages", "bound", 1),
    )
    heads = (*heads, _head(run, "stages", "proven", None))
    ordered = sorted(rows, key=lambda r: r["order"])
    body = tuple((r["order"], _aim(r["aim"]), r["value"], r["bound"], r["proven"]) for r in ordered)
    return Table(run.method.table("stages").label, heads, body, note=said("aims_note"))


def _aim(name: str) -> Words:
    base, _, edge = name.partition("<")
    return said(f"aim.{base}", edge=f"{100 * float(edge):g}%" if edge else "")


def _plain(
    run: Run, name: str, rows: list[Row], *, columns: list[str] | None = None, note: Words | None = None
) -> Table:
    """An outcome table by its own labels; columns without any value are left out."""
    declared = {c.name: c for c in run.method.table(name).columns}
    kept = [c for c in columns or declared if any(r.get(c) is not None for r in rows) or not rows]
    heads = tuple(_head(run, name, c, _digits(declared[c].kind)) for c in kept)
    ordered = sorted(rows, key=lambda r: name_key(r.get("school") or ""))
    return Table(
        run.method.table(name).label,
        heads,
        tuple(tuple(_cell(r[c]) for c in kept) for r in ordered),
        note=note,
    )


def _digits(kind: str) -> int | None:
    return {"integer": 0, "decimal": 2, "number": 3}.get(kind)


def _cell(value: Any) -> Cell:
    return plain(value) if isinstance(value, str) else float(value) if hasattr(value, "quantize") else value


def _label(run: Run, table: str, column: str) -> Words:
    return next(c.label for c in run.method.table(table).columns if c.name == column)


def _head(run: Run, table: str, column: str, digits: int | None) -> Column:
    return Column(_label(run, table, column), digits)
