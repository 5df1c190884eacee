"""Many groups at once give what fractions give, group by group and bit by bit."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine.equity import coefficient_of_variation
from xueheng.engine.holdings import ROOT_PLACES, Holdings
from xueheng.engine.raised import raised_alone
from xueheng.engine.twofold import of, of_fractions
from xueheng.engine.whole import nearest, reaches

school = st.tuples(st.integers(0, 10**8), st.integers(1, 4000))
groups = st.lists(st.lists(school, min_size=1, max_size=8), min_size=1, max_size=5)


def holdings(many, kind=np.int64):
    sizes = [len(g) for g in many]
    rows = [s for g in many for s in g]
    starts = np.cumsum([0, *sizes[:-1]])
    amounts, pupils = (np.array([r[i] for r in rows], kind) for i in (0, 1))
    return Holdings(amounts, pupils, starts, 100)


def exact(group):
    return coefficient_of_variation([a for a, _ in group], [k for _, k in group], scale=100)


@settings(max_examples=50)
@given(groups)
@pytest.mark.parametrize("kind", [np.int64, object])
def test_each_coefficient_is_the_float_nearest_to_the_fraction(kind, many):
    made = holdings(many, kind)
    wanted = [exact(g) for g in many]
    assert made.coefficients == [w.value if w else None for w in wanted]
    for g, want in enumerate(wanted):
        if want is not None:
            found = made.bracket(g)
            assert found.low <= want.root * 2**ROOT_PLACES <= found.high
            assert made.mean(g, per=100) == float(want.mean * 100)


@settings(max_examples=50)
@given(groups)
def test_raising_one_school_gives_what_fractions_give(many):
    made = holdings(many)
    floor = made.pupils * 30_000
    short = np.flatnonzero(made.amount < floor)
    after = raised_alone(made, floor, short)
    for i, found in zip(short.tolist(), after.tolist(), strict=True):
        g, place = int(made.group[i]), i - int(made.starts[made.group[i]])
        changed = [(int(floor[i]) if n == place else a, k) for n, (a, k) in enumerate(many[g])]
        assert found == pytest.approx(exact(changed).value, rel=1e-15, abs=1e-300)


@pytest.mark.parametrize(
    ("amounts", "limit", "met"), [((100, 300), "0.5", True), ((1000, 3001), "0.5", False)]
)
def test_a_coefficient_on_its_limit_is_told_without_rounding(amounts, limit, met):
    assert holdings([[(a, 1) for a in amounts]]).at_most(0, Decimal(limit)) is met


def test_a_limit_that_rounds_to_the_coefficient_is_still_told_apart():
    made = holdings([[(100, 1), (300, 1)]])
    assert made.at_most(0, Decimal("0.4999999999999999999999")) is False
    assert made.at_most(0, Decimal("0.5000000000000000000001")) is True


def test_quotients_of_large_whole_numbers_are_rounded_once():
    top, bottom = np.array([2**60 + 1, 3]), np.array([3, 7])
    assert nearest(top, bottom).tolist() == [(2**60 + 1) / 3, 3 / 7]


def test_a_share_is_compared_in_whole_numbers():
    found = reaches(np.array([85, 84]), np.array([100, 100]), share=Fraction(17, 20))
    assert found.tolist() == [True, False]


@settings(max_examples=50)
@given(st.integers(1, 10**30), st.integers(1, 10**30), st.integers(1, 10**9))
def test_twofold_numbers_carry_thirty_digits(a, b, c):
    one, two = of_fractions([a], c), of_fractions([b], c)
    pairs = [
        (one + two, Fraction(a + b, c)),
        (one * two, Fraction(a * b, c * c)),
        (one / two, Fraction(a, b)),
    ]
    for made, wanted in pairs:
        got = Fraction(float(made.high[0])) + Fraction(float(made.low[0]))
        assert abs(got / wanted - 1) < Fraction(1, 10**29)


def test_a_twofold_root_is_the_root():
    made = of(np.array([2.0])).root()
    got = Fraction(float(made.high[0])) + Fraction(float(made.low[0]))
    assert abs(got * got - 2) < Fraction(1, 10**29)
