"""轮岗方案的图表: moves between schools, schools before and after, quotas with what stands against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Bar, Block, Column, Flow, Heat, Note, Series, Table, Tone
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import name_key
from xueheng.reports.runs.rotation import said

Row = dict[str, Any]
PLAIN: tuple[Tone, ...] = ("plain",) * 3
BANDS = 14  # schools that a chart of bands can hold; more are shown as a grid


def rows(run: Run, name: str, key: str) -> list[Row]:
    """The rows of an outcome table in the order of a name."""
    table = run.outcome.tables.get(name)
    return sorted(table.to_pylist(), key=lambda r: name_key(r[key])) if table is not None else []


def quotas(run: Run) -> Iterator[Block]:
    """Each quota with its verdict, and what every family of rules would gain."""
    held = rows(run, "quotas", "quota")
    heads = tuple(
        Column(said(c), 0 if c in ("required", "reached", "unmet") else None)
        for c in ("quota", "required", "reached", "unmet", "verdict")
    )
    cells = tuple(
        (said(f"quota.{r['quota']}"), r["required"], r["reached"], r["unmet"], r["reason"]) for r in held
    )
    tones = tuple((*PLAIN, _tone(r), _tone(r)) for r in held)
    yield Table(said("quotas"), heads, cells, tones)
    freed = run.outcome.tables.get("blocking")
    if freed is not None:
        found = sorted(freed.to_pylist(), key=lambda r: (-r["gain"], r["family"]))
        columns = (Column(said("gain"), 0), Column(said("verdict")))
        gains = tuple((r["gain"], r["reason"]) for r in found)
        yield Table(said("blocking"), columns, gains, note=said("blocking.note"))


def _tone(row: Row) -> Tone:
    return "near" if row["unmet"] else "good"


def goals(run: Run) -> Table:
    """The goals in their order with value and bound."""
    held = run.outcome.tables["levels"].to_pylist()
    heads = (Column(said("goal")), Column(said("value"), 2), Column(said("bound"), 2), Column(said("proof")))
    cells = tuple(
        (
            said(f"goal.{r['goal']}"),
            r["value"],
            r["bound"],
            said("proof.yes" if r["proven"] else "proof.no"),
        )
        for r in held
    )
    return Table(said("goals"), heads, cells, note=said("goals.note"))


def flows(run: Run) -> Iterator[Block]:
    """Moves between schools as bands where they are few, else as a grid."""
    moves = rows(run, "moves", "teacher")
    if not moves:
        yield Note(said("moves.none"), "near")
        return
    pairs = Counter((r["from"], r["to"]) for r in moves)
    left = sorted({a for a, _ in pairs}, key=name_key)
    right = sorted({b for _, b in pairs}, key=name_key)
    title, sides = said("flow.title", n=len(moves)), (said("flow.from"), said("flow.to"))
    if max(len(left), len(right)) <= BANDS:
        drawn = tuple((left.index(a), right.index(b), n) for (a, b), n in sorted(pairs.items()))
        yield Flow(title, *sides, 0, left=tuple(left), right=tuple(right), flows=drawn)
        return
    values = tuple(tuple(float(pairs[a, b]) if pairs[a, b] else None for b in right) for a in left)
    grid = {"rows": tuple(left), "columns": tuple(right), "values": values}
    yield Heat(title, sides[1], sides[0], 0, note=said("flow.note"), **grid)  # type: ignore[arg-type]


def schools(run: Run) -> Iterator[Block]:
    """Empty posts and backbone shares of each school before and after, in the order of names."""
    held, figures = rows(run, "schools", "school"), run.outcome.figures
    names = tuple(r["school"] for r in held)
    yield Bar(
        said("short.chart", before=figures["shortage_before"], after=figures["shortage_after"]),
        *(said("school"), said("short.y")),
        0,
        categories=names,
        series=_both(held, "shortage"),
    )
    yield Bar(
        said("share.chart", before=_cv(figures["cv_before"]), after=_cv(figures["cv_after"])),
        *(said("school"), said("share.y")),
        1,
        True,
        categories=names,
        series=_both(held, "share"),
    )
    labels = {c.name: c.label for c in run.method.table("schools").columns}
    shown = ("school", "leaving", "arriving", "reason")
    columns = tuple(Column(labels[n], 0 if n in ("leaving", "arriving") else None) for n in shown)
    yield Table(said("schools.table"), columns, tuple(tuple(r[n] for n in shown) for r in held))


def _cv(value: float | None) -> str:
    return "—" if value is None else number(value, digits=3)


def _both(held: list[Row], name: str) -> tuple[Series, ...]:
    return tuple(
        Series(said(when), tuple(r[f"{name}_{at}"] for r in held))
        for when, at in (("was", "before"), ("is", "after"))
    )


def moves_table(run: Run) -> Iterator[Block]:
    """Every move with its reason, by the number of the teacher."""
    held = rows(run, "moves", "teacher")
    labels = {c.name: c.label for c in run.method.table("moves").columns}
    shown = ["teacher", "from", "to", "teaches", "km", "reason"]
    columns = tuple(Column(labels[n], 1 if n == "km" else None) for n in shown)
    if held:
        cells = tuple(tuple(r[n] for n in shown) for r in held)
        yield Table(said("moves.table", n=len(held)), columns, cells)


def stays(run: Run) -> Table:
    """How many do not move for which reason."""
    found = Counter(r["code"] for r in run.outcome.tables["teachers"].to_pylist() if r["code"] != "MOVED")
    columns = (Column(said("why")), Column(said("count"), 0))
    cells = tuple((said(f"code.{code}"), n) for code, n in sorted(found.items()))
    return Table(said("teachers"), columns, cells, note=said("teachers.note"))
