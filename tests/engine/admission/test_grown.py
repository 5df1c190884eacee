"""Units that need several seats, and ties at the end all admitted: as defined, and never too many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.admission.oracle import Grown
from tests.engine.admission.test_mechanisms import turn_of
from tests.engine.admission.worlds import World, grown

from xueheng.engine.admission.market import Manner
from xueheng.engine.admission.mechanisms import deferred_acceptance, serial_dictatorship

MANNERS = st.builds(Manner, together=st.booleans(), ties=st.booleans())


def _by_definition(world: World, manner: Manner) -> Grown:
    program = {g: p for p, row in world.groups.items() for g, _ in row}
    seats = {g: n for row in world.groups.values() for g, n in row}
    tie = {pair: place // world.alike for pair, place in world.rank.items()}
    extra = dict(enumerate(world.extra))
    return Grown(world.ladders, seats, program, extra, world.rank, tie, world.size, *manner)


def _groups(world: World, rung: np.ndarray) -> dict[int, int]:
    return {unit: group for unit, (_, group) in world.matched(rung).items()}


@given(grown(), MANNERS)
def test_groups_grow_as_their_definition_says(world: World, manner: Manner) -> None:
    found = deferred_acceptance(world.market, manner=manner).rung
    assert _groups(world, found) == _by_definition(world, manner).match()


@given(grown(), MANNERS)
def test_no_group_above_would_take_anybody_but_those_named(world: World, manner: Manner) -> None:
    course = deferred_acceptance(world.market, manner=manner)
    stands, rule = _groups(world, course.rung), _by_definition(world, manner)
    held = {g: [u for u, at in stands.items() if at == g] for g in rule.seats}
    named = [(u, place) for u in course.wished for place in range(len(world.ladders[u]))]
    assert not rule.wished(held, dict.fromkeys(world.lists, 0), named)


@given(grown(groups_each=1), MANNERS)
def test_where_each_needs_one_seat_there_is_always_a_stable_end(world: World, manner: Manner) -> None:
    alone = replace(world, size=())
    assert not deferred_acceptance(alone.market, manner=manner).wished


@given(grown(), MANNERS, st.booleans())
def test_no_program_adds_more_seats_than_it_may(world: World, manner: Manner, is_serial: bool) -> None:
    market = world.market
    course = (
        serial_dictatorship(market, turn=turn_of(world), manner=manner)
        if is_serial
        else deferred_acceptance(market, manner=manner)
    )
    used = np.zeros(market.groups.seats.size, np.int64)
    placed = np.flatnonzero(course.rung >= 0)
    np.add.at(used, market.ladders.group[course.rung[placed]], market.size[placed])
    over = np.bincount(market.groups.program, np.maximum(used - market.groups.seats, 0))
    assert (over <= market.groups.extra).all()


@given(grown(common=True, groups_each=1), MANNERS)
def test_serial_turns_grow_as_their_definition_says(world: World, manner: Manner) -> None:
    turn, rule = turn_of(world), _by_definition(world, manner)
    held: dict[int, list[int]] = {g: [] for g in rule.seats}
    for unit in turn.tolist():
        may = (g for g in world.ladders[unit] if unit in rule.kept(g, [*held[g], unit], held))
        if (group := next(may, None)) is not None:
            held[group].append(unit)
    found = _groups(world, serial_dictatorship(world.market, turn=turn, manner=manner).rung)
    assert found == {u: g for g, units in held.items() for u in units}
