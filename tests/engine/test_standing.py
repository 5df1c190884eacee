from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.standing import (
    above_average_rates,
    borderline,
    crossing_probabilities,
    high_band,
    percentile_ranks,
    ranks,
    standard_scores,
    t_scores,
    threshold_counts,
    uncertain,
    z_scores,
)
from xueheng.engine.tally import MarkCounts, ratios

SCORES = [z_scores, t_scores, standard_scores, percentile_ranks, ranks]


def ints(values):
    return np.array(values, dtype=np.int64)


def counted(rows, *, n_groups):
    return MarkCounts(*ints(rows).reshape(-1, 3).T, n_groups=n_groups, scale=1)


marks = st.lists(st.integers(0, 60), min_size=1, max_size=40).map(ints)
varied = marks.filter(lambda mark: mark.min() < mark.max())
weighted = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=20).map(ints)
groups = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 60), st.integers(0, 9)), min_size=1, max_size=25
).map(lambda rows: counted(rows, n_groups=3))


@given(varied)
def test_z_scores_have_mean_zero_and_deviation_one(mark):
    z = z_scores(mark)
    assert z.mean() == pytest.approx(0, abs=1e-12)
    assert z.std() == pytest.approx(1, abs=1e-12)


@given(varied)
def test_t_scores_have_mean_fifty_and_deviation_ten(mark):
    assert t_scores(mark).mean() == pytest.approx(50, abs=1e-11)
    assert t_scores(mark).std() == pytest.approx(10, abs=1e-11)


@pytest.mark.parametrize("score", [z_scores, t_scores])
def test_equal_marks_have_no_z_score(score):
    assert np.isnan(score(ints([70, 70, 70]))).all()


@given(varied, st.integers(1, 10**12), st.integers(-(10**12), 10**12))
def test_z_scores_do_not_depend_on_the_units(mark, factor, shift):
    assert z_scores(mark * factor + shift).tobytes() == z_scores(mark).tobytes()


@pytest.mark.parametrize("score", SCORES)
@given(pairs=weighted)
def test_a_row_that_counts_for_several_pupils_equals_their_rows(score, pairs):
    mark, count = pairs.T
    one_by_one = score(np.repeat(mark, count))
    np.testing.assert_array_equal(np.repeat(score(mark, count=count), count), one_by_one)


@pytest.mark.parametrize("score", SCORES)
@given(mark=marks, random=st.randoms())
def test_the_order_of_pupils_does_not_matter(score, mark, random):
    order = list(range(mark.size))
    random.shuffle(order)
    assert score(mark[order]).tobytes() == score(mark)[order].tobytes()


@pytest.mark.parametrize("score", [z_scores, t_scores, standard_scores, percentile_ranks])
@given(mark=varied)
def test_a_better_mark_never_stands_lower(score, mark):
    order = np.argsort(mark)
    assert (np.diff(score(mark)[order]) >= 0).all()


@given(marks)
def test_standard_scores_of_a_mirrored_population_are_mirrored(mark):
    mirrored = 1000 - standard_scores(-mark)
    np.testing.assert_allclose(standard_scores(mark), mirrored, rtol=0, atol=1e-9)


@given(varied)
def test_standard_scores_are_normal_quantiles_of_the_middle_of_the_ties(mark):
    scores = standard_scores(mark)
    below, ties = (mark < mark[0]).sum(), (mark == mark[0]).sum()
    share = (below + ties / 2) / mark.size
    assert scores[0] == pytest.approx(500 + 100 * NormalDist().inv_cdf(share), rel=1e-12)


def test_standard_scores_end_at_100_and_900():
    mark, count = ints([0, 1, 2]), ints([1, 10**6, 1])
    assert standard_scores(mark, count=count)[[0, 2]].tolist() == [100, 900]


@pytest.mark.parametrize("score", [z_scores, standard_scores, percentile_ranks])
def test_a_population_of_nobody_has_no_scores(score):
    assert np.isnan(score(ints([50]), count=ints([0]))).all()


def test_a_mark_nobody_has_takes_the_limit_beyond_the_ends():
    assert standard_scores(ints([0, 5, 9]), count=ints([0, 3, 0])).tolist() == [100, 500, 900]


