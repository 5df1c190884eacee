"""表格: outcome tables of staff.gap as a reader sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Cell, Column, Table, Tone
from xueheng.reports.runs.provenance import name_key
from xueheng.reports.runs.staffing import said
from xueheng.standards.words import Words

Row = dict[str, Any]
DIGITS = {
    **dict.fromkeys(("need", "have", "leaving", "arriving", "gap", "shared", "lent", "unmet", "part"), 2),
    **dict.fromkeys(("retrained", "hires", "posts", "heads", "wanted", "blocked", "number"), 0),
    **dict.fromkeys(("pupils", "forecast", "classes", "lead"), 0),
    **dict.fromkeys(("lessons", "error", "bias"), 1),
}
PERCENT = ("error", "bias")


def plain_tone(name: str, row: Row) -> Tone:
    """Nothing stands out."""
    return "plain"


def kind(stage: str) -> Words:
    """学段 in words."""
    return said(f"stage.{stage}")


def table_of(
    run: Run,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    title: Words,
    tones: Callable[[str, Row], Tone] = plain_tone,
    note: Words | None = None,
    reason: bool = False,
) -> Table:
    """Some columns of an outcome table, by year and name, with the reason of each row where wanted."""
    declared = {c.name: c for c in run.method.table(name).columns}
    held = [c for c in columns if any(r[c] not in (None, "") for r in rows)]
    heads = [Column(declared[c].label, _digits(declared[c].kind, c), c in PERCENT) for c in held]
    ordered = sorted(rows, key=lambda r: [name_key(str(r.get(c) or "")) for c in columns if c in KEYS])
    cells: list[tuple[Cell, ...]] = [tuple(_cell(c, r) for c in held) for r in ordered]
    if reason:
        heads.append(Column(said("reason")))
        pairs = zip(cells, ordered, strict=True)
        cells = [(*c, Words(r["reason_zh"], r["reason_en"])) for c, r in pairs]
    marks = tuple(tuple(tones(c, r) for c in held) + (("plain",) if reason else ()) for r in ordered)
    plain = all(t == "plain" for row in marks for t in row)
    return Table(title, tuple(heads), tuple(cells), () if plain else marks, note, meanings=MEANINGS)


KEYS = ("year", "school", "subject", "stage", "giver", "taker", "lead")
MEANINGS: tuple[tuple[Tone, Words], ...] = (("bad", said("tone.unmet")), ("quiet", said("tone.spare")))


def _digits(sort: str, name: str) -> int | None:
    if name in ("low", "high"):
        return 0 if sort == "integer" else 2
    return DIGITS.get(name)


def _cell(name: str, row: Row) -> Cell:
    if name == "stage":
        return kind(row[name])
    value: Cell = row[name]
    return str(value) if name == "year" and value is not None else value
