"""评估条目: what the county says of each item, its limit and its clause, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Number, Numbers, Section, Table, Tone
from xueheng.reports.display import number
from xueheng.reports.runs.balance import said
from xueheng.reports.runs.balance_schools import met_tone
from xueheng.reports.runs.provenance import name_key, words
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
PARTS = ("guarantee", "quality", "recognition", "eligibility", "veto")


def sections(run: Run) -> Iterator[Section]:
    """The items, where the county has given them."""
    if "items" in run.outcome.tables:
        yield Section(said("items.title"), tuple(_blocks(run)))


def _blocks(run: Run) -> Iterator[Block]:
    figures = run.outcome.figures
    asked = words("balance.of_coefficients", n=figures["items_asked"])
    missing = figures["items_asked"] - figures["items_judged"]
    missed = figures["items_judged"] - figures["items_met"]
    yield Numbers(
        (
            Number(said("items.met"), figures["items_met"], 0, said("item"), context=asked),
            Number(said("items.missed"), missed, 0, said("item"), tone="bad" if missed else "good"),
            Number(said("items.missing"), missing, 0, said("item"), context=said("items.missing_is")),
        )
    )
    rows = run.outcome.tables["items"].to_pylist()
    for county in sorted({r.get("county") or "" for r in rows}, key=name_key):
        for part in PARTS:
            own = [r for r in rows if (r.get("county") or "", r["part"]) == (county, part)]
            if own:
                yield _table(own, county, part)


def _table(rows: list[Row], county: str, part: str) -> Table:
    codes = ("number", "item_is", "limit_is", "asked", "value", "verdict", "evidence", "clause")
    heads = tuple(Column(said(f"items.{c}")) for c in codes)
    rows = sorted(rows, key=lambda r: (r["number"], r["limit"] or ""))
    tones: tuple[tuple[Tone, ...], ...] = tuple(
        tuple(met_tone(r["met"]) if i == 5 else "plain" for i in range(len(codes))) for r in rows
    )
    name = said(f"items.part.{part}")
    title = Words(f"{county}{name.zh}", f"{county} {name.en}".strip())
    return Table(title, heads, tuple(map(_cells, rows)), tones, said("items.note"))


def _cells(row: Row) -> tuple[Cell, ...]:
    verdict = said({True: "items.holds", False: "items.fails", None: "items.unknown"}[row["met"]])
    read = words(f"status.{row['status']}")
    clause = Words(f"{row['clause']}（{read.zh}）", f"{row['clause']} ({read.en})")
    limit = said(f"items.limit.{row['limit']}") if row["limit"] else ""
    value = "" if row["value"] is None else _shown(row["value"])
    return (row["number"], row["label"], limit, _asked(row), value, verdict, row["evidence"] or "", clause)


def _asked(row: Row) -> Words | str:
    signs = (("at_least", "≥"), ("at_most", "≤"), ("below", "<"))
    held = [f"{sign} {_shown(row[name])}" for name, sign in signs if row[name] is not None]
    return plain(" ".join(held)) if held else said("items.by_reading")


def _shown(value: float) -> str:
    return number(value, digits=3).rstrip("0").rstrip(".") if value != int(value) else number(value, digits=0)
