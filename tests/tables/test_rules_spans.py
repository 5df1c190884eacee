"""What comes first and what later, how far apart, and what cannot lie ahead; exams that can be."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from xueheng.tables.context import Context
from xueheng.tables.rows import Rows
from xueheng.tables.rules import exams, spans
from xueheng.tables.schema import schema

DAYS = st.dates(date(1950, 1, 1), date(2050, 1, 1))
SPAN = {"first": "starts_on", "last": "ends_on"}
FITS = {"kind": "kind", "stage": "stage", "grade": "grade"}


def rows(table, today=None, wrong=(), **columns):
    n = len(next(iter(columns.values())))
    headings = {name: schema(table).column(name).label.zh for name in columns}
    numbers = tuple(range(2, n + 2))
    return Rows(schema(table), pa.table(columns), numbers, headings, Context(today=today), frozenset(wrong))


def found(flags):
    return [(f.code, f.severity, f.row, f.column) for f in flags]


@drawn(DAYS, DAYS)
def test_an_end_before_its_beginning_is_an_error_and_no_other_is(start, end):
    given = rows("calendar", starts_on=[start], ends_on=[end])
    expected = [("SPAN_REVERSED", "error", 0, "ends_on")] if end < start else []
    assert found(spans.ordered(given, **SPAN)) == expected


def test_an_open_span_is_not_judged():
    given = rows("calendar", starts_on=[date(2026, 5, 1), None], ends_on=[None, date(2026, 5, 1)])
    assert found(spans.ordered(given, **SPAN)) == []


def test_a_date_that_cannot_be_read_is_not_judged():
    given = rows(
        "calendar", wrong=[(0, "starts_on")], starts_on=[date(2026, 5, 2)], ends_on=[date(2026, 5, 1)]
    )
    assert found(spans.ordered(given, **SPAN)) == []


@pytest.mark.parametrize(("entered", "count"), [("2012-05", 0), ("2012-04", 1), ("2018-09", 0)])
def test_a_month_is_compared_with_a_day_by_its_month(entered, count):
    given = rows("students", born_on=[date(2012, 5, 6)], entered=[entered])
    assert len(found(spans.ordered(given, first="born_on", last="entered"))) == count


@pytest.mark.parametrize(("started", "count"), [("2002-10", 0), ("2002-09", 1), ("1980-01", 1)])
def test_work_begins_so_many_years_after_birth(started, count):
    given = rows("teachers", born_on=[date(1987, 10, 24)], work_started=[started])
    flags = found(spans.apart(given, first="born_on", then="work_started", years="15"))
    assert flags == [("TOO_SOON", "warning", 0, "work_started")] * count


def test_what_was_bought_was_not_bought_after_today():
    given = rows("devices", today=date(2026, 3, 1), bought_on=[date(2026, 3, 1), date(2026, 3, 2), None])
    assert found(spans.past(given, columns=("bought_on",))) == [("AFTER_TODAY", "error", 1, "bought_on")]


@pytest.mark.parametrize(("month", "count"), [("2026-03", 0), ("2026-04", 1)])
def test_a_month_lies_ahead_only_when_it_has_not_begun(month, count):
    given = rows("teachers", today=date(2026, 3, 1), work_started=[month])
    assert len(found(spans.past(given, columns=("work_started",)))) == count


def test_on_an_unknown_day_nothing_lies_ahead():
    assert found(spans.past(rows("devices", bought_on=[date(2100, 1, 1)]), columns=("bought_on",))) == []


@pytest.mark.parametrize(
    ("kind", "stage", "grade", "expected"),
    [
        ("zhongkao", "junior", "9", []),
        ("zhongkao", "primary", None, [("EXAM_STAGE", "error", 0, "stage")]),
        ("zhongkao", "junior", "7", [("EXAM_GRADE", "error", 0, "grade")]),
        ("other", "primary", "9", [("STAGE_GRADE", "error", 0, "grade")]),
        ("other", "junior", None, []),
        (None, None, "9", []),
    ],
)
def test_kind_stage_and_grade_of_an_exam_go_together(kind, stage, grade, expected):
    columns = {name: pa.array([v], pa.string()) for name, v in zip(FITS, (kind, stage, grade), strict=True)}
    assert found(exams.fits(rows("exams", **columns), **FITS)) == expected


@pytest.mark.parametrize(("full", "step", "count"), [("120", "0.5", 0), ("100", "0.3", 1), ("120", None, 0)])
def test_a_full_mark_is_a_multiple_of_its_step(full, step, count):
    kind = pa.decimal128(38, 12)
    given = rows("exams", full=pa.array([Decimal(full)], kind), step=pa.array([step and Decimal(step)], kind))
    assert (
        found(exams.steps(given, full="full", step="step")) == [("NOT_MULTIPLE", "error", 0, "step")] * count
    )
