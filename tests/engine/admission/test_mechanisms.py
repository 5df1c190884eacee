"""The compiled mechanisms agree with their definitions, and with each other where theory says so."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.admission import oracle
from tests.engine.admission.worlds import World, worlds

from xueheng.engine.admission.market import Manner, Market
from xueheng.engine.admission.mechanisms import (
    application_rejection,
    deferred_acceptance,
    serial_dictatorship,
)

EVERY_MANNER = Manner(together=True, ties=True)


def turn_of(world: World) -> np.ndarray:
    first = {u: min((r for (v, _), r in world.rank.items() if v == u), default=0) for u in world.lists}
    return np.array(sorted(world.lists, key=first.__getitem__), np.int64)


@given(worlds())
def test_deferred_acceptance_is_what_its_definition_says(world: World) -> None:
    found = deferred_acceptance(world.market).rung
    assert world.matched(found) == oracle.deferred(world.lists, world.groups, world.rank)


@given(worlds(common=True))
def test_serial_dictatorship_is_what_its_definition_says(world: World) -> None:
    turn = turn_of(world)
    found = serial_dictatorship(world.market, turn=turn).rung
    assert world.matched(found) == oracle.serial(turn.tolist(), world.lists, world.groups, world.rank)


@given(worlds(), st.integers(1, 5))
def test_bands_are_what_their_definition_says(world: World, band: int) -> None:
    found = application_rejection(world.market, band=band).rung
    assert world.matched(found) == oracle.in_bands(world.lists, world.groups, world.rank, band)


@given(worlds(common=True, groups_each=1))
def test_with_one_common_order_deferred_acceptance_is_serial_dictatorship(world: World) -> None:
    serial = serial_dictatorship(world.market, turn=turn_of(world))
    assert (deferred_acceptance(world.market).rung == serial.rung).all()


@given(worlds())
def test_one_band_of_the_whole_list_is_deferred_acceptance(world: World) -> None:
    assert (application_rejection(world.market, band=9).rung == deferred_acceptance(world.market).rung).all()


@given(worlds())
def test_where_nobody_needs_more_and_nobody_ties_the_manner_changes_nothing(world: World) -> None:
    market: Market = world.market
    assert (deferred_acceptance(market, manner=EVERY_MANNER).rung == deferred_acceptance(market).rung).all()
