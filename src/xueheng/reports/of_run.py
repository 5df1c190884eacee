"""The report of a run: found by the method's name, written as HTML in both languages."""

from __future__ import annotations

import importlib
from pathlib import Path

from xueheng.methods.run import Run
from xueheng.reports import html
from xueheng.reports.blocks import Report
from xueheng.standards.words import Lang, Words


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The blocks that a run's outcome makes; `files` are shown as links at its end."""
    module = importlib.import_module(f"xueheng.reports.runs.{run.method.name.replace('.', '_')}")
    report: Report = module.compose(run, files=files)
    return report


def write_report(run: Run, folder: Path, *, lang: Lang) -> Path:
    """index.html in one language and its twin in the other; the path of the first."""
    return html.write(compose(run), folder, lang=lang)
