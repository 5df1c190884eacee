"""教学质量分析报告: subjects, distribution, groups by name, lines, and who is counted."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from xueheng.methods.exam_quality import METHOD
from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Bar,
    Block,
    Box,
    Column,
    Heat,
    Line,
    Mark,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import checking, facts, in_order, name_key, stamp, words
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain
from xueheng.tables.scores import TOTAL

Row = dict[str, Any]
MOST_BOXES = 120  # groups beyond which boxes say less than the table
BANDS = 20  # bands of a distribution table, at most
SMALL_MARKS = 20  # mean below which marks are shown with two digits
POINTS = 120  # points of a distribution curve, at most


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of an exam."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    whole = {r["subject"]: r for r in tables["groups"] if r["level"] == "all"}
    subjects = [s for s in run.outcome.figures["subjects"] if s in whole]
    sections = [
        Section(words("conclusion"), tuple(_conclusion(run, whole, tables))),
        *(
            [Section(words("exam.subjects"), tuple(_subjects(run, whole, subjects, tables)))]
            if subjects
            else []
        ),
        Section(words("exam.distribution"), tuple(_distribution(run, whole, tables))),
    ]
    sections += _levels(tables["groups"], subjects, whole)
    if "lines" in tables:
        sections.append(Section(words("exam.lines"), tuple(_lines(run, tables))))
    if tables.get("changes"):
        sections.append(Section(words("exam.changes"), (_changes(tables["changes"]),)))
    sections.append(checking(run))
    n = number(run.outcome.figures["n"], digits=0)
    subtitle = words("exam.subtitle" if subjects else "exam.subtitle_total", n=n, subjects=len(subjects))
    return Report(_title(run), subtitle, facts(run), tuple(sections), stamp(run), files)


def _title(run: Run) -> Words:
    exam = run.exam
    kind = words("exam.undeclared") if exam is None else words(f"exam.kind.{exam['kind']}")
    if exam and exam.get("name"):
        kind = plain(exam["name"])
    title = words("exam.title")
    return Words(f"{title.zh} · {kind.zh}", f"{title.en} · {kind.en}")


def subject_words(subject: str) -> Words:
    """A subject as its heading stands in the table; the total by its own word."""
    return Words("总分", "Total") if subject == TOTAL else plain(subject)


def _main(whole: dict[str, Row]) -> str:
    """The subject a whole report leads with: the total, if anybody has one."""
    return TOTAL if TOTAL in whole else next(iter(whole))


def _conclusion(run: Run, whole: dict[str, Row], tables: dict[str, list[Row]]) -> Iterable[Block]:
    row = whole[_main(whole)]
    full = run.params.full.get(row["subject"])
    code = "exam.with_total" if full is None else "exam.of_full"
    low, high, median = (_mark(row[c]) for c in ("p25", "p75", "median"))
    context = words(code, full=full, n=number(row["n"], digits=0))
    numbers = [
        Number(words("exam.pupils"), run.outcome.figures["n"], 0, words("exam.persons")),
        Number(words("exam.total_mean"), row["mean"], 1, context=context),
        Number(
            words("exam.middle_half"),
            words("exam.middle_value", low=low, high=high),
            context=words("exam.median_is", median=median),
        ),
    ]
    if tables.get("attendance"):
        missing = sum(r["absent"] + r["violation"] for r in tables["attendance"])
        entries = missing + sum(r["n"] for r in tables["attendance"])
        said = words("exam.absences_of", n=number(entries, digits=0))
        numbers.append(Number(words("exam.absences"), missing, 0, context=said))
    yield Numbers(tuple(numbers))


def _mark(value: float) -> str:
    return f"{Decimal(str(value)).quantize(Decimal('0.1')).normalize():f}"


RATES = ("excellent_rate", "pass_rate", "low_rate")


def _figures(rows: Iterable[Row]) -> list[Column]:
    """The heads of n, marks and rates; small marks are shown with two digits."""
    digits = 2 if max((r["mean"] for r in rows), default=0) < SMALL_MARKS else 1
    labels = {c.name: c.label for c in METHOD.table("groups").columns}
    heads = [Column(labels["n"], 0)]
    heads += [Column(labels[c], digits) for c in ("mean", "sd", "median")]
    return heads + [Column(labels[c], 1, percent=True) for c in RATES]


def _cells(row: Row) -> tuple[Any, ...]:
    return tuple(row[c] for c in ("n", "mean", "sd", "median", *RATES))


def _subjects(
    run: Run, whole: dict[str, Row], subjects: list[str], tables: dict[str, list[Row]]
) -> Iterable[Block]:
    shares = [(s, whole[s]["mean"] / float(run.params.full[s])) for s in subjects if s in run.params.full]
    if len(shares) > 1:
        yield _share_bars(shares)
    names = [*subjects, TOTAL] if TOTAL in whole else subjects
    rows = tuple((subject_words(s), *_cells(whole[s])) for s in names)
    heads = (Column(words("exam.marks_subject")), *_figures(whole.values()))
    yield Table(words("exam.subjects_table"), heads, rows)
    if any(v for r in tables["attendance"] for k, v in r.items() if k not in ("subject", "n")):
        labels = run.method.table("attendance").columns
        heads = tuple(Column(c.label, None if c.name == "subject" else 0) for c in labels)
        by_subject = {r["subject"]: r for r in tables["attendance"]}
        counted = tuple(tuple(by_subject[s][c.name] for c in labels) for s in subjects)
        yield Table(words("exam.attendance"), heads, counted)


def _share_bars(shares: list[tuple[str, float]]) -> Bar:
    low, high = min(shares, key=lambda s: s[1]), max(shares, key=lambda s: s[1])
    title = words(
        "exam.subjects_chart",
        low=f"{low[1]:.1%}",
        low_subject=low[0],
        high=f"{high[1]:.1%}",
        high_subject=high[0],
    )
    series = Series(words("exam.share"), tuple(v for _, v in shares))
    categories = tuple(s for s, _ in shares)
    return Bar(
        title,
        words("exam.marks_subject"),
        words("exam.share"),
        1,
        True,
        categories=categories,
        series=(series,),
    )


def _distribution(run: Run, whole: dict[str, Row], tables: dict[str, list[Row]]) -> Iterable[Block]:
    subject = _main(whole)
    rows = [r for r in tables["distribution"] if r["subject"] == subject][::-1]
    shown = subject_words(subject)
    if len(rows) > 2:
        yield _curve(run, shown, rows, whole[subject]["median"])
    yield _bands(shown, rows)


def _curve(run: Run, shown: Words, rows: list[Row], median: float) -> Line:
    """The counts as a curve over the marks, in steps wide enough to be smooth."""
    low, high = float(rows[0]["mark"]), float(rows[-1]["mark"])
    width = max(_width(high - low, most=POINTS), _step(rows))
    first = math.floor(low / width)
    counts = [0.0] * (math.floor(high / width) - first + 1)
    for r in rows:
        counts[math.floor(float(r["mark"]) / width) - first] += r["count"]
    series = Series(words("exam.count_per", width=f"{width:g}"), tuple(counts))
    return Line(
        words("exam.distribution_title", subject=shown, median=_mark(median)),
        words("exam.marks"),
        words("exam.count"),
        0,
        at=tuple((first + i) * width for i in range(len(counts))),
        series=(series,),
        area=True,
        marks=tuple(Mark(plain(name), float(at), "x") for name, at in run.params.lines.items()),
    )


def _bands(shown: Words, rows: list[Row]) -> Table:
    """分数段: counts by bands of equal width, from the top."""
    top, bottom = float(rows[-1]["mark"]), float(rows[0]["mark"])
    width = max(_width(top - bottom, most=BANDS), _step(rows))
    bands: dict[int, list[Row]] = {}
    for r in rows:
        bands.setdefault(int(float(r["mark"]) // width), []).append(r)
    body = tuple(
        (f"{band * width:g} – {(band + 1) * width:g}", sum(r["count"] for r in held), held[0]["cumulative"])
        for band, held in sorted(bands.items(), reverse=True)
    )
    heads = (
        Column(words("exam.segment")),
        Column(words("exam.count"), 0),
        Column(words("exam.cumulative"), 0),
    )
    return Table(
        words("exam.segments", subject=shown, width=f"{width:g}"), heads, body, note=words("exam.band_note")
    )


def _width(spread: float, *, most: int) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 ... that cuts the spread into at most so many."""
    steps = (float(base * Decimal(10) ** power) for power in range(-4, 6) for base in (1, 2, 5))
    return next(step for step in steps if spread / step <= most)


