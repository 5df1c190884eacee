"""教师缺口报告: who is missing where, whom to hire when, what comes before hiring, and each formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Block,
    Cell,
    Column,
    Heat,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Table,
    Tone,
)
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import checking, facts, in_order, words
from xueheng.reports.runs.staffing import said
from xueheng.reports.runs.staffing.cells import Row, table_of
from xueheng.reports.runs.staffing.outlook import outlook
from xueheng.standards.words import Words


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of the gaps and the hiring plan."""
    rows = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    sections = [
        Section(words("conclusion"), tuple(_conclusion(run))),
        Section(said("gaps"), tuple(_gaps(run, rows["gaps"]))),
        Section(said("plan"), tuple(_plan(run, rows["plan"]))),
        Section(said("before"), tuple(_before(run, rows))),
    ]
    if rows["forecast"]:
        sections.append(Section(said("outlook"), tuple(outlook(run, rows))))
    sections += [Section(said("formulas"), tuple(_formulas(rows["gaps"]))), checking(run)]
    return Report(said("title"), _subtitle(run), facts(run), tuple(sections), None, files)


def _subtitle(run: Run) -> Words:
    year, horizon = run.params.year, run.params.horizon
    if year is None:
        return said("subtitle.now")
    code = "subtitle.ahead" if horizon else "subtitle.year"
    return said(code, year=year, last=year + horizon, horizon=horizon)


def _conclusion(run: Run) -> Iterable[Block]:
    held = run.outcome.figures
    staff = said(
        "in_post_leaving", have=number(held["have"], digits=1), leaving=number(held["leaving"], digits=1)
    )
    span = said("hires_span", low=held["hires_low"], high=held["hires_high"])
    missing: Tone = "bad" if held["unmet"] else "good"
    yield Numbers(
        (
            Number(said("need"), held["need"], 1, said("unit"), context=staff),
            Number(said("short"), held["short"], 1, said("unit"), context=said("short_is")),
            Number(said("spare"), held["spare"], 1, said("unit"), context=said("spare_is")),
            Number(said("hires"), held["hires"], 0, said("unit"), context=span),
            Number(said("unmet"), held["unmet"], 1, said("unit"), context=said("unmet_is"), tone=missing),
        )
    )
    warned = tuple(issue.words for issue in run.issues if issue.severity == "warning")
    if warned:
        yield Note(said("mind"), "bad", warned)
    yield Note(said("meaning"))


def _gaps(run: Run, rows: list[Row]) -> Iterator[Block]:
    schools, subjects = (in_order(r[name] for r in rows) for name in ("school", "subject"))
    held = {(r["school"], r["subject"]): r["gap"] for r in rows}
    grid = tuple(tuple(held.get((s, j)) for j in subjects) for s in schools)
    yield Heat(
        said("matrix"),
        said("subject"),
        said("school"),
        1,
        note=said("matrix_note"),
        rows=tuple(schools),
        columns=tuple(subjects),
        values=grid,
        middle=0.0,
    )
    names = ["school", "subject", "need", "have", "leaving", "arriving", "gap"]
    names += ["shared", "lent", "retrained", "hires", "unmet", "low", "high"]
    yield table_of(run, "gaps", names, rows, title=said("gaps_table"), tones=_tones, note=said("gaps_note"))


def _tones(name: str, row: Row) -> Tone:
    """Only what stays missing, and what is spare, stands out."""
    if name == "unmet":
        return "bad" if row["unmet"] else "plain"
    return "quiet" if name == "gap" and row["gap"] < 0 else "plain"


def _plan(run: Run, rows: list[Row]) -> Iterator[Block]:
    with_hires = [r for r in rows if r["hires"] or r["low"] or r["high"]]
    if not with_hires:
        yield Note(said("no_hires"), "good")
        return
    years = sorted({r["year"] for r in rows if r["year"] is not None})
    if len(years) > 1:
        yield _by_year(rows, years)
    names = ["year", "subject", "stage", "need", "have", "gap", "shared", "retrained", "hires", "low", "high"]
    shown = names if years else names[1:]
    yield table_of(run, "plan", shown, with_hires, title=said("plan_table"), note=said("plan_note"))


def _by_year(rows: list[Row], years: list[int]) -> Table:
    """招聘人数: a row a subject, a column a year."""
    subjects = in_order(r["subject"] for r in rows)
    hires = {(j, y): 0 for j in subjects for y in years}
    for row in rows:
        hires[row["subject"], row["year"]] += row["hires"]
    cells: list[tuple[Cell, ...]] = [
        (j, *(hires[j, y] for y in years), sum(hires[j, y] for y in years)) for j in subjects
    ]
    whole = [sum(hires[j, y] for j in subjects) for y in years]
    cells.append((said("total"), *whole, sum(whole)))
    heads = [
        Column(said("subject")),
        *(Column(said("year_of", year=y), 0) for y in years),
        Column(said("total"), 0),
    ]
    return Table(said("by_year"), tuple(heads), tuple(cells))


def _before(run: Run, rows: dict[str, list[Row]]) -> Iterator[Block]:
    last = max((r["year"] or 0 for r in rows["plan"]), default=0)
    shares = [r for r in rows["sharing"] if (r["year"] or 0) == last]
    if shares:
        names = ["subject", "giver", "taker", "part", "lessons"]
        yield table_of(run, "sharing", names, shares, title=said("sharing"), note=said("sharing_note"))
    if rows["retraining"]:
        names = ["year", "giver", "subject", "taker", "to", "number"]
        shown = names if run.params.year is not None else names[1:]
        yield table_of(
            run, "retraining", shown, rows["retraining"], title=said("retraining"), note=said("retrain_note")
        )
    if not shares and not rows["retraining"]:
        yield Note(said("nothing_before"))
    if rows["ceilings"]:
        names = ["school", "posts", "heads", "need", "wanted", "hires", "blocked", "subjects"]
        yield table_of(run, "ceilings", names, rows["ceilings"], title=said("ceilings"), reason=True)
    if rows["retirements"]:
        names = ["year", "school", "subject", "number"]
        yield table_of(
            run, "retirements", names, rows["retirements"], title=said("leaving"), note=said("leaving_note")
        )


def _formulas(rows: list[Row]) -> Iterator[Block]:
    heads = (Column(said("school")), Column(said("subject")), Column(said("formula")), Column(said("reason")))
    order = {name: at for at, name in enumerate(in_order(r["school"] for r in rows))}
    listed = sorted(rows, key=lambda r: order[r["school"]])
    cells = tuple(
        (r["school"], r["subject"], *(Words(r[f"{c}_zh"], r[f"{c}_en"]) for c in ("formula", "reason")))
        for r in listed
    )
    yield Table(said("formula_table"), heads, cells, note=said("formula_note"))
