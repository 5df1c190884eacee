"""班级课程表: workbooks of timetables, as grids or one row a class, as rows of lessons a week."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from xueheng.tables.arrow import pa
from xueheng.tables.document_tables import DocumentTables
from xueheng.tables.documents.lesson_cell import lessons_in
from xueheng.tables.documents.timetable_sheet import Cells, Place, sheet_of
from xueheng.tables.files.grids import read_grids
from xueheng.tables.issues import Issue, Refused, finding

TYPES = {"school": pa.string(), "grade": pa.string(), "class": pa.string(), "subject": pa.string()}
TYPES |= {"hours": pa.decimal128(24, 4), "teacher": pa.string()}


def read(path: Path, params: Any) -> DocumentTables:
    """Every class of every sheet, each subject's lessons summed; Refused when no sheet holds a timetable."""
    found: dict[Place, Cells] = {}
    issues: list[Issue] = []
    for grid in read_grids(path):
        if grid.is_hidden:
            continue
        sheet, name = sheet_of(grid, path.stem), grid.name or path.name
        said = (("GRID_SKIPPED", not sheet.lessons), ("GRID_WEEKEND", sheet.has_weekend))
        issues += [finding(code, "warning", value=name) for code, is_so in said if is_so]
        twice = [place for place in sheet.lessons if place in found]
        issues += [finding("GRID_TWICE", "error", value=_shown(place)) for place in twice]
        found |= sheet.lessons
    if not found:
        issues = [finding("GRID_NONE", "error", value=path.name)]
    if any(issue.severity == "error" for issue in issues):
        raise Refused(issues)
    rows = list(_rows(found))
    issues.append(finding("GRID_READ", "notice", n=len(found), value=_total(rows)))
    columns = zip(*rows, strict=True)
    table = pa.table({n: pa.array(c, kind) for (n, kind), c in zip(TYPES.items(), columns, strict=True)})
    return DocumentTables({"timetable": table}, tuple(issues), len(rows))


def _rows(found: dict[Place, Cells]) -> Iterator[tuple[Any, ...]]:
    for place, cells in found.items():
        sums: dict[tuple[str, str | None], Decimal] = {}
        for text, times in cells:
            for lesson in lessons_in(text):
                key = (lesson.subject, lesson.teacher)
                sums[key] = sums.get(key, Decimal(0)) + lesson.part * times
        for (subject, teacher), hours in sums.items():
            yield (*place, subject, round(hours, 4), teacher)


def _shown(place: Place) -> str:
    return f"{place[0]} {place[1]}年级 {place[2]}"


def _total(rows: list[tuple[Any, ...]]) -> str:
    return f"{sum((row[4] for row in rows), Decimal(0)).normalize():f}"
