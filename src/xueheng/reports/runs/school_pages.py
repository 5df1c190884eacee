"""一校一页: one A4 page for the head of each school, from the outcome of a run on many schools."""

from __future__ import annotations

import importlib

from xueheng.methods.run import Run
from xueheng.reports.blocks import Report

PAGES = {
    "exam.quality": "school_exam_page",
    "exam.rooms": "exam_rooms",
    "exam.value_added": "school_value_added_page",
    "balance.standard": "balance_pages",
}


def compose_schools(run: Run) -> dict[str, Report]:
    """一校一页 of each school by name, in the order of names; none for a run without schools."""
    if run.method.name not in PAGES:
        return {}
    module = importlib.import_module(f"{__package__}.{PAGES[run.method.name]}")
    found: dict[str, Report] = module.pages(run)
    return found
