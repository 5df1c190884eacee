"""等值报告: what joined the forms, the concordance as a curve and a table, the anchors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.declare import param_words
from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Line, Note, Number, Numbers, Report, Section, Series, Table
from xueheng.reports.runs.provenance import checking, facts, words
from xueheng.standards.words import Words

Row = dict[str, Any]
BAND = 1.96  # standard errors either side of an equivalent


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of an equating run."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    rows = tables["concordance"]
    sections = [Section(words("conclusion"), tuple(_conclusion(run, rows)))]
    sections.append(Section(words("equate.concordance"), tuple(_concordance(run, rows))))
    if "anchors" in tables:
        sections.append(Section(words("equate.anchors"), (_anchors(tables["anchors"]),)))
    sections.append(checking(run))
    subtitle = param_words(run.method.params, f"choice.procedure.{run.params.procedure}") or words("equate.x")
    return Report(words("equate.title"), subtitle, facts(run), tuple(sections), None, files)


def _conclusion(run: Run, rows: list[Row]) -> Iterator[Block]:
    figures = run.outcome.figures
    numbers = []
    if figures.get("slope") is not None:
        numbers += [Number(words(f"equate.{name}"), figures[name], 4) for name in ("slope", "intercept")]
    if "n_x" in figures:
        for form in "xy":
            spread = words(
                "equate.spread", mean=f"{figures[f'mean_{form}']:.2f}", sd=f"{figures[f'sd_{form}']:.2f}"
            )
            numbers.append(Number(words(f"equate.n_{form}"), figures[f"n_{form}"], 0, context=spread))
    else:
        dropped = words("equate.dropped", n=figures["n_dropped"])
        numbers.append(Number(words("equate.common"), figures["n_anchors"], 0, context=dropped))
    if "anchor_share" in figures:
        numbers.append(Number(words("equate.share"), figures["anchor_share"], 0, percent=True))
    yield Numbers(tuple(numbers))
    yield Note(_sentence(rows[len(rows) // 2]))
    yield Note(words("equate.meaning"), "quiet")


def _sentence(row: Row) -> Words:
    """The score in the middle of the scale as a clerk would say it."""
    said = {"score": f"{row['score']:g}", "equivalent": f"{row['equivalent']:.1f}"}
    if row["se"] is None:
        return words("equate.example", **said)
    return words("equate.example_se", **said, se=f"{BAND * row['se']:.1f}")


def _concordance(run: Run, rows: list[Row]) -> Iterator[Block]:
    if len(rows) > 2:
        yield _curve(rows)
    heads = (Column(words("equate.x")), Column(words("equate.y"), 2), Column(words("equate.se"), 2))
    body = tuple((f"{r['score']:g}", r["equivalent"], r["se"]) for r in rows)
    note = words(f"equate.se_by.{run.outcome.figures['se_by']}")
    yield Table(words("equate.table"), heads, body, note=note)


def _curve(rows: list[Row]) -> Line:
    shift = [r["equivalent"] - r["score"] for r in rows]
    series = [Series(words("equate.shift"), tuple(shift))]
    if any(r["se"] is not None for r in rows):
        for name, sign in (("low", -BAND), ("high", BAND)):
            ends = (None if r["se"] is None else s + sign * r["se"] for s, r in zip(shift, rows, strict=True))
            series.append(Series(words(f"equate.{name}"), tuple(ends)))
    harder = sum(s > 0 for s in shift)
    return Line(
        words("equate.curve", up=harder, n=len(rows)),
        words("equate.x"),
        words("equate.shift"),
        2,
        note=words("equate.curve_note" if len(series) > 1 else "equate.curve_note_alone"),
        at=tuple(r["score"] for r in rows),
        series=tuple(series),
    )


def _anchors(rows: list[Row]) -> Table:
    names = ("item", "a_x", "b_x", "a_y", "b_y", "difference", "z", "kept")
    heads = tuple(Column(words(f"equate.{n}"), None if n in ("item", "kept") else 2) for n in names)
    body, tones = [], []
    for r in rows:
        kept = words("equate.used" if r["kept"] else "equate.drifted")
        body.append((*(r[n] for n in names[:-1]), kept))
        tones.append((*("plain",) * 7, "plain" if r["kept"] else "bad"))
    return Table(
        words("equate.anchors"),
        heads,
        tuple(body),
        tuple(tones),  # type: ignore[arg-type]
        words("equate.anchor_note"),
        meanings=(("bad", words("equate.drifted")),),
    )