@given(marks)
def test_a_rank_is_one_more_than_the_pupils_above(mark):
    assert ranks(mark).tolist() == [1 + int((mark > own).sum()) for own in mark]


def test_ties_share_the_best_rank():
    assert ranks(ints([90, 95, 90, 80])).tolist() == [2, 1, 2, 4]


@given(st.integers(1, 200))
def test_percentile_ranks_of_distinct_marks_average_fifty(n):
    scores = percentile_ranks(np.arange(n))
    assert scores.mean() == pytest.approx(50)
    assert scores[-1] == pytest.approx(100 - 50 / n)


@given(marks)
def test_percentile_ranks_follow_from_ranks_alone(mark):
    n = mark.size
    expected = [float(100 - Fraction(100 * rank - 50, n)) for rank in ranks(mark).tolist()]
    assert percentile_ranks(mark).tolist() == expected


@given(groups, st.lists(st.integers(0, 61), max_size=4))
def test_fewer_pupils_reach_a_higher_line(counts, lines):
    reached = threshold_counts(counts, sorted(lines))
    assert reached.count.shape == (len(lines), 3)
    assert (np.diff(reached.count, axis=0) <= 0).all()


@given(groups)
def test_everybody_reaches_the_lowest_line(counts):
    reached = threshold_counts(counts, [0])
    assert reached.count.sum() == counts.count.sum()
    assert set(reached.rate[reached.count > 0]) <= {1.0}


def test_a_group_of_nobody_has_no_rate_on_a_line():
    reached = threshold_counts(counted([(0, 50, 1), (0, 60, 3)], n_groups=2), [60])
    assert reached.count.tolist() == [[3, 0]]
    np.testing.assert_array_equal(reached.rate, [[0.75, np.nan]])


@given(groups, st.integers(1, 50))
def test_a_high_band_holds_its_places_and_only_ties_beyond(counts, places):
    band = high_band(counts, places)
    n = int(counts.count.sum())
    assert (band is None) == (n == 0)
    line, held = (band.line, int(band.count.sum())) if band else (0, 0)
    assert held >= min(places, n)
    assert counts.count[counts.mark > line].sum() < places or n == 0


def test_the_ties_of_the_last_place_belong_to_the_high_band():
    band = high_band(counted([(0, 90, 1), (1, 80, 2), (0, 80, 1), (1, 70, 5)], n_groups=2), 2)
    assert band.line == 80
    assert band.count.tolist() == [2, 2]


def test_a_high_band_of_no_places_is_none():
    assert high_band(counted([(0, 90, 1)], n_groups=1), 0) is None


def test_the_above_average_rate_compares_with_the_mean_of_all_pupils():
    counts = counted([(0, 60, 3), (1, 100, 1)], n_groups=3)
    np.testing.assert_array_equal(above_average_rates(counts), ratios([-10, 30, 0], [70, 70, 0]))


@given(groups)
def test_above_average_rates_balance_over_all_pupils(counts):
    n = np.array([counts.count[counts.group == group].sum() for group in range(3)])
    assert np.nansum(n * above_average_rates(counts)) == pytest.approx(0, abs=1e-9)


def test_borderline_includes_both_ends():
    chosen = borderline(ints([494, 495, 500, 505, 506]), 500, delta=5)
    assert chosen.tolist() == [False, True, True, True, False]


@given(varied, st.integers(0, 60), st.floats(0.5, 20))
def test_the_chance_of_crossing_rises_with_the_total(total, line, sem):
    chance = crossing_probabilities(np.sort(total), line, sem=sem)
    assert (np.diff(chance) >= 0).all()
    assert ((chance >= 0) & (chance <= 1)).all()


def test_a_total_on_the_line_has_an_even_chance():
    assert crossing_probabilities(ints([500]), 500, sem=7.5)[0] == 0.5


def test_uncertain_pupils_are_about_half_an_error_from_the_line():
    chosen = uncertain(ints([94, 95, 100, 105, 106]), 100, sem=10.0, least=0.3, most=0.7)
    assert chosen.tolist() == [False, True, True, True, False]


@pytest.mark.parametrize("sem", [0.0, -1.0, float("nan")])
def test_an_error_that_is_not_positive_is_refused(sem):
    with pytest.raises(ValueError, match="positive"):
        crossing_probabilities(ints([500]), 500, sem=sem)
