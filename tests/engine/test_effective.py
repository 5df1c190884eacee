from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.effective import (
    Hits,
    Takers,
    hits,
    mean_ratio_from_means,
    mean_ratio_line,
    proportional_line,
    takers,
)


def ints(values):
    return np.array(values, dtype=np.int64)


def pupils_of(rows):
    return Takers(*ints(rows).reshape(-1, 3).T)


def shuffled(rows, random):
    return random.sample(rows, len(rows))


row_lists = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20), st.integers(0, 5)), max_size=25)
lines = st.integers(0, 55)

CLASS = [(600, 120, 1), (580, 130, 1), (560, 110, 1), (520, 125, 1), (500, 90, 1)]


@given(row_lists, lines)
def test_at_least_as_many_reach_the_proportional_line_as_the_total_line(rows, total_line):
    pupils = pupils_of(rows)
    line = proportional_line(pupils, total_line)
    wanted = pupils.weight[pupils.total >= total_line].sum()
    assert (line is None) == (wanted == 0)
    assert line is None or pupils.weight[pupils.mark >= line].sum() >= wanted


@given(row_lists, lines)
def test_no_higher_mark_is_reached_by_as_many(rows, total_line):
    pupils = pupils_of(rows)
    line = proportional_line(pupils, total_line)
    wanted = pupils.weight[pupils.total >= total_line].sum()
    assert line is None or pupils.weight[pupils.mark > line].sum() < wanted


@given(row_lists, lines, st.randoms())
def test_the_order_of_pupils_does_not_matter(rows, total_line, random):
    one, other = pupils_of(rows), pupils_of(shuffled(rows, random))
    assert proportional_line(one, total_line) == proportional_line(other, total_line)
    assert mean_ratio_line(one, total_line) == mean_ratio_line(other, total_line)


@given(row_lists, lines, st.integers(0, 20))
def test_a_row_that_counts_for_several_pupils_equals_their_rows(rows, total_line, subject_line):
    one_by_one = pupils_of([(total, mark, 1) for total, mark, weight in rows for _ in range(weight)])
    pupils = pupils_of(rows)
    assert proportional_line(pupils, total_line) == proportional_line(one_by_one, total_line)
    assert mean_ratio_line(pupils, total_line) == mean_ratio_line(one_by_one, total_line)
    assert hits(pupils, total_line, subject_line=subject_line) == hits(
        one_by_one, total_line, subject_line=subject_line
    )


@given(row_lists, lines, st.fractions(0, 20))
def test_rates_lie_between_zero_and_one(rows, total_line, subject_line):
    found = hits(pupils_of(rows), total_line, subject_line=subject_line)
    assert 0 <= (found.hit_rate or 0) <= 1
    assert 0 <= (found.contribution or 0) <= 1


@given(row_lists, st.integers(1, 55), st.integers(1, 1000))
def test_the_lines_scale_with_the_marks(rows, total_line, factor):
    finer = pupils_of([(total, mark * factor, weight) for total, mark, weight in rows])
    line = mean_ratio_line(pupils_of(rows), total_line)
    assert mean_ratio_line(finer, total_line) == (None if line is None else line * factor)


def test_the_lines_of_a_class_by_hand():
    pupils = pupils_of(CLASS)
    assert proportional_line(pupils, 560) == 120
    assert mean_ratio_line(pupils, 560) == Fraction(120 * 560, 580)


def test_the_rates_of_a_class_by_hand():
    found = hits(pupils_of(CLASS), 560, subject_line=120)
    assert found == Hits(on_total=3, on_subject=3, on_both=2)
    assert found.hit_rate == found.contribution == Fraction(2, 3)


@pytest.mark.parametrize(("line", "expected"), [(Fraction(125), 2), (Fraction(125) + Fraction(1, 10**30), 1)])
def test_a_mark_reaches_a_fractional_line_exactly(line, expected):
    assert hits(pupils_of(CLASS), 0, subject_line=line).on_subject == expected


@given(row_lists, lines, st.integers(-9, 99))
def test_pupils_without_a_mark_play_no_part(rows, total_line, unseen):
    total, mark, weight = ints([*rows, (50, unseen, 3)]).T
    has_mark = np.arange(total.size) < len(rows)
    pupils = takers(total, mark, has_mark=has_mark, weight=weight)
    assert proportional_line(pupils, total_line) == proportional_line(pupils_of(rows), total_line)
    assert mean_ratio_line(pupils, total_line) == mean_ratio_line(pupils_of(rows), total_line)


def test_every_row_is_one_pupil_with_a_mark_unless_said_otherwise():
    pupils = takers(ints([600, 500]), ints([120, 90]))
    assert pupils.weight.tolist() == [1, 1]
    assert pupils.mark.tolist() == [120, 90]


@pytest.mark.parametrize("rows", [[], [(500, 90, 1)], [(700, 90, 0)]])
def test_nobody_on_the_total_line_gives_no_subject_line(rows):
    pupils = pupils_of(rows)
    assert proportional_line(pupils, 600) is None
    assert mean_ratio_line(pupils, 600) is None


def test_totals_of_zero_give_no_mean_ratio():
    assert mean_ratio_line(pupils_of([(0, 5, 2)]), 0) is None


def test_nobody_on_a_line_gives_no_rate():
    assert hits(pupils_of([(500, 90, 1)]), 600, subject_line=80).contribution is None
    assert hits(pupils_of([(500, 90, 1)]), 400, subject_line=100).hit_rate is None


def test_large_numbers_do_not_overflow():
    pupils = pupils_of([(7 * 10**15, 10**15, 10**6), (7 * 10**15, 2 * 10**15, 10**6)])
    assert mean_ratio_line(pupils, 7 * 10**15) == Fraction(3 * 10**15, 2)


def test_the_line_from_means_equals_the_line_from_pupils():
    line = mean_ratio_from_means(Fraction(120), total_line=560, mean_total=Fraction(580))
    assert line == mean_ratio_line(pupils_of(CLASS), 560)
