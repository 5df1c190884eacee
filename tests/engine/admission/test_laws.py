"""What theory promises of the mechanisms, checked on all matchings, all profiles or many random worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.engine.admission.worlds import World, worlds

from xueheng.engine.admission.course import Course
from xueheng.engine.admission.market import Groups, Ladders, Market
from xueheng.engine.admission.mechanisms import application_rejection, deferred_acceptance

Match = dict[int, int]
Mechanism = Callable[[Market], Course]
LISTS = [row for length in range(4) for row in permutations(range(3), length)]


def _match(world: World, mechanism: Mechanism = deferred_acceptance) -> Match:
    return {u: program for u, (program, _) in world.matched(mechanism(world.market).rung).items()}


def _place(world: World, match: Match, unit: int) -> int:
    row = world.lists[unit]
    return row.index(match[unit]) if unit in match else len(row)


def _is_stable(world: World, match: Match) -> bool:
    """Nobody would rather have a seat that is free or that a lower rank holds (one group a program)."""
    for unit, row in world.lists.items():
        for program in row[: _place(world, match, unit)]:
            ((group, seats),) = world.groups[program]
            held = [world.rank[u, group] for u, p in match.items() if p == program]
            own = world.rank.get((unit, group))
            if own is not None and (len(held) < seats or (seats and own < max(held))):
                return False
    return True


def _all_matchings(world: World) -> Iterator[Match]:
    """Every way to seat the units where they may stand and seats suffice."""
    may = {
        u: [None, *(p for p in row if (u, world.groups[p][0][0]) in world.rank)]
        for u, row in world.lists.items()
    }
    for places in product(*may.values()):
        match = {u: p for u, p in zip(may, places, strict=True) if p is not None}
        taken = list(match.values())
        if all(taken.count(p) <= row[0][1] for p, row in world.groups.items()):
            yield match


@given(worlds(groups_each=1, units=5, programs=3))
def test_nobody_is_better_off_in_any_stable_matching(world: World) -> None:
    found = _match(world)
    stable = [match for match in _all_matchings(world) if _is_stable(world, match)]
    assert found in stable
    assert all(_place(world, found, u) <= _place(world, match, u) for match in stable for u in world.lists)


@given(worlds(groups_each=1))
def test_nobody_envies_a_lower_rank_and_no_wanted_seat_is_wasted(world: World) -> None:
    assert _is_stable(world, _match(world))


def _markets() -> Market:
    """All 4096 profiles of three units' lists of three programs, under all 36 pairs of orders, as one market.

    Every program has one seat; the order of the first program is fixed, since units may be renamed.
    """
    orders = np.array([[(0, 1, 2), *pair] for pair in product(permutations(range(3)), repeat=2)])
    lists = np.array([[*row, *[-1] * (3 - len(row))] for row in LISTS])
    order, *profile = (axis.ravel() for axis in np.indices((len(orders), *[len(LISTS)] * 3)))
    wanted = lists[np.stack(profile, axis=1)]
    is_listed = wanted >= 0
    world, unit, _ = np.nonzero(is_listed)
    program = wanted[is_listed]
    rank = orders[order[world], program, unit]
    first = np.concatenate(([0], np.cumsum(is_listed.sum(axis=2))))
    ladders = Ladders(first, np.arange(program.size + 1), 3 * world + program, rank, rank[:0])
    return Market(ladders, np.ones(first.size - 1, np.int64), _one_seat_each(first.size - 1))


def _one_seat_each(programs: int) -> Groups:
    return Groups(np.arange(programs), np.ones(programs, np.int64), np.zeros(programs, np.int64))


def _gains(market: Market, rung: np.ndarray) -> bool:
    """True when some unit of some profile gets a place that it likes better by some other list."""
    program = np.where(rung >= 0, market.ladders.group[rung] % 3, 3).reshape(36, 16, 16, 16, 3)
    liking = np.array([[row.index(p) if p in row else 4 for p in range(3)] + [3] for row in LISTS])
    for unit in range(3):
        got = np.moveaxis(program[..., unit], unit + 1, 0).reshape(16, -1)
        if any((liking[true][got] < liking[true][got[true]]).any() for true in range(16)):
            return True
    return False


def _in_sequence(market: Market) -> Course:
    return application_rejection(market, band=1)


@pytest.mark.parametrize(("mechanism", "may_pay"), [(deferred_acceptance, False), (_in_sequence, True)])
def test_a_false_list_never_pays_unless_choices_go_one_by_one(mechanism: Mechanism, may_pay: bool) -> None:
    market = _markets()
    assert _gains(market, mechanism(market).rung) is may_pay


@given(worlds(), st.data())
def test_a_false_list_never_pays_where_programs_have_several_groups(
    world: World, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(sorted(world.lists)))
    false = data.draw(st.lists(st.sampled_from(sorted(world.groups)), unique=True))
    got = _match(replace(world, lists=world.lists | {unit: false})).get(unit)
    honest = _place(world, _match(world), unit)
    assert got not in world.lists[unit] or world.lists[unit].index(got) >= honest


@given(worlds(), st.data())
def test_whoever_rises_in_rank_is_not_placed_worse(world: World, data: st.DataObject) -> None:
    assume(world.rank)
    unit, group = data.draw(st.sampled_from(sorted(world.rank)))
    order = sorted((u for u, g in world.rank if g == group), key=lambda u: world.rank[u, group])
    place = order.index(unit)
    order.insert(data.draw(st.integers(0, place)), order.pop(place))
    risen = replace(world, rank=world.rank | {(u, group): at for at, u in enumerate(order)})
    assert _place(world, _match(risen), unit) <= _place(world, _match(world), unit)


@given(worlds(groups_each=1), st.data())
def test_one_seat_more_harms_nobody(world: World, data: st.DataObject) -> None:
    program = data.draw(st.sampled_from(sorted(world.groups)))
    ((group, seats),) = world.groups[program]
    after = _match(replace(world, groups=world.groups | {program: [(group, seats + 1)]}))
    assert all(_place(world, after, u) <= _place(world, _match(world), u) for u in world.lists)


@given(worlds(), st.data())
def test_one_applicant_less_harms_nobody(world: World, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(sorted(world.lists)))
    after = _match(replace(world, lists=world.lists | {gone: []}))
    before = _match(world)
    assert all(_place(world, after, u) <= _place(world, before, u) for u in world.lists if u != gone)


@given(worlds(), st.randoms())
def test_the_order_of_the_units_does_not_matter(world: World, random: st.randoms) -> None:
    new = list(world.lists)
    random.shuffle(new)
    lists = {place: world.lists[old] for place, old in enumerate(new)}
    rank = {(new.index(u), g): r for (u, g), r in world.rank.items()}
    found = _match(replace(world, lists=lists, rank=rank))
    assert {new[u]: p for u, p in found.items()} == _match(world)


def test_threads_beside_each_other_find_what_one_finds() -> None:
    market = _markets()
    with ThreadPoolExecutor(4) as pool:
        found = [course.rung for course in pool.map(deferred_acceptance, [market] * 4)]
    assert all((rung == deferred_acceptance(market).rung).all() for rung in found)
