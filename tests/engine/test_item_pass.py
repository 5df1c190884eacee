import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.item_pass import LARGEST, as_item_sums, cross_products
from xueheng.engine.item_sums import alpha, covariance, difficulty, item_sums, r_item_rest

GROUPS = 4
FULL = (3, 5, 10)


def drawn(seed, most, rows=300):
    rng = np.random.default_rng(seed)
    return rng.integers(-1, most + 1, (3, rows)), rng.integers(0, GROUPS, rows)


def taken(columns, group):
    return cross_products(list(columns), group=group, n_groups=GROUPS)


@given(st.integers(0, 10**6), st.sampled_from([1, 127, 3000, LARGEST]))
def test_sums_and_products_are_those_of_whole_numbers(seed, most):
    columns, group = drawn(seed, most)
    rows = np.vstack([columns, np.ones_like(group)])
    expected = [rows[:, group == g] @ rows[:, group == g].T for g in range(GROUPS)]
    assert np.array_equal(taken(columns, group), expected)


@given(st.integers(0, 10**6), st.integers(0, 300))
def test_the_products_of_two_files_add_up_in_any_order(seed, cut):
    columns, group = drawn(seed, 10)
    order = np.random.default_rng(seed).permutation(group.size)
    parts = [taken(columns[:, part], group[part]) for part in (order[:cut], order[cut:])]
    assert np.array_equal(parts[0] + parts[1], taken(columns, group))


def test_whole_numbers_stay_whole_where_a_float_would_lose_them():
    columns = [np.full(70_000, LARGEST)]
    found = cross_products(columns, group=np.zeros(70_000, np.int64), n_groups=1)
    assert found[0, 0, 0] == 70_000 * LARGEST**2


def test_a_mark_that_is_none_is_refused():
    with pytest.raises(ValueError, match=str(LARGEST + 1)):
        taken([np.array([LARGEST + 1])], np.array([0]))


@pytest.fixture(scope="module")
def marks():
    """A group that varies, one of a single pupil, one where an item is the same for all, and none."""
    rng = np.random.default_rng(1)
    group = np.repeat([0, 1, 2], [40, 1, 30])
    columns = np.array([rng.integers(0, full + 1, group.size) for full in FULL])
    columns[1, group == 2] = 4
    return columns, group


def test_the_figures_are_those_of_their_definitions(marks):
    columns, group = marks
    own = columns[:, group == 0].astype(float)
    sums = as_item_sums(taken(columns, group))
    shared, rest = covariance(sums), own.sum(axis=0) - own
    assert difficulty(sums, np.array(FULL))[0] == pytest.approx(own.mean(axis=1) / FULL)
    expected = [np.corrcoef(x, y)[0, 1] for x, y in zip(own, rest, strict=True)]
    assert r_item_rest(shared)[0] == pytest.approx(expected)
    assert alpha(shared)[0] == pytest.approx(1.5 * (1 - own.var(axis=1).sum() / own.sum(axis=0).var()))


def test_where_nothing_varies_there_is_no_figure(marks):
    shared = covariance(as_item_sums(taken(*marks)))
    assert np.isnan(r_item_rest(shared)[[1, 2, 3], 1]).all()
    assert np.isnan(alpha(shared)[[1, 3]]).all()


def test_the_sums_are_those_of_items_one_group_at_a_time(marks):
    columns, group = marks
    found, expected = as_item_sums(taken(columns, group)), item_sums(columns[:, group == 2].T.astype(float))
    for name in ("n", "sums", "products"):
        assert np.array_equal(getattr(found, name)[2], getattr(expected, name))
