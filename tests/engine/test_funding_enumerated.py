"""拨款: the programme against every plan that small cases have, told apart from the programme's own code."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.funding.need import Need
from xueheng.engine.funding.programme import solved

EDGES = (0.5, 0.8)
ORDERS = (
    ("safety", "floor", "worst_off", "at_standard", "least_money"),
    ("schools", "pupils"),
    ("pupils",),
    ("gaps", "least_money"),
    ("floor", "gaps"),
)


@st.composite
def needs(draw):
    """At most six offers on at most five gaps of three schools, two sources and two years."""
    schools, gaps = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    offers = [*range(gaps), *draw(st.lists(st.integers(0, gaps - 1), max_size=6 - gaps))]
    sources, years = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    many = st.integers(1, 9)

    def drawn(one, n, kind=np.int64):
        return np.array(draw(st.lists(one, min_size=n, max_size=n)), kind)

    pays = drawn(st.booleans(), len(offers) * sources, bool).reshape(len(offers), sources)
    package = np.full(len(offers), -1)
    if gaps > 1 and draw(st.booleans()):
        package[:2] = 0
    return Need(
        gap_school=drawn(st.integers(0, schools - 1), gaps),
        safety=drawn(st.booleans(), gaps, bool),
        ratio=drawn(st.sampled_from([0.2, 0.6, 0.9, np.nan]), gaps, np.float64),
        gap=np.array(offers, np.int64),
        cost=drawn(many, len(offers)),
        package=package,
        pupils=drawn(st.integers(0, 50), schools),
        rural=drawn(st.booleans(), schools, bool),
        barred=drawn(st.sampled_from([False, False, True]), schools, bool),
        pays=pays,
        amount=drawn(st.integers(0, 12), sources * years).reshape(sources, years),
        most=draw(st.sampled_from([None, 8])),
        rural_share=draw(st.sampled_from([Fraction(0), Fraction(1, 3)])),
    )


def _plans(need):
    """Every choice of source and year for each offer that all the rules allow."""
    sources, years = need.amount.shape
    ways = [None, *product(range(sources), range(years))]
    for choice in product(ways, repeat=len(need.cost)):
        held = [(offer, *way) for offer, way in enumerate(choice) if way is not None]
        if _allowed(need, held):
            yield held


def _allowed(need, held):
    bought = [offer for offer, _, _ in held]
    gaps = [need.gap[offer] for offer in bought]
    if len(set(gaps)) < len(gaps) or any(not need.pays[offer, source] for offer, source, _ in held):
        return False
    if any(need.barred[need.gap_school[gap]] for gap in gaps):
        return False
    packed = set(np.flatnonzero(need.package == 0))
    return packed & set(bought) in (set(), packed) and _paid(need, held)


def _paid(need, held):
    """Money lasts to the end of every year, no school is above the cap, rural schools have their share."""
    for source, year in np.ndindex(*need.amount.shape):
        until = sum(need.cost[o] for o, s, t in held if s == source and t <= year)
        if until > need.amount[source, : year + 1].sum():
            return False
    own = np.zeros(need.n_schools, np.int64)
    for offer, _, _ in held:
        own[need.gap_school[need.gap[offer]]] += need.cost[offer]
    if need.most is not None and own.max() > need.most:
        return False
    return own[need.rural].sum() >= need.rural_share * int(own.sum())


def _worth(need, held, order):
    """What a plan reaches, aim by aim; more is better."""
    closed = {int(need.gap[offer]) for offer, _, _ in held}
    open_ = [g for g in range(len(need.gap_school)) if g not in closed]
    lacking = {int(need.gap_school[g]) for g in open_}
    met = [s for s in range(need.n_schools) if s not in lacking]

    def below(edge):
        return -len({int(need.gap_school[g]) for g in open_ if need.ratio[g] < edge})

    values = {
        "safety": (sum(bool(need.safety[g]) for g in closed),),
        "floor": (below(EDGES[0]),),
        "worst_off": (below(EDGES[1]),),
        "at_standard": (len(met), int(need.pupils[met].sum())),
        "schools": (len(met),),
        "pupils": (int(need.pupils[met].sum()),),
        "gaps": (len(closed),),
        "least_money": (-int(sum(need.cost[offer] for offer, _, _ in held)), -sum(t for _, _, t in held)),
    }
    return tuple(value for aim in order for value in values[aim])


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order[0] + str(len(order)))
@settings(max_examples=15, deadline=None)
@given(need=needs())
def test_no_plan_at_all_reaches_more_in_the_order_of_the_aims(order, need):
    plan = solved(need, order, edges=EDGES)
    held = [(o, int(plan.source[o]), int(plan.year[o])) for o in np.flatnonzero(plan.bought).tolist()]
    assert _allowed(need, held)
    assert plan.proven
    assert _worth(need, held, order) == max(_worth(need, one, order) for one in _plans(need))


@settings(max_examples=15, deadline=None)
@given(need=needs())
def test_the_stages_say_what_the_plan_reaches(need):
    plan = solved(need, ("schools", "pupils", "least_money"))
    said = {stage.name: stage.value for stage in plan.stages}
    assert said["schools"] == plan.met(need).sum()
    assert said["pupils"] == need.pupils[plan.met(need)].sum()
    assert said["least_money"] == plan.spent(need).sum()