def _step(rows: list[Row]) -> float:
    """The smallest distance between two marks that occur."""
    marks = sorted(float(r["mark"]) for r in rows)
    return min((b - a for a, b in pairwise(marks)), default=1.0)


def _levels(groups: list[Row], subjects: list[str], whole: dict[str, Row]) -> list[Section]:
    levels = list(dict.fromkeys(r["level"] for r in groups if r["level"] != "all"))
    known = ("county", "town", "school", "class")
    order = [lv for lv in known if lv in levels] + [lv for lv in levels if lv not in known]
    return [_level(level, [r for r in groups if r["level"] == level], subjects, whole) for level in order]


def _level(level: str, rows: list[Row], subjects: list[str], whole: dict[str, Row]) -> Section:
    known = level in ("county", "town", "school", "class")
    title = words(f"exam.level.{level}") if known else words("exam.level.other", level=level)
    lead = _main(whole)
    names = in_order(r["group"] for r in rows)
    cell = {(r["group"], r["subject"]): r for r in rows}
    big = [n for n in names if (n, lead) in cell and cell[n, lead]["n"] >= least("publication")]
    blocks: list[Block] = []
    if 2 <= len(big) <= MOST_BOXES:
        blocks.append(_boxes(title, lead, big, cell))
    if len(subjects) > 1 and 2 <= len(big) <= MOST_BOXES:
        blocks.append(_heat(title, big, subjects, cell, whole))
    blocks.append(_group_table(title, lead, names, cell))
    return Section(title, tuple(blocks))


