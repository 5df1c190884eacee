"""The exports of the national systems differ from the generated roster where, and only where, they should."""

import pytest

from xueheng.sample.national import exports


@pytest.fixture(scope="module")
def made(small):
    return {(one.table, one.period): one.rows.to_pylist() for one in exports(small)}


def test_every_system_but_the_registry_has_an_export(made):
    assert {table for table, _ in made} == {"teachers", "aid", "fitness", "schools"}


def test_of_the_staff_one_is_missing_and_one_is_new(small, made):
    ours = set(small.tables["teachers"]["teacher_id"].to_pylist())
    theirs = {row["teacher_id"] for row in made["teachers", "2026-09-01"]}
    assert (len(ours - theirs), len(theirs - ours)) == (1, 1)


def test_of_the_aided_three_are_gone_in_autumn(made):
    spring, autumn = ({r["student_number"] for r in made["aid", p]} for p in ("2026-03-01", "2026-09-01"))
    assert len(spring - autumn) >= 3
    assert len(autumn) == len(spring)


def test_the_fitness_of_one_school_lacks_two_pupils(small, made):
    rows = made["fitness", "2026"]
    assert len({row["student_number"] for row in rows}) == len(rows)
    assert {row["level"] for row in rows} <= {"优秀", "良好", "及格", "不及格"}


def test_one_school_is_missing_from_the_statistics(small, made):
    assert len(made["schools", "2026"]) == small.tables["schools-2026"].num_rows - 1
