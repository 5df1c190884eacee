"""Every choice has a reason that the cut-offs bear out; waiting lists hold whoever wants to stand there."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from tests.engine.admission.worlds import World, grown, worlds

from xueheng.engine.admission.course import (
    ADMITTED,
    BELOW,
    CLOSED,
    HIGHER,
    NO_ROOM,
    NO_RUNG,
    NOBODY,
    NOT_ASKED,
    Course,
)
from xueheng.engine.admission.cutoffs import group_cutoffs, program_cutoffs
from xueheng.engine.admission.mechanisms import application_rejection, deferred_acceptance
from xueheng.engine.admission.reasons import reasons
from xueheng.engine.admission.rounds import Manner
from xueheng.engine.admission.waiting import waiting_lists


def _choices(world: World) -> list[tuple[int, int]]:
    return [(unit, program) for unit, row in world.lists.items() for program in row]


def _ranks(world: World, course: Course, group: int) -> list[int]:
    """The ranks of all whom the group admitted."""
    return [world.rank[u, g] for u, (_, g) in world.matched(course.rung).items() if g == group]


@given(worlds())
def test_reasons_follow_the_place_in_the_list(world: World) -> None:
    course = deferred_acceptance(world.market)
    match = world.matched(course.rung)
    for (unit, program), code in zip(_choices(world), reasons(course).code, strict=True):
        row, own = world.lists[unit], match.get(unit, (None,))[0]
        is_below = own is not None and row.index(program) > row.index(own)
        assert (code == ADMITTED) == (program == own)
        assert (code == HIGHER) == is_below


@given(worlds())
def test_whoever_was_below_names_the_last_admitted_to_a_full_group(world: World) -> None:
    course = deferred_acceptance(world.market)
    found, line = reasons(course), group_cutoffs(course)
    for choice in np.flatnonzero(found.code == BELOW):
        unit, group = _choices(world)[choice][0], int(found.group(course)[choice])
        assert found.last[choice] == line[group]
        assert world.rank[unit, group] > max(_ranks(world, course, group))


@given(worlds())
def test_of_several_groups_the_one_with_the_fewest_ranks_between_counts(world: World) -> None:
    course = deferred_acceptance(world.market)
    found = reasons(course)
    for choice in np.flatnonzero(found.code == BELOW):
        unit, program = _choices(world)[choice]
        asked = [(g, _ranks(world, course, g)) for g, _ in world.groups[program] if (unit, g) in world.rank]
        gaps = {g: world.rank[unit, g] - max(ranks) for g, ranks in asked if ranks}
        assert gaps[int(found.group(course)[choice])] == min(gaps.values())


@given(worlds())
def test_no_rung_means_that_no_group_may_be_entered(world: World) -> None:
    found = reasons(deferred_acceptance(world.market)).code
    match = {u: p for u, (p, _) in world.matched(deferred_acceptance(world.market).rung).items()}
    for (unit, program), code in zip(_choices(world), found, strict=True):
        may = any((unit, group) in world.rank for group, _ in world.groups[program])
        is_higher = unit in match and world.lists[unit].index(match[unit]) < world.lists[unit].index(program)
        assert (code == NO_RUNG) == (not may and not is_higher)


@given(worlds())
def test_in_bands_closed_means_that_the_seats_had_gone_before(world: World) -> None:
    course = application_rejection(world.market, band=1)
    found = reasons(course)
    assert not (found.code == NOT_ASKED).any()
    for choice in np.flatnonzero(found.code == CLOSED):
        group = int(found.group(course)[choice])
        assert course.seats[group] == 0
        assert (found.last[choice] == NOBODY) == (not _ranks(world, course, group))


@given(grown())
def test_no_room_is_said_only_to_units_that_the_seats_left_do_not_hold(world: World) -> None:
    course = deferred_acceptance(world.market, manner=Manner(together=False, ties=False))
    found, owners = reasons(course), _choices(world)
    for choice in np.flatnonzero(found.code == NO_ROOM):
        unit = owners[choice][0]
        assert world.size[unit] > 1 or unit in course.wished


@given(worlds())
def test_a_program_with_a_seat_left_has_no_cut_off(world: World) -> None:
    course = deferred_acceptance(world.market)
    every = np.ones(course.seats.size, bool)
    line = program_cutoffs(course, counted=every)
    match = world.matched(course.rung)
    for program, row in world.groups.items():
        inside = {u: world.rank[u, g] for u, (p, g) in match.items() if p == program}
        is_full = inside and not any(course.seats[g] for g, _ in row)
        assert (line[program] != NOBODY) == bool(is_full)
        assert not is_full or inside[int(line[program])] == max(inside.values())


@given(worlds(groups_each=1))
def test_the_waiting_list_holds_whoever_would_rather_stand_there_in_order(world: World) -> None:
    course = deferred_acceptance(world.market)
    found = waiting_lists(course, counted=np.ones(course.said.size, bool))
    match = {u: p for u, (p, _) in world.matched(course.rung).items()}
    for program, ((group, _),) in world.groups.items():
        would = [
            u
            for u, row in world.lists.items()
            if (u, group) in world.rank and program in row and match.get(u) != program
            if u not in match or row.index(program) < row.index(match[u])
        ]
        rows = found.program == program
        assert found.unit[rows].tolist() == sorted(would, key=lambda u: world.rank[u, group])
        assert found.position[rows].tolist() == list(range(1, len(would) + 1))


@given(worlds())
def test_nobody_waits_twice_for_one_program(world: World) -> None:
    course = application_rejection(world.market, band=2)
    found = waiting_lists(course, counted=np.ones(course.said.size, bool))
    pairs = list(zip(found.program.tolist(), found.unit.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
