"""The cheapest way to pass against every whole plan of small counties."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.least_cost import Resource, Rule, cheapest

RULE = Rule(1, Fraction(85, 100))  # of two indicators


def resource(amounts, pupils, threshold, cost, limit, is_whole=True):
    made = tuple(map(Fraction, amounts)), tuple(pupils)
    return Resource(*made, Fraction(threshold), Fraction(cost), is_whole, limit)


def holds(resources, added, rule):
    schools = range(len(resources[0].pupils))
    share = [
        [(r.amounts[s] + a[s]) / (r.threshold * r.pupils[s]) for r, a in zip(resources, added, strict=True)]
        for s in schools
    ]
    each = all(sum(v >= 1 for v in row) >= rule.at_threshold and min(row) >= rule.rest_share for row in share)
    return each and all(r.within(a) for r, a in zip(resources, added, strict=True))


def brute(resources, most):
    """The least cost of any plan of whole units."""
    n, best = len(resources[0].pupils), None
    for flat in product(range(most + 1), repeat=2 * n):
        added = [list(map(Fraction, flat[:n])), list(map(Fraction, flat[n:]))]
        cost = sum(r.cost * sum(a) for r, a in zip(resources, added, strict=True))
        if (best is None or cost < best) and holds(resources, added, RULE):
            best = cost
    return best


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=2),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
)
def test_without_limits_no_plan_is_cheaper(amounts, costs):
    pupils = [4, 5]
    made = [resource([a[i] for a in amounts], pupils, 1, costs[i], None) for i in (0, 1)]
    plan = cheapest(made, RULE)
    assert plan.is_proven
    assert plan.cost == brute(made, 5)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=2))
def test_with_limits_the_plan_holds_and_lies_between_bound_and_a_little_above_the_best(amounts):
    made = [resource([a[i] for a in amounts], [4, 5], Fraction(1, 2), 3, Fraction(3, 10)) for i in (0, 1)]
    plan = cheapest(made, RULE)
    best = brute(made, 6)
    assert holds(made, plan.added, RULE)
    assert plan.bound <= best <= plan.cost <= best + 3 * 2


def test_divisible_amounts_rise_to_one_level():
    made = [resource([0, 40, 100], [10, 10, 10], 0, 2, Fraction(1, 10), is_whole=False)]
    plan = cheapest(made, Rule(1, Fraction(1)))
    held = [a + b for a, b in zip(made[0].amounts, plan.added[0], strict=True)]
    assert held[0] == held[1] < held[2]
    assert made[0].within(plan.added[0])
    assert float(plan.cost - plan.bound) == pytest.approx(0, abs=1e-3)


def test_the_dearest_gap_is_the_one_that_stays():
    made = [resource([85], [100], 1, cost, None) for cost in (5, 9)]
    plan = cheapest(made, RULE)
    assert (plan.added, plan.spared, plan.cost) == (((15,), (0,)), (frozenset({1}),), 75)
