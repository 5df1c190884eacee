"""考场编排报告: what is kept apart and why not more, papers by site; a page of maps and labels by site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Note, Number, Numbers, Report, Section, Table, Tone
from xueheng.reports.runs.provenance import checking, facts, in_order, stamp
from xueheng.standards.words import Words, catalogue, plain

STRIPS = 3  # of a door list, so that two rooms go on a page
Row = dict[str, Any]
Rows = tuple[tuple[Cell, ...], ...]


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the reports on rooms and invigilators."""
    return catalogue("xueheng.reports.runs.logistics")[code].fill(**values)


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a seating."""
    rows = run.outcome.tables["seats"].to_pylist()
    sections = (
        Section(said("conclusion"), tuple(_conclusion(run))),
        Section(said("rooms.papers"), (_papers(rows), *_sittings(run))),
        checking(run),
    )
    return Report(said("rooms.title"), said("rooms.subtitle"), facts(run), sections, stamp(run), files)


def _conclusion(run: Run) -> Iterable[Block]:
    figures = run.outcome.figures
    proof, left = figures["proof"], figures["conflicts"]
    yield Numbers(
        (
            Number(said("rooms.examinees"), figures["examinees"], 0),
            Number(said("rooms.used"), figures["rooms"], 0),
            Number(said(f"rooms.left.{figures['level']}"), left, 0, tone="near" if left else "good"),
            Number(said("rooms.classes"), figures["class_conflicts"], 0),
        )
    )
    held = {"left": left, "bound": proof["bound"], "open": proof["rooms_open"]}
    schools = tuple(said("rooms.over", school=name, n=n) for name, n in proof["schools"].items())
    tone: Tone = "near" if proof["status"] == "open" else "good"
    yield Note(said(f"rooms.proof.{proof['status']}", **held), tone, schools, said("rooms.certificate"))


def _papers(rows: list[Row]) -> Table:
    counted = Counter((r["site"], r["version"]) for r in rows)
    rooms = Counter(site for site, _ in {(r["site"], r["room"]) for r in rows})
    versions = sorted({version for _, version in counted})
    heads = (said("site"), said("rooms.used"), *(said("rooms.version", version=v) for v in versions))
    body: Rows = tuple((s, rooms[s], *(counted[s, v] for v in versions)) for s in in_order(rooms))
    return Table(said("rooms.papers"), tuple(Column(h) for h in heads), body)


def _sittings(run: Run) -> Iterable[Block]:
    rows = run.outcome.tables["sittings"].to_pylist()
    counted: Counter[tuple[int, str]] = Counter()
    rooms: Counter[tuple[int, str]] = Counter()
    for row in rows:
        counted[row["sitting"], row["subject"]] += row["examinees"]
        rooms[row["sitting"], row["subject"]] += 1
    heads = tuple(Column(said(code)) for code in ("session", "subject", "rooms.used", "rooms.examinees"))
    if counted:
        yield Table(said("rooms.sittings"), heads, tuple((*k, rooms[k], counted[k]) for k in sorted(counted)))


def pages(run: Run) -> dict[str, Report]:
    """The page of each site: the seat map and the door list of every room, to print and cut."""
    rows: dict[str, dict[str, list[Row]]] = {}
    for row in run.outcome.tables["seats"].to_pylist():
        rows.setdefault(row["site"], {}).setdefault(row["room"], []).append(row)
    return {site: _page(run, site, rows[site]) for site in in_order(rows)}


def _page(run: Run, site: str, rooms: dict[str, list[Row]]) -> Report:
    sections = tuple(
        Section(said("rooms.room", room=room), (_map(rooms[room]), _list(rooms[room])), starts_page=n > 0)
        for n, room in enumerate(in_order(rooms))
    )
    title = said("rooms.site_title", site=site)
    return Report(title, said("rooms.subtitle"), facts(run), sections, stamp(run))


def _map(rows: list[Row]) -> Table:
    """座位图: as seen from the front, with the number, the examinee and the paper of each desk."""
    at = {(r["row"], r["column"]): f"{r['seat']:02d} {r['id']} {r['version']}" for r in rows}
    columns = range(1, max(c for _, c in at) + 1)
    heads = (Column(said("rooms.row")), *(Column(said("rooms.column", n=c)) for c in columns))
    lines = tuple((str(r), *(at.get((r, c)) for c in columns)) for r in range(1, max(r for r, _ in at) + 1))
    return Table(said("rooms.map", n=len(rows)), heads, lines)


def _list(rows: list[Row]) -> Table:
    """门贴: who sits in the room, by seat, down one strip after another."""
    heads = tuple(Column(said(code)) for code in ("rooms.seat", "rooms.id", "rooms.paper"))
    cells: Rows = tuple((f"{r['seat']:02d}", r["id"], plain(r["version"])) for r in rows)
    high = -(-len(cells) // STRIPS)
    strips = [cells[start : start + high] for start in range(0, len(cells), high)]
    body: Rows = tuple(sum(line, ()) for line in zip_longest(*strips, fillvalue=("", "", "")))
    return Table(said("rooms.door"), heads * len(strips), body, fold=high)
