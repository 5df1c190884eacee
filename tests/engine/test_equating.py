import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.equating.errors import bootstrap_errors, linear_errors, percentile_errors
from xueheng.engine.equating.forms import Form
from xueheng.engine.equating.items import Items, characteristic, drift, mean_sigma, true_scores
from xueheng.engine.equating.linear import Link, linear_link
from xueheng.engine.equating.percentile import equate_percentiles
from xueheng.engine.equating.smoothing import smoothed

ANCHORED = ["linear_tucker", "linear_levine", "linear_levine_true", "linear_chained", "mean_tucker"]
PERCENTILE = ["equipercentile", "equipercentile_frequency", "equipercentile_chained"]


def form(seed=1, shift=0.0, n=2000):
    """A made-up form of 20 items with an anchor of 8 inside it."""
    draw = np.random.default_rng(seed)
    ability = draw.normal(shift, 1, n)
    chance = 1 / (1 + np.exp(-ability))
    anchor = draw.binomial(8, chance)
    score = anchor + draw.binomial(12, chance)
    count = np.zeros((21, 9))
    np.add.at(count, (score, anchor), 1)
    return Form(np.arange(21.0), np.arange(9.0), count)


@pytest.fixture(scope="module")
def one():
    return form()


@pytest.mark.parametrize("procedure", [*ANCHORED, "mean", "linear"])
def test_a_form_is_linked_to_itself_by_the_identity(one, procedure):
    link = linear_link(one, one, procedure=procedure, w=0.3, internal=True)
    assert (link.slope, link.intercept) == (pytest.approx(1), pytest.approx(0, abs=1e-9))


@pytest.mark.parametrize("procedure", PERCENTILE)
def test_a_form_has_the_percentiles_of_itself(one, procedure):
    found = equate_percentiles(one, one, procedure=procedure, w=0.5)
    held = one.total.count > 0
    assert found[held] == pytest.approx(one.score[held], abs=1e-9)


@pytest.mark.parametrize("procedure", [*ANCHORED, *PERCENTILE[1:]])
def test_an_anchor_takes_out_that_one_group_is_abler(one, procedure):
    abler = form(seed=2, shift=0.5, n=20_000)
    if procedure in PERCENTILE:
        found = equate_percentiles(one, abler, procedure=procedure, w=0.5)[10]
    else:
        found = linear_link(one, abler, procedure=procedure, w=0.5, internal=True).at(np.array([10.0]))[0]
    assert found == pytest.approx(10, abs=0.8)


@given(st.integers(0, 999), st.integers(0, 999))
def test_equipercentile_equivalents_rise_with_the_score(a, b):
    found = equate_percentiles(form(a, n=60), form(b, n=60), procedure="equipercentile", w=0.5)
    assert (np.diff(found) >= -1e-9).all()


def test_rank_over_scores_that_nobody_has_is_the_middle_of_both_ends():
    x = Form(np.arange(2.0), np.zeros(1), np.array([[1.0], [1.0]]))
    y = Form(np.arange(4.0), np.zeros(1), np.array([[1.0], [0.0], [0.0], [3.0]]))
    assert equate_percentiles(x, y, procedure="equipercentile", w=0.5)[0] == pytest.approx((0.5 + 2.5) / 2)


@pytest.mark.parametrize("degree", [2, 4])
def test_smoothing_keeps_as_many_moments_as_its_degree(one, degree):
    smooth = smoothed(one, degree, internal=True)
    for power in range(1, degree + 1):
        before, after = ((f.total.count @ f.score**power) for f in (one, smooth))
        assert after == pytest.approx(before, rel=1e-7)
    assert smooth.covariance == pytest.approx(one.covariance, rel=1e-6)


@pytest.mark.parametrize("kind", ["mean", "linear", "equipercentile"])
def test_errors_by_formula_agree_with_drawing_again(one, kind):
    other = form(seed=3)

    def equate(a, b):
        if kind == "equipercentile":
            return equate_percentiles(a, b, procedure=kind, w=0.5)
        return linear_link(a, b, procedure=kind, w=0.5, internal=True).at(a.score)

    drawn = bootstrap_errors(one, other, equate=equate, seed="1", times=400)
    totals = one.total, other.total
    formula = percentile_errors(*totals) if kind == "equipercentile" else linear_errors(*totals, kind=kind)
    assert np.median(formula[3:18] / drawn[3:18]) == pytest.approx(1, abs=0.08)


ITEMS = Items(np.array([0.8, 1.2, 1.5, 0.6, 1.0]), np.array([-1.0, 0.5, 0.0, 2.0, 1.0]))


@pytest.mark.parametrize("procedure", ["mean_sigma", "haebara", "stocking_lord"])
@pytest.mark.parametrize("link", [Link(1.25, -0.4), Link(0.7, 1.3), Link(1.0, 0.0)])
def test_known_units_are_found_again(procedure, link):
    carried = ITEMS.carried(link)
    if procedure == "mean_sigma":
        found = mean_sigma(ITEMS, carried)
    else:
        found = characteristic(ITEMS, carried, procedure=procedure)
    assert (found.slope, found.intercept) == (pytest.approx(link.slope), pytest.approx(link.intercept))


def test_only_the_drifted_anchor_stands_out():
    other = ITEMS.carried(Link(1.25, -0.4))
    moved = Items(other.a, other.b + np.array([0, 0, 0, 0, 1.0]))
    assert (np.abs(drift(ITEMS, moved, floor=0.01)[1]) > 2.7).tolist() == [False] * 4 + [True]


def test_true_scores_of_the_same_items_are_equal():
    assert true_scores(ITEMS, ITEMS) == pytest.approx(np.arange(6.0), abs=1e-6)
