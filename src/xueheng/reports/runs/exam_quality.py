"""教学质量分析报告: subjects, distribution, groups by name, lines, and who is counted."""

from __future__ import annotations

from collections.abc import Iterable

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Bar,
    Block,
    Column,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.reports.display import number
from xueheng.reports.runs.exam_cells import (
    Row,
    figure_cells,
    figure_heads,
    lead_subject,
    mark_text,
    subject_words,
)
from xueheng.reports.runs.exam_distribution import distribution_blocks
from xueheng.reports.runs.exam_groups import level_sections
from xueheng.reports.runs.exam_mastery import mastery_sections
from xueheng.reports.runs.exam_more import more_sections
from xueheng.reports.runs.provenance import checking, facts, name_key, stamp, words
from xueheng.standards.words import Words, plain
from xueheng.tables.scores import TOTAL


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
        Section(words("exam.distribution"), tuple(distribution_blocks(run, whole, tables))),
    ]
    sections += level_sections(tables["groups"], subjects, whole)
    if "lines" in tables:
        sections.append(Section(words("exam.lines"), tuple(_lines(run, tables))))
    sections += [*more_sections(tables, whole, subjects), *mastery_sections(tables, subjects)]
    if tables.get("changes"):
        sections.append(Section(words("exam.changes"), (_changes(tables["changes"]),)))
    sections.append(checking(run))
    n = number(run.outcome.figures["n"], digits=0)
    subtitle = words("exam.subtitle" if subjects else "exam.subtitle_total", n=n, subjects=len(subjects))
    return Report(_title(run), subtitle, facts(run), tuple(sections), stamp(run), files)


def _title(run: Run) -> Words:
    exam = run.exam
    title = words("exam.title")
    if exam is None:
        return title
    kind = plain(exam["name"]) if exam.get("name") else words(f"exam.kind.{exam['kind']}")
    return Words(f"{title.zh} · {kind.zh}", f"{title.en} · {kind.en}")


def _conclusion(run: Run, whole: dict[str, Row], tables: dict[str, list[Row]]) -> Iterable[Block]:
    row = whole[lead_subject(whole)]
    full = run.outcome.figures["full"].get(row["subject"])
    code = "exam.with_total" if full is None else "exam.of_full"
    low, high, median = (mark_text(row[c]) for c in ("p25", "p75", "median"))
    context = words(code, full=full, n=number(row["n"], digits=0))
    numbers = [
        Number(words("exam.pupils"), run.outcome.figures["n"], 0, words("exam.persons")),
        Number(
            words("exam.mean_of", subject=subject_words(row["subject"])),
            row["mean"],
            1,
            words("exam.points"),
            context=context,
        ),
        Number(
            words("exam.middle_half"),
            words("exam.range", low=low, high=high),
            unit=words("exam.points"),
            context=words("exam.median_is", median=median),
        ),
    ]
    if tables.get("attendance"):
        missing = sum(r["absent"] + r["violation"] for r in tables["attendance"])
        entries = missing + sum(r["n"] for r in tables["attendance"])
        said = words("exam.absences_of", n=number(entries, digits=0))
        numbers.append(Number(words("exam.absences"), missing, 0, words("exam.entries"), context=said))
    yield Numbers(tuple(numbers))


def _subjects(
    run: Run, whole: dict[str, Row], subjects: list[str], tables: dict[str, list[Row]]
) -> Iterable[Block]:
    full = run.outcome.figures["full"]
    shares = [(s, whole[s]["mean"] / float(full[s])) for s in subjects if s in full]
    if len(shares) > 1:
        yield _share_bars(shares)
    names = [*subjects, TOTAL] if TOTAL in whole else subjects
    rows = tuple((subject_words(s), *figure_cells(whole[s])) for s in names)
    heads = (Column(words("exam.marks_subject")), *figure_heads(whole.values()))
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
    heads = [Column(words("exam.line")), Column(words("exam.one.school")), Column(words("exam.count"), 0)]
    if rows:
        body = tuple((r["line"], r["group"], r["count"], r["rate"]) for r in rows)
        share = Column(words("exam.rate"), 1, percent=True)
        yield Table(words("exam.lines_table"), (*heads, share), body)
    if "effective" in tables:
        yield _effective(run, tables)


def _effective(run: Run, tables: dict[str, list[Row]]) -> Table:
    heads = [Column(words("exam.line")), Column(words("exam.marks_subject")), Column(words("exam.score"), 2)]
    heads += [Column(words(f"exam.{c}"), 1, percent=True) for c in ("hit", "contribution")]
    keys = ("line", "subject", "score", "hit_rate", "contribution")
    body = tuple(tuple(r[k] for k in keys) for r in tables["effective"])
    note = words("exam.effective_note", how=words(f"exam.{run.params.effective}"))
    return Table(words("exam.effective_table"), tuple(heads), body, note=note)


def _changes(rows: list[Row]) -> Table:
    several = len({r["former"] for r in rows}) > 1
    heads = [Column(words("exam.former"))] if several else []
    heads += [
        Column(words("exam.group")),
        Column(words("exam.marks_subject")),
        Column(words("exam.count"), 0),
    ]
    heads += [Column(words(f"exam.{c}"), 2) for c in ("before", "now", "change")]
    keys = ["n", "position_former", "position", "position_change"]
    if any(r["mean_former"] is not None for r in rows):
        heads += [Column(words(f"exam.{c}"), 1) for c in ("mean_before", "mean_now", "mean_change")]
        keys += ["mean_former", "mean", "mean_change"]
    ordered = sorted(rows, key=lambda r: (r["former"], r["level"], name_key(r["group"]), r["subject"]))
    body = tuple(
        (*([r["former"]] if several else []), r["group"], subject_words(r["subject"]), *(r[k] for k in keys))
        for r in ordered
    )
    return Table(words("exam.changes_table"), tuple(heads), body, note=words("exam.changes_note"))
