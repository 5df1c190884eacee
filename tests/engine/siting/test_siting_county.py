"""County plans: every rule kept, no value below its bound, aims in their order."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.siting.counties import TERMS, county

from xueheng.engine.siting.county_aims import AIMS, prices, value
from xueheng.engine.siting.county_plan import cost_program, staged, trade_offs
from xueheng.engine.siting.county_program import county_program
from xueheng.engine.siting.kept import kept_as_today
from xueheng.engine.siting.program import Limits, dual_bound, relaxed, solved, violations

LIMITS = Limits(60.0, 1e-3, 1)
SHARES = dict.fromkeys(AIMS, 0.18)


def kept(found):
    """True when the plan keeps every row and bound."""
    unknowns = found.program.unknowns_of(found.plan)
    program = found.program.program
    inside = (unknowns >= program.least - 1e-6).all() and (unknowns <= program.most + 1e-6).all()
    return bool(inside) and not violations(program, unknowns).any()


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_the_cheapest_plan_keeps_every_rule_and_is_near_the_true_optimum(seed):
    found = staged(county(seed), {"cost": 1.0}, LIMITS)
    program = found.program.program
    whole = solved(replace(program, whole=np.ones(program.cost.size, bool)), LIMITS)
    best = whole.value + found.program.constant
    [stage] = found.stages
    assert kept(found)
    assert stage.value == pytest.approx(value(found.program, found.plan, "cost"))
    assert stage.bound - 1e-6 <= best <= stage.value + 0.02
    assert stage.value <= best * 1.02


@pytest.mark.parametrize("seed", [1, 2])
def test_each_aim_is_kept_by_those_after_it(seed):
    found = staged(county(seed), SHARES, LIMITS)
    reached = [(value(found.program, found.plan, s.aim), s) for s in found.stages]
    assert kept(found)
    assert [s.aim for s in found.stages] == list(AIMS)
    assert all(now <= s.value * (1 + 1e-6) + 1e-6 and s.bound <= s.value for now, s in reached)


def test_the_order_places_more_pupils_near_than_cost_does():
    there = county(3)
    ordered, cheap = (staged(there, shares, LIMITS) for shares in (SHARES, {"cost": 1.0}))
    far = [value(found.program, found.plan, "beyond") for found in (ordered, cheap)]
    short = [value(found.program, found.plan, "unplaced") for found in (ordered, cheap)]
    assert (short[0], far[0]) <= (short[1], far[1])


def test_schools_that_may_not_close_stay_open():
    there = county(5, may_close=False)
    plan = staged(there, {"cost": 1.0}, LIMITS).plan
    assert plan.open[:, there.is_existing].all()


def test_without_money_seats_are_short_and_the_rest_is_placed():
    there = county(2, terms=replace(TERMS, capex_budget=0.0))
    full = replace(there, capacity=there.capacity // 3)
    found = staged(full, SHARES, LIMITS)
    short = value(found.program, found.plan, "unplaced")
    assert 0 < short < full.pupils.sum()
    assert kept(found)


def test_row_duals_prove_a_bound_below_every_plan():
    found = staged(county(1), SHARES, LIMITS)
    program = cost_program(found.program, found.stages)
    reached, _, duals = relaxed(program, 10.0)
    assert dual_bound(program, duals) == pytest.approx(reached, rel=1e-6)
    assert dual_bound(program, np.random.default_rng(1).normal(size=duals.size)) < reached


def test_cheaper_plans_let_more_pupils_go_beyond_walking():
    found = staged(county(4), SHARES, LIMITS)
    beyond, unplaced = (value(found.program, found.plan, aim) for aim in ("beyond", "unplaced"))
    points = list(trade_offs(found, [beyond, 2 * beyond + 50], unplaced=unplaced))
    costs = [value(found.program, p.plan, "cost") for p in points]
    assert all(value(found.program, p.plan, "beyond") <= p.limit + 1e-3 for p in points)
    assert costs[-1] <= value(found.program, found.plan, "cost") + 1e-6


def test_as_today_no_site_is_above_its_seats():
    there = county(6)
    unknowns = county_program(there).unknowns_of(kept_as_today(there))
    assert not violations(county_program(there).program, unknowns).any()


@pytest.mark.parametrize("aim", AIMS)
def test_an_aim_has_no_negative_price_but_for_closing(aim):
    program = county_program(county(0))
    assert aim == "cost" or (prices(program, aim) >= 0).all()
