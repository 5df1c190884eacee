from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.equity import (
    Coefficient,
    NoPupilsError,
    coefficient_of_variation,
    composite,
    raised_to,
    school_terms,
)

schools = st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 4000)), min_size=1, max_size=30).filter(
    lambda pairs: any(amount for amount, _ in pairs)
)
positive = st.integers(1, 10**6)


def coefficient(pairs, scale=1):
    return coefficient_of_variation([a for a, _ in pairs], [k for _, k in pairs], scale=scale)


@given(schools)
def test_the_coefficient_equals_the_formula_in_floats(pairs):
    amount, pupils = np.array(pairs, dtype=float).T
    mean = amount.sum() / pupils.sum()
    variance = (pupils / pupils.sum() * (amount / pupils - mean) ** 2).sum()
    assert coefficient(pairs).value == pytest.approx(np.sqrt(variance) / mean, rel=1e-12, abs=1e-12)


@given(schools, st.randoms())
def test_the_order_of_schools_does_not_matter(pairs, random):
    assert coefficient(random.sample(pairs, len(pairs))) == coefficient(pairs)


@given(schools)
def test_a_school_split_in_two_equal_halves_changes_nothing(pairs):
    doubled = [(2 * a, 2 * k) for a, k in pairs]
    split = [pairs[0], pairs[0], *doubled[1:]]
    assert coefficient(split).squared == coefficient(doubled).squared


@given(schools, positive, positive)
def test_the_units_of_the_amounts_change_nothing(pairs, factor, scale):
    finer = coefficient([(a * factor, k) for a, k in pairs], scale=scale)
    assert finer.squared == coefficient(pairs).squared
    assert finer.mean == coefficient(pairs).mean * factor / scale


def test_large_schools_weigh_more():
    assert coefficient([(100, 100), (900, 300)]).value == pytest.approx(0.3464, abs=5e-5)
    assert coefficient([(100, 100), (300, 100)]).value == 0.5


@given(schools.filter(lambda pairs: len({Fraction(a, k) for a, k in pairs}) > 1))
def test_unequal_schools_have_a_positive_coefficient(pairs):
    assert coefficient(pairs).squared > 0


@given(st.lists(positive, min_size=1, max_size=20), positive)
def test_equal_schools_have_a_coefficient_of_zero(pupils, amount):
    assert coefficient([(amount * k, k) for k in pupils]).value == 0.0


@given(schools, positive)
def test_the_terms_of_the_schools_add_up_to_the_variance(pairs, scale):
    whole = coefficient(pairs, scale)
    terms = school_terms([a for a, _ in pairs], [k for _, k in pairs], scale=scale)
    assert sum(terms) == whole.squared * whole.mean**2


@pytest.mark.parametrize(
    ("values", "limit"), [((100, 300), "0.5"), ((55, 145), "0.45"), ((35, 165), "0.65"), ((45, 155), "0.55")]
)
def test_a_coefficient_on_the_limit_is_within_it(values, limit):
    found = coefficient([(value, 100) for value in values])
    assert found.value == float(limit)
    assert found.at_most(Decimal(limit))
    assert not found.at_most(Fraction(limit) - Fraction(1, 10**30))


@given(schools)
def test_a_coefficient_is_within_its_own_size_and_no_less(pairs):
    found = coefficient(pairs)
    assert found.at_most(found.root + Fraction(1, 2**256))
    assert not found.at_most(found.root - Fraction(1, 2**250))


def test_nothing_is_within_a_negative_limit():
    assert not coefficient([(100, 100), (300, 100)]).at_most(Decimal("-0.5"))


@given(st.fractions(0, 9, max_denominator=10**6))
def test_a_rational_root_is_exact(value):
    assert Coefficient(mean=Fraction(1), squared=value**2, n=2).root == value


@given(schools)
def test_the_root_rounds_to_the_value(pairs):
    assert float(coefficient(pairs).root) == coefficient(pairs).value


@pytest.mark.parametrize("pairs", [[], [(0, 100), (0, 50)]])
def test_a_county_without_the_resource_has_no_coefficient(pairs):
    assert coefficient(pairs) is None


@pytest.mark.parametrize("pupils", [0, -3])
def test_a_school_without_pupils_is_named(pupils):
    with pytest.raises(NoPupilsError, match="school 1 ") as caught:
        coefficient([(100, 100), (300, pupils)])
    assert caught.value.index == 1


def test_arrays_of_large_amounts_do_not_overflow():
    amount, pupils = np.array([10**18, 3 * 10**18]), np.array([10**6, 10**6])
    assert coefficient_of_variation(amount, pupils, scale=10_000).value == 0.5


def test_thousands_of_schools_are_exact():
    pupils = range(1, 4001)
    found = coefficient([(2 * k if k % 2 else k, k) for k in pupils])
    assert found.n == 4000
    assert found.mean == Fraction(sum(2 * k if k % 2 else k for k in pupils), sum(pupils))


def test_a_composite_on_the_limit_is_not_above_it():
    parts = [coefficient([(45, 100), (155, 100)]).root] * 8
    assert composite(parts) == Fraction("0.55")
    assert composite([]) is None


@given(st.lists(st.decimals(0, 2, places=3), min_size=1, max_size=8))
def test_a_composite_is_the_exact_plain_mean(values):
    assert composite(values) * len(values) == Fraction(sum(values))


@given(schools, st.fractions(0, 5000, max_denominator=1000))
def test_every_school_is_raised_to_the_threshold_and_none_lowered(pairs, threshold):
    amount, pupils = [a for a, _ in pairs], [k for _, k in pairs]
    raised = raised_to(amount, pupils, threshold=threshold, scale=10)
    assert all(Fraction(a, 10 * k) >= threshold for a, k in zip(raised, pupils, strict=True))
    assert all(new >= old for new, old in zip(raised, amount, strict=True))


@given(schools, st.fractions(0, 5000, max_denominator=1000))
def test_no_school_is_raised_a_unit_too_far(pairs, threshold):
    amount, pupils = [a for a, _ in pairs], [k for _, k in pairs]
    raised = raised_to(amount, pupils, threshold=threshold, scale=10)
    changed = [(new, k) for new, old, k in zip(raised, amount, pupils, strict=True) if new > old]
    assert all(Fraction(new - 1, 10 * k) < threshold for new, k in changed)
