"""Quantile curves minimise the check loss, whatever ties and degenerate columns the data have."""

import numpy as np
import pytest
from scipy.optimize import linprog

from xueheng.engine.growth.percentiles import NoGrowthSpread, growth_percentiles
from xueheng.engine.growth.quantiles import cells_of, quantile_curves
from xueheng.engine.growth.splines import design, knots_of, splines

SHARES = (0.2, 0.4, 0.6, 0.8)
TAUS = [k / 100 + 0.005 for k in range(100)]
CASES = ("tied marks", "fine marks", "few priors", "many equal priors", "copied marks")


def data(case):
    rng = np.random.default_rng(7)
    prior = rng.normal(50, 10, 150)
    outcome = prior + rng.normal(0, 8, 150)
    if case == "tied marks":
        return np.round(prior), np.round(outcome)
    if case == "few priors":
        return np.round(prior / 10), np.round(outcome)
    if case == "many equal priors":
        return np.where(prior < 58, 50.0, prior), outcome
    return prior, np.where(rng.random(150) < 0.4, prior, outcome) if case == "copied marks" else outcome


def fitted(case):
    prior, outcome = data(case)
    found = design(prior[:, None], shares=SHARES, margin=0.1)
    return found, cells_of(found, outcome)


def loss(cells, coefficients, tau):
    residual = cells.mark - cells.columns @ coefficients
    return cells.weight @ (residual * (tau - (residual < 0)))


def least_loss(cells, tau):
    """The optimum of the dual linear program: maximise y a, X'a = (1 - tau) X'w, 0 <= a <= w."""
    right = (1 - tau) * cells.columns.T @ cells.weight
    bounds = [(0, w) for w in cells.weight]
    found = linprog(-cells.mark, A_eq=cells.columns.T, b_eq=right, bounds=bounds, method="highs")
    return -found.fun - (1 - tau) * cells.weight @ cells.mark


@pytest.mark.parametrize("tau", [0.005, 0.3, 0.5, 0.995])
@pytest.mark.parametrize("case", CASES)
def test_no_curve_has_a_smaller_check_loss(case, tau):
    _, cells = fitted(case)
    (curve,) = quantile_curves(cells, [tau], counted=0).coefficients
    assert loss(cells, curve, tau) == pytest.approx(least_loss(cells, tau), rel=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_rank_scores_add_up_to_what_optimality_asks(case):
    _, cells = fitted(case)
    standing = quantile_curves(cells, TAUS, counted=100).standing
    assert cells.weight @ standing == pytest.approx(50 * cells.weight.sum(), rel=1e-6)


def test_a_curve_found_on_the_way_is_the_one_found_alone():
    found, cells = fitted("tied marks")
    on_the_way = quantile_curves(cells, TAUS, counted=0).coefficients[40]
    alone = quantile_curves(cells, TAUS[40:41], counted=0).coefficients[0]
    assert found.columns @ on_the_way == pytest.approx(found.columns @ alone, abs=1e-9)


def test_percentiles_do_not_depend_on_the_order_of_the_pupils():
    prior, outcome = data("tied marks")
    order = np.random.default_rng(1).permutation(len(prior))
    options = {"taus": TAUS, "further": (), "shares": SHARES, "margin": 0.1}
    straight = growth_percentiles(prior[:, None], outcome, **options).sgp
    assert (growth_percentiles(prior[order, None], outcome[order], **options).sgp == straight[order]).all()


def test_splines_add_up_to_one_and_equal_knots_count_once():
    knots = knots_of(np.array([0.0] * 8 + [5.0, 10.0]), shares=SHARES, margin=0.1)
    assert (len(knots.inner), knots.low, knots.high) == (2, -1, 11)
    assert splines(np.linspace(0, 10, 7), knots).sum(axis=1) == pytest.approx(np.ones(7))


def test_an_outcome_that_the_prior_determines_has_no_growth():
    prior = np.arange(40.0)
    with pytest.raises(NoGrowthSpread):
        growth_percentiles(prior[:, None], 2 * prior, taus=TAUS, further=(), shares=SHARES, margin=0.1)
