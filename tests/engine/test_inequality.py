"""Equity indices against golden values (tests/golden/equity_indices), and their laws."""

import json
from math import inf, log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.inequality.bootstrap import bootstrap
from xueheng.engine.inequality.chance import generator
from xueheng.engine.inequality.curves import concentration, cv_without_each, lorenz
from xueheng.engine.inequality.indices import NAMES, Sorted, indices, quantile
from xueheng.engine.inequality.parts import THEIL_L, THEIL_T, taken_apart
from xueheng.engine.inequality.segregation import by_chance, segregation

GOLDEN = json.loads((Path(__file__).parents[1] / "golden/equity_indices/golden.json").read_text("utf-8"))
WEIGHTED = GOLDEN["weighted"]
units = st.lists(
    st.tuples(st.integers(1, 10**6), st.integers(1, 3000), st.integers(0, 3)), min_size=2, max_size=25
)


def held(y, weight=None):
    y = np.array(y, float)
    weight = np.ones(len(y)) if weight is None else np.array(weight, float)
    order = np.argsort(y, kind="stable")
    return Sorted(y[order], weight[order][None, :], np.ones((1, len(y))))


def found(y, weight=None, epsilon=0.5, alpha=2.0):
    return {n: float(v[0]) for n, v in indices(held(y, weight), epsilon=epsilon, alpha=alpha).items()}


@pytest.mark.parametrize(
    ("name", "golden"),
    [
        ("theil_t", "theil_T"),
        ("theil_l", "theil_L_MLD"),
        ("gini", "gini"),
        ("cv", "cv_population"),
        ("cv_sample", "cv_sample"),
    ],
)
def test_an_index_of_equal_weights_is_the_published_one(name, golden):
    assert found(GOLDEN["x"])[name] == pytest.approx(GOLDEN["unweighted"][golden], abs=1e-12)


@pytest.mark.parametrize(("epsilon", "golden"), [(0.5, "0_5"), (1, "1"), (2, "2")])
def test_atkinson_is_the_published_one(epsilon, golden):
    expected = GOLDEN["unweighted"][f"atkinson_{golden}"]
    assert found(GOLDEN["x"], epsilon=epsilon)["atkinson"] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "golden"),
    [
        ("cv", "cv_weighted"),
        ("cv_unweighted", "cv_unweighted_pop"),
        ("cv_sample", "cv_unweighted_sample"),
        ("gini", "gini"),
        ("theil_t", "theil_T"),
        ("mcloone", "mcloone"),
        ("verstegen", "verstegen"),
    ],
)
def test_an_index_by_pupils_is_the_published_one(name, golden):
    assert found(WEIGHTED["y"], WEIGHTED["pupils"])[name] == pytest.approx(WEIGHTED[golden], abs=1e-12)


def test_theil_t_comes_apart_as_published():
    y, weight, group = (np.array(WEIGHTED[k]) for k in ("y", "pupils", "group"))
    parts = taken_apart(y.astype(float), weight.astype(float), group, alpha=THEIL_T)
    assert parts.between == pytest.approx(WEIGHTED["theil_between"], abs=1e-12)
    assert parts.all_within == pytest.approx(WEIGHTED["theil_within"], abs=1e-12)


@settings(max_examples=30)
@given(units, st.sampled_from([-1.0, THEIL_L, 0.5, THEIL_T, 2.0]))
def test_between_and_within_add_up_to_the_whole(rows, alpha):
    y, weight, group = (np.array(c) for c in zip(*rows, strict=True))
    group = np.unique(group, return_inverse=True)[1]
    parts = taken_apart(y.astype(float), weight.astype(float), group, alpha=alpha)
    whole = found(y, weight, alpha=alpha)
    assert parts.total == pytest.approx(whole["ge"], rel=1e-12, abs=1e-12)


def test_the_entropy_is_theil_at_0_and_1_and_half_the_squared_cv_at_2():
    made = {a: found(WEIGHTED["y"], WEIGHTED["pupils"], alpha=a) for a in (0, 1, 2)}
    assert (made[0]["ge"], made[1]["ge"]) == (made[0]["theil_l"], made[1]["theil_t"])
    assert made[2]["ge"] == pytest.approx(made[2]["cv"] ** 2 / 2, abs=1e-15)


def test_a_group_with_nothing_adds_nothing_to_t_and_makes_l_infinite():
    y, group = np.array([0.0, 0.0, 4.0, 8.0]), np.array([0, 0, 1, 1])
    t, ell = (taken_apart(y, np.ones(4), group, alpha=a) for a in (THEIL_T, THEIL_L))
    assert t.total == pytest.approx(found(y)["theil_t"], abs=1e-12)
    assert (ell.total, ell.between) == (inf, inf)


