"""指标分配报告: each program's quota, each school of origin's places, and how one place came about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Note, Number, Numbers, Report, Section, Table, Tone
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
WIDE = 10  # programs that stand beside one another in one table


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a quota run."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    programs = sorted(tables["programs"], key=lambda r: name_key(r["program"]))
    origins = sorted(tables.get("origins", []), key=lambda r: name_key(r["origin"]))
    sections = [
        Section(words("conclusion"), tuple(_conclusion(run, tables))),
        Section(words("quota.by_program"), (_programs(run, programs),)),
    ]
    if origins:
        blocks = (_origins(run, origins), *_grids(tables["quotas"], programs, origins))
        sections.append(Section(words("quota.by_origin"), blocks))
    subtitle = words(
        "quota.subtitle" if origins else "quota.subtitle_plans", n=len(programs), of=len(origins)
    )
    sections.append(checking(run))
    return Report(run.method.label, subtitle, facts(run), tuple(sections), files=files)


def _conclusion(run: Run, tables: dict[str, list[Row]]) -> Iterator[Block]:
    figures, unit = run.outcome.figures, words("quota.places")
    share = number(figures["quota"] / figures["plan"], digits=1, percent=True) if figures["plan"] else "0"
    left = words("quota.of_left", n=figures["left_over"]) if figures["left_over"] else None
    numbers = [
        Number(words("quota.plan"), figures["plan"], 0, unit),
        Number(words("quota.quota"), figures["quota"], 0, unit, context=words("quota.of_plan", share=share)),
        Number(words("quota.general"), figures["general"], 0, unit, context=left),
    ]
    if "published" in figures:
        same, of = figures["as_published"], figures["published"]
        tone: Tone = "good" if same == of else "near"
        context = words("quota.of_published", n=of)
        unit = words("balance.units.school")
        numbers.append(Number(words("quota.as_published"), same, 0, unit, context=context, tone=tone))
    yield Numbers(tuple(numbers))
    yield Note(words("quota.sums"), "good")
    if said := tuple(i.words for i in run.outcome.issues):
        yield Note(words("quota.look"), "near", said)
    if tables.get("quotas"):
        yield _example(run, tables)


def _example(run: Run, tables: dict[str, list[Row]]) -> Note:
    """How the largest number of places came about, as a family can follow it."""
    found = max(tables["quotas"], key=lambda r: r["seats"])
    quota = next(r for r in tables["programs"] if r["program"] == found["program"])
    why = words(f"quota.because.{found['because']}")
    values = {"seats": found["seats"], "exact": number(found["exact"], digits=3), "why": why}
    places = quota["quota"] + quota["left_over"]
    said = words("quota.example", program=found["program"], origin=found["origin"], quota=places, **values)
    return Note(said, title=words("quota.example_title"))


def _programs(run: Run, programs: list[Row]) -> Table:
    idle = [] if run.outcome.figures["left_over"] else ["left_over"]
    columns = [c for c in run.method.table("programs").columns if c.name in programs[0].keys() - idle]
    heads = tuple(Column(c.label, None if c.name == "program" else 0) for c in columns)
    rows = tuple(tuple(r[c.name] for c in columns) for r in programs)
    return Table(words("quota.by_program"), heads, rows)


def _origins(run: Run, origins: list[Row]) -> Table:
    columns = run.method.table("origins").columns
    heads = [Column(c.label, None if c.name == "origin" else 0) for c in columns]
    heads.append(Column(words("quota.per_hundred"), 1))
    rates = [100 * r["seats"] / r["size"] if r["size"] else None for r in origins]
    rows = tuple((r["origin"], r["size"], r["seats"], rate) for r, rate in zip(origins, rates, strict=True))
    held = [number(rate, digits=1) for rate in sorted(r for r in rates if r is not None)]
    note = words("quota.range", low=held[0], high=held[-1]) if held else None
    return Table(words("quota.totals"), tuple(heads), rows, note=note)


def _grids(quotas: list[Row], programs: list[Row], origins: list[Row]) -> Iterator[Table]:
    """Origins down, programs across, a few programs at a time so that a page holds them."""
    seats = {(r["program"], r["origin"]): r["seats"] for r in quotas}
    names = [r["program"] for r in programs]
    parts = [names[at : at + WIDE] for at in range(0, len(names), WIDE)]
    for place, part in enumerate(parts, start=1):
        title = (
            words("quota.grid", part=place, parts=len(parts)) if len(parts) > 1 else words("quota.grid_one")
        )
        heads = (Column(words("quota.origin")), *(Column(plain(name), 0) for name in part))
        rows = tuple((r["origin"], *(seats[name, r["origin"]] for name in part)) for r in origins)
        yield Table(title, heads, rows)
