import statistics
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from math import isnan, nextafter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xueheng.engine.scores import Cutoffs, distribution, quantile_from_counts, summarise
from xueheng.engine.tally import MarkCounts, at_or_above, merged, moments, nearest_root

CUTOFFS = Cutoffs(excellent=Decimal("0.85"), pass_=Decimal("0.6"), low=Decimal("0.4"))
FULL = 1500


def counted(rows, *, n_groups=1, scale=1):
    group, mark, count = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return MarkCounts(group, mark, count, n_groups=n_groups, scale=scale)


def rows_of(counts):
    return list(zip(counts.group.tolist(), counts.mark.tolist(), counts.count.tolist(), strict=True))


def marks_of(counts, group=0):
    mine = counts.group == group
    return np.repeat(counts.mark[mine], counts.count[mine])


def summarised(counts, **changes):
    return summarise(counts, **{"full": [FULL] * counts.n_groups, "cutoffs": CUTOFFS, **changes})


def as_bytes(result):
    return [getattr(result, field.name).tobytes() for field in fields(result)]


@st.composite
def tables(draw, least=0, groups=4):
    n_groups = draw(st.integers(1, groups))
    row = st.tuples(st.integers(0, n_groups - 1), st.integers(0, FULL), st.integers(0, 20))
    rows = draw(st.lists(row, min_size=least, max_size=25))
    return counted(rows, n_groups=n_groups, scale=draw(st.sampled_from([1, 2, 10, 10_000])))


filled = tables(least=1, groups=1).filter(lambda counts: counts.count.sum() > 0)


@given(filled)
def test_mean_and_sd_are_the_floats_nearest_to_the_exact_figures(counts):
    marks = [Fraction(mark, counts.scale) for mark in marks_of(counts).tolist()]
    summary = summarised(counts)
    assert summary.mean[0] == float(statistics.mean(marks))
    assert summary.sd[0] == statistics.pstdev(marks)


@given(filled)
def test_summaries_agree_with_numpy_on_the_marks_one_by_one(counts):
    marks, summary = marks_of(counts), summarised(counts)
    assert summary.n[0] == marks.size
    assert summary.mean[0] * counts.scale == pytest.approx(marks.mean(), rel=1e-12)
    assert summary.sd[0] * counts.scale == pytest.approx(marks.std(), rel=1e-12, abs=1e-9)


@given(filled)
def test_quantiles_agree_with_numpy_on_the_marks_one_by_one(counts):
    summary = summarised(counts)
    ours = [summary.p10[0], summary.p25[0], summary.median[0], summary.p75[0], summary.p90[0]]
    theirs = np.quantile(marks_of(counts), [0.1, 0.25, 0.5, 0.75, 0.9]) / counts.scale
    assert ours == pytest.approx(theirs.tolist(), rel=1e-12)


@given(filled, st.fractions(0, 1))
def test_any_quantile_agrees_with_numpy(counts, q):
    ours = quantile_from_counts(counts, q)[0] * counts.scale
    assert ours == pytest.approx(np.quantile(marks_of(counts), float(q)), rel=1e-9, abs=1e-9)


@given(filled)
def test_the_outer_quantiles_are_the_lowest_and_highest_mark(counts):
    marks = marks_of(counts)
    assert quantile_from_counts(counts, Fraction(0))[0] == marks.min() / counts.scale
    assert quantile_from_counts(counts, Fraction(1))[0] == marks.max() / counts.scale


@given(tables(), st.integers(1, FULL), st.fractions(0, 1))
def test_rates_count_the_marks_that_reach_the_exact_line(counts, full, rate):
    cutoffs = Cutoffs(excellent=rate, pass_=rate, low=rate)
    summary = summarised(counts, full=[full] * counts.n_groups, cutoffs=cutoffs)
    reached = sum(Fraction(mark) >= rate * full for mark in marks_of(counts).tolist())
    assert summary.n_excellent[0] == summary.n_pass[0] == reached
    assert summary.n_low[0] == summary.n[0] - reached


