"""The documents of a run: page, Word, PDF, workbook and charts, a page for each school, a letter."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xueheng.methods.outcome import csv_bytes
from xueheng.methods.receipt import files_beside
from xueheng.methods.run import Run
from xueheng.reports import county_set
from xueheng.reports.blocks import Report
from xueheng.reports.charts import images
from xueheng.reports.letters import letter
from xueheng.reports.letters.letter import LetterHead
from xueheng.reports.office import word, workbook
from xueheng.reports.pages import html
from xueheng.reports.print import pdf
from xueheng.reports.runs import exam_analysis
from xueheng.reports.runs.school_pages import compose_persons, compose_schools
from xueheng.reports.templates import filled
from xueheng.standards.words import Lang, Words, catalogue

WRITTEN: Mapping[str, Callable[..., Report]] = {"exam.quality": exam_analysis.compose}  # told in words
SET, PERSONS, CHARTS, TEMPLATES, LETTER = "set", "persons", "charts", "templates", "letter.docx"


@dataclass(frozen=True)
class Wanted:
    """What is written beside the report itself."""

    schools: bool = False  # a page for each school, and the county's set
    head: LetterHead | None = None  # of a letter in the layout of official ones
    templates: tuple[Path, ...] = ()  # the bureau's own, filled in
    persons: bool = False  # a page for each person; a platform shows each its own instead
    title: Words | None = None  # what people call the run; else its method names the report
    stamp: Words | None = None  # what every document says before any restriction of its own


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The blocks that a run's outcome makes; `files` are shown as links at its end."""
    module = importlib.import_module(f"xueheng.reports.runs.{run.method.name.replace('.', '_')}")
    report: Report = module.compose(run, files=files)
    return report


def written(run: Run) -> Report:
    """The report as an office hands it on: in three parts where the method has words for it."""
    return WRITTEN.get(run.method.name, compose)(run)


def write_report(
    run: Run,
    folder: Path,
    *,
    lang: Lang,
    wanted: Wanted | None = None,
    files: tuple[tuple[str, Words], ...] = (),
    told: Callable[[int, int], None] | None = None,
) -> Report:
    """Every document of a run in one folder; the report as its page shows it, which links to the others."""
    more = wanted or Wanted()
    said, told_in_words = (r.called(more.title).marked(more.stamp) for r in (compose(run), written(run)))
    folder.mkdir(parents=True, exist_ok=True)
    word.write(told_in_words, folder / "report.docx", lang=lang)
    pdf.write(told_in_words, folder / "report.pdf", lang=lang)
    workbook.write(said, folder / "report.xlsx", lang=lang)
    charts = images.write_charts(said, folder / CHARTS, lang=lang)
    made = compose_schools(run).items() if more.schools else ()
    pages = {name: page.marked(more.stamp) for name, page in made}
    if pages:
        county_set.write_set(told_in_words, pages, folder / SET, lang=lang, told=told)
    made_alone = compose_persons(run) if more.persons else ()
    persons = ((name, page.marked(more.stamp)) for name, page in made_alone)
    folders = {SET: bool(pages), PERSONS: county_set.write_persons(persons, folder / PERSONS, lang=lang) > 0}
    if more.head is not None:
        letter.write(letter.from_report(said, head=more.head, lang=lang), folder / LETTER)
    for template in more.templates:
        filled.fill(template, said, run, folder / TEMPLATES / template.name, lang=lang)
    links = (*_links(more, {**folders, CHARTS: bool(charts)}), *_beside(run, folder), *files)
    shown = compose(run, files=links).called(more.title).marked(more.stamp)
    html.write(shown, folder, lang=lang)
    return shown


def _beside(run: Run, folder: Path) -> Iterator[tuple[str, Words]]:
    """What goes with the outcome, and the public tables that it checks, each written and linked."""
    held = files_beside(run)
    tables = [
        table for table in run.method.tables if held and table.public and table.name in run.outcome.tables
    ]
    words = catalogue("xueheng.reports")
    for name, data in held.items():
        (folder / name).write_bytes(data)
        yield name, words[f"file.{name}"]
    for table in tables:
        (folder / f"{table.name}.csv").write_bytes(csv_bytes(run.outcome.tables[table.name]))
        yield f"{table.name}.csv", table.label


def _links(wanted: Wanted, made: Mapping[str, bool]) -> tuple[tuple[str, Words], ...]:
    words = catalogue("xueheng.reports")
    links = [(f"report.{suffix}", words[f"file.{suffix}"]) for suffix in ("docx", "pdf", "xlsx")]
    if made[SET]:
        links.append((f"{SET}/index.html", words["file.schools"]))
    if made[PERSONS]:
        links.append((f"{PERSONS}/", words["file.persons"]))
    if wanted.head is not None:
        links.append((LETTER, words["file.letter"]))
    links += [(f"{TEMPLATES}/{template.name}", words["file.template"]) for template in wanted.templates]
    if made[CHARTS]:
        links.append((f"{CHARTS}/", words["file.charts"]))
    return tuple(links)
