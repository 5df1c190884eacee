"""Parts against their whole, and amounts against the number of pupils they are for."""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from xueheng.tables.context import Context
from xueheng.tables.rows import Rows
from xueheng.tables.rules import schools, sums
from xueheng.tables.schema import schema

AMOUNT = pa.decimal128(38, 12)
GRADES = tuple(f"grade_{g}" for g in range(1, 13))
BY_GRADE = {"pupils": "pupils", "level": "level", "grades": GRADES}
COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 500)), min_size=3, max_size=3)


def rows(table="schools", factors=None, **columns):
    typed = {n: pa.array(v, AMOUNT) if _is_amount(table, n) else v for n, v in columns.items()}
    n = len(next(iter(columns.values())))
    named = {name: schema(table).column(name).label.zh for name in columns}
    numbers = tuple(range(2, n + 2))
    return Rows(schema(table), pa.table(typed), numbers, named, Context(), factors=factors or {})


def _is_amount(table, name):
    return schema(table).column(name).type == "decimal"


def found(flags):
    return [(f.code, f.severity, f.row, f.column) for f in flags]


def amount(*values):
    return [None if v is None else Decimal(v) for v in values]


def test_a_total_that_is_not_the_sum_of_its_parts_is_an_error():
    given = rows(pupils=[240], grade_7=[80], grade_8=[80], grade_9=[90])
    (flag,) = sums.filled(given, total="pupils", parts=("grade_7", "grade_8", "grade_9"))
    assert (flag.code, flag.severity, flag.row, flag.column) == ("SUM_MISMATCH", "error", 0, "pupils")
    assert flag.values["sum"] == "250"


@drawn(COUNTS)
def test_blanks_are_no_parts_and_a_row_without_parts_is_not_judged(parts):
    total = sum(p or 0 for p in parts) if any(p is not None for p in parts) else 7
    columns = {f"grade_{g}": pa.array([p], pa.int64()) for g, p in zip((7, 8, 9), parts, strict=True)}
    assert found(sums.filled(rows(pupils=[total], **columns), total="pupils", parts=tuple(columns))) == []


def test_halves_make_a_whole_only_where_both_are_given():
    given = rows(pupils=[10, 10, 10], boys=[4, 4, None], girls=[6, 5, 7])
    assert found(sums.complete(given, total="pupils", parts=("boys", "girls"))) == [
        ("SUM_MISMATCH", "error", 1, "pupils")
    ]


@pytest.mark.parametrize(
    ("level", "wrong"),
    [("junior", True), (None, True), ("primary", False), ("nine_year", False), ("special", True)],
)
def test_grades_are_added_up_where_the_file_has_those_of_the_stage(level, wrong):
    given = rows(pupils=[500], level=pa.array([level], pa.string()), grade_7=[80], grade_8=[80])
    assert bool(found(schools.by_grade(given, **BY_GRADE))) is wrong


def test_a_file_without_levels_or_grades_is_added_up_as_it_stands():
    assert len(found(schools.by_grade(rows(pupils=[500], grade_7=[80]), **BY_GRADE))) == 1
    assert found(schools.by_grade(rows(pupils=[500]), **BY_GRADE)) == []


def test_no_pupils_is_a_warning():
    assert found(sums.nobody(rows(pupils=[0, 5]), pupils="pupils")) == [
        ("ZERO_STUDENTS", "warning", 0, "pupils")
    ]


def test_a_part_is_never_more_than_its_whole():
    given = rows(pupils=[560, 560, None], girls=[600, 560, 3])
    assert found(sums.within(given, whole="pupils", parts=("girls", "boys"))) == [
        ("PART_GT_WHOLE", "error", 0, "girls")
    ]


AREA = {"amount": "floor_area_m2", "pupils": "pupils", "at_least": "0.5", "at_most": "1000"}
MONEY = {"amount": "equipment_yuan", "pupils": "pupils", "at_least": "10", "at_most": "200000"}


def test_an_area_in_another_unit_is_suspected_and_the_unit_is_guessed():
    given = rows(pupils=[560], floor_area_m2=amount("0.6"))
    (flag,) = sums.per_pupil(given, **AREA)
    assert (flag.code, flag.severity, flag.column, flag.repair) == (
        "UNIT_SUSPECT",
        "error",
        "floor_area_m2",
        "6000",
    )
    assert "万㎡" in flag.values["guess"].zh


def test_money_in_another_unit_is_suspected_in_the_unit_of_its_heading():
    wan = {"equipment_yuan": Decimal(10_000)}
    given = rows(pupils=[560], equipment_yuan=amount("42000000000"), factors=wan)
    (flag,) = sums.per_pupil(given, **MONEY)
    assert (flag.code, flag.repair, flag.values["base"]) == ("UNIT_SUSPECT", "420", "元")


def test_yuan_under_a_heading_without_unit_are_suspected_when_they_are_wan():
    (flag,) = sums.per_pupil(rows(pupils=[1500], equipment_yuan=amount("460")), **MONEY)
    assert flag.repair == "4600000"


@pytest.mark.parametrize("pupils", [0, None])
def test_nothing_is_judged_for_each_of_no_pupils(pupils):
    given = rows(pupils=pa.array([pupils], pa.int64()), floor_area_m2=amount("0.6"))
    assert found(sums.per_pupil(given, **AREA)) == []


@pytest.mark.parametrize("area", [None, "0"])
def test_no_area_is_no_matter_of_units(area):
    assert found(sums.per_pupil(rows(pupils=[560], floor_area_m2=amount(area)), **AREA)) == []


@drawn(st.integers(1, 5000), st.integers(2, 40))
def test_what_schools_have_is_never_suspected(pupils, each):
    given = rows(pupils=[pupils], floor_area_m2=amount(str(pupils * each)))
    assert found(sums.per_pupil(given, **AREA)) == []


def test_a_school_of_few_pupils_may_have_much_for_each():
    given = rows(pupils=[3], floor_area_m2=amount("9000"), equipment_yuan=amount("3000000"))
    assert found(sums.per_pupil(given, **AREA)) + found(sums.per_pupil(given, **MONEY)) == []


PRODUCT = {"amount": "amount", "count": "count", "price": "price"}


@pytest.mark.parametrize(
    ("price", "total", "wrong"),
    [("33.33", "99.99", False), ("33.33", "100", False), ("33.33", "101", True), ("30", "99.99", True)],
)
def test_an_amount_is_count_times_price_as_far_as_cents_can_say_it(price, total, wrong):
    given = rows("devices", count=[3], price=amount(price), amount=amount(total))
    assert found(sums.product(given, **PRODUCT)) == [("AMOUNT_MISMATCH", "error", 0, "amount")] * wrong


def test_a_price_in_ten_thousands_is_rounded_more_coarsely():
    given = rows(
        "devices", {"price": Decimal(10_000)}, count=[3], price=amount("3300"), amount=amount("10000")
    )
    assert found(sums.product(given, **PRODUCT)) == []


def test_an_amount_without_its_factors_is_not_judged():
    given = rows("devices", count=pa.array([None], pa.int64()), price=amount("5"), amount=amount("7"))
    assert found(sums.product(given, **PRODUCT)) == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("3643029902", None),
        ("364302990", "SCHOOL_CODE_LENGTH"),
        ("36430299O2", "SCHOOL_CODE_DIGITS"),
        (None, None),
    ],
)
def test_only_the_form_of_a_school_code_is_judged(code, problem):
    flags = schools.code_form(rows(code=pa.array([code], pa.string())), code="code")
    assert found(flags) == ([(problem, "error", 0, "code")] if problem else [])