@settings(max_examples=40)
@given(units)
def test_a_unit_of_many_pupils_counts_as_so_many_units(rows):
    y, weight = [r[0] for r in rows], [r[1] % 7 + 1 for r in rows]
    each = [v for v, k in zip(y, weight, strict=True) for _ in range(k)]
    one, many = found(y, weight), found(each)
    for name in set(NAMES) - {"cv_unweighted", "cv_sample"}:
        assert one[name] == pytest.approx(many[name], abs=1e-9), name


@settings(max_examples=30)
@given(units)
def test_the_measure_in_which_a_value_is_given_changes_nothing(rows):
    y, weight = np.array([r[0] for r in rows]), [r[1] for r in rows]
    one, other = found(y, weight), found(y * 128, weight)
    assert all(
        other[n] == pytest.approx(one[n], abs=1e-12, nan_ok=True) for n in NAMES if n != "restricted_range"
    )


@settings(max_examples=30)
@given(units)
def test_the_coefficient_without_a_unit_is_that_of_the_others(rows):
    y, weight = (np.array([r[i] for r in rows], float) for i in (0, 1))
    without = cv_without_each(y, weight)
    for i in range(len(y)):
        rest = found(np.delete(y, i), np.delete(weight, i))["cv"]
        assert without[i] == pytest.approx(rest, rel=1e-9, abs=1e-12)


def test_a_unit_with_nothing_leaves_t_and_makes_l_infinite():
    zero = found([0, 10, 20])
    assert zero["theil_t"] == pytest.approx((1 * log(1) + 2 * log(2)) / 3)
    assert zero["theil_l"] == inf
    assert [found([0, 10, 20], epsilon=e)["atkinson"] for e in (1, 2)] == [1, 1]


def test_ties_at_the_median_are_counted_on_both_sides():
    tied = found([1, 2, 2, 2, 5])
    assert tied["mcloone"] == pytest.approx(7 / 8)
    assert tied["verstegen"] == pytest.approx(11 / 8)


def test_a_quantile_at_a_step_is_the_mean_of_two():
    assert quantile(held([1, 2, 3, 4]), 0.5)[0] == 2.5
    assert quantile(held([1, 5, 9], [1, 1, 2]), 0.5)[0] == 7
    assert quantile(held([1, 5, 9], [1, 2, 2]), 0.5)[0] == 5


def test_the_gini_is_twice_the_area_between_the_curves():
    y, weight = np.array(WEIGHTED["y"]), np.array(WEIGHTED["pupils"], float)
    curve = lorenz(y, weight)
    assert 1 - 2 * np.trapezoid(curve.share, curve.people) == pytest.approx(WEIGHTED["gini"], abs=1e-12)


def test_chance_alone_spreads_a_small_group_unevenly_and_whole_schools_more():
    pupils = np.array([40, 40, 40, 40])
    apart = segregation(np.array([40, 40, 0, 0]), pupils)
    assert [float(v[0]) for v in (apart.dissimilarity, apart.isolation, apart.theil_h)] == [1, 1, 1]
    even = segregation(np.array([5, 5, 5, 5]), pupils)
    assert float(even.dissimilarity[0]) == 0
    chance = by_chance(np.array([5, 5, 5, 5]), pupils, times=200, draw=generator("a", "b"))
    assert chance.dissimilarity.mean() > 0.1


def test_a_group_of_nobody_has_no_distribution():
    assert np.isnan(segregation(np.array([0, 0]), np.array([5, 5])).dissimilarity[0])


@pytest.mark.parametrize(("y", "sign"), [([9.0, 5.0, 1.0], -1), ([1.0, 5.0, 9.0], 1), ([5.0, 5.0, 5.0], 0)])
def test_concentration_is_below_zero_where_the_poor_have_more(y, sign):
    poverty = np.array([0.3, 0.2, 0.1])
    made = concentration(np.array(y), np.ones(3), poverty)
    assert np.sign(round(made.index, 12)) == sign
    assert np.sign(round(made.slope, 9)) == -sign


def test_units_equally_poor_share_a_rank():
    even = concentration(np.array([1.0, 9.0]), np.array([3.0, 1.0]), np.array([0.2, 0.2]))
    assert even.index == pytest.approx(0, abs=1e-12)
    assert np.isnan(even.slope)


def test_the_same_seed_gives_the_same_intervals_around_the_index():
    one, two = (
        bootstrap(
            held(WEIGHTED["y"], WEIGHTED["pupils"]),
            epsilon=0.5,
            alpha=2.0,
            times=400,
            share=0.95,
            draw=generator("s", "p"),
        )
        for _ in range(2)
    )
    assert one == two
    assert one["cv"].low < WEIGHTED["cv_weighted"] < one["cv"].high
