from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.scaling import Bands, assigned, grades_by_share, observed_spans, population, spread

SHARES = [Fraction(s, 100) for s in (15, 35, 35, 13, 2)]
BANDS = Bands((86, 71, 56, 41, 30), (100, 85, 70, 55, 40))
marks = st.lists(st.integers(0, 60), min_size=1, max_size=80).map(np.array)
ties = st.sampled_from(["rank", "upper_min", "lower_max", "near"])


def scaled(mark, rule="rank", *, per_grade=False, single="mean"):
    """Grade and assigned mark of every row."""
    people = population(mark)
    grade = grades_by_share(people, SHARES, ties=rule, per_grade=per_grade)
    spans = observed_spans(people, grade, 5)
    found = assigned(people, grade, spans=spans, bands=BANDS, single=single)
    return spread(people, mark, grade), spread(people, mark, found)


@given(marks, ties, st.booleans())
def test_a_higher_mark_is_never_assigned_less_and_equal_marks_are_equal(mark, rule, per_grade):
    found = scaled(mark, rule, per_grade=per_grade)[1]
    order = np.argsort(mark, kind="stable")
    rises, equal = np.diff(found[order]), np.diff(mark[order]) == 0
    assert (rises >= 0).all()
    assert (rises[equal] == 0).all()


@given(marks, ties)
def test_every_assigned_mark_lies_in_the_range_of_its_grade(mark, rule):
    grade, found = scaled(mark, rule)
    assert ((found >= np.array(BANDS.low)[grade]) & (found <= np.array(BANDS.high)[grade])).all()


@given(marks)
def test_the_ways_with_ties_stand_on_their_sides_of_the_share(mark):
    reached = {r: (scaled(mark, r)[0] == 0).sum() for r in ("upper_min", "near", "lower_max")}
    assert reached["lower_max"] <= mark.size * SHARES[0] <= reached["upper_min"]
    assert reached["lower_max"] <= reached["near"] <= reached["upper_min"]


@given(marks)
def test_the_rank_of_all_in_a_grade_is_within_its_share(mark):
    grade = scaled(mark)[0]
    above = (mark[None, :] > mark[:, None]).sum(axis=1)
    expected = [
        next(i for i, c in enumerate(np.cumsum(SHARES)) if Fraction(int(a) + 1, mark.size) <= c)
        for a in above
    ]
    assert grade.tolist() == expected


@pytest.mark.parametrize(("single", "assigned_mark"), [("mean", 78), ("max", 85), ("min", 71)])
def test_a_grade_of_one_mark_is_assigned_as_it_is_declared(single, assigned_mark):
    assert scaled(np.array([50, 50, 50]), single=single)[1].tolist() == [assigned_mark] * 3


def test_the_worked_example_is_rounded_half_up():
    mark = np.array([98, 95, 90, 82] + [70] * 23)
    assert scaled(mark)[1][:4].tolist() == [100, 97, 93, 86]
