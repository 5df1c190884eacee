"""Applications: one a child, twins told, old enough on the day that counts."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_rows import day, rows_of, told

from xueheng.standards.words import Words
from xueheng.tables.rules.applications import birthday, child_twice, last_birth, old_enough, twins

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def applications(
    *rows, columns=("application", "child_name", "identity", "born_on", "guardian1_identity"), **more
):
    """Applications: number, child, identity number, birth, guardian."""
    return rows_of(
        "applications", dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)), **more
    )


A, B = ("a1", "吴思远", "X1", day("2020-05-05"), "G1"), ("a2", "吴思远", "X1", day("2020-05-05"), "G2")
TWIN = ("a3", "吴双双", "X2", day("2020-05-05"), "G1")


def test_two_applications_for_one_child_are_told_on_both_rows():
    flags = list(child_twice(applications(A, B)))
    assert told(flags) == [("CHILD_TWICE", "error", 0, "identity"), ("CHILD_TWICE", "error", 1, "identity")]
    assert flags[0].values["rows"] == Words("2、3", "2, 3")


def test_one_number_mistyped_does_not_make_another_child():
    mistyped = ("a2", "吴 思远", "X9", day("2020-05-05"), "G1")
    assert len(list(child_twice(applications(A, mistyped)))) == 2
    assert told(twins(applications(A, mistyped))) == []


def test_children_of_different_families_may_have_one_name_and_birthday():
    namesake = ("a2", "吴思远", "X9", day("2020-05-05"), "G9")
    assert told([*child_twice(applications(A, namesake)), *twins(applications(A, namesake))]) == []


def test_one_application_in_two_rows_is_left_to_its_number():
    assert told(child_twice(applications(A, ("a1", *B[1:])))) == []


def test_a_withdrawn_application_is_none():
    columns = {"child_name": ["甲", "甲"], "identity": ["X1", "X1"], "state": ["withdrawn", "submitted"]}
    assert told(child_twice(rows_of("applications", columns))) == []


def test_a_row_that_was_dropped_is_none():
    assert told(child_twice(applications(A, B, dropped=[1]))) == []


def test_twins_are_told_for_the_draw():
    assert told(twins(applications(A, TWIN))) == [("TWINS", "notice", 0, None), ("TWINS", "notice", 1, None)]


def test_either_guardian_makes_twins():
    columns = ("child_name", "born_on", "guardian1_identity", "guardian2_identity")
    rows = applications(
        ("甲", day("2020-05-05"), "F", "M"), ("乙", day("2020-05-05"), "M", None), columns=columns
    )
    assert len(list(twins(rows))) == 2


def test_the_identity_number_says_the_birth_where_no_column_does():
    columns = ("child_name", "identity", "guardian1_identity")
    rows = applications(("甲", "430299202005052175", "G"), ("乙", "430299202005052837", "G"), columns=columns)
    assert len(list(twins(rows))) == 2


def test_brothers_and_sisters_are_no_twins():
    older = ("a3", "吴思齐", "X2", day("2019-05-05"), "G1")
    assert told(twins(applications(A, older))) == []


@pytest.mark.parametrize(
    ("born", "is_told"), [("2020-08-31", False), ("2020-09-01", True), ("2019-01-01", False)]
)
def test_the_day_that_counts_is_in(born, is_told):
    rows = rows_of(
        "applications",
        {"child_name": ["甲"], "born_on": [day(born)]},
        age_cutoff=day("2026-08-31"),
        min_age=6,
    )
    assert told(old_enough(rows)) == ([("UNDER_AGE", "error", 0, "born_on")] if is_told else [])


@pytest.mark.parametrize(
    ("cutoff", "years", "latest"),
    [
        ("2026-08-31", 6, "2020-08-31"),
        ("2026-02-28", 6, "2020-02-29"),
        ("2024-02-29", 6, "2018-02-28"),
        ("2024-02-29", 4, "2020-02-29"),
        ("2026-03-01", 6, "2020-03-01"),
    ],
)
def test_the_last_day_of_birth_knows_leap_days(cutoff, years, latest):
    assert last_birth(day(cutoff), years) == day(latest)


@given(DAYS, st.integers(0, 18))
def test_the_last_day_of_birth_reaches_the_age_and_the_next_does_not(cutoff, years):
    latest = last_birth(cutoff, years)
    assert birthday(latest, years) <= cutoff < birthday(latest + timedelta(1), years)


@given(DAYS, st.integers(0, 18))
def test_a_birthday_keeps_its_month(born, years):
    later = birthday(born, years)
    assert (later.year, later.month) == (born.year + years, born.month)
    assert later.day == min(born.day, calendar.monthrange(later.year, later.month)[1])


def test_without_an_age_to_reach_nobody_is_too_young():
    rows = rows_of(
        "applications", {"child_name": ["甲"], "born_on": [day("2026-01-01")]}, age_cutoff=day("2026-08-31")
    )
    assert told(old_enough(rows)) == []


def test_a_birth_that_is_wrong_already_is_not_judged():
    columns = {"child_name": ["甲"], "born_on": [day("2022-01-01")]}
    rows = rows_of("applications", columns, wrong=[(0, "born_on")], age_cutoff=day("2026-08-31"), min_age=6)
    assert told(old_enough(rows)) == []


def test_a_child_without_a_number_is_told_by_its_name():
    columns = {"child_name": ["李明"] * 2, "born_on": [date(2020, 5, 5)] * 2, "identity": [None] * 2}
    rows = rows_of("applications", {**columns, "guardian1_identity": ["430299198801010012"] * 2})
    assert {flag.column for flag in child_twice(rows)} == {"child_name"}
