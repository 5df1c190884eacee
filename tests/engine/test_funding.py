"""Money by gaps, held against every way of spending on small cases."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.funding.need import Need
from xueheng.engine.funding.programme import solved
from xueheng.engine.funding.weighted import TooLittleError, shares

EDGES = (0.5, 0.8)


@st.composite
def needs(draw):
    """Up to three schools with up to seven gaps, two sources of two years."""
    n = draw(st.integers(1, 7))
    school = np.array(sorted(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))))

    def ints(low, high, size=n):
        return np.array(draw(st.lists(st.integers(low, high), min_size=size, max_size=size)))

    package = ints(-1, 0)
    return Need(
        school,
        ints(0, 1).astype(bool),
        ints(3, 9) / 10,
        np.arange(n),
        ints(1, 9),
        package,
        ints(1, 50, 3),
        ints(0, 1, 3).astype(bool),
        ints(0, 3, 3) == 0,
        np.column_stack([np.ones(n, bool), ints(0, 1).astype(bool)]),
        np.array([draw(st.lists(st.integers(0, 9), min_size=2, max_size=2)) for _ in range(2)]),
        draw(st.none() | st.integers(5, 20)),
        draw(st.sampled_from([Fraction(0), Fraction(1, 2)])),
    )


def feasible(need):
    """Every set of gaps that the money of some sources and years can close."""
    n = len(need.cost)
    for bits in product((0, 1), repeat=n):
        held = np.flatnonzero(bits)
        if any(need.barred[need.gap_school[g]] for g in held):
            continue
        if 0 < sum(need.package[held] == 0) < (need.package == 0).sum():
            continue
        spent = np.bincount(need.gap_school[held], need.cost[held], need.n_schools)
        if need.most is not None and (spent > need.most).any():
            continue
        if spent[need.rural].sum() < float(need.rural_share) * spent.sum() - 1e-9:
            continue
        if any(_paid(need, held, ways) for ways in product(range(2), repeat=len(held))):
            closed = np.zeros(n, bool)
            closed[held] = True
            yield closed


def _paid(need, held, ways):
    """True when each gap can be paid by its source; years carry over, so the last year's total decides."""
    if not all(need.pays[g, w] for g, w in zip(held, ways, strict=True)):
        return False
    paid = np.bincount(list(ways), need.cost[held], 2) if len(held) else np.zeros(2)
    return bool((paid <= need.amount.sum(axis=1)).all())


def score(need, closed, aims):
    met = np.array([closed[need.gap_school == s].all() for s in range(need.n_schools)])

    def below(edge):
        return -len(set(need.gap_school[~closed & (need.ratio < edge)].tolist()))

    values = {
        "safety": (int((closed & need.safety).sum()),),
        "floor": (below(EDGES[0]),),
        "worst_off": tuple(below(e) for e in EDGES[1:]),
        "at_standard": (int(met.sum()), int(need.pupils[met].sum())),
        "least_money": (-int(need.cost[closed].sum()),),
        "pupils": (int(need.pupils[met].sum()),),
        "gaps": (int(closed.sum()),),
    }
    return tuple(v for aim in aims for v in values[aim])


@pytest.mark.parametrize(
    "aims",
    [
        ("safety", "floor", "worst_off", "at_standard", "least_money"),
        ("pupils", "least_money"),
        ("gaps", "floor", "pupils"),
    ],
)
@settings(max_examples=25, deadline=None)
@given(need=needs())
def test_no_way_of_spending_is_better(need, aims):
    plan = solved(need, aims, edges=EDGES)
    best = max(score(need, closed, aims) for closed in feasible(need))
    assert score(need, plan.closed(need), aims) == best
    assert plan.proven
    paid = np.zeros_like(need.amount)
    held = np.flatnonzero(plan.bought)
    np.add.at(paid, (plan.source[held], plan.year[held]), need.cost[held])
    assert (paid.cumsum(axis=1) <= need.amount.cumsum(axis=1)).all()


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 10_000),
    st.lists(st.tuples(st.fractions(0, 40, max_denominator=8), st.integers(0, 300)), min_size=1, max_size=9),
)
def test_shares_add_up_and_nobody_is_below_the_guarantee(money, schools):
    points, least = [p for p, _ in schools], [m for _, m in schools]
    if sum(least) > money or (not sum(points) and sum(least) != money):
        with pytest.raises(TooLittleError):
            shares(money, points, least=least)
        return
    found = shares(money, points, least=least)
    assert sum(found.amount) == money
    assert all(a >= m for a, m in zip(found.amount, least, strict=True))
    free = [(a, p) for a, p, h in zip(found.amount, points, found.is_held, strict=True) if not h]
    rate = sum(a for a, _ in free) / sum(p for _, p in free) if sum(p for _, p in free) else 0
    assert all(abs(a - rate * p) <= 1 + 1e-6 for a, p in free)
