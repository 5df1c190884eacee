"""Two phases and gradient: as their definitions say, and what the general line means."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.admission import oracle
from tests.engine.admission.oracle import BACK, Rule
from tests.engine.admission.worlds import World, worlds

from xueheng.engine.admission.course import NOT_ASKED, UNDER_LINE
from xueheng.engine.admission.mechanisms import gradient
from xueheng.engine.admission.phases import REVERTED, Quotas, final_phases, tentative_phases
from xueheng.engine.admission.reasons import reasons


@st.composite
def quotas(draw: st.DrawFn, *, may_revert: bool = False) -> tuple[World, Rule]:
    """A world whose programs have general groups first or last, and quota groups that give seats back."""
    world = draw(worlds())
    rows = [[g for g, _ in row] for row in world.groups.values()]
    is_open = {g: draw(st.booleans()) for row in rows for g in row}
    general = {g: next((o for o in row if is_open[o]), None) for row in rows for g in row}
    target = {g: o for g, o in general.items() if o is not None and not is_open[g] and draw(st.booleans())}
    delta = {g: draw(st.integers(0, 3)) for g in is_open}
    mark = [draw(st.integers(0, 9)) for _ in world.lists]
    if may_revert:
        new = {(u, g): BACK + u for u in world.lists for g in target if (u, g) not in world.rank}
        world.rank.update(new)
        target = {}
    return world, Rule(is_open, delta, target, mark)


def _arrays(rule: Rule) -> Quotas:
    order = sorted(rule.is_open)
    target = np.array([rule.target.get(g, -1) for g in order])
    delta, mark = np.array([rule.delta[g] for g in order]), np.array(rule.mark)
    return Quotas(np.array([rule.is_open[g] for g in order]), delta, target, mark)


def test_the_definition_and_the_engine_mean_the_same_block_of_ranks() -> None:
    assert BACK == REVERTED


@given(quotas())
def test_final_phases_are_what_their_definition_says(found: tuple[World, Rule]) -> None:
    world, rule = found
    course = final_phases(world.market, _arrays(rule)).course
    by_definition = oracle.final_phases(world.lists, world.groups, world.rank, rule)
    assert world.matched(course.rung) == by_definition


@given(quotas(may_revert=True))
def test_tentative_phases_are_what_their_definition_says(found: tuple[World, Rule]) -> None:
    world, rule = found
    course = tentative_phases(world.market, _arrays(rule)).course
    by_definition = oracle.tentative_phases(world.lists, world.groups, world.rank, rule)
    assert world.matched(course.rung) == by_definition


@given(quotas())
def test_whoever_is_under_the_line_misses_it_by_more_than_the_delta(found: tuple[World, Rule]) -> None:
    (world, rule), ladders = found, found[0].market.ladders
    result = final_phases(world.market, _arrays(rule))
    owner = np.repeat(list(world.lists), [len(row) for row in world.ladders.values()])
    for at in np.flatnonzero(result.course.said == UNDER_LINE):
        group = int(ladders.group[at])
        line = result.line[world.market.groups.program[group]]
        assert not rule.is_open[group]
        assert rule.mark[owner[at]] < line - rule.delta[group]


@given(quotas(), st.booleans())
def test_only_who_had_a_final_seat_before_is_not_asked(found: tuple[World, Rule], is_final: bool) -> None:
    (world, rule), phases = found, final_phases if is_final else tentative_phases
    course = phases(world.market, _arrays(rule)).course
    owner = np.repeat(list(world.lists), [len(row) for row in world.lists.values()])
    not_asked = owner[reasons(course).code == NOT_ASKED]
    assert (course.round_of[not_asked] == 0).all()
    assert is_final or not not_asked.size


@given(worlds(), st.data())
def test_gradient_is_what_its_definition_says(world: World, data: st.DataObject) -> None:
    band_of = [data.draw(st.integers(0, 2)) for _ in world.lists]
    found = gradient(world.market, band_of=np.array(band_of)).rung
    assert world.matched(found) == oracle.gradient(world.lists, world.groups, world.rank, band_of)
