from itertools import combinations, product

import numpy as np
import pytest

from xueheng.engine.exact_room import best_room
from xueheng.engine.seating.certificate import conflicts, fewest
from xueheng.engine.seating.deal import Examinees
from xueheng.engine.seating.layout import Layout, desks_of
from xueheng.engine.seating.patterns import PAIR, cheapest
from xueheng.engine.seating.seated import seat


def seated(shares, n=600, *, separation=4, start=1):
    """Examinees of schools with these shares (each of five classes) in rooms of thirty."""
    random = np.random.default_rng(start)
    school = np.repeat(np.arange(len(shares)), [n * share // sum(shares) for share in shares])
    form = school * 5 + random.integers(0, 5, school.size)
    drawn = [random.integers(0, 2**62, school.size).astype(np.uint64) for _ in range(2)]
    loads = np.array([30] * (school.size // 30) + [school.size % 30] * (school.size % 30 > 0))
    rooms = random.integers(0, 2**62, loads.size).astype(np.uint64)
    desks = desks_of(Layout((6,), "s_shape", separation), 30)
    who = Examinees(school, form, *drawn)
    return who, seat(who, loads, desks=desks, room_ticket=rooms, start=start)


@pytest.mark.parametrize(
    ("shares", "separation"), [([5, 5], 4), ([4, 3, 3], 4), ([2] * 10, 8), ([3, 1, 1, 1, 1, 1, 2], 8)]
)
def test_no_two_neighbours_are_of_one_school_where_numbers_allow_it(shares, separation):
    assert seated(shares, separation=separation)[1].conflicts == 0


@pytest.mark.parametrize(("shares", "separation"), [([7, 2, 1], 4), ([6, 1, 1, 1, 1], 8), ([1], 4)])
def test_what_is_left_is_proven_to_be_the_least(shares, separation):
    found = seated(shares, separation=separation)[1]
    assert found.conflicts == found.bound > 0
    assert found.left == 0


@pytest.mark.parametrize(("schools", "pairs"), [(3, 200), (4, 0)])
def test_few_equal_schools_have_the_fewest_pairs_that_all_of_them_together_allow(schools, pairs):
    found = seated([1] * schools, separation=8)[1]
    assert (found.conflicts, found.bound, found.left) == (pairs, pairs, 0)


@pytest.mark.parametrize("labels", [2, 3])
@pytest.mark.parametrize("rows", [(1,), (2,), (3,), (2, 3, 3)])
def test_the_cheapest_pattern_is_that_of_trying_every_one(labels, rows):
    desks, price = desks_of(Layout(rows, "s_shape", 8), 8), np.array([5, 0, -3][:labels])
    tried = [
        PAIR * sum(one[a] == one[b] for a, b in desks.edges(8)) - sum(int(price[i]) for i in one)
        for one in product(range(labels), repeat=8)
    ]
    found = cheapest(desks, 8, price=price)
    assert PAIR * found.pairs - int(price @ found.count) == min(tried)


def test_everyone_has_one_desk():
    who, found = seated([4, 3, 2, 1])
    assert sorted(found.seated.tolist()) == list(range(who.school.size))


def test_the_count_of_conflicts_is_that_of_pairs_side_by_side():
    who, found = seated([7, 2, 1])
    near, school = found.places.near, who.school[found.seated]
    pairs = {(a, b) for a, row in enumerate(near.tolist()) for b in row if a < b and school[a] == school[b]}
    assert conflicts(school, found.places).sum() == len(pairs) == found.conflicts


def test_another_seed_gives_other_seats_and_the_same_one_the_same():
    first, again, other = (seated([3, 3, 2, 2], start=s)[1].seated.tolist() for s in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("separation", [4, 8])
@pytest.mark.parametrize("n", [5, 8, 11])
def test_the_fewest_pairs_are_those_of_trying_every_choice_of_desks(separation, n):
    desks = desks_of(Layout((3,), "s_shape", separation), n)
    edges = desks.edges(n)
    tried = [
        min(sum(a in held and b in held for a, b in edges) for held in map(set, combinations(range(n), m)))
        for m in range(n + 1)
    ]
    assert fewest(desks, n)[: n + 1].tolist() == tried


def test_the_solver_finds_the_seats_that_trying_may_miss():
    desks = desks_of(Layout((2,), "s_shape", 4), 6)
    kinds = [(1, 1), (1, 1), (1, 2), (2, 3), (2, 3), (2, 4)]
    found = best_room(kinds, desks.edges(6))
    schools = [kinds[i][0] for i in found.seated]
    assert found.is_proven
    assert all(schools[a] != schools[b] for a, b in desks.edges(6))


def test_who_sits_in_which_room_is_bettered_too():
    found = seated([311, 89], 400)[1]
    assert (found.conflicts, found.left) == (304, 0)
