"""各校建议: what is proposed for each school, where it lies, and who would take its pupils."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Flow, Meanings, Note, Quadrant, Table, Tone
from xueheng.reports.runs.provenance import name_key
from xueheng.reports.runs.siting import said
from xueheng.standards.words import Words

Row = dict[str, Any]
TONES: dict[str, Tone] = {"review": "bad", "open": "good", "expand": "good", "board": "near", "keep": "quiet"}
ORDER = ("review", "open", "expand", "board", "keep")


def school_blocks(run: Run) -> Iterator[Block]:
    """The proposals, the map and the pupils who would change school."""
    rows = sorted(run.outcome.tables["changes"].to_pylist(), key=lambda r: name_key(r["site"]))
    counted = [(a, sum(r["action"] == a for r in rows)) for a in ORDER]
    items = tuple(said(f"count.{action}", n=n) for action, n in counted if n)
    yield Note(said("schools.counted"), items=items)
    changed = [r for a in ORDER[:-1] for r in rows if r["action"] == a]
    if changed:
        yield _table(said("schools.changed"), changed, said("schools.note"))
    yield _map([r for r in rows if r["action"] != "unbuilt"])
    yield from _flow(run)
    kept = [r for r in rows if r["action"] in ("keep", "unbuilt")]
    if kept:
        yield _table(said("schools.kept"), kept, None)


def review_note(run: Run) -> Iterator[Note]:
    """What comes next for schools under review: the steps that the rules ask for."""
    names = sorted(
        (r["site"] for r in run.outcome.tables["changes"].to_pylist() if r["action"] == "review"),
        key=name_key,
    )
    if names:
        steps = tuple(said(f"step.{at}") for at in range(1, 6))
        text = said("review.note", n=len(names), names="、".join(names))
        yield Note(text, "near", steps, title=said("review.title"))


def _table(title: Words, rows: list[Row], note: Words | None) -> Table:
    heads = (
        "site",
        "action",
        "from",
        "seats_before",
        "seats_after",
        "pupils_before",
        "pupils_after",
        "cost",
        "why",
    )
    columns = tuple(Column(said(f"head.{name}"), {"cost": 1}.get(name)) for name in heads)
    tones = tuple(_tones(r["action"], len(heads)) for r in rows)
    return Table(title, columns, tuple(_cells(r) for r in rows), tones, note, meanings=_meanings())


def _cells(r: Row) -> tuple[Cell, ...]:
    why = said(f"why.{r['reason']}", others=r["others"] or "—")
    return (
        r["site"], said(f"action.{r['action']}"), r["period"], r["seats_before"], r["seats_after"],
        r["pupils_before"], r["pupils_after"], r["cost"], why,
    )  # fmt: skip


def _tones(action: str, width: int) -> tuple[Tone, ...]:
    return tuple(TONES.get(action, "quiet") if at == 1 else "plain" for at in range(width))


def _meanings() -> Meanings:
    return (
        ("bad", said("action.review")),
        ("good", said("meaning.more")),
        ("near", said("action.board")),
        ("quiet", said("action.keep")),
    )


def _map(rows: list[Row]) -> Quadrant:
    xs, ys = (tuple(float(r[axis]) for r in rows) for axis in ("x", "y"))
    return Quadrant(
        said("map.title"), said("map.x"), said("map.y"), 1, note=said("map.note"), meanings=_meanings(),
        names=tuple(r["site"] for r in rows), xs=xs, ys=ys, cut_x=_middle(xs), cut_y=_middle(ys),
        tones=tuple(TONES[r["action"]] for r in rows),
    )  # fmt: skip


def _middle(values: tuple[float, ...]) -> float:
    return (min(values) + max(values)) / 2


def _flow(run: Run) -> Iterator[Flow]:
    """Pupils of schools under review by the school that would take them."""
    closing = {r["site"] for r in run.outcome.tables["changes"].to_pylist() if r["action"] == "review"}
    rows = [r for r in run.outcome.tables["moves"].to_pylist() if r["from_site"] in closing and r["pupils"]]
    if not rows:
        return
    left, right = (sorted({r[side] for r in rows}, key=name_key) for side in ("from_site", "to_site"))
    flows = tuple((left.index(r["from_site"]), right.index(r["to_site"]), r["pupils"]) for r in rows)
    yield Flow(
        said("flow.title"), said("flow.left"), said("flow.right"), 0, note=said("flow.note"),
        left=tuple(left), right=tuple(right), flows=flows,
    )  # fmt: skip
