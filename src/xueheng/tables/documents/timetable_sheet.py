"""课程表一张: a sheet of weekdays by period for one class or many, or of classes by subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xueheng.standards.lesson_rules import lesson_rules
from xueheng.standards.subjects import subject_of
from xueheng.tables.documents.class_names import class_in, class_or_grade_in, school_in
from xueheng.tables.files.grid import Area, Grid, cell_text

WEEKDAY = re.compile(
    r"(?:星期|周|礼拜)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE
)
WEEKEND = re.compile(r".*[六日天]|(sat|sun)[a-z]*", re.IGNORECASE)
COUNT = re.compile(r"\d{1,2}(\.\d{1,4})?")
BY_TURNS = re.compile(r"(\d{1,2})[/／](\d{1,2})")  # 2/1: two lessons in one week, one in the next
ASIDE = re.compile(r".*(?:计|总|备注|说明|班主任|人数|教师|课时|节数).*")  # columns beside the subjects
OF_SCHOOL = ("学校", "学校名称", "校名", "school")
DAYS = 3  # weekdays in a row from which it is the head of a grid
SUBJECTS = 4  # subjects in a row from which it is the head of a table by subject
Place = tuple[str, str, str]  # school, grade, class
Cells = list[tuple[str, Decimal]]  # what is written, and how often a week


@dataclass
class Sheet:
    """Where the reading of a sheet stands: its school, the class above, the columns of lessons."""

    school: str
    above: tuple[str, str] | None = None
    first: int = 0
    last: int = 0
    subjects: dict[int, str] = field(default_factory=dict)
    of_school: int | None = None  # the column that names the school of each row
    lessons: dict[Place, Cells] = field(default_factory=dict)
    has_weekend: bool = False


def sheet_of(grid: Grid, file: str) -> Sheet:
    """The lessons of every class on a sheet; the file names the school where nothing on the sheet does."""
    rows = _filled(grid)
    named = (school_in(text) for text in (grid.name or "", *(text for row in rows for text in row)))
    sheet = Sheet(next(filter(None, named), file), class_in(grid.name or ""))
    for row in rows:
        if not _head(sheet, row):
            (_by_subject if sheet.subjects else _by_period)(sheet, row)
    return sheet


def _head(sheet: Sheet, row: Sequence[str]) -> bool:
    """True for the head of a grid, or of a table by subject on a sheet without grids."""
    days = [i for i, text in enumerate(row) if WEEKDAY.fullmatch(text)]
    if len({row[i] for i in days}) >= DAYS:
        sheet.first, sheet.last, sheet.subjects = days[0], days[-1], {}
        sheet.has_weekend |= any(WEEKEND.fullmatch(row[i]) for i in days)
        return True
    subjects = {i: text for i, text in enumerate(row) if subject_of(text)}
    is_head = len(subjects) >= SUBJECTS and not sheet.last
    if is_head:
        beyond = ((i, row[i]) for i in range(min(subjects), len(row)))
        sheet.subjects = {i: text for i, text in beyond if text and not ASIDE.fullmatch(text)}
        sheet.of_school = next((i for i, text in enumerate(row) if text.lower() in OF_SCHOOL), None)
    return is_head


def _by_period(sheet: Sheet, row: Sequence[str]) -> None:
    """A row of a grid: the name of a class, or the lessons of one period or of one class."""
    before = row[: sheet.first] if sheet.last else row
    own = next((found for text in before if (found := class_in(text))), None)
    cells = [text for text in row[sheet.first : sheet.last + 1] if text] if sheet.last else []
    is_title = not set(cells) - set(before)  # a title may be merged over the lessons' columns
    if own and is_title:
        sheet.above = own
    elif (place := own or sheet.above) and all(map(lesson_rules().is_lesson, before)) and cells:
        held = sheet.lessons.setdefault((sheet.school, *place), [])
        held += [(text, Decimal(1)) for text in cells if not text.isdigit()]


def _by_subject(sheet: Sheet, row: Sequence[str]) -> None:
    """A row of a table by subject: a class, or a grade for all its classes, and its counts."""
    before = row[: min(sheet.subjects)]
    place = class_or_grade_in("".join(before))
    cells = [(text, _times(row[i])) for i, text in sheet.subjects.items() if i < len(row)]
    held = [(text, times) for text, times in cells if times is not None]
    if place and held:
        own = row[sheet.of_school] if sheet.of_school is not None else ""
        school = own or next(filter(None, map(school_in, before)), sheet.school)
        sheet.lessons.setdefault((school, *place), []).extend(held)


def _times(text: str) -> Decimal | None:
    if turns := BY_TURNS.fullmatch(text):
        return (Decimal(turns[1]) + Decimal(turns[2])) / 2
    return Decimal(text) if COUNT.fullmatch(text) else None


def _filled(grid: Grid) -> list[Sequence[str]]:
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
