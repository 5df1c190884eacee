"""上报的文件: what the clerks of three years uploaded, and what waits on the desk now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.sample.admissions import admissions
from xueheng.sample.county import County
from xueheng.sample.exams import ENTRANCE, MAIN, Exam
from xueheng.sample.national import exports
from xueheng.sample.plan import SURVEYS
from xueheng.sample.registry import registry_export
from xueheng.sample.seating import logistics
from xueheng.sample.untidy import untidy
from xueheng.sample.workbooks import csv_text, workbook

LINKED = "中考—一模（生成）"
WRONG = "equipment_yuan"  # the column in which one school wrote a nought too many in 2025


@dataclass(frozen=True)
class Filing:
    """上报: a file for a series on a day; one that waits is to be repaired now."""

    table: str
    org: str
    period: str
    name: str
    content: bytes
    on: date
    label: str = ""
    exam: Mapping[str, Any] = field(default_factory=dict)
    waits: bool = False

    @property
    def series(self) -> tuple[str, str, str, str]:
        """What names the series that the file is a version of."""
        return self.table, self.org, self.period, self.label


def filings(county: County) -> list[Filing]:
    """上报 of a county in the order of their days."""
    found = [
        *_surveys(county),
        *_scores(county),
        *_staff(county),
        *_national(county),
        *_allocated(county),
        *_waiting(county),
    ]
    return sorted(found, key=lambda filing: filing.on)


def period_of(on: date) -> str:
    """学期 of a day: 2025-2026-2."""
    first = on.year - (on.month < 8)
    return f"{first}-{first + 1}-{1 if on.month >= 8 or on.month == 1 else 2}"


def _surveys(county: County) -> Iterator[Filing]:
    short, code = county.unit.short, county.unit.code
    for year in SURVEYS:
        day = date(year, 9, 8) if year == SURVEYS[-1] else date(year, 10, 14)
        table = county.tables[f"schools-{year}"]
        title = f"{short}{year}年学校基本情况（生成）"
        yield _sheet("schools", table, title, org=code, period=str(year), on=day)
        name = f"{short}{year}年学龄人口（生成）.csv"
        content = csv_text(county.tables[f"population-{year}"], name="population")
        yield Filing("population", code, str(year), name, content, day)
        if f"resources-{year}" in county.tables:
            yield from _resources(county, year, day)


def _resources(county: County, year: int, day: date) -> Iterator[Filing]:
    """办学条件表 of a year; that of 2025 came first with a wrong figure and a school missing."""
    table, code = county.tables[f"resources-{year}"], county.unit.code
    title = f"{county.unit.short}{year}年学校办学条件（生成）"
    said = {"org": code, "period": str(year)}
    if year == 2025:
        wrong = [v * 10 if at == 1 else v for at, v in enumerate(table[WRONG].to_pylist())]
        place = table.column_names.index(WRONG)
        first = table.set_column(place, WRONG, pa.array(wrong)).slice(0, table.num_rows - 1)
        yield _sheet("school_resources", first, title, on=date(2025, 10, 9), **said)
    yield _sheet("school_resources", table, title, on=day, **said)


def _scores(county: County) -> Iterator[Filing]:
    *held, _ = county.exams
    for exam in held:
        yield _exam(county, exam)
        if exam.id.startswith("mock-"):
            yield _linked(county, exam)


def _linked(county: County, exam: Exam) -> Filing:
    """中考与一模 of the same pupils, for the value that their schools added."""
    label = f"{county.unit.short}{exam.on.year}年{LINKED}"
    content = workbook(county.tables[f"linked-{exam.on.year}"], name="scores", title=label)
    declared = {**exam.declared(), "full": {"中考": sum(ENTRANCE.values()), "一模": sum(MAIN.values())}}
    day, period = date(exam.on.year, 4, 20), period_of(exam.on)
    return Filing("scores", county.unit.code, period, f"{label}.xlsx", content, day, label, declared)


def _exam(county: County, exam: Exam) -> Filing:
    org = county.unit.code if exam.school < 0 else county.unit.schools[exam.school].code
    content = workbook(county.tables[exam.id], name="scores", title=exam.name)
    declared = {**exam.declared(), "full": dict(exam.full)}
    return Filing(
        "scores", org, period_of(exam.on), f"{exam.name}.xlsx", content, exam.on, exam.name, declared
    )


def _staff(county: County) -> Iterator[Filing]:
    short, code, day = county.unit.short, county.unit.code, date(2026, 9, 9)
    title = f"{short}2026年教师花名册（生成）"
    yield _sheet("teachers", county.tables["teachers"], title, org=code, period="2026", on=day)
    name = f"{short}2026年秋季任教与课时（生成）.csv"
    content = csv_text(county.tables["teaching"], name="teaching")
    yield Filing("teaching", code, "2026-2027-1", name, content, day)


def _national(county: County) -> Iterator[Filing]:
    """国家系统的导出表 of staff, aid, fitness and statistics, each somewhat otherwise than the roster."""
    for made in exports(county):
        title = f"{made.title}（生成）"
        rows = _sheet(made.table, made.rows, title, org=made.org, period=made.period, on=made.on)
        yield replace(rows, label=made.label)


def _allocated(county: County) -> Iterator[Filing]:
    """招生、编班和考务 of a county: tables that a draw, an admission, a placement and a seating rest on."""
    for made in () if county.unit.is_city else (*admissions(county), *logistics(county)):
        content = csv_text(made.rows, name=made.table)
        yield Filing(made.table, made.org, made.period, f"{made.title}（生成）.csv", content, made.on)


def _waiting(county: County) -> Iterator[Filing]:
    """等待修正的: an untidy class book of the last grade, and an export of the national registry."""
    exam, code = county.exams[-1], county.unit.code
    scores = county.tables[exam.id]
    if scores.num_rows:
        book = untidy(scores, title=exam.name, full=MAIN["数学"])
        declared = {**exam.declared(), "full": dict(exam.full)}
        said = (f"{exam.name}.xlsx", book.content, date(2026, 9, 12), exam.name, declared)
        yield Filing("scores", code, period_of(exam.on), *said, waits=True)
    export = registry_export(county)
    if export is not None:
        school, table = export
        content = workbook(table, name="students", title=f"{school.name}学籍导出（生成）")
        name = f"{school.name}学籍导出2026年9月（生成）.xlsx"
        yield Filing("students", school.code, "2026-09-01", name, content, date(2026, 9, 13), waits=True)


def _sheet(table: str, rows: pa.Table, title: str, *, org: str, period: str, on: date) -> Filing:
    kept = rows.select([c for c in rows.column_names if pc.any(rows[c].is_valid()).as_py()])
    return Filing(table, org, period, f"{title}.xlsx", workbook(kept, name=table, title=title), on)