@pytest.mark.parametrize(("mark", "expected"), [(1275, 1), (1274, 0)])
def test_a_mark_on_the_line_reaches_it(mark, expected):
    summary = summarised(counted([(0, mark, 1)], scale=10))
    assert summary.n_excellent[0] == expected


@pytest.mark.parametrize(("mark", "expected"), [(600, 0), (599, 1)])
def test_a_mark_on_the_low_line_is_not_low(mark, expected):
    assert summarised(counted([(0, mark, 1)], scale=10)).n_low[0] == expected


def test_rates_are_shares_of_those_who_sat():
    summary = summarised(counted([(0, 1300, 1), (0, 900, 1), (0, 100, 2)]))
    assert [summary.excellent_rate[0], summary.pass_rate[0], summary.low_rate[0]] == [0.25, 0.5, 0.5]


@pytest.mark.parametrize(("share", "expected"), [(8, 0.25), (Fraction(97, 25), 50 / 97)])
def test_denominators_replace_those_who_sat_in_the_rates(share, expected):
    summary = summarised(counted([(0, 900, 2), (0, 100, 2)]), denominators=[share])
    assert summary.pass_rate[0] == expected
    assert summary.mean[0] == 500


def test_a_denominator_of_zero_leaves_no_rate():
    summary = summarised(counted([(0, 900, 2)]), denominators=np.array([0]))
    assert isnan(summary.pass_rate[0])


def test_enrolled_pupils_of_whom_nobody_sat_have_no_rate():
    summary = summarised(counted([]), denominators=[30])
    assert isnan(summary.pass_rate[0])
    assert isnan(summary.low_rate[0])


@given(tables(), st.randoms())
def test_the_order_of_rows_does_not_matter(counts, random):
    rows = rows_of(counts)
    random.shuffle(rows)
    shuffled = counted(rows, n_groups=counts.n_groups, scale=counts.scale)
    assert as_bytes(summarised(shuffled)) == as_bytes(summarised(counts))
    assert as_bytes(distribution(shuffled)) == as_bytes(distribution(counts))


@given(tables(), st.randoms())
def test_repeated_rows_add_up(counts, random):
    parts = [(group, mark, count, random.randint(0, count)) for group, mark, count in rows_of(counts)]
    rows = [(g, m, c - k) for g, m, c, k in parts] + [(g, m, k) for g, m, c, k in parts]
    split = counted(rows, n_groups=counts.n_groups, scale=counts.scale)
    assert as_bytes(summarised(split)) == as_bytes(summarised(counts))


@given(tables())
def test_merged_rows_are_ascending_and_stay_as_they_are(counts):
    rows = merged(counts)
    keys = list(zip(rows.group.tolist(), rows.mark.tolist(), strict=True))
    assert keys == sorted(set(keys))
    assert merged(rows) is rows


@given(tables())
def test_merging_groups_adds_counts(counts):
    together = MarkCounts(counts.group * 0, counts.mark, counts.count, n_groups=1, scale=counts.scale)
    one, many = summarised(together), summarised(counts)
    assert one.n[0] == many.n.sum()
    assert one.n_pass[0] == many.n_pass.sum()
    assert moments(together).squares[0] == sum(moments(counts).squares)


@given(tables())
def test_a_group_does_not_depend_on_the_others(counts):
    alone = counted([row for row in rows_of(counts) if row[0] == 0], scale=counts.scale)
    ours, all_of_them = summarised(alone), summarised(counts)
    np.testing.assert_array_equal([ours.mean[0], ours.sd[0]], [all_of_them.mean[0], all_of_them.sd[0]])
    np.testing.assert_array_equal([ours.p25[0], ours.p90[0]], [all_of_them.p25[0], all_of_them.p90[0]])


@given(tables())
def test_the_last_cumulative_count_of_a_distribution_is_n(counts):
    table = distribution(counts)
    last = np.flatnonzero(np.diff(table.group, append=-1))
    assert (table.cumulative[last] == summarised(counts).n[table.group[last]]).all()
    assert table.count.sum() == counts.count.sum()


