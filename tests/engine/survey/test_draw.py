from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.survey.draw import Stratum, allotted, drawn, lowest, substitutes

TICKETS = st.integers(0, 2**256 - 1).map("{:064x}".format)
SIZES = st.lists(st.integers(1, 60), min_size=1, max_size=12)


def ticket(start, interval):
    """The least ticket from which this start follows."""
    return f"{-(-start * 2**256 // interval):064x}"


@st.composite
def frames(draw):
    sizes = draw(SIZES)
    return sizes, draw(st.integers(1, len(sizes)))


@given(frames())
def test_over_all_starts_each_school_is_drawn_as_often_as_its_chance_says(frame):
    sizes, schools = frame
    first = drawn(sizes, schools=schools, ticket="0" * 64)
    interval = max(first.interval, 1)
    found = [0] * len(sizes)
    for start in range(interval):
        for place in drawn(sizes, schools=schools, ticket=ticket(start, interval)).places:
            found[place] += 1
    assert [Fraction(n, interval) for n in found] == list(first.chances)


@given(frames(), TICKETS)
def test_as_many_schools_are_drawn_as_were_asked_for(frame, by):
    sizes, schools = frame
    found = drawn(sizes, schools=schools, ticket=by)
    assert len(found.places) == schools == sum(found.chances)
    assert all(found.chances[i] == 1 for i in found.certain)
    assert all(0 < chance <= 1 for chance in found.chances)


@given(frames(), TICKETS, st.integers(0, 3))
def test_a_substitute_is_not_drawn_and_stands_in_once(frame, by, rounds):
    sizes, schools = frame
    places = drawn(sizes, schools=schools, ticket=by).places
    given_ = [i for found in substitutes(len(sizes), places, rounds).values() for i in found]
    assert len(set(given_)) == len(given_) == min(rounds * schools, len(sizes) - schools)
    assert not set(given_) & set(places)


def test_the_first_substitute_stands_after_the_school_and_the_second_before():
    assert substitutes(7, (2, 5), 2) == {2: (3, 1), 5: (6, 4)}


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 900), min_size=1), st.integers(0, 40))
def test_strata_get_all_schools_and_keep_their_bounds(weights, more):
    strata = {name: Stratum(weight, 1, 12) for name, weight in weights.items()}
    total = min(len(strata) + more, 12 * len(strata))
    found = allotted(total, strata)
    assert sum(found.values()) == total
    assert all(1 <= n <= 12 for n in found.values())


@pytest.mark.parametrize(
    ("total", "bounds", "expected"),
    [
        (10, {"a": Stratum(50, 2, 99), "b": Stratum(30, 2, 99), "c": Stratum(20, 2, 99)}, [5, 3, 2]),
        (10, {"a": Stratum(98, 2, 99), "b": Stratum(1, 2, 99), "c": Stratum(1, 2, 99)}, [6, 2, 2]),
        (7, {"a": Stratum(90, 2, 3), "b": Stratum(10, 2, 99)}, [3, 4]),
        (5, {"a": Stratum(1, 1, 9), "b": Stratum(1, 1, 9)}, [3, 2]),
    ],
)
def test_schools_go_by_weight_within_bounds_and_the_rest_by_largest_remainder(total, bounds, expected):
    assert list(allotted(total, bounds).values()) == expected


def test_the_order_of_the_names_does_not_change_who_is_drawn():
    names = [f"p{i}" for i in range(30)]
    drawn_ = lowest(names, 9, seed="x", scope="s")
    assert drawn_ == lowest(names[::-1], 9, seed="x", scope="s")
    assert len(set(drawn_)) == 9
