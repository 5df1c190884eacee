"""知识点掌握: shares of marks by knowledge point, of all pupils and of schools or classes by name."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.methods.exam_quality import METHOD
from xueheng.reports.blocks import Block, Cell, Column, Heat, Section, Table
from xueheng.reports.display import number
from xueheng.reports.runs.exam_cells import Row
from xueheng.reports.runs.provenance import in_order, words
from xueheng.standards.attention import limit
from xueheng.standards.small_groups import least
from xueheng.standards.words import plain

MOST_GROUPS = 60  # rows of a heat map beyond which it says less than the table


def mastery_sections(tables: dict[str, list[Row]], subjects: list[str]) -> list[Section]:
    """知识点和能力层级, subjects in the order of the scores; none without marks by item."""
    order = {subject: at for at, subject in enumerate(subjects)}
    rows = sorted(tables.get("mastery", []), key=lambda r: order.get(r["subject"], len(order)))
    blocks = [*_tables(rows), *_heats(rows)]
    return [Section(words("exam.mastery"), tuple(blocks))] if rows else []


def _tables(rows: list[Row]) -> Iterator[Table]:
    labels = {c.name: c.label for c in METHOD.table("mastery").columns}
    for kind in ("knowledge", "ability"):
        own = [r for r in rows if r["kind"] == kind and r["level"] == "all"]
        heads = (
            Column(words("exam.marks_subject")),
            Column(words(f"exam.point.{kind}")),
            Column(labels["items"], 0),
            Column(labels["n"], 0),
            Column(labels["rate"], 1, percent=True),
            Column(words("page.interval")),
        )
        if own:
            body = tuple(_line(r) for r in own)
            note = words("exam.mastery_note", least=int(limit("mastery_items")))
            yield Table(words(f"exam.mastery.{kind}"), heads, body, note=note, fold=80)


def _line(row: Row) -> tuple[Cell, ...]:
    point = row["point"] if row["comparable"] else words("exam.few_items", point=row["point"])
    return (row["subject"], point, row["items"], row["n"], row["rate"], interval(row))


def interval(row: Row) -> Cell:
    """The two ends as per cents; nothing where there is none."""
    if row["low"] is None or row["high"] is None:
        return None
    low, high = (number(100 * row[end], digits=1) for end in ("low", "high"))
    return words("exam.per_cents", low=low, high=high)


def _heats(rows: list[Row]) -> Iterator[Block]:
    """One a subject: schools by name, in one school its classes, against the points that can be compared."""
    known = [
        r for r in rows if r["kind"] == "knowledge" and r["comparable"] and r["n"] >= least("publication")
    ]
    for level in ("school", "class"):
        own = [r for r in known if r["level"] == level]
        names = in_order(r["group"] for r in own)
        if 2 <= len(names) <= MOST_GROUPS:
            subjects = dict.fromkeys(r["subject"] for r in own)
            yield from (_heat(level, names, subject, known) for subject in subjects)
            return


def _heat(level: str, names: list[str], subject: str, rows: list[Row]) -> Heat:
    own = {
        (r["group"], r["point"]): r["rate"] for r in rows if r["level"] == level and r["subject"] == subject
    }
    joint = {r["point"]: r["rate"] for r in rows if r["level"] == "all" and r["subject"] == subject}
    points = [p for p in joint if any((name, p) in own for name in names)]
    values = tuple(tuple(own[n, p] - joint[p] if (n, p) in own else None for p in points) for n in names)
    held = [v for row in values for v in row if v is not None]
    ends = {k: number(100 * v, digits=1) for k, v in (("low", min(held)), ("high", max(held)))}
    return Heat(
        words("exam.mastery_heat", subject=plain(subject), level=words(f"exam.level.{level}"), **ends),
        words("exam.point.knowledge"),
        words(f"exam.one.{level}"),
        1,
        True,
        words("exam.mastery_heat_note", least=least("publication")),
        rows=tuple(names),
        columns=tuple(points),
        values=values,
        middle=0.0,
    )


def own_points(rows: list[Row], school: str) -> list[tuple[Row, Row]]:
    """A school's points whose interval leaves the joint share out, beside all pupils, the lowest first."""
    joint = {(r["subject"], r["point"]): r for r in rows if r["level"] == "all" and r["kind"] == "knowledge"}
    own = (r for r in rows if r["level"] == "school" and r["group"] == school and r["kind"] == "knowledge")
    pairs = [(r, joint[r["subject"], r["point"]]) for r in own if r["comparable"] and r["low"] is not None]
    sure = [(r, j) for r, j in pairs if not r["low"] <= j["rate"] <= r["high"]]
    return sorted(sure, key=lambda pair: pair[0]["rate"] - pair[1]["rate"])
