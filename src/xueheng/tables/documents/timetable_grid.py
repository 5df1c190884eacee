"""班级课程表: workbooks with a grid of weekday by period for each class, as rows of lessons a week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from xueheng.standards.lesson_rules import lesson_rules
from xueheng.standards.stages import grade_of
from xueheng.tables.arrow import pa
from xueheng.tables.document_tables import DocumentTables
from xueheng.tables.documents.lesson_cell import lessons_in
from xueheng.tables.files.grid import Area, Grid, cell_text
from xueheng.tables.files.grids import read_grids
from xueheng.tables.issues import Issue, Refused, finding

WEEKDAY = re.compile(
    r"(?:星期|周|礼拜)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE
)
WEEKEND = ("六", "日", "天", "sat", "sun")
DAYS = 3  # weekdays in a row from which it is the head of a grid
NUMBER = r"(?P<class>\d{1,2}|[一二三四五六七八九十]{1,3})"
CLASS = (
    re.compile(
        rf"(?P<grade>(?:小学|初中)?[一二三四五六七八九1-9]年级|初[一二三1-3]|小[一二三四五六])[(（]?{NUMBER}[)）]?班"
    ),
    re.compile(rf"(?P<grade>[一二三四五六七八九1-9])[(（]{NUMBER}[)）]班?"),
    re.compile(r"(?<!\d)(?P<grade>[1-9])(?P<class>0[1-9]|[1-3]\d)班"),
)
SCHOOL = re.compile(r"[^\s\d（()）—-]{2,}?(?:小学|中学|学校|教学点)")
TYPES = {"school": pa.string(), "grade": pa.string(), "class": pa.string(), "subject": pa.string()}
TYPES |= {"hours": pa.decimal128(24, 4), "teacher": pa.string()}
Place = tuple[str, str, str]  # school, grade, class
Cells = Sequence[str]


@dataclass
class _Sheet:
    """Where the reading of a sheet stands: its school, the class above, the columns of lessons."""

    school: str
    above: tuple[str, str] | None = None
    first: int = 0
    last: int = 0
    lessons: dict[Place, list[str]] = field(default_factory=dict)
    has_weekend: bool = False


def read(path: Path, params: Any) -> DocumentTables:
    """Every class of every sheet, each subject's lessons summed; Refused when no sheet holds a grid."""
    found: dict[Place, list[str]] = {}
    issues: list[Issue] = []
    for grid in read_grids(path):
        if grid.is_hidden:
            continue
        sheet = _sheet(grid, path)
        name = grid.name or path.name
        if not sheet.lessons:
            issues.append(finding("GRID_SKIPPED", "warning", value=name))
        if sheet.has_weekend:
            issues.append(finding("GRID_WEEKEND", "warning", value=name))
        twice = [place for place in sheet.lessons if place in found]
        issues += [finding("GRID_TWICE", "error", value=" ".join(_shown(place))) for place in twice]
        found |= sheet.lessons
    if not found:
        issues = [finding("GRID_NONE", "error", value=path.name)]
    if any(issue.severity == "error" for issue in issues):
        raise Refused(issues)
    rows = list(_rows(found))
    issues.append(finding("GRID_READ", "notice", n=len(found), value=_total(rows)))
    table = pa.table(
        {name: pa.array([r[i] for r in rows], kind) for i, (name, kind) in enumerate(TYPES.items())}
    )
    return DocumentTables({"timetable": table}, tuple(issues), len(rows))


def _sheet(grid: Grid, path: Path) -> _Sheet:
    rows = _filled(grid)
    texts = [grid.name or "", *(text for row in rows for text in row if SCHOOL.search(text))]
    named = next((match[0] for text in texts if (match := SCHOOL.search(text))), path.stem)
    sheet = _Sheet(named, _class_in(grid.name or ""))
    for row in rows:
        _take(sheet, row)
    return sheet


def _take(sheet: _Sheet, row: Cells) -> None:
    """One row: the head of a grid, the name of a class, or lessons."""
    days = [i for i, text in enumerate(row) if WEEKDAY.fullmatch(text)]
    if len({row[i] for i in days}) >= DAYS:
        sheet.first, sheet.last = days[0], days[-1]
        sheet.has_weekend |= any(
            row[i].lower().endswith(WEEKEND) or row[i][:3].lower() in WEEKEND for i in days
        )
        return
    before = row[: sheet.first] if sheet.last else row
    own = next((found for text in before if (found := _class_in(text))), None)
    cells = [text for text in row[sheet.first : sheet.last + 1] if text] if sheet.last else []
    is_title = not set(cells) - set(before)  # a title may be merged over the lessons' columns
    if own and is_title:
        sheet.above = own
    elif (place := own or sheet.above) and all(map(lesson_rules().is_lesson, before)):
        held = sheet.lessons.setdefault((sheet.school, *place), []) if cells else []
        held += [text for text in cells if not text.isdigit()]


def _filled(grid: Grid) -> list[Cells]:
    """The rows as texts, every merged range filled with what its first cell says."""
    rows = {number: [cell_text(cell).strip() for cell in cells] for number, cells in grid.rows}
    for area in grid.merged:
        _fill(rows, area)
    return [rows[number] for number in sorted(rows)]


def _fill(rows: dict[int, list[str]], area: Area) -> None:
    top = rows.get(area.top, [])
    said = top[area.left - 1] if len(top) >= area.left else ""
    for number in range(area.top, area.bottom + 1):
        row = rows.setdefault(number, [])
        row += [""] * (area.right - len(row))
        row[area.left - 1 : area.right] = [said] * (area.right - area.left + 1)


def _class_in(text: str) -> tuple[str, str] | None:
    """年级 as a number and 班 that a text names: 三年级（2）班, 七(3)班, 703班."""
    for pattern in CLASS:
        if match := pattern.search(text.replace(" ", "")):
            grade = grade_of(match["grade"]) or grade_of(f"{match['grade']}年级")
            if grade is not None:
                return str(grade), f"{match['class'].lstrip('0')}班"
    return None


def _rows(found: dict[Place, list[str]]) -> Iterator[tuple[Any, ...]]:
    for place, cells in found.items():
        sums: dict[tuple[str, str | None], Decimal] = {}
        for cell in cells:
            for lesson in lessons_in(cell):
                key = (lesson.subject, lesson.teacher)
                sums[key] = sums.get(key, Decimal(0)) + lesson.part
        for (subject, teacher), hours in sums.items():
            yield (*place, subject, hours, teacher)


def _shown(place: Place) -> Iterable[str]:
    return (place[0], f"{place[1]}年级", place[2])


def _total(rows: list[tuple[Any, ...]]) -> str:
    return f"{sum((row[4] for row in rows), Decimal(0)).normalize():f}"
