"""均衡、高分段、有效分与综合分: what was asked for beside means and rates, by name and never by rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xueheng.methods.exam_quality import METHOD
from xueheng.reports.blocks import Block, Cell, Column, Line, Mark, Section, Series, Table
from xueheng.reports.runs.exam_cells import Row, mark_text, subject_words
from xueheng.reports.runs.provenance import name_key, words
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain

Sized = dict[tuple[str, str], int]  # pupils by level and group
MOST_POINTS = 200


def more_sections(tables: dict[str, list[Row]], whole: dict[str, Row], subjects: list[str]) -> list[Section]:
    """A section for each table that there is."""
    sizes: Sized = {}
    for r in tables["groups"]:
        key = (r["level"], r["group"])
        sizes[key] = max(sizes.get(key, 0), r["n"])
    level = _level(sizes)
    made = (
        ("balance", _balance(tables.get("balance", []), sizes, level)),
        ("top", _top(tables.get("top", []), sizes, level)),
        ("effective_groups", _effective(tables.get("effective_groups", []), sizes, level)),
        ("composite", _composite(tables.get("composite", []), sizes, level, subjects)),
    )
    return [
        Section(METHOD.table(name).label, tuple(blocks)) for name, found in made if (blocks := list(found))
    ]


def _level(sizes: Sized) -> str:
    """Schools, in one school its classes."""
    return "school" if sum(level == "school" for level, _ in sizes) > 1 else "class"


def _shown(rows: list[Row], sizes: Sized, level: str) -> list[Row]:
    """The rows of groups that are large enough, by name."""
    own = [
        r for r in rows if r["level"] == level and sizes.get((level, r["group"]), 0) >= least("publication")
    ]
    return sorted(own, key=lambda r: name_key(r["group"]))


def _head(name: str, column: str, **how: Any) -> Column:
    return Column(next(c.label for c in METHOD.table(name).columns if c.name == column), **how)


def _table(
    name: str, rows: Sequence[tuple[Cell, ...]], heads: list[Column], note: Words | None = None
) -> Table:
    return Table(METHOD.table(name).label, tuple(heads), tuple(rows), note=note)


def _balance(rows: list[Row], sizes: Sized, level: str) -> Iterator[Block]:
    """弱势学科 of each group; the heat map above shows all."""
    weak = [r for r in _shown(rows, sizes, level) if r["weak"]]
    if not rows:
        return
    heads = [Column(words(f"exam.one.{level}")), Column(words("exam.marks_subject"))]
    heads += [_head("balance", c, digits=2) for c in ("position", "position_total", "difference")]
    cells = [(r["group"], r["subject"], r["position"], r["position_total"], r["difference"]) for r in weak]
    yield _table("balance", cells, heads, words("exam.balance_note" if weak else "exam.balance_none"))


def _top(rows: list[Row], sizes: Sized, level: str) -> Iterator[Block]:
    own = _shown(rows, sizes, level)
    if own:
        heads = [
            Column(words(f"exam.one.{level}")),
            _head("groups", "n", digits=0),
            _head("top", "count", digits=0),
        ]
        cells = [(r["group"], sizes[level, r["group"]], r["count"]) for r in own]
        yield _table("top", cells, heads, words("exam.top_note", line=mark_text(own[0]["line"])))


def _effective(rows: list[Row], sizes: Sized, level: str) -> Iterator[Block]:
    own = _shown(rows, sizes, level)
    if own:
        counts, rates = ("on_total", "on_subject", "on_both"), ("hit_rate", "contribution")
        heads = [
            Column(words("exam.line")),
            Column(words(f"exam.one.{level}")),
            Column(words("exam.marks_subject")),
        ]
        heads += [_head("effective_groups", c, digits=0) for c in counts]
        heads += [_head("effective_groups", c, digits=1, percent=True) for c in rates]
        keys = ("line", "group", "subject", *counts, *rates)
        yield _table("effective_groups", [tuple(r[k] for k in keys) for r in own], heads)


def _composite(rows: list[Row], sizes: Sized, level: str, subjects: list[str]) -> Iterator[Block]:
    own = _shown(rows, sizes, level)
    cells = {(r["group"], r["subject"]): r["value"] for r in own}
    named = [s for s in [*subjects, "total"] if any(s == subject for _, subject in cells)]
    if own:
        heads = [Column(words(f"exam.one.{level}")), *(Column(subject_words(s), 1) for s in named)]
        heads += [Column(words("exam.composite_all"), 1)] if len(named) > 1 else []
        keys = [*named, *(["all"] if len(named) > 1 else [])]
        names = dict.fromkeys(r["group"] for r in own)
        body: list[tuple[Cell, ...]] = [(n, *(cells.get((n, s)) for s in keys)) for n in names]
        yield _table("composite", body, heads, words("exam.composite_note"))


def cumulative_curve(rows: list[Row], subject: Words, lines: dict[str, Any]) -> Line | None:
    """The share of pupils at or above each mark, from the lowest mark to the highest."""
    held = [(float(r["mark"]), r["cumulative"]) for r in rows]
    if len(held) < 3 or not held[0][1]:
        return None
    step = max(1, len(held) // MOST_POINTS)
    kept = [*held[::step], *(held[-1:] if (len(held) - 1) % step else [])]
    series = Series(words("exam.cumulative_share"), tuple(n / held[0][1] for _, n in kept))
    marks = tuple(Mark(plain(name), float(at), "x") for name, at in lines.items())
    return Line(
        words("exam.cumulative_title", subject=subject),
        words("exam.marks"),
        words("exam.cumulative_share"),
        1,
        True,
        marks=marks,
        at=tuple(mark for mark, _ in kept),
        series=(series,),
        step=True,
    )