@given(tables(least=1))
def test_a_cumulative_count_is_the_number_at_or_above_the_mark(counts):
    table = distribution(counts)
    reached = at_or_above(counts, [int(table.mark[0])] * counts.n_groups)
    assert table.cumulative[0] == reached[table.group[0]]
    assert ((np.diff(table.group) > 0) | (np.diff(table.mark) < 0)).all()


def test_a_distribution_keeps_marks_that_nobody_has():
    table = distribution(counted([(0, 3, 2), (0, 4, 0), (0, 5, 1)]))
    assert table.mark.tolist() == [5, 4, 3]
    assert table.cumulative.tolist() == [1, 1, 3]


@pytest.mark.parametrize("rows", [[], [(1, 80, 3)], [(0, 80, 0), (2, 80, 0)]])
def test_a_group_without_pupils_has_no_figures(rows):
    summary = summarised(counted(rows, n_groups=3))
    figures = [summary.mean, summary.sd, summary.pass_rate, summary.low_rate, summary.p10, summary.median]
    assert np.isnan([figure[[0, 2]] for figure in figures]).all()
    assert summary.n[0] == 0


def test_a_group_without_full_marks_has_no_rates():
    summary = summarised(counted([(0, 900, 1), (1, 900, 1)], n_groups=2), full=[None, FULL])
    assert isnan(summary.pass_rate[0])
    assert isnan(summary.low_rate[0])
    assert summary.pass_rate[1] == 1
    assert summary.n_low.tolist() == [0, 0]


big_rows = st.lists(
    st.tuples(st.just(0), st.integers(-(10**14), 10**14), st.integers(1, 10**5)), min_size=1, max_size=8
)


@given(big_rows)
def test_large_numbers_do_not_overflow(rows):
    sums = moments(counted(rows))
    assert sums.total[0] == sum(mark * count for _, mark, count in rows)
    assert sums.squares[0] == sum(mark * mark * count for _, mark, count in rows)


def test_a_province_of_finely_scaled_totals_does_not_overflow():
    counts = counted([(0, 7_499_999, 600_000), (0, 7_500_001, 400_000)], scale=10_000)
    summary = summarised(counts)
    assert summary.mean[0] == 749.99998
    assert summary.sd[0] == pytest.approx(0.0000979795897, rel=1e-9)


def test_marks_far_apart_in_many_groups_keep_their_order():
    rows = [(1, 2**61, 1), (0, -(2**61), 1), (1, 0, 1), (0, 5, 1)]
    assert rows_of(merged(counted(rows, n_groups=2))) == sorted(rows)


@given(st.integers(0, 10**40), st.integers(1, 10**40))
def test_the_nearest_root_is_nearer_than_its_neighbours(numerator, denominator):
    assume(numerator > 0)
    root = nearest_root(numerator, denominator)
    below, above = (Fraction(root) + Fraction(nextafter(root, to)) for to in (0.0, float("inf")))
    assert below**2 <= Fraction(4 * numerator, denominator) <= above**2


@given(st.fractions(0, 10**6, max_denominator=2**20))
def test_the_root_of_a_square_is_exact(value):
    assert nearest_root(value.numerator**2, value.denominator**2) == float(value)


def test_a_cutoff_in_floats_is_refused():
    with pytest.raises(TypeError, match="Fraction or a Decimal"):
        Cutoffs(excellent=0.85, pass_=Decimal("0.6"), low=Decimal("0.4"))


@pytest.mark.parametrize("q", [Fraction(-1, 2), Decimal("1.01")])
def test_a_quantile_outside_its_range_is_refused(q):
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile_from_counts(counted([(0, 1, 1)]), q)


@pytest.mark.parametrize(
    ("row", "scale", "message"),
    [
        ((1, 5, 1), 1, "outside"),
        ((-1, 5, 1), 1, "outside"),
        ((0, 5, -1), 1, "negative"),
        ((0, 5, 1), 0, "scale"),
    ],
)
def test_impossible_counts_are_refused(row, scale, message):
    with pytest.raises(ValueError, match=message):
        counted([row], scale=scale)
