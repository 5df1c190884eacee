"""一校一页、一人一页: a page for the head of each school, and for each person, from the outcome of a run."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from xueheng.methods.run import Run
from xueheng.reports.blocks import Report

PAGES = {
    "admission.match": "admission.school_page",
    "exam.growth": "growth.pages",
    "exam.quality": "school_exam_page",
    "exam.rooms": "exam_rooms",
    "exam.value_added": "school_value_added_page",
    "balance.standard": "balance_pages",
}
PERSONS = {"admission.match": "admission.pupil_pages", "staff.rotation": "rotation.teacher_pages"}


def compose_schools(run: Run) -> dict[str, Report]:
    """一校一页 of each school by name, in the order of names; none for a run without schools."""
    if run.method.name not in PAGES:
        return {}
    module = importlib.import_module(f"{__package__}.{PAGES[run.method.name]}")
    found: dict[str, Report] = module.pages(run)
    return found


def compose_persons(run: Run) -> Iterator[tuple[str, Report]]:
    """一人一页 of each person by number; none for a run that decides on nobody, or on too many."""
    if run.method.name in PERSONS:
        module = importlib.import_module(f"{__package__}.{PERSONS[run.method.name]}")
        yield from module.pages(run)
