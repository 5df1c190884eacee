"""各组情况: counties, towns, schools and classes side by side, by name and never by rank."""

from __future__ import annotations

from xueheng.reports.blocks import Block, Box, Column, Heat, Section, Table
from xueheng.reports.display import number
from xueheng.reports.runs.exam_cells import (
    Row,
    figure_cells,
    figure_heads,
    lead_subject,
    mark_text,
    subject_words,
)
from xueheng.reports.runs.provenance import in_order, words
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain

MOST_BOXES = 120  # groups beyond which boxes say less than the table


def level_sections(groups: list[Row], subjects: list[str], whole: dict[str, Row]) -> list[Section]:
    """A section for every level below the whole, from counties down to classes."""
    levels = list(dict.fromkeys(r["level"] for r in groups if r["level"] != "all"))
    known = ("county", "town", "school", "class")
    order = [lv for lv in known if lv in levels] + [lv for lv in levels if lv not in known]
    return [_level(level, [r for r in groups if r["level"] == level], subjects, whole) for level in order]


def _level(level: str, rows: list[Row], subjects: list[str], whole: dict[str, Row]) -> Section:
    known = level in ("county", "town", "school", "class")
    one = words(f"exam.one.{level}") if known else plain(level)
    title = words(f"exam.level.{level}") if known else words("exam.level.other", level=level)
    lead = lead_subject(whole)
    names = in_order(r["group"] for r in rows)
    cell = {(r["group"], r["subject"]): r for r in rows}
    big = [n for n in names if (n, lead) in cell and cell[n, lead]["n"] >= least("publication")]
    blocks: list[Block] = []
    if 2 <= len(big) <= MOST_BOXES:
        blocks.append(_boxes(title, one, lead, big, cell))
    if len(subjects) > 1 and 2 <= len(big) <= MOST_BOXES:
        blocks.append(_heat(title, one, big, subjects, cell, whole))
    blocks.append(_group_table(title, one, lead, names, cell))
    return Section(title, tuple(blocks))


def _boxes(title: Words, one: Words, subject: str, names: list[str], cell: dict[tuple[str, str], Row]) -> Box:
    rows = [cell[n, subject] for n in names]
    medians = [r["median"] for r in rows]
    said = words(
        "exam.box_title",
        level=title,
        subject=subject_words(subject),
        n=len(rows),
        low=mark_text(min(medians)),
        high=mark_text(max(medians)),
    )
    boxes = tuple(tuple(r[c] for c in ("p10", "p25", "median", "p75", "p90")) for r in rows)
    return Box(
        said,
        one,
        words("exam.marks"),
        1,
        categories=tuple(names),
        boxes=boxes,
        whiskers=words("exam.whiskers"),
    )


def _heat(
    title: Words,
    one: Words,
    names: list[str],
    subjects: list[str],
    cell: dict[tuple[str, str], Row],
    whole: dict[str, Row],
) -> Heat:
    values = tuple(tuple(_distance(cell.get((n, s)), whole[s]) for s in subjects) for n in names)
    note = words("exam.heat_note", least=least("publication"))
    known = [value for row in values for value in row if value is not None]
    low, high = (number(end, digits=2) for end in (min(known, default=0.0), max(known, default=0.0)))
    return Heat(
        words("exam.heat_title", level=title, low=low, high=high),
        words("exam.marks_subject"),
        one,
        2,
        note=note,
        rows=tuple(names),
        columns=tuple(subjects),
        values=values,
        middle=0.0,
    )


def _distance(row: Row | None, whole: Row) -> float | None:
    if row is None or row["n"] < least("publication") or not whole["sd"]:
        return None
    return float((row["mean"] - whole["mean"]) / whole["sd"])


def _group_table(
    title: Words, one: Words, subject: str, names: list[str], cell: dict[tuple[str, str], Row]
) -> Table:
    rows = []
    for name in names:
        row = cell.get((name, subject))
        if row is not None:
            shown = figure_cells(row) if row["n"] >= least("publication") else (row["n"], *[None] * 6)
            rows.append((name, *shown))
    held = (cell[n, subject] for n in names if (n, subject) in cell)
    heads = (Column(one), *figure_heads(held))
    said = words("exam.group_table", level=title, subject=subject_words(subject))
    return Table(said, heads, tuple(rows), note=words("exam.small", least=least("publication")))
