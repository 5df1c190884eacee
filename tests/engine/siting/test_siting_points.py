"""Small location problems against every choice there is."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.siting.capacitated import Facilities, Unserved, located
from xueheng.engine.siting.dual import bound_of
from xueheng.engine.siting.network import distances
from xueheng.engine.siting.p_center import p_center
from xueheng.engine.siting.p_median import p_median
from xueheng.engine.siting.program import Limits

LIMITS = Limits(20.0, 1e-9, 1)
EDGES = np.array([[0, 1], [1, 2], [0, 1], [2, 3]])
LENGTHS = np.array([5.0, 2.0, 9.0, 1.0])


@st.composite
def ways(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    points = rng.integers(0, 30, (draw(st.integers(4, 11)), 2))
    cost = np.abs(points[:, None] - points[None]).sum(axis=2).astype(float)
    return cost, draw(st.integers(1, 3))


@st.composite
def facilities(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    demand = rng.integers(1, 9, 6).astype(float)
    capacity = rng.integers(12, 30, 4).astype(float)
    return Facilities(
        capacity, rng.integers(5, 60, 4).astype(float), demand, rng.integers(1, 40, (6, 4)).astype(float)
    )


def every_set(cost, p):
    return [cost[:, list(chosen)].min(axis=1) for chosen in combinations(range(cost.shape[1]), p)]


@given(ways())
@settings(max_examples=30, deadline=None)
def test_the_least_total_way_is_found_and_bounded(problem):
    cost, p = problem
    best = min(held.sum() for held in every_set(cost, p))
    found = p_median(cost, p, LIMITS)
    assert found.value == best == cost[found.customer, found.site].sum()
    assert found.bound <= best + 1e-6
    assert bound_of(cost, found.duals, p) <= found.bound + 1e-6


@given(ways())
@settings(max_examples=20, deadline=None)
def test_the_shortest_longest_way_is_found_and_proven(problem):
    cost, p = problem
    found = p_center(cost, p, LIMITS)
    assert found.value == found.bound == min(held.max() for held in every_set(cost, p))
    assert (found.open.size, found.is_proven) == (p, True)


def single_best(given):
    best = np.inf
    for sites in product(range(4), repeat=6):
        load = np.bincount(sites, given.demand, 4)
        if (load <= given.capacity).all():
            cost = given.serving[np.arange(6), sites].sum() + given.opening[list(set(sites))].sum()
            best = min(best, cost)
    return best


@given(facilities())
@settings(max_examples=6, deadline=None)
def test_each_customer_has_one_site_at_the_least_cost(given_):
    found = located(given_, LIMITS, is_single=True)
    assert found.value == pytest.approx(single_best(given_))
    assert (found.part == 1).all()
    split = located(given_, LIMITS, is_single=False)
    assert split.value <= found.value + 1e-6


def test_a_demand_beyond_all_capacity_is_named():
    given_ = Facilities(np.array([3.0]), np.array([1.0]), np.array([2.0, 4.0]), np.ones((2, 1)))
    with pytest.raises(Unserved, match=r"3\.0"):
        located(given_, LIMITS, is_single=False)


@pytest.mark.parametrize(("repeated", "way"), [("last", 9.0), ("least", 5.0)])
def test_a_repeated_edge_holds_as_asked(repeated, way):
    found = distances(4, EDGES, LENGTHS, repeated=repeated)
    assert (found[0, 1], found[0, 3], found[3, 1]) == (way, way + 3, 3.0)


def test_the_same_seed_finds_the_same_sites():
    rng = np.random.default_rng(3)
    cost = rng.random((60, 60))
    one, two = (p_median(cost, 6, LIMITS) for _ in range(2))
    assert (one.open == two.open).all()
