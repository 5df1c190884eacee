"""Laws of the sharing of quota places."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.engine.quota import (
    MinimumTooLarge,
    Sharing,
    by_draw,
    by_remainder,
    mixed,
    rounded,
    whole_places,
    with_more,
)

sizes = st.lists(st.integers(1, 900), min_size=1, max_size=12)
seats = st.integers(0, 400)


def sharing(amounts, minimum=0, small=()):
    claims = mixed([(Fraction(1), [Fraction(a) for a in amounts])])
    return Sharing(claims, minimum, frozenset(small))


def names(amounts):
    return [f"school {i}" for i in range(len(amounts))]


def finished(places, amounts, minimum=0):
    split = whole_places(places, sharing(amounts, minimum))
    return with_more(split, by_remainder(split, names(amounts)), because="remainder")


@pytest.mark.parametrize(
    ("amount", "half_up", "floor"), [("470.4", 470, 470), ("0.5", 1, 0), ("436.8", 437, 436), ("3", 3, 3)]
)
def test_a_half_is_rounded_up_or_off(amount, half_up, floor):
    assert rounded(Fraction(amount), "half_up") == half_up
    assert rounded(Fraction(amount), "floor") == floor


@given(seats, sizes)
def test_every_place_is_given_and_no_more(places, amounts):
    split = finished(places, amounts)
    assert (sum(split.seats), split.left_over) == (places, 0)


@given(seats, sizes)
def test_nobody_is_a_place_or_more_away_from_the_exact_share(places, amounts):
    split = finished(places, amounts)
    assert all(abs(n - share) < 1 for n, share in zip(split.seats, split.exact, strict=True))


@given(seats, sizes)
def test_the_floor_never_gives_more_than_the_share(places, amounts):
    split = whole_places(places, sharing(amounts))
    assert all(share - 1 < n <= share for n, share in zip(split.seats, split.exact, strict=True))
    assert sum(split.seats) + split.left_over == places


@given(seats, sizes)
def test_who_has_more_pupils_never_gets_fewer_places(places, amounts):
    split = finished(places, amounts)
    ranked = sorted(zip(amounts, split.seats, strict=True))
    assert all(a[0] == b[0] or a[1] <= b[1] for a, b in pairwise(ranked))


@given(seats, sizes, st.integers(1, 5))
def test_a_minimum_is_kept_and_the_sum_stays_exact(places, amounts, minimum):
    if minimum * len(amounts) > places:
        with pytest.raises(MinimumTooLarge):
            whole_places(places, sharing(amounts, minimum))
    else:
        split = finished(places, amounts, minimum)
        assert min(split.seats) >= minimum
        assert sum(split.seats) == places


@given(seats, sizes, st.randoms())
def test_the_order_of_the_schools_does_not_matter(places, amounts, random):
    order = random.sample(range(len(amounts)), len(amounts))
    shuffled = whole_places(places, sharing([amounts[i] for i in order]))
    mixed_names = [names(amounts)[i] for i in order]
    chosen = {mixed_names[i] for i in by_remainder(shuffled, mixed_names)}
    split = whole_places(places, sharing(amounts))
    assert chosen == {names(amounts)[i] for i in by_remainder(split, names(amounts))}


@given(st.lists(seats, min_size=1, max_size=8), sizes, st.text(min_size=1, max_size=4))
def test_the_lot_gives_every_place_and_only_to_who_has_a_remainder(quotas, amounts, seed):
    drawn = Counter()
    for n, places in enumerate(quotas):
        split = whole_places(places, sharing(amounts))
        chosen = by_draw(split, names(amounts), seed=seed, scope=str(n), drawn=drawn)
        drawn.update(names(amounts)[i] for i in chosen)
        assert len(set(chosen)) == split.left_over
        assert all(split.exact[i] > split.seats[i] for i in chosen)


@given(st.integers(2, 9), st.integers(1, 12), st.text(min_size=1, max_size=4))
def test_nobody_is_drawn_twice_until_all_were_drawn(schools, programs, seed):
    drawn = Counter(dict.fromkeys(names(range(schools)), 0))
    split = whole_places(1, sharing([1] * schools))
    for n in range(programs):
        (chosen,) = by_draw(split, names(range(schools)), seed=seed, scope=str(n), drawn=drawn)
        drawn[f"school {chosen}"] += 1
    assert max(drawn.values()) - min(drawn.values()) <= 1


def test_who_is_small_gets_the_minimum_and_the_others_share_the_rest():
    split = whole_places(11, sharing([40, 200, 300], minimum=1, small=[0]))
    assert split.seats == (1, 4, 6)
    assert split.because == ("minimum", "floor", "floor")


def test_minimums_that_take_more_than_is_left_over_are_taken_from_the_others():
    split = whole_places(6, sharing([1, 1, 1, 1, 96], minimum=1))
    assert split.seats == (1, 1, 1, 1, 2)


def test_thirty_percent_evaluation_and_seventy_percent_applicants():
    scores, applicants = [Fraction(60), Fraction(40)], [Fraction(100), Fraction(300)]
    claims = mixed([(Fraction(3, 10), scores), (Fraction(7, 10), applicants)])
    assert claims == (Fraction(3, 10) * Fraction(6, 10) + Fraction(7, 40), 1 - claims[0])
