"""质量分析报告 in three parts: figures and comparison, problems and causes, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Note, Report, Section, Table, Tone
from xueheng.reports.display import toned
from xueheng.reports.runs import exam_quality
from xueheng.reports.runs.exam_cells import subject_words
from xueheng.reports.runs.exam_figures import Figures
from xueheng.reports.runs.exam_problems import RULES, Problem, problems
from xueheng.reports.runs.exam_scope import exam_words, scope_note
from xueheng.reports.runs.provenance import words
from xueheng.standards.attention import attention_limit
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words
from xueheng.tables.scores import TOTAL


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The three-part report of an exam; causes and dates are left for people to write."""
    said = exam_quality.compose(run, files=files)
    figures = Figures(run, {name: table.to_pylist() for name, table in run.outcome.tables.items()})
    found = problems(figures)
    *all_shown, checking = said.sections
    classes = words("exam.level.class") if figures.level == "school" else None
    shown = [section for section in all_shown if section.title != classes]
    sections = (
        Section(words("analysis.part1"), tuple(_figures(figures, shown))),
        Section(words("analysis.part2"), tuple(_problems(found))),
        Section(words("analysis.part3"), tuple(_steps(found))),
        replace(checking, title=words("analysis.part4"), blocks=(_rules(), *checking.blocks)),
    )
    declared = words("analysis.title", exam=exam_words(run))
    title = words("analysis.title_undeclared") if run.exam is None else declared
    return replace(said, title=title, sections=sections)


def _figures(figures: Figures, shown: list[Section]) -> Iterator[Block]:
    """Scope first, then the sections of the exam's report, each under a heading of this part."""
    yield scope_note(figures.run, figures.tables["groups"])
    for section in shown:
        yield Note(_lead(section.title), title=_heading(section.title))
        yield from section.blocks
        if section.title == words(f"exam.level.{figures.level}" if figures.level else "conclusion"):
            yield from _means(figures)


def _heading(title: Words) -> Words:
    """The heading of a section inside the first part, where conclusions are not drawn yet."""
    return words("analysis.overall") if title == words("conclusion") else title


def _lead(title: Words) -> Words:
    """What the reader should know of that part first; mostly nothing."""
    known = {words(f"exam.{c}"): words(f"analysis.lead.{c}") for c in ("distribution", "lines", "changes")}
    return known.get(title, Words("", ""))


def _means(figures: Figures) -> Iterator[Table]:
    """各校各科平均分, all pupils in the last row; who needs a look is marked."""
    if figures.level is None:
        return
    held = [*figures.subjects, *([TOTAL] if TOTAL in figures.whole and TOTAL not in figures.subjects else [])]
    lead = TOTAL if TOTAL in figures.whole else held[0]
    marked = {s: set(figures.attention(s)) for s in held}
    rows: list[tuple[Cell, ...]] = []
    tones: list[tuple[Tone, ...]] = []
    for name in figures.names(figures.level):
        cells = [figures.cells.get((name, s)) for s in held]
        n = figures.cells[name, lead]["n"] if (name, lead) in figures.cells else None
        means = (c["mean"] if c and c["n"] >= least("publication") else None for c in cells)
        rows.append((name, n, *means))
        tones.append(("plain", "plain", *("near" if name in marked[s] else "plain" for s in held)))
    rows.append((words("analysis.all"), figures.whole[lead]["n"], *(figures.whole[s]["mean"] for s in held)))
    tones.append(toned((), len(rows[-1])))
    heads = [Column(figures.unit), Column(words("exam.count"), 0)]
    heads += [Column(subject_words(s), 1) for s in held]
    yield Table(
        words("analysis.means", unit=figures.unit),
        tuple(heads),
        tuple(rows),
        tuple(tones),
        words("analysis.means_note", least=least("publication"), lead=subject_words(lead)),
        meanings=(("near", words("analysis.attention")),),
    )


def _problems(found: tuple[Problem, ...]) -> Iterable[Note]:
    """Each problem with its figures and table, and an empty line for its cause."""
    if not found:
        yield Note(words("analysis.none"))
        return
    yield Note(words("analysis.how_found", n=len(found)))
    for problem in found:
        yield Note(Words("", ""), "near", tuple(f.said for f in problem.found), problem.kind)
        yield Note(words("analysis.rests_on", table=problem.table, what=problem.look))
        yield Note(words("analysis.cause"))


def _steps(found: tuple[Problem, ...]) -> Iterable[Block]:
    """One proposed step for each problem; who and by when stay open."""
    if not found:
        yield Note(words("analysis.no_steps"))
        return
    yield Note(words("analysis.steps_are"))
    blank = Words("", "")
    rows = tuple((n, p.name, p.step, blank, blank) for n, p in enumerate(found, start=1))
    heads = tuple(Column(words(f"analysis.head.{c}")) for c in ("n", "problem", "step", "who", "when"))
    yield Table(words("analysis.steps"), heads, rows, note=words("analysis.steps_note"))


def _rules() -> Table:
    """The limits from which this report speaks of a problem."""
    entries = [attention_limit(rule) for rule in RULES]
    rows = tuple((e.label, float(e.value), e.source.doc, words(f"status.{e.source.status}")) for e in entries)
    heads = (
        Column(words("rule")),
        Column(words("value"), 2),
        Column(words("document")),
        Column(words("status")),
    )
    return Table(words("analysis.rules"), heads, rows, note=words("analysis.rules_note"))
