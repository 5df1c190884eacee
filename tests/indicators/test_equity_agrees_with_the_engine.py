from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueheng.engine import equity
from xueheng.indicators.compute import computed
from xueheng.indicators.registry import indicator

PER, SCALE = 100, 100
schools = st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 4000)), min_size=1, max_size=40)
laws = settings(max_examples=30)


def table(pairs):
    amounts, pupils = zip(*pairs, strict=True)
    names = [f"{i}校" for i in range(len(pairs))]
    return pa.table({"school": names, "amount": pa.array(amounts, pa.int64()), "pupils": pupils})


def only_row(name, rows, **params):
    [row] = computed(indicator(name), rows, **params).to_pylist()
    return row


@laws
@given(schools)
def test_coefficient_and_mean_are_those_of_the_engine(pairs):
    amounts, pupils = zip(*pairs, strict=True)
    expected = equity.coefficient_of_variation(amounts, pupils, scale=SCALE)
    values = computed(indicator("resource.per_pupil"), table(pairs), by=("school",), scale=SCALE)
    found = only_row("equity.cv", values)
    assert found["value"] == (expected and pytest.approx(expected.value, rel=1e-12, abs=1e-12))
    mean = only_row("equity.mean", table(pairs), per=PER, scale=SCALE)
    total = Fraction(sum(amounts) * PER, sum(pupils) * SCALE)
    assert mean == {"value": float(total), "n": len(pairs)}


@laws
@given(schools, st.fractions(0, 1000, max_denominator=100))
def test_a_school_has_met_a_threshold_exactly_when_its_fraction_has(pairs, threshold):
    met = [Fraction(a * PER, k * SCALE) >= threshold for a, k in pairs]
    found = only_row("resource.met_share", table(pairs), threshold=threshold, per=PER, scale=SCALE)
    assert found == {"met": sum(met), "n": len(met), "value": sum(met) / len(met)}


@laws
@given(schools, st.integers(0, 39))
def test_a_threshold_at_a_school_is_met_by_that_school(pairs, index):
    amount, pupils = pairs[index % len(pairs)]
    single = table([(amount, pupils)])
    at = Fraction(amount * PER, pupils * SCALE)
    assert only_row("resource.met_share", single, threshold=at, per=PER, scale=SCALE)["met"] == 1