def _boxes(title: Words, subject: str, names: list[str], cell: dict[tuple[str, str], Row]) -> Box:
    rows = [cell[n, subject] for n in names]
    medians = [r["median"] for r in rows]
    said = words(
        "exam.box_title",
        level=title,
        subject=subject_words(subject),
        n=len(rows),
        low=_mark(min(medians)),
        high=_mark(max(medians)),
    )
    boxes = tuple(tuple(r[c] for c in ("p10", "p25", "median", "p75", "p90")) for r in rows)
    return Box(
        said,
        words("exam.group"),
        words("exam.marks"),
        1,
        categories=tuple(names),
        boxes=boxes,
        whiskers=words("exam.whiskers"),
    )


def _heat(
    title: Words,
    names: list[str],
    subjects: list[str],
    cell: dict[tuple[str, str], Row],
    whole: dict[str, Row],
) -> Heat:
    values = tuple(tuple(_distance(cell.get((n, s)), whole[s]) for s in subjects) for n in names)
    note = words("exam.heat_note", least=least("publication"))
    return Heat(
        words("exam.heat_title", level=title),
        words("exam.marks_subject"),
        words("exam.group"),
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


def _group_table(title: Words, subject: str, names: list[str], cell: dict[tuple[str, str], Row]) -> Table:
    rows = []
    for name in names:
        row = cell.get((name, subject))
        if row is not None:
            shown = _cells(row) if row["n"] >= least("publication") else (row["n"], *[None] * 6)
            rows.append((name, *shown))
    heads = (Column(words("exam.group")), *_figures(cell[n, subject] for n in names if (n, subject) in cell))
    said = words("exam.group_table", level=title, subject=subject_words(subject))
    return Table(said, heads, tuple(rows), note=words("exam.small", least=least("publication")))


def _lines(run: Run, tables: dict[str, list[Row]]) -> Iterable[Block]:
    whole = {r["line"]: r for r in tables["lines"] if r["level"] == "all"}
    numbers = tuple(
        Number(
            plain(line),
            r["rate"],
            1,
            percent=True,
            context=words("exam.on_line", count=number(r["count"], digits=0)),
        )
        for line, r in whole.items()
    )
    yield Numbers(numbers)
    rows = sorted(
        (r for r in tables["lines"] if r["level"] == "school"),
        key=lambda r: (r["line"], name_key(r["group"])),
    )
    heads = [Column(words("exam.line")), Column(words("exam.group")), Column(words("exam.count"), 0)]
    if rows:
        body = tuple((r["line"], r["group"], r["count"], r["rate"]) for r in rows)
        share = Column(words("exam.rate"), 1, percent=True)
        yield Table(words("exam.lines_table"), (*heads, share), body)
    yield _effective(run, tables)


def _effective(run: Run, tables: dict[str, list[Row]]) -> Table:
    heads = [Column(words("exam.line")), Column(words("exam.marks_subject")), Column(words("exam.score"), 2)]
    heads += [Column(words(f"exam.{c}"), 1, percent=True) for c in ("hit", "contribution")]
    keys = ("line", "subject", "score", "hit_rate", "contribution")
    body = tuple(tuple(r[k] for k in keys) for r in tables["effective"])
    note = words("exam.effective_note", how=words(f"exam.{run.params.effective}"))
    return Table(words("exam.effective_table"), tuple(heads), body, note=note)


def _changes(rows: list[Row]) -> Table:
    heads = [Column(words("exam.group")), Column(words("exam.marks_subject")), Column(words("exam.count"), 0)]
    heads += [Column(words(f"exam.{c}"), 2) for c in ("before", "now", "change")]
    ordered = sorted(rows, key=lambda r: (r["level"], name_key(r["group"]), r["subject"]))
    keys = ("n", "position_former", "position", "position_change")
    body = tuple((r["group"], subject_words(r["subject"]), *(r[k] for k in keys)) for r in ordered)
    return Table(words("exam.changes_table"), tuple(heads), body, note=words("exam.changes_note"))
