"""学区划片: against every plan there is, by hand, and laws that hold for any case."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.zoning.adjacency import neighbours, net
from xueheng.engine.zoning.case import NEVER, Case, costs
from xueheng.engine.zoning.flow import split, unavoidable
from xueheng.engine.zoning.plan import Plan
from xueheng.engine.zoning.prices import prices
from xueheng.engine.zoning.swaps import swaps
from xueheng.engine.zoning.zones import zoned


def case_of(seed, units=7, schools=2, *, spare=1.25, limit=30_000, box=6.0, only=None, ages=1):
    rng = np.random.default_rng(seed)
    places, sites = rng.uniform(0, box, (units, 2)), rng.uniform(0, box, (schools, 2))
    pupils = rng.integers(1, 9, (units, ages))
    share = rng.uniform(0.7, 1.3, schools)
    seats = np.ceil(np.outer(share / share.sum(), pupils.sum(axis=0)) * spare).astype(np.int64)
    way = np.rint(np.sqrt(((places[:, None] - sites) ** 2).sum(-1)) * 10_000).astype(np.int64)
    none = np.full(units, -1)
    cost = costs(way, pupils.sum(axis=1), limit=limit, last=none, only=none if only is None else only)
    near = neighbours(units, [(int(a), int(b)) for a, b in net(places)])
    return Case(cost, pupils.astype(np.int64), seats, way, near)


def rank(case, school):
    plan = Plan(case, school)
    return int(plan.over.sum()), plan.fragments(), plan.cost


def best(case):
    """Every plan tried: overload first, then zones of one piece, then cost."""
    whole = (rank(case, school) for school in product(range(case.schools), repeat=case.units))
    return min(found for found in whole if found[1] == 0)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("units", "schools", "spare"), [(7, 2, 1.2), (6, 3, 1.4), (8, 2, 1.02)])
def test_a_small_case_is_solved_as_well_as_by_trying_every_plan(seed, units, schools, spare):
    case = case_of(seed, units, schools, spare=spare)
    found = zoned(case)
    assert rank(case, found.plan.school) == best(case)
    assert found.proven


@pytest.mark.parametrize("seed", range(4))
def test_ages_have_seats_of_their_own(seed):
    case = case_of(seed, 7, 2, ages=2, spare=1.5)
    assert rank(case, zoned(case).plan.school) == best(case)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([15_000, 30_000, 90_000]))
def test_seats_are_kept_zones_are_whole_and_no_swap_is_left(seed, limit):
    case = case_of(seed, 160, 8, spare=1.12, limit=limit, box=10.0)
    plan = zoned(case).plan
    assert plan.over.sum() == 0
    assert plan.fragments() == 0
    assert swaps(plan, held=set()).possible == ()
    beyond = case.sizes[case.way[np.arange(case.units), plan.school] > limit].sum()
    assert beyond >= unavoidable(case, limit)
    assert plan.cost >= split(case).cost


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_price_is_what_one_more_seat_saves(seed):
    case = case_of(seed, 30, 4, spare=1.05, limit=10**9)
    flow = split(case)
    for school, saved in enumerate(prices(case, flow.shares, 10**9)):
        seats = case.seats.copy()
        seats[school] += 1
        more = split(Case(case.cost, case.pupils, seats, case.way, case.near))
        ways = [int((f.shares * case.way).sum()) for f in (flow, more)]
        assert saved.way == ways[0] - ways[1]


def test_the_flow_is_no_dearer_than_linear_programming():
    from scipy.optimize import linprog

    case = case_of(5, 40, 5, spare=1.04)
    each = case.cost // case.sizes[:, None]
    rows = np.kron(np.eye(case.units), np.ones(case.schools))
    caps = np.kron(np.ones(case.units), np.eye(case.schools))
    scale = float(each.max())
    solved = linprog(
        each.ravel() / scale, A_ub=caps, b_ub=case.seats[:, 0], A_eq=rows, b_eq=case.sizes, method="highs"
    )
    assert split(case).cost == pytest.approx(solved.fun * scale, rel=1e-6)


def test_what_cannot_be_avoided_is_counted_by_maximum_flow():
    way = np.array([[5, 50], [5, 50], [50, 5]])
    case = Case(way, np.array([[4], [3], [2]]), np.array([[5], [9]]), way, ((1,), (0, 2), (1,)))
    assert unavoidable(case, 10) == 2


def test_a_unit_that_was_promised_a_school_keeps_it():
    only = np.full(20, -1)
    only[3] = 1
    case = case_of(2, 20, 2, only=only)
    assert case.cost[3, 0] == NEVER
    assert zoned(case).plan.school[3] == 1


def test_zones_do_not_leap_over_a_barrier():
    way = np.array([[1, 9], [2, 8], [3, 4], [9, 1]]) * 1_000
    pupils, seats = np.full((4, 1), 5), np.array([[20], [20]])
    cost = costs(way, pupils[:, 0], limit=10**9, last=np.full(4, -1), only=np.full(4, -1))
    near = neighbours(4, [(0, 1), (2, 3)])
    assert zoned(Case(cost, pupils, seats, way, near)).plan.school == [0, 0, 1, 1]


def test_the_net_links_all_units_and_no_far_ones():
    places = np.concatenate((np.random.default_rng(1).uniform(0, 1, (40, 2)), [[30.0, 0.0]]))
    edges = net(places)
    assert sum(40 in edge for edge in edges.tolist()) == 1
    assert len(neighbours(41, [(int(a), int(b)) for a, b in edges])[40]) == 1


@pytest.mark.parametrize(
    "places", [[[0, 0]], [[0, 0], [1, 1]], [[0, 0], [1, 1], [2, 2], [3, 3]], [[0, 0]] * 3]
)
def test_few_places_or_places_on_a_line_are_linked(places):
    edges = net(np.array(places, float))
    assert len(edges) >= len(places) - 1
