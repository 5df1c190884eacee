"""一批录取: the declared procedure carried out on the ladders of a batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xueheng.engine.admission.course import BELOW, Course
from xueheng.engine.admission.market import IntArray, Manner
from xueheng.engine.admission.mechanisms import (
    application_rejection,
    deferred_acceptance,
    gradient,
    serial_dictatorship,
)
from xueheng.engine.admission.phases import REVERTED, Quotas, final_phases, tentative_phases
from xueheng.methods.admission_match.found import PACKAGE, Findings
from xueheng.methods.admission_match.ladders import World
from xueheng.methods.admission_match.people import SCALE
from xueheng.standards.words import catalogue
from xueheng.tables.issues import Issue, finding

WORDS = catalogue(PACKAGE)
WISH_UNMET = "WISH_UNMET"  # its value names the applicants, parted by 、


@dataclass(frozen=True)
class Batch:
    """A batch that was run: its course, the lines of two phases, and the seats that were given on."""

    world: World
    course: Course
    line: IntArray | None  # (programs)
    moved: IntArray  # (groups) seats given to another group


def carried(world: World, found: Findings) -> Batch:
    """The batch by the declared procedure; what was not declared and mattered is asked for."""
    params = world.entry.people.params
    manner = Manner(params.together_fit == "expand", params.tie_at_cutoff == "admit_all")
    if params.procedure == "two_phase":
        batch = _phases(world, manner, found)
    else:
        course = _course(world, manner, found)
        batch = Batch(world, course, None, _reverted(world, course))
    _unsaid(batch, found)
    found.refuse()
    return batch


def _course(world: World, manner: Manner, found: Findings) -> Course:
    people, market = world.entry.people, world.market
    params = people.params
    if params.procedure == "serial_dictatorship":
        _one_order(world, found)
        turn = np.argsort(world.keys[0].order.rank[world.lists.lead], kind="stable")
        return serial_dictatorship(market, turn=turn, manner=manner)
    if params.procedure == "application_rejection":
        longest = int(np.diff(world.lists.first).max(initial=1))
        return application_rejection(market, band=params.band or longest, manner=manner)
    if params.procedure == "gradient":
        total = _total(world, found)
        lines = np.array([int(line * SCALE) for line in params.gradient_lines])
        return gradient(market, band_of=(total[:, None] < lines).sum(axis=1), manner=manner)
    return deferred_acceptance(market, manner=manner)


def _phases(world: World, manner: Manner, found: Findings) -> Batch:
    plan, params = world.entry.plan, world.entry.people.params
    default = None if params.delta is None else int(params.delta * SCALE)
    delta = [default if g.delta is None else g.delta for g in plan.groups]
    if any(d is None for d, g in zip(delta, plan.groups, strict=True) if not g.is_open):
        found.whole("POLICY_UNSAID", value="delta", known="0 | 10 | …")
    mark = _total(world, found)
    target = plan.target if params.revert else np.full(len(plan.groups), -1)
    quotas = Quotas(plan.is_open, np.array([d or 0 for d in delta]), target, mark)
    run = final_phases if params.phase1 == "final" else tentative_phases
    two = run(world.market, quotas, manner=manner)
    moved = two.reverted if params.phase1 == "final" else _reverted(world, two.course)
    return Batch(world, two.course, two.line, moved)


def _total(world: World, found: Findings) -> IntArray:
    people = world.entry.people
    if not people.scores:
        found.whole("KEY_UNKNOWN", value="score_1", known=people.known)
        found.refuse()
    return people.number(people.scores[0])[0][world.lists.lead]


def _one_order(world: World, found: Findings) -> None:
    by_choice = (world.tier >= 0).any() or (world.priority >= 0).any() or world.tickets is not None
    if by_choice or len(world.keys) > 1:
        found.whole("ONE_ORDER")
        found.refuse()


def _reverted(world: World, course: Course) -> IntArray:
    """Seats of each group that went to others after its own had all been asked."""
    ladders, groups = world.market.ladders, world.market.groups
    units = np.flatnonzero(course.rung >= 0)
    rung = course.rung[units]
    given = ladders.rank[rung] >= REVERTED
    return np.bincount(
        ladders.group[rung[given]], weights=world.market.size[units[given]], minlength=groups.seats.size
    ).astype(np.int64)


def _unsaid(batch: Batch, found: Findings) -> None:
    """Ties, reversion and bundles that were not declared and changed who is admitted."""
    world, course = batch.world, batch.course
    params, plan = world.entry.people.params, world.entry.plan
    if params.tie_at_cutoff is None and tied(batch).size:
        found.whole("POLICY_UNSAID", value="tie_at_cutoff", known="ticket | admit_all")
    reserved = ~plan.is_open & (course.seats > 0)
    program = world.market.groups.program
    wanted = np.isin(program[world.market.ladders.group], program[reserved & (plan.target >= 0)])
    if params.revert is None and bool((wanted & (course.said != 0)).any()):
        found.whole("POLICY_UNSAID", value="revert", known="true | false")


def tied(batch: Batch) -> IntArray:
    """The rungs lost to a unit that stands no better but for ticket or number."""
    course, ladders = batch.course, batch.world.market.ladders
    lost = np.flatnonzero((course.said == BELOW) & (course.last >= 0))
    other = course.rung[course.last[lost]]
    return np.asarray(lost[(ladders.tie[lost] == ladders.tie[np.maximum(other, 0)]) & (other >= 0)])


def remarks(batch: Batch) -> list[Issue]:
    """Wishes that no stable end can meet, and that the number decided where equals have no ticket."""
    return [*_wished(batch), *_by_number(batch)]


def _wished(batch: Batch) -> list[Issue]:
    unit_of, ids = batch.world.lists.unit_of, batch.world.entry.people.ids
    members = [ids.take(pa.array(np.flatnonzero(unit_of == unit))) for unit in set(batch.course.wished)]
    named = sorted("、".join(one.to_pylist()) for one in members)
    return [finding(WISH_UNMET, "warning", package=PACKAGE, value=one) for one in named]


def _by_number(batch: Batch) -> list[Issue]:
    world = batch.world
    lost = tied(batch)
    student = world.students(lost)
    of_people = world.entry.people.ticket_text
    held = of_people.take(student) if world.tickets is None else world.tickets.take(world.choice[lost])
    is_bare = held.is_null().to_numpy(zero_copy_only=False)
    if not is_bare.any():
        return []
    ids = world.entry.people.ids.take(student[is_bare]).unique().to_pylist()
    shown = "、".join(ids[:10])
    return [finding("TICKET_MISSING", "warning", package=PACKAGE, value=shown)]
